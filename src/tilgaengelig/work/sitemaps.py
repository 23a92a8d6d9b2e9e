"""The sitemaps of an audit's site: what they name comes into its frontier, and what could not be read is kept."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tilgaengelig.gather.crawl.robots import Robots
from tilgaengelig.gather.crawl.sitemap import sitemap_addresses
from tilgaengelig.model.addresses import Scope, origin_of
from tilgaengelig.model.audit import LeftOut, Order
from tilgaengelig.model.inventory import Via
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.store import Store
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.leaving import leaves

log = logging.getLogger(__name__)

#: How a server says that a sitemap which nobody has named is not there; some show a page instead.
_NONE_THERE = frozenset(
    {
        TroubleKind.NOT_FOUND,
        TroubleKind.CLIENT_ERROR,
        TroubleKind.LOGIN,
        TroubleKind.UNSUPPORTED_TYPE,
        TroubleKind.TOO_MANY_REDIRECTS,
    }
)
#: A server's own error, whichever night one asks for what it does not have; 502, 503 and 504 pass.
_ALWAYS = 500
#: So many that could not be read are kept: one is enough to leave doubt.
_MOST_UNREAD = 50


@dataclass(slots=True)
class Sitemaps:
    """Reads those of one audit, each once. `unread` says why of those that were not read whole."""

    store: Store
    tools: Tools
    audit: str
    order: Order
    unread: dict[str, Trouble] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    async def read(self, robots: Robots, address: str) -> None:
        """Those that the robots.txt of an address's origin names; where it names none, the one that most sites have."""
        if robots.closed:
            return
        named = robots.sitemaps or (f"{origin_of(address)}/sitemap.xml",)
        sitemaps = [each for each in named if each not in self._asked]
        if not sitemaps:
            return
        self._asked.update(sitemaps)

        def told(sitemap: str, trouble: Trouble) -> None:
            log.info("a sitemap could not be read (%s): %s", trouble.kind, sitemap)
            absent = trouble.kind in _NONE_THERE or trouble.status == _ALWAYS
            if (robots.sitemaps or not absent) and len(self.unread) < _MOST_UNREAD:
                self.unread[sitemap] = trouble

        order = self.order
        scope = Scope(order.start, order.prefix)
        found: list[str] = []
        outside = Counter[str]()
        async for each in sitemap_addresses(self.tools, sitemaps, told=told, wanted=scope.holds):
            if self.tools.logged_in and leaves(each):
                continue
            if scope.holds(each):
                found.append(each)
            else:
                outside[urlsplit(each).netloc] += 1
        left_out = LeftOut.DEPTH if order.depth < 1 else None
        await asyncio.to_thread(self._keep, outside, [NewAddress(each, 1, 0, left_out) for each in found])

    def _keep(self, outside: Counter[str], new: list[NewAddress]) -> None:
        met = self.store.neighbours(self.audit)
        # The larger of the two, where this is done again: whoever began it may have been killed.
        outside |= Counter({each.host: each.count for each in met if each.via is Via.SITEMAP})
        self.store.keep_neighbours(self.audit, {Via.SITEMAP: outside})
        self.store.keep_unread_sitemaps(self.audit, self.unread)
        self.store.add_addresses(self.audit, new)
