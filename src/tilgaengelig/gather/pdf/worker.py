"""Reads PDFs in a process of its own, so that a hostile one costs its own time limit and nothing else.

One process serves many documents, since starting it takes longer than reading most of them. It is not forked
(threads and browsers live in ours) and not of `multiprocessing`, whose spawn runs our main module anew and whose
answers are pickles.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tilgaengelig.gather.pdf.frames import LENGTH, LONGEST_ANSWER, unpacked, unpacked_pictures
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.model.document import Mark
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import DocumentFacts
from tilgaengelig.model.trouble import TroubleKind

log = logging.getLogger(__name__)

_T = TypeVar("_T")

#: The child finds modules where we do, wherever it is started; -P keeps the working directory's files out.
_BOOT = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from tilgaengelig.gather.pdf.child import main
main()
"""

_READ = ("tilgaengelig.gather.pdf.document", "read_document")

#: How a process ends that ran into a limit of ours or of the machine's. pdfium aborts or traps where it gets no
#: memory; SIGKILL is the machine's own answer to having none.
_OVERRUN = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL}


class PdfReader:
    """A worker process, started when first needed and replaced when it dies. Use as an async context manager.

    Documents are read one at a time; for more at once have several readers. `read` is the module and the name of a
    function, called in the worker with body, address and limits: only there are the libraries loaded that read.
    """

    def __init__(self, limits: PdfLimits | None = None, read: tuple[str, str] = _READ) -> None:
        self.limits = limits or PdfLimits()
        self._read = read
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._documents = 0

    async def __aenter__(self) -> PdfReader:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def read(self, body: bytes, address: str) -> DocumentFacts:
        """The facts of a PDF. Raises Unread, as `read_document` does; DOCUMENT_TOO_HEAVY beyond a limit,
        DOCUMENT_CORRUPT where reading it crashed the worker. Cancelled, it ends the worker and leaves nothing.
        """
        return await self._asked({"address": address}, body, unpacked)

    async def pictures(self, body: bytes, marks: Sequence[Mark]) -> list[bytes | None]:
        """A WebP of its page for each of these places, None where it could not be taken; [] where nothing could."""
        try:
            return await self._asked({"marks": marks}, body, unpacked_pictures) if marks else []
        except Unread:
            log.info("no pictures of a PDF could be taken")
            return []

    async def _asked(self, question: dict[str, Any], body: bytes, unpack: Callable[[bytes], _T]) -> _T:
        async with self._turn:
            process = await self._healthy()
            try:
                async with asyncio.timeout(self.limits.seconds):
                    return unpack(await _ask(process, json.dumps(question).encode(), body))
            except TimeoutError as error:
                await self._end()
                raise Unread(TroubleKind.DOCUMENT_TOO_HEAVY) from error
            except (OSError, EOFError, ValueError) as error:
                code = await self._end()
                log.info("the PDF worker ended with %s; a new one takes its place", code)
                heavy = code in _OVERRUN
                kind = TroubleKind.DOCUMENT_TOO_HEAVY if heavy else TroubleKind.DOCUMENT_CORRUPT
                raise Unread(kind) from error
            except asyncio.CancelledError:
                await self._end()
                raise

    async def _healthy(self) -> asyncio.subprocess.Process:
        if self._process and (
            self._process.returncode is not None or self._documents >= self.limits.documents
        ):
            await self._end()
        if self._process is None:
            self._process = await self._started()
            self._documents = 0
        self._documents += 1
        return self._process

    async def _started(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-c",
            _BOOT,
            json.dumps(sys.path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is not for it
        )
        settings = {
            "limits": dataclasses.asdict(self.limits),
            "module": self._read[0],
            "function": self._read[1],
        }
        if process.stdin:
            frame = json.dumps(settings).encode()
            process.stdin.write(LENGTH.pack(len(frame)) + frame)
        return process

    async def _end(self) -> int | None:
        """Ends the worker, if there is one, and waits until it is gone; gives its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        # One that has closed its output is dying by itself: how it died is what we want to know.
        if process.stdout and process.stdout.at_eof():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 5)
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        if process.stdin:
            process.stdin.close()
        return await process.wait()


async def _ask(process: asyncio.subprocess.Process, question: bytes, body: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    for frame in (question, body):
        process.stdin.write(LENGTH.pack(len(frame)) + frame)
        await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if length > LONGEST_ANSWER:
        raise ValueError("the worker sent no answer")
    return await process.stdout.readexactly(length)
