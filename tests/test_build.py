"""The build step: only what is pinned gets in, and nothing of a tarball lands outside its folder."""

import hashlib
import importlib.util
import io
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from tilgaengelig import resources
from tilgaengelig.model.errors import SetupLacks

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tarball(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def carried_in(build: ModuleType, folder: Path, content: bytes, *files: str) -> tuple[object, Path]:
    pin = build.Pin("axe-core", "1.0.0", hashlib.sha512(content).hexdigest(), files)
    folder.mkdir()
    (folder / pin.tarball).write_bytes(content)
    return pin, folder


def test_pinned_files_come_in_and_nothing_else(build: ModuleType, tmp_path: Path) -> None:
    content = tarball(**{"package/axe.min.js": b"axe", "package/more.js": b"no", "../escape": b"no"})
    pin, carried = carried_in(build, tmp_path / "carried", content, "axe.min.js")
    build.bring_in(pin, tmp_path / "home", carried)
    assert sorted(path.name for path in (tmp_path / "home").rglob("*")) == ["axe.min.js", "stamp.json"]
    assert not (tmp_path / "escape").exists()
    assert build.is_there(pin, tmp_path / "home")


def test_another_checksum_is_refused_and_says_what_to_do(build: ModuleType, tmp_path: Path) -> None:
    pin, carried = carried_in(build, tmp_path / "carried", tarball(**{"package/a.js": b"axe"}), "a.js")
    (carried / "axe-core-1.0.0.tgz").write_bytes(b"something else")
    with pytest.raises(build.VendorMissingError, match=r"not the file that vendor\.toml pins"):
        build.bring_in(pin, tmp_path / "home", carried)
    assert not (tmp_path / "home").exists()


def test_a_link_in_the_tarball_is_not_followed(build: ModuleType, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        link = tarfile.TarInfo("package/a.js")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    pin, carried = carried_in(build, tmp_path / "carried", buffer.getvalue(), "a.js")
    with pytest.raises(build.VendorMissingError, match="not a plain file"):
        build.bring_in(pin, tmp_path / "home", carried)


def test_a_file_changed_by_hand_is_noticed_and_mended(build: ModuleType, tmp_path: Path) -> None:
    pin, carried = carried_in(build, tmp_path / "carried", tarball(**{"package/a.js": b"axe"}), "a.js")
    home = tmp_path / "home"
    build.bring_in(pin, home, carried)
    (home / "a.js").write_bytes(b"axe, mostly")
    assert not build.is_there(pin, home)
    build.bring_in(pin, home, carried)
    assert (home / "a.js").read_bytes() == b"axe"


def test_without_npm_the_message_says_what_to_do(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(build.VendorMissingError, match=r"(?s)no npm.*apt-get install npm.*\.setup"):
        build.obtain(build.Pin("axe-core", "1.0.0", "", ()), tmp_path)


def test_every_resource_is_there_and_what_others_made_is_as_pinned(build: ModuleType) -> None:
    assert all(getattr(resources, name).is_dir() for name in resources.__all__)
    pins = build.read_pins(ROOT / "vendor.toml")
    assert {pin.name for pin in pins} >= {"axe-core", "dkfds", "htmx.org", "@qualweb/act-rules"}
    assert all(build.is_there(pin, resources.AXE.parent / pin.home) for pin in pins)


def test_a_package_in_a_scope_is_looked_for_under_the_name_that_npm_gives_its_file(build: ModuleType) -> None:
    assert build.Pin("@qualweb/util", "0.6.5", "", ()).tarball == "qualweb-util-0.6.5.tgz"


def test_a_missing_resource_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(resources._PLACES, "AXE", (tmp_path, "axe.min.js", "axe-core"))
    with pytest.raises(SetupLacks, match=r"axe-core mangler\. Kør ”make setup”"):
        _ = resources.AXE
    with pytest.raises(AttributeError):
        _ = resources.NOTHING
    assert "AXE" not in vars(sys.modules[resources.__name__])
