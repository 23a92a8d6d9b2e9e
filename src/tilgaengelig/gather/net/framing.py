"""Where the body of an HTTP/1.1 answer ends, so that the lines it came by can serve for the next one (RFC 9112, 6)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from enum import Enum
from typing import Any

from tilgaengelig.gather.net.heads import BadHead, Head, status_of

_PIECE = 65536
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_WITHOUT = frozenset({204, 304})
#: How often a server that is silent in mid-body leaves time to see whether its reader has gone.
_LOOK = 1.0


class Ends(Enum):
    """How a body ends, where it does not say how long it is."""

    BY_CHUNKS = "by chunks"
    BY_CLOSING = "by closing"


Framing = int | Ends


def framing(head: Head, method: bytes) -> Framing:
    """How the body of an answer to `method` ends: its length in bytes, or how else.

    What is said in two ways, or in an odd one, ends when the server hangs up: so nothing of it can pass for the next
    answer.
    """
    if method == b"HEAD" or status_of(head) in _WITHOUT:
        return 0
    coded = [value.lower() for value in head.values(b"transfer-encoding")]
    lengths = head.values(b"content-length")
    if coded:
        return Ends.BY_CHUNKS if coded == [b"chunked"] and not lengths else Ends.BY_CLOSING
    if len(lengths) == 1 and _LENGTH.fullmatch(lengths[0]):
        return int(lengths[0])
    return Ends.BY_CLOSING


def stays_open(head: Head) -> bool:
    """Whether who sent this head means to keep the line; HTTP/1.0 is not asked."""
    said = b",".join((*head.values(b"connection"), *head.values(b"proxy-connection"))).lower()
    return b"HTTP/1.1" in head.first and b"close" not in [part.strip() for part in said.split(b",")]


class Passing:
    """Passes a body on from a server to the client who waits for it.

    Raises EOFError where either side goes in the middle, TimeoutError where nothing came for `idle` seconds, and
    BadHead where its chunks are none.
    """

    def __init__(
        self,
        server: asyncio.StreamReader,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        idle: float,
    ) -> None:
        self._server = server
        self._asker, self._writer = client
        self._idle = idle

    async def all(self, ends: Framing) -> None:
        """All of a body that ends so; one that ends by closing is not for here."""
        if ends is Ends.BY_CHUNKS:
            await self._chunks()
        elif isinstance(ends, int):
            await self._bytes(ends)

    async def _bytes(self, left: int) -> None:
        while left:
            piece = await self._read(min(left, _PIECE))
            left -= len(piece)
            await self._write(piece)

    async def _chunks(self) -> None:
        while True:
            line = await self._line()
            size = _CHUNK_SIZE.fullmatch(line)
            if not size:
                raise BadHead("not a chunk")
            await self._write(line)
            if not int(size[1], 16):
                break
            await self._bytes(int(size[1], 16))
            await self._write(await self._line(end=True))
        while (line := await self._line()).strip():
            await self._write(line)
        await self._write(line)

    async def _read(self, most: int) -> bytes:
        piece = await self._unless_left(self._server.read(most))
        if not piece:
            raise EOFError
        return piece

    async def _line(self, *, end: bool = False) -> bytes:
        try:
            line = await self._unless_left(self._server.readline())
        except ValueError:
            raise BadHead("line too long") from None
        if not line.endswith(b"\n"):
            raise EOFError
        if end and line.strip():
            raise BadHead("a chunk that is too long")
        return line

    async def _write(self, piece: bytes) -> None:
        self._writer.write(piece)
        await self._writer.drain()

    async def _unless_left(self, reading: Coroutine[Any, Any, bytes]) -> bytes:
        """What comes of reading, unless the client has left meanwhile."""
        task = asyncio.create_task(reading)
        waited = 0.0
        try:
            while not task.done():
                await asyncio.wait([task], timeout=_LOOK)
                waited += _LOOK
                if not task.done() and self._asker.at_eof():
                    raise EOFError
                if not task.done() and waited >= self._idle:
                    raise TimeoutError
            return task.result()
        finally:
            task.cancel()
