"""Build step: brings in what vendor.toml pins by the ordinary npm client, and the data folders into the wheel.

Runs for wheel, sdist and editable install. vendor.toml is the only place that says which version; the network is
touched only when src/tilgaengelig/vendor lacks it.
"""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA_FOLDERS = ("rules", "reports", "sample")  # tilgaengelig.resources finds them again
DATA_HOME = "tilgaengelig/_shared"
VENDOR = "src/tilgaengelig/vendor"
STAMP = "stamp.json"
TARBALLS = ".setup"  # where a tarball carried in by hand is looked for
LARGEST_FILE = 20_000_000  # bytes; axe.min.js has 0.65 million
NPM_PATIENCE = 300  # seconds


class VendorMissingError(Exception):
    """A pinned package could not be brought in; the message says what to do."""


class Pin(NamedTuple):
    """One npm package as vendor.toml pins it."""

    name: str
    version: str
    sha512: str
    files: tuple[str, ...]
    home: str = ""

    @property
    def tarball(self) -> str:
        """What npm calls it: a scope becomes part of the name."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}.tgz"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it builds."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        try:
            for pin in read_pins(root / "vendor.toml"):
                bring_in(pin, root / VENDOR / pin.home, root / TARBALLS)
        except VendorMissingError as missing:
            self.app.abort(str(missing))
        if self.target_name == "wheel" and version != "editable":
            for folder in DATA_FOLDERS:
                build_data["force_include"][str(root / folder)] = f"{DATA_HOME}/{folder}"


def read_pins(path: Path) -> list[Pin]:
    pins = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Pin(name, pin["version"], pin["sha512"], tuple(pin["files"]), pin["home"])
        for name, pin in pins.items()
    ]


def bring_in(pin: Pin, home: Path, tarballs: Path) -> None:
    """See to it that `home` holds the pinned files and nothing else."""
    if is_there(pin, home):
        return
    files = unpack(pin, obtain(pin, tarballs))
    shutil.rmtree(home, ignore_errors=True)
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    digests = {name: hashlib.sha512(content).hexdigest() for name, content in files.items()}
    stamp = {"name": pin.name, "version": pin.version, "sha512": pin.sha512, "files": digests}
    # Last, since it vouches for the rest:
    (home / STAMP).write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")


def is_there(pin: Pin, home: Path) -> bool:
    """True when the stamp is this pin's and each file is as it was unpacked."""
    try:
        stamp = json.loads((home / STAMP).read_text(encoding="utf-8"))
        return (
            (stamp["version"], stamp["sha512"]) == (pin.version, pin.sha512)
            and set(stamp["files"]) == set(pin.files)
            and all(
                hashlib.sha512((home / name).read_bytes()).hexdigest() == digest
                for name, digest in stamp["files"].items()
            )
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def obtain(pin: Pin, tarballs: Path) -> bytes:
    """The verified tarball: one carried in by hand, else from npm."""
    carried = tarballs / pin.tarball
    if carried.is_file():
        return verified(pin, carried)
    with tempfile.TemporaryDirectory(prefix="tilgaengelig-npm-") as folder:
        return verified(pin, npm_pack(pin, Path(folder)))


def verified(pin: Pin, tarball: Path) -> bytes:
    content = tarball.read_bytes()
    found = hashlib.sha512(content).hexdigest()
    if found != pin.sha512:
        raise VendorMissingError(
            f"{tarball.name} is not the file that vendor.toml pins, so nothing of it was used.\n"
            f"  pinned sha512: {pin.sha512}\n"
            f"  found sha512:  {found}\n"
            f"If you changed the version, change sha512 with it. If not, do not trust this file: delete it if it "
            f"lies in {TARBALLS}/, else find out where your npm gets its packages (npm config get registry)."
        )
    return content


def npm_pack(pin: Pin, folder: Path) -> Path:
    by_hand = (
        f"Or run `npm pack {pin.name}@{pin.version}` on another machine, "
        f"put {pin.tarball} into {TARBALLS}/ beside vendor.toml, and try again."
    )
    npm = shutil.which("npm")
    if npm is None:
        raise VendorMissingError(
            f"{pin.name} {pin.version} is not here yet, and there is no npm to fetch it with.\n"
            f"Install Node.js 18 or newer with npm (Debian, as root: apt-get install npm), and try again.\n{by_hand}"
        )
    command = [npm, "pack", "--ignore-scripts", "--loglevel=error", f"{pin.name}@{pin.version}"]
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours and vendor.toml's
            command, cwd=folder, capture_output=True, text=True, timeout=NPM_PATIENCE, check=False
        )
        trouble = "\n".join(done.stderr.splitlines()[:4])
    except (OSError, subprocess.TimeoutExpired) as error:
        trouble = str(error)
    tarball = folder / pin.tarball
    if not tarball.is_file():
        raise VendorMissingError(
            f"npm could not fetch {pin.name} {pin.version}:\n{trouble}\n"
            f"Check the network and npm's own settings (npm config list), and try again.\n{by_hand}"
        )
    return tarball


def unpack(pin: Pin, tarball: bytes) -> dict[str, bytes]:
    """The pinned files' contents. Members are read by name and never extracted: no path in the tarball is followed."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for name in pin.files:
            try:
                member = archive.getmember(f"package/{name}")
            except KeyError:
                raise VendorMissingError(
                    f"{pin.tarball} has no file {name}; vendor.toml asks for it"
                ) from None
            content = archive.extractfile(member) if member.isreg() and member.size <= LARGEST_FILE else None
            if content is None:
                raise VendorMissingError(f"{name} in {pin.tarball} is not a plain file of sensible size")
            files[name] = content.read()
    return files
