"""A site that is out of reach for a while is waited for, instead of telling the same trouble of each of its pages."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field

from tilgaengelig.gather.net.addresses import host_of
from tilgaengelig.gather.net.fetch import Fetcher
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


@dataclass(slots=True)
class Outage:
    """Whether the site of one audit is out of reach, asked at its start address.

    It is waited for once `reached`, for `seconds` at most; after that its pages are troubled at once, until one is
    read again. Who waits when `rest` is set is called off, so that the page waits for whoever takes the audit up.
    """

    start: str
    fetcher: Fetcher
    seconds: float
    rest: asyncio.Event
    reached: bool = False
    #: How many there were: whoever fails later than it began need not ask again.
    met: int = 0
    _is_over: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def passed(self, address: str, trouble: Trouble, met_before: int) -> bool:
        """Whether a page failed because the site was out of reach, and it is back: then the page may be tried again.

        `met_before` is what `met` was when the page was begun.
        """
        if not self.reached or not _tells_of_it(trouble) or host_of(address) != host_of(self.start):
            return False
        async with self._turn:
            if self.met == met_before:
                if await self._answers():
                    return False  # it is this page's own trouble
                self.met += 1
                self._is_over = await self._waited()
                self.reached = self._is_over
            return self._is_over

    async def _answers(self) -> bool:
        try:
            await self.fetcher.get(self.start)
        except Unread as error:
            return not _tells_of_it(error.trouble)
        return True

    async def _waited(self) -> bool:
        """Waits until it is back; False where it was too long."""
        log.warning("%s is out of reach, and waited for", host_of(self.start))
        until, wait = time.monotonic() + self.seconds, _FIRST
        while (left := until - time.monotonic()) > 0:
            await pause(self.rest, min(wait, left))
            if self.rest.is_set():
                raise asyncio.CancelledError
            if await self._answers():
                log.warning("%s is back", host_of(self.start))
                return True
            wait = min(2 * wait, _LONGEST)
        return False


def _tells_of_it(trouble: Trouble) -> bool:
    return trouble.kind in _OUT_OF_REACH or trouble.status in _BY_GATEWAY
