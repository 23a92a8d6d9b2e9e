"""The worker process: takes a document on standard input, answers with its facts or pictures, waits for the next.

Started by `worker`, never by a person. It holds itself to the limits, so that they hold even when the process
that started it is gone.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from tilgaengelig.gather.pdf.frames import LENGTH, packed_facts, packed_pictures, packed_trouble
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.pictures import take_pictures
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import DocumentFacts
from tilgaengelig.model.trouble import TroubleKind

Read = Callable[[bytes, str, PdfLimits], DocumentFacts]


def main() -> None:
    """Serves until standard input ends. The first frame says which function reads, and within which limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started us
    source = sys.stdin.buffer
    # Whatever a library prints must not land among our answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    told = json.loads(_frame(source) or b"{}")
    if not told:
        return
    limits = PdfLimits(**told["limits"])
    _limit_memory(limits.memory)
    read: Read = getattr(importlib.import_module(told["module"]), told["function"])
    with contextlib.suppress(BrokenPipeError):
        while (asked := _frame(source)) is not None and (body := _frame(source)) is not None:
            _limit_time(limits.cpu_seconds)
            answer = _answer(read, body, json.loads(asked), limits)
            answers.write(LENGTH.pack(len(answer)) + answer)
            answers.flush()


def _frame(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = source.read(length)
    return body if len(body) == length else None


def _answer(read: Read, body: bytes, asked: dict[str, Any], limits: PdfLimits) -> bytes:
    """The facts of a document at an `address`, or pictures of its `marks`."""
    try:
        if "marks" in asked:
            marks = [(int(page), tuple(box)) for page, box in asked["marks"]]
            return packed_pictures(take_pictures(body, marks, limits))
        return packed_facts(read(body, asked["address"], limits))
    except Unread as unread:
        return packed_trouble(unread)
    except MemoryError:
        return packed_trouble(Unread(TroubleKind.DOCUMENT_TOO_HEAVY))


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system has it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _limit_time(seconds: int) -> None:
    """So much processor time from now on; the limit counts from the process's start, hence the sum."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
