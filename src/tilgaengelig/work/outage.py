"""A site that is out of reach for a while is waited for, instead of telling the same trouble of each of its pages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tilgaengelig.gather.crawl.robots import Robots, RobotsByOrigin
from tilgaengelig.model.addresses import host_of, origin_of
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.work.nightly import pause

log = logging.getLogger(__name__)

#: What is said of a page where the network is cut, or the server is gone.
_OUT_OF_REACH = frozenset(
    {
        TroubleKind.CONNECTION_REFUSED,
        TroubleKind.CONNECTION_LOST,
        TroubleKind.UNKNOWN_HOST,
        TroubleKind.TIMEOUT,
        TroubleKind.BROWSER_TIMEOUT,
    }
)
#: So a gateway says it, among them our own proxy to the browser.
_BY_GATEWAY = frozenset({502, 504})
#: Seconds between two looks whether it is back: longer each time.
_FIRST, _LONGEST = 1.0, 30.0


#: Whether something answers now.
Answers = Callable[[], Awaitable[bool]]


@dataclass(slots=True)
class Outage:
    """Whether the site of one audit is out of reach; its start address is asked for by `ask`, which raises Unread.

    It is waited for once `reached`, for `seconds` at most; after that its pages are troubled at once, until one is
    read again. Who waits when `rest` is set is called off, so that the page waits for whoever takes the audit up.

    `since` is when it began, where it is out of reach now: `note` keeps that, so that the `seconds` are those of the
    audit, and do not begin anew with each of its slices. Of the origins `read_before` pages were read by an earlier
    slice, so that a robots.txt which cannot be had now is an outage too.
    """

    start: str
    ask: Callable[[str], Awaitable[object]]
    seconds: float
    rest: asyncio.Event
    note: Callable[[dt.datetime | None], object]
    since: dt.datetime | None = None
    reached: bool = False
    read_before: set[str] = field(default_factory=set)
    #: How many there were: whoever fails later than it began need not ask again.
    met: int = 0
    #: Whether it is back from the last one; None while that is not known.
    _back: bool | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def passed(self, address: str, trouble: Trouble, met_before: int, *, again: bool) -> bool:
        """Whether a page failed because the site was out of reach, and it is back: then the page may be tried again.

        A site that answers may have come back while it was asked, so the page's trouble is its own only where it is
        `again` there. `met_before` is what `met` was when the page was begun. Raises CancelledError where we are to
        rest first.
        """
        if not _tells_of_it(trouble) or host_of(address) != host_of(self.start):
            return False
        return await self._passed(self._answers, met_before, at_once=not again)

    async def robots(self, asked: RobotsByOrigin, address: str) -> Robots:
        """What the address's origin asks of us. Where it cannot tell, and it let us in before, it is waited for.

        Raises CancelledError where we are to rest first.
        """
        met, origin = self.met, origin_of(address)
        told = await asked.of(address)
        if not told.closed or origin not in self.read_before:
            return told

        async def tells() -> bool:
            return not (await asked.anew(address)).closed

        await self._passed(tells, met, at_once=True)
        told = await asked.of(address)
        if told.closed:
            self.read_before.discard(origin)  # the next page of it need not wait as long again
        return told

    async def is_back(self) -> None:
        """Something of the site was read."""
        self.reached = True
        if self.since is not None:
            self.since = None
            await asyncio.to_thread(self.note, None)

    async def _passed(self, answers: Answers, met_before: int, *, at_once: bool) -> bool:
        """Whether it was waited for, and is back; `at_once` is the answer where it answers without."""
        if not self.reached:
            return False
        async with self._turn:
            if self.met == met_before:
                if await answers():
                    await self.is_back()
                    return at_once
                self.met += 1
                self._back = None
                self._back = self.reached = await self._waited(answers)
            if self._back is None:  # whoever waited for it was called off, and so are we
                raise asyncio.CancelledError
            return self._back

    async def _answers(self) -> bool:
        try:
            await self.ask(self.start)
        except Unread as error:
            return not _tells_of_it(error.trouble)
        return True

    async def _waited(self, answers: Answers) -> bool:
        """Waits until it is back; False where it was too long."""
        log.warning("%s is out of reach, and waited for", host_of(self.start))
        until, wait = time.monotonic() + await self._left(), _FIRST
        while (left := until - time.monotonic()) > 0:
            await pause(self.rest, min(wait, left))
            if self.rest.is_set():
                raise asyncio.CancelledError
            if await answers():
                log.warning("%s is back", host_of(self.start))
                await self.is_back()
                return True
            wait = min(2 * wait, _LONGEST)
        return False

    async def _left(self) -> float:
        """How many seconds of patience there are, less those that slices before this one waited."""
        now = dt.datetime.now(dt.UTC)
        if self.since is None or self.since > now:  # a clock that was set back is not to make it endless
            self.since = now
            await asyncio.to_thread(self.note, now)
        return self.seconds - (now - self.since).total_seconds()


def _tells_of_it(trouble: Trouble) -> bool:
    return trouble.kind in _OUT_OF_REACH or trouble.status in _BY_GATEWAY
