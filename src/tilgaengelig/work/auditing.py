"""Audits made ready to work: leased, begun or taken up again, with what they gather by and what they may take over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tilgaengelig.model.audit import AuditRecord, Order
from tilgaengelig.model.errors import Busy
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.website import Website
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import Carry, Run, Tell, begin_or_resume
from tilgaengelig.work.carrying import Carrier, known_before
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.lease import Lease, site_lease, taken
from tilgaengelig.work.nightly import Auditing, Night

#: Opens what an audit gathers by; the rest says what may be reached, and whether imprints are noted.
Opening = Callable[..., AbstractAsyncContextManager[Tools]]


@dataclass(frozen=True, slots=True)
class Audits:
    """Makes audits ready, one of a site at a time. `rulebook` and `versions` are what they measure by: the latter is
    asked for each time, since a Grid may have got other browsers.
    """

    store: Store
    rulebook: str
    versions: Callable[[], Mapping[str, str]]
    opening: Opening
    make_run: Callable[[AuditRecord, Tools, Tell | None], Run]

    @asynccontextmanager
    async def of(
        self,
        order: Order,
        tell: Tell | None,
        *,
        fresh: bool = False,
        every_days: int | None = None,
        **tools: Any,
    ) -> AsyncIterator[tuple[Run, bool]]:
        """An audit of the order, and whether it was begun before and is taken up again. Raises Busy.

        With `every_days` what did not change since the audits before is taken over, but for pages that were last
        opened so long ago. The rest is for `opening`.
        """
        with site_lease(self.store, order) as lease:
            versions = await asyncio.to_thread(self.versions)
            record, again = await asyncio.to_thread(
                begin_or_resume, self.store, order, self.rulebook, versions, fresh=fresh
            )
            async with self._ready(record, tell, lease, every_days, **tools) as run:
                yield run, again

    @asynccontextmanager
    async def begun(
        self, record: AuditRecord, tell: Tell | None, *, every_days: int | None = None
    ) -> AsyncIterator[Run]:
        """An audit that somebody ordered, who need not have what we measure by. Raises Busy where another process
        works on its site.
        """
        with site_lease(self.store, record.order) as lease:
            versions = await asyncio.to_thread(self.versions)
            record = await asyncio.to_thread(self.store.measured, record.id, self.rulebook, versions)
            async with self._ready(record, tell, lease, every_days) as run:
                yield run

    def nightly(self, **tools: Any) -> Auditing:
        """How the clock has a site audited; the rest is for `opening`."""

        async def audit(website: Website, ending: asyncio.Event) -> Night:
            opened = [website.order.start] if website.opened else []
            every = website.every_days
            async with self.of(website.order, None, every_days=every, opened=opened, **tools) as (
                run,
                _,
            ):
                run.stop = ending
                state = await run()
                if run.left:
                    raise Busy(taken(website.order))
            return Night(website, run.record.id, state)

        return audit

    @asynccontextmanager
    async def _ready(
        self, record: AuditRecord, tell: Tell | None, lease: Lease, every_days: int | None, **tools: Any
    ) -> AsyncIterator[Run]:
        async with self.opening(record, noting=every_days is not None, **tools) as gathering:
            run = self.make_run(record, gathering, tell)
            loop = asyncio.get_running_loop()
            lease.lost = lambda: loop.call_soon_threadsafe(run.leave)
            if every_days is not None:
                run.carry = await asyncio.to_thread(self._carry, record, every_days)
            yield run

    def _carry(self, record: AuditRecord, every_days: int) -> Carry | None:
        known = known_before(self.store, record)
        if not known:
            return None
        claimed = [
            each.component for each in self.store.tasks_of(record.id) if each.state is TaskState.CLAIMED
        ]
        (last,) = self.store.before(record.id, most=1)
        again = self.store.pages_of(last.id, claimed)
        return lambda attendant: Carrier(self.store, record.id, attendant, known, every_days, again)
