"""The lines of our proxy: a client's, the one that leads on from it, and the bytes that go between them."""

from __future__ import annotations

import asyncio
import logging

from tilgaengelig.gather.net.heads import Target

logger = logging.getLogger(__name__)

_CHUNK = 65536

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Stale(Exception):  # noqa: N818 - never leaves the proxy
    """A line to a server that was kept from a request before has been closed at its other end."""


class Line:
    """A client's line and the one that leads on from it. `stays`: it serves for another request.

    The way on is looked at by the guard when it is made, and serves for the host and port that it was made for.
    """

    def __init__(self, client: Streams) -> None:
        self.client = client
        self.server: Streams | None = None
        self.end: tuple[str, int] | None = None
        self.stays = False
        self.used = False

    def leads_to(self, target: Target) -> bool:
        """Whether there is a way on to where this request goes."""
        return (
            self.server is not None and self.end == (target.host, target.port) and not self.server[0].at_eof()
        )

    async def hang_up(self) -> None:
        """Let go of the way on."""
        server, self.server, self.used = self.server, None, False
        if server:
            await close(server[1])

    async def close(self) -> None:
        """Let go of both, also where we are called off while the first is closing."""
        try:
            await self.hang_up()
        finally:
            await close(self.client[1])


class Way:
    """Bytes on their way from one side to the other; `moved` counts the pieces."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.moved = 0
        self.task = asyncio.get_running_loop().create_task(self._copy(reader, writer))

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            self.moved += 1
            writer.write(data)
            await writer.drain()

    async def end(self) -> None:
        """Stop it, and take note of how it ended: a side that went away is no fault of ours."""
        self.task.cancel()
        await asyncio.wait([self.task])
        if not self.task.cancelled() and isinstance(error := self.task.exception(), Exception):
            logger.debug("a connection ended with %s", type(error).__name__)


async def close(writer: asyncio.StreamWriter) -> None:
    """Close in good order; where the other side does not read what is left, cut it off."""
    try:
        writer.close()
        async with asyncio.timeout(5):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()
