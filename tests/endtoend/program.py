"""The program as a person runs it: a process of its own, with a home, a temporary folder and a database of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ports import free_port

#: Generous: a machine at work on other things must not make a test fail.
PATIENCE = 240.0


#: Gives one command after another to the program's entry point, each with what it would find as a process.
_IN_TURN = """
import contextlib, io, json, os, shlex, sys
from tilgaengelig.cli import main
for command in json.loads(sys.argv.pop()):
    words, _, file = command.partition(" < ")
    sys.argv[:] = ["tilgaengelig", *shlex.split(words)]
    sys.stdin = io.TextIOWrapper(open(file or os.devnull, "rb"))
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""
PROGRAM = str(Path(sys.executable).with_name("tilgaengelig"))


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Standard output, line by line."""
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output, where each line is a JSON object."""
        return [json.loads(line) for line in self.lines]


def sound(said: Said) -> Said:
    """The same; whatever the world does, the program itself never breaks."""
    assert "Traceback" not in said.err, said.err
    assert "gik i stykker" not in said.err, said.err
    return said


class Home:
    """A person's home folder, and the commands that they give in `here`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.here = folder / "here"
        self.here.mkdir(parents=True)
        # Chromium puts a socket there, whose path may have 107 characters; pytest's folders are too long for it.
        self.temporary = Path(tempfile.mkdtemp(prefix="e2e"))
        weakref.finalize(self, shutil.rmtree, self.temporary, ignore_errors=True)
        self.environment: dict[str, str] = {
            **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
            "HOME": str(folder),
            "TMPDIR": str(self.temporary),
            "LANG": "C.UTF-8",
            "COLUMNS": "160",
            "TILGAENGELIG_DATABASE": self.database,
            # Driving pages takes seconds a page, and so does the authority's engine; a second browser costs more to
            # start than it saves on a few pages. Those have them who test it.
            "TILGAENGELIG_PROBE_SECONDS": "0",
            "TILGAENGELIG_QUALWEB": "false",
            "TILGAENGELIG_BROWSERS": "1",
        }

    @property
    def database(self) -> str:
        """The address of this home's database."""
        return f"sqlite:///{self.folder / 'audits.db'}"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """A command under way, in a group of its own; its output goes to files in this home."""
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            return subprocess.Popen(
                [PROGRAM, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=self.here,
                env=self.environment | environment,
                start_new_session=True,
            )

    def said(self, process: subprocess.Popen[bytes]) -> Said:
        """How a command that was started ends."""
        code = process.wait(PATIENCE)
        out, err = ((self.folder / name).read_text("utf-8") for name in ("out", "err"))
        return sound(Said(code, out, err))

    def waits(self, process: subprocess.Popen[bytes], condition: Callable[[], bool], what: str) -> None:
        """Waits until the condition holds, while the command is under way."""
        until(lambda: condition() or process.poll() is not None, what)
        assert condition(), (what, self.said(process))

    def run(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Said:
        """A command from its start to its end."""
        done = subprocess.run(
            [PROGRAM, *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.here,
            env=self.environment | environment,
            timeout=PATIENCE,
            check=False,
        )
        said = Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        return sound(said)

    def run_in_turn(self, *commands: str) -> dict[str, Said]:
        """How each of many commands ends; one process for them all, since starting costs.

        A command may say ` < FILE` last, for its input.
        """
        done = subprocess.run(
            [sys.executable, "-c", _IN_TURN, json.dumps(commands)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.here,
            env=self.environment,
            timeout=PATIENCE,
            check=False,
        )
        assert (done.returncode, done.stderr.decode("utf-8")) == (0, "")
        said = [sound(Said(*json.loads(line))) for line in done.stdout.decode("utf-8").splitlines()]
        return dict(zip(commands, said, strict=True))


def until(condition: Callable[[], bool], what: str) -> None:
    """Waits until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"in vain for: {what}"
        time.sleep(0.01)


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes], home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is over when the test is, whatever happened, with all that it started."""
    try:
        yield process
    finally:
        for pid in alive(process, home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def serving(home: Home) -> Iterator[Callable[[str], Any]]:
    """What the API of the home answers to a path, while the program serves it."""
    port = free_port()

    def asked(path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1{path}", timeout=PATIENCE) as answer:
            return json.load(answer)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return bool(asked("/health"))
        return False

    with ended(home.start("serve", "--port", str(port)), home) as process:
        home.waits(process, answers, "the API")
        yield asked


def alive(process: subprocess.Popen[bytes], home: Home) -> list[int]:
    """What lives of a command that `home.start` began: itself, its browsers, its helpers.

    They are in its session, or have this home in their environment (a browser's own children overwrite theirs).
    """
    mark = f"HOME={home.folder}\0".encode()
    return [
        pid
        for pid, stat in _processes()
        if stat.state != "Z" and (stat.session == process.pid or mark in _environment(pid))
    ]


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True)
class _Stat:
    state: str
    session: int


def _processes() -> Iterator[tuple[int, _Stat]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(") ")[2].split()
                yield int(folder.name), _Stat(fields[0], int(fields[3]))
