"""The filtering forward proxy that httpx and Chromium both go through, so that one guard holds for all.

It listens on 127.0.0.1, or on the name by which browsers on other machines reach this one, at a port of the system's
choice, in a thread and loop of its own. A name is resolved
and looked at for every connection, and the connection goes to the address that was looked at: a redirect, a
script or a name server that changes its mind gets no further than a link. Whoever has a process on this
machine, or is in the network of that name, can use the proxy (Chromium cannot send it a password), and gets no more
from it than from their own sockets: so that network should be the browsers' own. No address is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tilgaengelig.gather.net.framing import Ends, Passing, framing, stays_open
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.heads import BadHead, Head, Target, read_head, refusal, status_of, target_of
from tilgaengelig.gather.net.lines import Line, Stale, Streams, Way
from tilgaengelig.gather.net.spoken import seconds_said
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

logger = logging.getLogger(__name__)

_STATUS = {TroubleKind.ADDRESS_REFUSED: 403, TroubleKind.TIMEOUT: 504}
_LOST = Trouble(TroubleKind.CONNECTION_LOST)


@dataclass(frozen=True, slots=True)
class ProxyLimits:
    """What one connection may cost. `connect_seconds` are for all of a name's addresses together, of which no more
    than `addresses` are tried. `answer_seconds` is the wait for the head of a server's answer, and
    `kept_seconds` how long a line stays for another request."""

    head_bytes: int = 65536
    head_seconds: float = 10.0
    connect_seconds: float = 10.0
    addresses: int = 16
    answer_seconds: float = 60.0
    idle_seconds: float = 60.0
    kept_seconds: float = 15.0
    connections: int = 256


class GuardProxy:
    """A forward proxy with an AddressGuard at its door."""

    def __init__(
        self, guard: AddressGuard, limits: ProxyLimits | None = None, *, host: str = "127.0.0.1"
    ) -> None:
        self._guard = guard
        self._host = host
        self._limits = limits or ProxyLimits()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._port = 0
        self._resting = 0

    @property
    def url(self) -> str:
        """Where the proxy is, as httpx and --proxy-server take it."""
        if not self._port:
            raise RuntimeError("the proxy is not running")
        return f"http://{self._host}:{self._port}"

    def start(self) -> None:
        """Start the thread; returns when connections are accepted."""
        ready = threading.Event()
        failure: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(self._serve(ready))
            except OSError as error:
                failure.append(error)
            finally:
                ready.set()

        self._thread = threading.Thread(target=run, name="guard-proxy", daemon=True)
        self._thread.start()
        ready.wait()
        if failure:
            raise failure[0]

    def stop(self) -> None:
        """Close every connection and end the thread; more than once does no harm."""
        if self._thread and self._loop and self._end:
            with contextlib.suppress(RuntimeError):  # the loop may have ended by itself
                self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join()
        self._thread, self._port = None, 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._turns = asyncio.Semaphore(self._limits.connections)
        server = await asyncio.start_server(self._accept, self._host, 0, limit=self._limits.head_bytes)
        self._port = server.sockets[0].getsockname()[1]
        ready.set()
        try:
            await self._end.wait()
        finally:
            server.close()
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._hold(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._let_go)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # The kind of fault only: an address may bear what is nobody's business.
            logger.error("a connection of the proxy failed with %s", type(error).__name__)

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its first byte to its close; no fault in it reaches another."""
        line = Line((reader, writer))
        try:
            head: Head | None = None
            while True:
                async with self._turns:
                    answer = await self._attend(line, head)
                    if answer:
                        writer.write(answer)
                if not line.stays or not (head := await self._next(reader)):
                    return
        except (OSError, EOFError, TimeoutError, BadHead):
            pass  # one side went away, fell asleep or spoke nonsense: close the other
        finally:
            await line.close()

    async def _next(self, reader: asyncio.StreamReader) -> Head | None:
        """What is asked next on a line that stays; None where others wait for its place."""
        if self._turns.locked() or self._resting >= self._limits.connections:
            return None
        self._resting += 1
        try:
            async with asyncio.timeout(self._limits.kept_seconds):
                return await read_head(reader, self._limits.head_bytes)
        finally:
            self._resting -= 1

    async def _attend(self, line: Line, head: Head | None) -> bytes:
        """Serve one request; the answer is what is left to say where the server did not say it."""
        line.stays = False
        try:
            if head is None:
                async with asyncio.timeout(self._limits.head_seconds):
                    head = await read_head(line.client[0], self._limits.head_bytes)
            target = target_of(head)
        except BadHead:
            return b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        if _is_plain(head, target) and line.leads_to(target):
            try:
                return await self._exchange(line, head, target)
            except Stale:
                pass  # the server had let go of the line between two requests
        await line.hang_up()
        try:
            line.server = await self._connect(target)
        except Unread as error:
            return refusal(_STATUS.get(error.trouble.kind, 502), error.trouble)
        line.end = (target.host, target.port)
        if not target.path:
            line.client[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await self._relay(Way(line.client[0], line.server[1]), Way(line.server[0], line.client[1]))
            return b""
        if _is_plain(head, target):
            return await self._exchange(line, head, target)
        return await self._forward(line.client, line.server, head, target)

    async def _connect(self, target: Target) -> Streams:
        """A connection to the first address that takes one, of those that the guard let through."""
        trouble = Unread(TroubleKind.CONNECTION_REFUSED, target.host)
        addresses = await self._guard.resolve(target.host, target.port)
        # One dead address must not use up the time of the others.
        share = max(2.0, self._limits.connect_seconds / len(addresses))
        now = asyncio.get_running_loop().time
        until = now() + self._limits.connect_seconds
        for ip in addresses[: self._limits.addresses]:
            if target.port == self._port and ipaddress.ip_address(ip).is_loopback:
                raise Unread(TroubleKind.ADDRESS_REFUSED, target.host)  # the proxy calling itself
            try:
                async with asyncio.timeout(min(share, until - now())):
                    return await asyncio.open_connection(ip, target.port, limit=self._limits.head_bytes)
            except TimeoutError:
                trouble = Unread(TroubleKind.TIMEOUT, seconds_said(self._limits.connect_seconds))
            except OSError:
                continue
        raise trouble

    async def _exchange(self, line: Line, head: Head, target: Target) -> bytes:
        """A request without a body, after which both lines may stay. Raises Stale where an old one had gone."""
        client, server = line.client, line.server
        if server is None:
            raise AssertionError("a line that leads nowhere")
        used, line.used = line.used, True
        first = b"%b %b HTTP/1.1" % (target.method, target.path)
        try:
            server[1].write(head.onward(first, [(b"Host", target.authority)], drop=[b"host"], stays=True))
            answer = await self._answer_head(server[0])
            ends = framing(answer, target.method)
        except TimeoutError:
            return refusal(504, Trouble(TroubleKind.TIMEOUT, seconds_said(self._limits.answer_seconds)))
        except (OSError, EOFError) as error:
            if used:
                raise Stale from error
            return refusal(502, _LOST)
        except BadHead:
            return refusal(502, _LOST)
        line.stays = ends is not Ends.BY_CLOSING
        client[1].write(answer.onward(answer.first, (), stays=line.stays))
        if ends is Ends.BY_CLOSING:
            await self._relay(Way(client[0], server[1]), Way(server[0], client[1]))
            return b""
        await Passing(server[0], client, self._limits.idle_seconds).all(ends)
        if not stays_open(answer):
            await line.hang_up()
        return b""

    async def _forward(self, client: Streams, server: Streams, head: Head, target: Target) -> bytes:
        first = b"%b %b HTTP/1.1" % (target.method, target.path)
        server[1].write(head.onward(first, [(b"Host", target.authority)], drop=[b"host"]))
        request = Way(client[0], server[1])
        try:
            answer = await self._answer_head(server[0])
            client[1].write(answer.onward(answer.first, ()))
        except TimeoutError:
            return refusal(504, Trouble(TroubleKind.TIMEOUT, seconds_said(self._limits.answer_seconds)))
        except (BadHead, OSError, EOFError):
            return refusal(502, _LOST)
        else:
            await self._relay(request, Way(server[0], client[1]))
            return b""
        finally:
            await request.end()

    async def _answer_head(self, reader: asyncio.StreamReader) -> Head:
        async with asyncio.timeout(self._limits.answer_seconds):
            while True:
                head = await read_head(reader, self._limits.head_bytes)
                status = status_of(head)
                if status == 101:
                    raise BadHead("an upgrade that nobody asked for")
                if status >= 200:
                    return head

    async def _relay(self, *ways: Way) -> None:
        """Both ways at once until either ends, or until nothing has moved for a while."""
        try:
            while True:
                before = sum(way.moved for way in ways)
                done, _ = await asyncio.wait(
                    [way.task for way in ways],
                    timeout=self._limits.idle_seconds,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if done or before == sum(way.moved for way in ways):
                    return
        finally:
            for way in ways:
                await way.end()


def _is_plain(head: Head, target: Target) -> bool:
    """Whether the request has no body and may be asked twice, by someone who keeps the line."""
    bodied = head.values(b"content-length") or head.values(b"transfer-encoding")
    return target.method in (b"GET", b"HEAD") and bool(target.path) and not bodied and stays_open(head)
