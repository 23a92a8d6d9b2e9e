"""What did not change since the audit before is not opened: its page and all that it uses are the same, byte by byte.

Never carried over: what another rulebook, axe, browser or program judged, or for another audience; what stands to be
looked at again; an address that the server or robots.txt answers for otherwise than with the same content.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tilgaengelig.gather.imprint import digest
from tilgaengelig.gather.net.sniff import sniff
from tilgaengelig.model.addresses import host_of
from tilgaengelig.model.audit import AuditRecord, Order, Visit
from tilgaengelig.model.carrying import Carried, Known
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Link
from tilgaengelig.model.website import Website
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.store import Store
from tilgaengelig.work.attend import Attendant
from tilgaengelig.work.gathering import PAGES
from tilgaengelig.work.waiting import first_of

log = logging.getLogger(__name__)

#: So many addresses are asked about at once; the host's own limits hold besides.
BATCH = 64
#: So many audits are looked through for what is known of an address.
NIGHTS = 3


def known_before(store: Store, record: AuditRecord) -> dict[str, Known]:
    """What the last audits of the site knew, if they measured in the same way: of each address the newest.

    Several, since the night before may have found the site down.
    """
    known: dict[str, Known] = {}
    for before in reversed(store.before(record.id, most=NIGHTS)):
        if before.measured_by == record.measured_by:
            known |= store.known(before.id)
    return known


def is_due(address: str, checked: dt.datetime, now: dt.datetime, every_days: int) -> bool:
    """Whether a page is to be opened again though it did not change: at the latest after so many days.

    Each address has a number of days of its own, from half of them on, so that not all come due in the same night.
    """
    share = int.from_bytes(hashlib.sha256(address.encode()).digest()[:4], "big") / 2**32
    return now - checked >= dt.timedelta(days=every_days * (0.5 + 0.5 * share)) - dt.timedelta(hours=1)


def days_of(store: Store, order: Order, *, full: bool = False) -> int:
    """After how many days a page is opened though nothing changed: as its site has it; 0, at once, where `full` is."""
    if full:
        return 0
    return (store.website_at(order.place) or Website("", order)).every_days


@dataclass(slots=True)
class Carrier:
    """Looks at addresses without a browser, and takes over what is the same.

    `known` is what the audit before knew; `again` are addresses to be opened in any case. `taken` counts those that
    were taken over.
    """

    store: Store
    audit: str
    attendant: Attendant
    known: Mapping[str, Known]
    every_days: int
    again: Collection[str] = ()
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    taken: int = 0
    _looked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """The pages that stood for their templates go on doing so, or a fault would wander from page to page."""
        driven = {address: known.template for address, known in self.known.items() if known.template}
        self.attendant.driven = frozenset(driven)
        self.attendant.templates.take(driven.values())

    async def carry(self, visits: Sequence[Visit], *ending: asyncio.Event) -> bool:
        """Takes over those that are the same; False where there was none to look at. Each is looked at once.

        Once one of the events is set nothing more is asked for; what was found to be the same by then is taken over.
        """
        fresh = [visit for visit in visits if visit.id not in self._looked and self._may(visit)]
        self._looked.update(visit.id for visit in visits)
        if not fresh:
            return False
        looks = [asyncio.ensure_future(self._is_same(visit)) for visit in fresh]
        whole = asyncio.gather(*looks, return_exceptions=True)
        try:
            await first_of([whole], *ending)
        finally:
            # All of them wait for turns at the host: with a crawl-delay they would go on for minutes.
            for look in looks:
                look.cancel()
            await asyncio.wait(looks)
        same = [
            visit for visit, look in zip(fresh, looks, strict=True) if not look.cancelled() and look.result()
        ]
        await asyncio.to_thread(self._take, same)
        self.taken += len(same)
        return True

    def _may(self, visit: Visit) -> bool:
        known = self.known.get(visit.address)
        return (
            known is not None
            and visit.address not in self.again
            and known.imprint.uses is not None
            and not is_due(visit.address, known.checked, self.now, self.every_days)
            and self.attendant.traps.admits(visit.address, visit.depth)
        )

    async def _is_same(self, visit: Visit) -> bool:
        told = self.known[visit.address].imprint
        tools = self.attendant.tools
        try:
            self.attendant.outage.check(visit.address)
            robots = await self.attendant.robots.of(visit.address)
            robots.check(visit.address)
            async with tools.politeness.turn(host_of(visit.address)):
                fetched = await tools.fetcher.get(visit.address, conditional=told.conditions)
        except Unread:
            return False  # whoever attends to it will meet the same, and tell it
        except Exception:
            log.exception("a page could not be looked at")  # a slip of ours: it is opened then
            return False
        if fetched.redirect_to:
            return False
        if fetched.status != 304:
            page = sniff(fetched.media_type, fetched.body) in PAGES
            if digest(fetched.body, page=page) != told.body:
                return False
        return tools.sources is not None and await tools.sources.same(told.uses)

    def _take(self, visits: Sequence[Visit]) -> None:
        if not visits:
            return
        links = self.store.links_of([self.known[visit.address].visit for visit in visits])
        carried = [
            Carried(visit, before, links.get(before, ()))
            for visit in visits
            for before in (self.known[visit.address].visit,)
        ]
        new: list[NewAddress] = []
        for each in carried:
            related = map(Link, self.known[each.visit.address].imprint.related)
            new += self.attendant.onward(each.visit, (*each.links, *related))
        self.attendant.pictured.update(self.store.carry(self.audit, carried, new=new))
