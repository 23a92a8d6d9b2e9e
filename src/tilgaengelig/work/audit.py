"""An audit from its order to its end: begun or taken up again, level by level, stopped at will.

The frontier and everything found are in the store, so a process may be killed at any instant: the same order
takes the audit up where it was. What was under way is asked for again; what was kept is not.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from tilgaengelig.danish import language
from tilgaengelig.gather import maintext
from tilgaengelig.judge.across.statement_place import linked_statements
from tilgaengelig.judge.failing import failing
from tilgaengelig.judge.site import Templates
from tilgaengelig.judge.verdict import judge_site
from tilgaengelig.logs import about
from tilgaengelig.model.addresses import normal, within
from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut, Order, Progress, Visit
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.inventory import Via
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.model.site import SiteFacts
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.store import Store
from tilgaengelig.traces import span
from tilgaengelig.work.attend import Attendant, Kept
from tilgaengelig.work.carrying import BATCH, Carrier
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.preparing import Preparation
from tilgaengelig.work.statement import asks, look_up, reader
from tilgaengelig.work.tasks import settle_tasks
from tilgaengelig.work.waiting import first_of, unless

log = logging.getLogger(__name__)

#: Hears how far the audit has come, after each page.
Tell = Callable[[Progress], None]
#: Makes what looks at addresses without a browser, once it is known who attends to the others.
Carry = Callable[[Attendant], Carrier]


def make_order(
    address: str,
    *,
    max_pages: int = 500,
    depth: int = 10,
    audience: Audience = Audience.BORGERE,
    thorough: bool = False,
    prefix: str | None = None,
    sections: Mapping[str, Audience] | None = None,
) -> Order:
    """An order for the site at `address`. Raises Unread(NOT_AN_ADDRESS), and WrongUse for a prefix of no path.

    The scope is the host, or the folder of the address where it names one (`/da/index.html`: all below
    `/da/`), unless `prefix` says otherwise. A part of a site ends at a slash, whether that is typed or not.
    """
    if prefix and not prefix.startswith("/"):
        raise WrongUse(f"”{prefix}” er ikke en sti; skriv den med en skråstreg først, fx /da/.")
    start = normal(address)
    part = urlsplit(normal(prefix, start)).path if prefix else urlsplit(start).path.rpartition("/")[0] + "/"
    parts = tuple(sorted((sections or {}).items()))
    return Order(start, within(part), max_pages, depth, audience, thorough, parts)


@dataclass(slots=True)
class Run:
    """One audit under way in this process. `stop` may be set from a signal handler or another task.

    `rest` is the gentle word: what is in hand is finished, nothing new is begun, and the audit goes on being RUNNING
    for whoever takes it up next. Each run does some of it all the same, however long its preparation took: else an
    audit whose slices are short would never end. `left` says that the audit is another process's now. `was` is where
    the WAS tool shows statements; without it none is looked for outside the pages that are read.
    """

    store: Store
    rulebook: Rulebook
    tools: Tools
    record: AuditRecord
    tell: Tell | None
    hands: int
    was: str = ""
    carry: Carry | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    rest: asyncio.Event = field(default_factory=asyncio.Event)
    left: bool = False
    _current: str = ""
    _began: float = 0.0
    _read_before: int = 0

    async def __call__(self) -> AuditState:
        """Works until the frontier is empty, the pages are used up, or `stop` or `rest` is set; how it ended.

        RUNNING where it rests with something still waiting; of one that was left, what the store says of it.
        """
        with about(audit=self.record.id), span("audit", audit=self.record.id, start=self.record.order.start):
            log.info("an audit is taken in hand: %s", self.record.order.start)
            state = await self._through()
            log.info("an audit is %s, after %.0f s", state, time.monotonic() - self._began)
        return state

    async def _through(self) -> AuditState:
        self._began = time.monotonic()
        self._read_before = await asyncio.to_thread(self.store.read_count, self.record.id)
        ahead = None
        if self.carry is None:  # a night may have nothing to open
            self.tools.browsers.begin(self.record.order.max_pages)
            ahead = asyncio.create_task(asyncio.to_thread(_load_ahead))
        try:
            seen_through = await self._see_through()
            return await asyncio.to_thread(self._finish, seen_through)
        finally:
            if ahead is not None:
                await ahead

    def leave(self) -> None:
        """Another process has the audit now: this one ends soon, and says nothing in the store of how it did."""
        self.left = True
        self.stop.set()

    async def _see_through(self) -> bool:
        """Whether nothing is left to be done."""
        prepared = Preparation(self.store, self.rulebook, self.tools, self.record, self.rest)
        attendant = await unless(self.stop, prepared())
        if attendant is None or not await self._work(attendant):
            return False
        await unless(self.stop, self._look_around(attendant))
        return not self.stop.is_set()

    async def _look_around(self, attendant: Attendant) -> None:
        """The statement where the law wants it, and the hosts around; who is killed at this has it done again."""
        facts = await asyncio.to_thread(self.store.site_facts, self.record.id)
        wanted = asks(self.record.order.start, self.was, linked_statements(facts))
        found = await look_up(wanted, reader(attendant.robots, self.tools), self.was)
        await asyncio.to_thread(self.store.keep_lookups, self.record.id, found)
        known = await asyncio.to_thread(self.store.neighbours, self.record.id)
        met = {
            Via.LINK: Counter(host for page in facts.all for host in page.traits.hosts),
            Via.REDIRECT: Counter(urlsplit(address).netloc for address in attendant.forwards.values()),
            Via.SITEMAP: Counter({each.host: each.count for each in known if each.via is Via.SITEMAP}),
        }
        own = self.record.order.site
        for hosts in met.values():
            del hosts[own]
        await asyncio.to_thread(self.store.keep_neighbours, self.record.id, met)

    async def _work(self, attendant: Attendant) -> bool:
        """Works off what waits; whether nothing waits any more."""
        hands: dict[asyncio.Task[Kept], Visit] = {}
        carrier = self.carry(attendant) if self.carry else None
        taken = False
        try:
            while not self.stop.is_set():
                if carrier:
                    await self._carry_over(carrier, hands)
                    taken = taken or carrier.taken > 0
                waiting = await asyncio.to_thread(self._next, hands)
                more = [] if taken and self.rest.is_set() else waiting
                taken = taken or bool(more)
                for visit in more:
                    hands[asyncio.create_task(attendant.attend(visit))] = visit
                if not hands:
                    return not waiting
                await first_of(hands, self.stop)
                for task in [task for task in hands if task.done()]:
                    visit = hands.pop(task)
                    if not task.cancelled():  # else the site was waited for, and we are to rest
                        await self._keep(visit, task.result())
        finally:
            for task in hands:
                task.cancel()
            await asyncio.gather(*hands, return_exceptions=True)
        return False

    async def _carry_over(self, carrier: Carrier, hands: Mapping[asyncio.Task[Kept], Visit]) -> None:
        """Takes over what is the same, as far as the level that is worked on knows it now."""
        while not self.stop.is_set() and not self.rest.is_set():
            visits = await asyncio.to_thread(self._next, hands, BATCH + len(hands))
            if not await carrier.carry(visits, self.stop, self.rest):
                return
            await self._tell()

    def _next(self, hands: Mapping[asyncio.Task[Kept], Visit], most: int | None = None) -> list[Visit]:
        audit, order = self.record.id, self.record.order
        room = (most or self.hands) - len(hands)
        # Pages under way may all succeed: never more than the limit, and the same ones however we were killed.
        left = order.max_pages - self.store.read_count(audit) - len(hands)
        if min(room, left) <= 0:
            return []
        underway = [visit.id for visit in hands.values()]
        return self.store.next_visits(audit, limit=min(room, left), exclude=underway)

    async def _keep(self, visit: Visit, kept: Kept) -> None:
        with span("store", visit=visit.id):
            await asyncio.to_thread(self.store.keep, self.record.id, kept.attended, new=kept.new)
        self._current = visit.address
        await self._tell()

    async def _tell(self) -> None:
        # The more pages there are, the longer counting them takes.
        if self.tell:
            self.tell(await asyncio.to_thread(self.progress))

    def progress(self) -> Progress:
        """How far the audit has come, with this run's own pace."""
        counted = self.store.progress(self.record.id)
        elapsed = time.monotonic() - self._began
        done = counted.read - self._read_before
        rate = done / elapsed if elapsed > 0 else 0.0
        waiting = min(counted.queued, self.record.order.max_pages - counted.read)
        left = waiting / rate if rate > 0 else None
        return replace(counted, current=self._current, rate=rate, seconds_left=left)

    def _finish(self, seen_through: bool) -> AuditState:
        audit = self.record.id
        if self.left:
            return self.store.audit(audit).state
        if self.stop.is_set():
            self.store.finish(audit, AuditState.STOPPED)
            return AuditState.STOPPED
        if not seen_through:
            return AuditState.RUNNING
        breaches = self.store.breaches(audit)
        broken = failing(breaches, self.rulebook.rules, self.rulebook.criteria.values())
        facts = replace(self.store.site_facts(audit), failing=broken)
        # Whoever died at this has it done again, with the same outcome.
        self.store.keep_site(audit, judge_site(facts, self.rulebook.rules))
        self._hand_to_developers(facts)
        self.store.finish(audit, AuditState.DONE, rest=LeftOut.MAX_PAGES)
        active = {rule.id for rule in self.rulebook.rules.values() if rule.active}
        settle_tasks(self.store, audit, active)
        return AuditState.DONE

    def _hand_to_developers(self, facts: SiteFacts) -> None:
        """What recurs page after page is mended once, in the template, and not by an editor."""
        audit = self.record.id
        templates = Templates(page.address for page in facts.pages())
        for component in self.store.recurring(audit, Responsibility.REDAKTOER, templates.hold):
            self.store.reassign(audit, component, Responsibility.UDVIKLER)


def _load_ahead() -> None:
    """What the first page would wait for, while the browsers start: all others wait for the first one."""
    maintext.load()
    language.load()


def begin_or_resume(
    store: Store, order: Order, rulebook: str, versions: Mapping[str, str], *, fresh: bool = False
) -> tuple[AuditRecord, bool]:
    """The audit of this order that was not finished, or a new one, which puts that down; and whether it was taken up.

    A rulebook, axe or browser that has changed since begins anew: an audit half by others would compare with none.
    """
    found = None if fresh else store.unfinished(order)
    if found is not None and found.rulebook == rulebook and dict(found.versions) == dict(versions):
        store.resume(found.id)
        return store.audit(found.id), True
    return store.begin(order, rulebook=rulebook, versions=versions, first=[order.start]), False
