"""What the program says goes where nobody listens, nothing fits or few letters are known; how it ends is the same."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from program import PATIENCE, PROGRAM, Home

from tilgaengelig.cli import telling
from tilgaengelig.cli.telling import Watch
from tilgaengelig.model.audit import AuditState, Progress


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("speech") / "home")


def pipe_that_nobody_reads() -> int:
    read, write = os.pipe()
    os.close(read)
    return write


def ends(home: Home, command: str, out: int) -> tuple[int, str]:
    """How a command ends whose output goes there, and what it says of errors."""
    done = subprocess.run(
        [PROGRAM, *command.split()],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        cwd=home.here,
        env=home.environment,
        timeout=PATIENCE,
        check=False,
    )
    os.close(out)
    return done.returncode, done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("command", "code"), [("--help", 0), ("rules list", 0), ("check --json findes-ikke.pdf", 3)]
)
def test_a_reader_who_has_heard_enough_does_not_change_how_a_command_ends(
    home: Home, command: str, code: int
) -> None:
    assert ends(home, command, pipe_that_nobody_reads()) == (code, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["--help", "rules list"])
def test_a_full_disk_behind_the_output_is_told(home: Home, command: str) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    assert ends(home, command, full) == (
        2,
        "Fejl: Der er ikke mere plads på disken. Gør plads, og prøv igen.\n",
    )


def test_progress_that_nobody_reads_does_not_end_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "EVERY", 0.0)
    with os.fdopen(pipe_that_nobody_reads(), "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with Watch(5) as watch:
            watch(Progress("x", AuditState.RUNNING, 3, 2, 1, 0, 0, 0, 4))
        assert stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)


def test_a_terminal_without_our_letters_gets_the_rest(home: Home) -> None:
    (home.here / "brev.txt").write_text("Du skal påse, at ansøgningen fremsendes.", "utf-8")
    done = subprocess.run(
        [PROGRAM, "letter", "brev.txt"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=home.here,
        env=home.environment | {"PYTHONIOENCODING": "latin-1"},
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode("latin-1")
    assert "er lidt højt" in said
    assert "Tonen: Skriv til ?du?." in said
