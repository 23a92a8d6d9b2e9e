"""How the program speaks on a terminal: errors, and the progress of long work."""

from __future__ import annotations

import io
import os
import sys
import time
from types import TracebackType
from typing import IO, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from tilgaengelig.danish.figures import number
from tilgaengelig.model.audit import Progress
from tilgaengelig.report.words import clean

#: Without a terminal, a line this often (seconds).
EVERY = 5.0


def be_readable() -> None:
    """A terminal or a file that has not all our letters gets a question mark for those, and the rest."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def tell_error(sentence: str) -> None:
    """What went wrong, in one sentence on standard error."""
    tell(f"Fejl: {sentence}")


def tell(sentence: str) -> None:
    """One sentence on standard error."""
    _put(sentence, sys.stderr)


def say(line: str = "") -> None:
    """One line on standard output. What a page or a letter holds may not command the terminal."""
    _put(line, sys.stdout)


def _put(line: str, stream: IO[str] | None) -> None:
    if stream is None:  # closed by whoever started us
        return
    try:
        print(clean(line), file=stream, flush=True)
    except BrokenPipeError:
        mute(stream)


def mute(stream: IO[str]) -> None:
    """Whoever read it has heard enough, as `head` has. What was asked for is done all the same, and ends as it would."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class _Screen(Console):
    """Standard error, which may be closed under way."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        mute(self.file)


class Watch:
    """Shows an audit's progress: a live bar on a terminal, else a plain line now and then."""

    def __init__(self, most: int, console: Console | None = None) -> None:
        self.most = most
        self.console = console or _Screen(stderr=True)
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TextColumn("{task.fields[more]}"),
                console=self.console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("Læser", total=1, more="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Shows how far it has come."""
        total = min(progress.read + progress.queued, max(self.most, progress.read))
        more = f"{progress.found} fundet · {_pace(progress)} · {progress.findings} fejl · {_left(progress)}"
        if self._bar and self._task is not None:
            self._bar.update(
                self._task, completed=progress.read, total=total, more=f"{more}\n  {progress.current[:100]}"
            )
        elif time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            self.console.print(f"{progress.read} af {total} læst · {more}", highlight=False, soft_wrap=True)


def _pace(progress: Progress) -> str:
    return f"{number(progress.rate, 1)} sider i sekundet"


def _left(progress: Progress) -> str:
    seconds = progress.seconds_left
    if seconds is None:
        return "tid tilbage kendes ikke endnu"
    if seconds < 1.5:
        return "næsten færdig"
    if seconds < 90:
        return f"ca. {seconds:.0f} sekunder tilbage"
    return f"ca. {seconds / 60:.0f} minutter tilbage"
