"""A command run to its end, with its wall-clock time and the processor time of all its processes by kind.

Processor time is what other work on the machine disturbs least: two tools may be compared by it on a busy one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command: its exit code, output, seconds, and seconds of processor by kind of process."""

    code: int
    output: str
    errors: str
    seconds: float
    processor: Mapping[str, float]


def run(command: Sequence[str], *, limit: float, env: Mapping[str, str] | None = None) -> Ran:
    """Runs `command`; after `limit` seconds, or when we are to end, it is killed with what it started."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        started = subprocess.Popen(command, stdout=output, stderr=errors, env={**os.environ, **(env or {})})
        with _Watch(started.pid) as watch:
            try:
                code = started.wait(limit)
            except BaseException as error:
                watch.kill()
                started.wait()
                if isinstance(error, subprocess.TimeoutExpired):
                    raise TimeoutError(f"{command[0]} took more than {limit:.0f} s") from error
                raise
        seconds = time.perf_counter() - began
        output.seek(0)
        errors.seek(0)
        return Ran(code, output.read(), errors.read(), seconds, watch.processor())


class _Watch:
    """Looks at a process and its descendants five times a second."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._seen: dict[tuple[int, int], tuple[str, float]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def processor(self) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for kind, seconds in self._seen.values():
            total[kind] += seconds
        return dict(total)

    def kill(self) -> None:
        self._look()
        for pid, born in self._seen:
            if (_stat(pid) or (0, 0, 0.0))[1] == born:
                os.kill(pid, signal.SIGKILL)

    def _look_on(self) -> None:
        while not self._over.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        stats = _stats()
        known = {pid for pid, born in self._seen if pid in stats and stats[pid][1] == born} | {self._root}
        _grow(known, stats)
        for pid in known & stats.keys():
            _, born, seconds = stats[pid]
            # Asked each time: what was just forked still bears its parent's name.
            self._seen[pid, born] = (_kind(pid) or self._seen.get((pid, born), ("?",))[0], seconds)


def descendants(root: int) -> set[int]:
    """The processes that live of those that `root` started, and those started, and so on."""
    known = {root}
    _grow(known, _stats())
    return known - {root}


def _grow(known: set[int], stats: Mapping[int, tuple[int, int, float]]) -> None:
    """Adds the children of those known, and theirs."""
    while new := {pid for pid, (parent, _, _) in stats.items() if parent in known} - known:
        known |= new


def _stats() -> dict[int, tuple[int, int, float]]:
    return {pid: stat for pid in _pids() if (stat := _stat(pid))}


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> tuple[int, int, float] | None:
    """Parent, birth and processor seconds of a process; None where it is no more."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[19]), (int(fields[11]) + int(fields[12])) / _TICKS


def _kind(pid: int) -> str:
    """What sort of process it is; "" where it is no more."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""
    program = Path(command.partition(" ")[0]).name
    part = re.search(r"--type=([\w-]+)", command)
    if part or program in ("chromium", "chromium-headless-shell"):
        return f"chromium {part[1] if part else 'browser'}"
    return re.sub(r"[\d.]+$", "", program)
