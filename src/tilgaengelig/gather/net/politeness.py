"""Turns at a host: only so many requests at once, and no closer together than the host wants.

A host and its www twin are one, since most sites send from one to the other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tilgaengelig.model.addresses import without_www

#: A crawl-delay above this would make an audit last for days; whoever asks for more is told no faster.
LONGEST_INTERVAL = 30.0


@dataclass(slots=True)
class _Queue:
    places: asyncio.Semaphore
    interval: float
    next_start: float = 0.0
    door: asyncio.Lock = field(default_factory=asyncio.Lock)


class Politeness:
    """Gives turns. One object serves one event loop."""

    def __init__(
        self,
        concurrency: int = 2,
        interval: float = 0.0,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._concurrency, self._interval = concurrency, interval
        self._now, self._sleep = now, sleep
        self._queues: dict[str, _Queue] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """Hold at least so many seconds between two starts at the host, as its crawl-delay asks."""
        queue = self._queue(host)
        queue.interval = max(queue.interval, min(seconds, LONGEST_INTERVAL))

    def hold(self, host: str, seconds: float) -> None:
        """Nobody starts at the host for so many seconds, as its Retry-After asks."""
        queue = self._queue(host)
        queue.next_start = max(queue.next_start, self._now() + seconds)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at the host, and hold it while the block runs."""
        async with self._queue(host).places:
            await self.start(host)
            yield

    async def start(self, host: str) -> None:
        """Wait until something may start at the host; for a further request of whoever has a turn."""
        queue = self._queue(host)
        async with queue.door:  # one by one, in the order they came
            while (wait := queue.next_start - self._now()) > 0:
                due = queue.next_start
                await self._sleep(wait)
                if queue.next_start == due:  # else somebody was told meanwhile to wait longer
                    break
            queue.next_start = self._now() + queue.interval

    def _queue(self, host: str) -> _Queue:
        site = without_www(host)
        if site not in self._queues:
            self._queues[site] = _Queue(asyncio.Semaphore(self._concurrency), self._interval)
        return self._queues[site]
