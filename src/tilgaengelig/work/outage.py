"""A site that is out of reach for a while is waited for, instead of telling the same trouble of each of its pages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from tilgaengelig.gather.crawl.robots import Robots, RobotsByOrigin
from tilgaengelig.model.addresses import host_of, origin_of, without_www
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.work.nightly import pause

log = logging.getLogger(__name__)

#: What is said of a page where the network is cut, the server is gone, or it wants to be left alone for a while.
_OUT_OF_REACH = frozenset(
    {
        TroubleKind.CONNECTION_REFUSED,
        TroubleKind.CONNECTION_LOST,
        TroubleKind.UNKNOWN_HOST,
        TroubleKind.TIMEOUT,
        TroubleKind.BROWSER_TIMEOUT,
        TroubleKind.RATE_LIMITED,
    }
)
#: So a gateway says it, among them our own proxy to the browser; 503 is what a site says that is being seen to.
_BY_GATEWAY = frozenset({502, 503, 504})
#: So many pages in a row of an origin may be refused (429) before anything of it was read.
_REFUSALS = 5
#: Seconds between two looks whether it is back: longer each time.
_FIRST, _LONGEST = 1.0, 30.0


#: Whether something answers now.
Answers = Callable[[], Awaitable[bool]]


@dataclass(slots=True)
class Outage:
    """Whether the site of one audit is out of reach; its start address is asked for by `ask`, which raises Unread.

    Where a page of the www twin fails, the twin is asked for the same: one of the two may be away without the other.
    It is waited for once something of it was `read`, for `seconds` at most; after that its pages are troubled at once,
    until one is read again. Who waits when `rest` is set is called off, so that the page waits for whoever takes the
    audit up. Of a site that bids us wait longer than that (429), or does so from its first pages, nothing more is
    asked.

    `since` is when it began, where it is out of reach now: `note` keeps that, so that the `seconds` are those of the
    audit, and do not begin anew with each of its slices. Of the origins that were `read` by an earlier slice a
    robots.txt which cannot be had now is an outage too.
    """

    start: str
    ask: Callable[[str], Awaitable[object]]
    seconds: float
    rest: asyncio.Event
    note: Callable[[dt.datetime | None], object]
    since: dt.datetime | None = None
    read: set[str] = field(default_factory=set)
    #: How many there were: whoever fails later than it began need not ask again.
    met: int = 0
    #: Whether it is back from the last one; None while that is not known.
    _back: bool | None = None
    #: The origin that is out of reach, where this slice has seen it.
    _missed: str = ""
    #: What is to be left alone, by origin.
    _refused: dict[str, Trouble] = field(default_factory=dict)
    _refusals: Counter[str] = field(default_factory=Counter)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def check(self, address: str) -> None:
        """Raise Unread where nothing more is to be asked for there."""
        if told := self._refused.get(self._home(address)):
            raise Unread(told.kind, told.detail, told.status)

    def caused(self, address: str, trouble: Trouble) -> bool:
        """Whether what has just befallen a page is the site's trouble rather than the page's own."""
        away = self.since is not None and self._missed in ("", self._home(address))
        return away and _tells_of_it(trouble)

    async def passed(self, address: str, trouble: Trouble, met_before: int, *, again: bool) -> bool:
        """Whether a page failed because the site was out of reach, and it is back: then the page may be tried again.

        A site that answers may have come back while it was asked, so the page's trouble is its own only where it is
        `again` there. `met_before` is what `met` was when the page was begun. Raises CancelledError where we are to
        rest first.
        """
        if not _tells_of_it(trouble) or without_www(host_of(address)) != without_www(host_of(self.start)):
            return False
        origin = self._home(address)
        known = origin in self.read
        passed = await self._passed(origin, partial(self._answers, origin), met_before, at_once=not again)
        if not passed and origin not in self.read and trouble.kind is TroubleKind.RATE_LIMITED:
            self._refusals[origin] += 1
            if known or self._refusals[origin] >= _REFUSALS:
                self._refused[origin] = trouble
        return passed

    async def robots(self, asked: RobotsByOrigin, address: str) -> Robots:
        """What the address's origin asks of us. Where it cannot tell, and it let us in before, it is waited for.

        Raises CancelledError where we are to rest first.
        """
        met, origin = self.met, origin_of(address)
        told = await asked.of(address)
        if not told.closed or origin not in self.read:
            return told

        async def tells() -> bool:
            return not (await asked.anew(address)).closed

        await self._passed(origin, tells, met, at_once=True)
        return await asked.of(address)

    async def is_back(self, address: str) -> None:
        """An address of the site was read."""
        origin = origin_of(address)
        self.read.add(origin)
        self._refused.pop(origin, None)
        self._refusals.pop(origin, None)
        if self._missed not in ("", origin):
            return  # that says nothing of its twin, which is away
        self._missed = ""
        if self.since is not None:
            self.since = None
            await asyncio.to_thread(self.note, None)

    def _home(self, address: str) -> str:
        """The origin that tells whether an address is away: its own, or the start's where nothing was read of that."""
        origin = origin_of(address)
        return origin if origin in self.read or origin == self._missed else origin_of(self.start)

    async def _passed(self, origin: str, answers: Answers, met_before: int, *, at_once: bool) -> bool:
        """Whether it was waited for, and is back; `at_once` is the answer where it answers without."""
        if origin not in self.read:
            return False
        async with self._turn:
            if self.met == met_before:
                if await answers():
                    await self.is_back(origin)
                    return at_once
                self.met += 1
                if self._missed not in ("", origin):
                    self.since = None  # its twin's, for which there was patience of its own
                self._back, self._missed = None, origin
                self._back = await self._waited(origin, answers)
                if not self._back:
                    self.read.discard(origin)  # its next page need not wait as long again
            if self._back is None:  # whoever waited for it was called off, and so are we
                raise asyncio.CancelledError
            return self._back

    async def _answers(self, origin: str) -> bool:
        try:
            await self.ask(origin + self.start.removeprefix(origin_of(self.start)))
        except Unread as error:
            return not _tells_of_it(error.trouble)
        return True

    async def _waited(self, origin: str, answers: Answers) -> bool:
        """Waits until it is back; False where it was too long."""
        log.warning("%s is out of reach, and waited for", host_of(origin))
        until, wait = time.monotonic() + await self._left(), _FIRST
        while (left := until - time.monotonic()) > 0:
            await pause(self.rest, min(wait, left))
            if self.rest.is_set():
                raise asyncio.CancelledError
            if await answers():
                log.warning("%s is back", host_of(origin))
                await self.is_back(origin)
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
    by_gateway = trouble.status in _BY_GATEWAY and trouble.kind is not TroubleKind.BOT_WALL
    return by_gateway or trouble.kind in _OUT_OF_REACH
