"""What an audit does before its first page: robots.txt and the sitemaps are read, and what it knows already is told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tilgaengelig.gather.crawl.robots import RobotsByOrigin
from tilgaengelig.gather.crawl.traps import TrapGuard
from tilgaengelig.model.addresses import Scope, origin_of
from tilgaengelig.model.audit import AuditRecord, VisitState
from tilgaengelig.model.overview import SubjectRow
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.store import Store
from tilgaengelig.work.attend import Attendant, Claims
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.outage import Outage
from tilgaengelig.work.sitemaps import Sitemaps

_ATTENDED = (VisitState.READ, VisitState.REDIRECTED, VisitState.TROUBLED)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Makes an audit ready to attend its visits, whether it begins or is taken up again."""

    store: Store
    rulebook: Rulebook
    tools: Tools
    record: AuditRecord
    rest: asyncio.Event

    async def __call__(self) -> Attendant:
        """robots.txt is read anew each time: it may have changed since. The sitemaps are read once an audit.

        Raises CancelledError where the site is out of reach, and we are to rest before it is back.
        """
        order = self.record.order
        known = await asyncio.to_thread(self.store.subjects, self.record.id)
        outage = self._outage(known)
        asked = RobotsByOrigin(self.tools.fetcher, self.tools.politeness.slow_down)
        robots = await outage.robots(asked, order.start)
        # What the sitemaps name comes into the frontier at once, before the first page is attended: an audit that has
        # more than its first address has read them. With a crawl-delay they may take longer than a slice.
        begun = len(known) > 1
        unread = dict(self.record.unread_sitemaps) if begun else {}
        sitemaps = Sitemaps(self.store, self.tools, self.record.id, order, unread)
        if not begun:
            await sitemaps.read(robots, order.start)
        return await asyncio.to_thread(self._attendant, asked, outage, sitemaps, known)

    def _outage(self, known: Sequence[SubjectRow]) -> Outage:
        reached = [row for row in known if row.state in (VisitState.READ, VisitState.REDIRECTED)]
        return Outage(
            self.record.order.start,
            self.tools.answer,
            self.tools.patience,
            self.rest,
            partial(self.store.out_of_reach, self.record.id),
            since=self.record.out_since,
            read={origin_of(row.address) for row in reached},
        )

    def _attendant(
        self, robots: RobotsByOrigin, outage: Outage, sitemaps: Sitemaps, known: Sequence[SubjectRow]
    ) -> Attendant:
        """Knows what an undisturbed run would know by now: redirects, pictures, and shapes of addresses."""
        order = self.record.order
        done = [row for row in known if row.state in _ATTENDED]
        return Attendant(
            order=order,
            scope=Scope(order.start, order.prefix),
            robots=robots,
            rulebook=self.rulebook,
            tools=self.tools,
            traps=TrapGuard(admitted=[(row.address, row.depth) for row in done]),
            outage=outage,
            sitemaps=sitemaps,
            pictured=set(self.store.known_components(self.record.id)),
            forwards={row.address: row.forward for row in done if row.forward},
            templates=Claims(str(row.facts["template"]) for row in done if row.facts.get("probed")),
        )
