"""An audit from its order to its end: begun or taken up again, level by level, stopped at will.

The frontier and everything found are in the store, so a process may be killed at any instant: the same order
takes the audit up where it was. What was under way is asked for again; what was kept is not.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tilgaengelig.danish import language
from tilgaengelig.gather import maintext
from tilgaengelig.gather.crawl.robots import Robots, RobotsByOrigin
from tilgaengelig.gather.crawl.sitemap import sitemap_addresses
from tilgaengelig.gather.crawl.traps import TrapGuard
from tilgaengelig.gather.net.addresses import Scope, host_of, normal, origin_of
from tilgaengelig.judge.across.statement_place import linked_statements
from tilgaengelig.judge.failing import failing
from tilgaengelig.judge.site import Templates
from tilgaengelig.judge.verdict import judge_site
from tilgaengelig.logs import about
from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut, Order, Progress, Visit, VisitState
from tilgaengelig.model.inventory import Via
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.model.site import SiteFacts
from tilgaengelig.model.trouble import Trouble
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.store import Store
from tilgaengelig.traces import span
from tilgaengelig.work.attend import Attendant, Claims, Kept
from tilgaengelig.work.carrying import BATCH, Carrier
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.outage import Outage
from tilgaengelig.work.statement import asks, look_up, reader
from tilgaengelig.work.tasks import settle_tasks

log = logging.getLogger(__name__)

#: Hears how far the audit has come, after each page.
Tell = Callable[[Progress], None]
#: Makes what looks at addresses without a browser, once it is known who attends to the others.
Carry = Callable[[Attendant], Carrier]

_T = TypeVar("_T")


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
    """An order for the site at `address`. Raises Unread(NOT_AN_ADDRESS).

    The scope is the host, or the folder of the address where it names one (`/da/index.html`: all below
    `/da/`), unless `prefix` says otherwise.
    """
    start = normal(address)
    folder = urlsplit(start).path.rpartition("/")[0] + "/"
    parts = tuple(sorted((sections or {}).items()))
    return Order(start, prefix or folder, max_pages, depth, audience, thorough, parts)


@dataclass(slots=True)
class Run:
    """One audit under way in this process. `stop` may be set from a signal handler or another task.

    `rest` is the gentle word: what is in hand is finished, nothing new is begun, and the audit goes on being RUNNING
    for whoever takes it up next. `was` is where the WAS tool shows statements; without it none is looked for outside
    the pages that are read.
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
    _mapped: Counter[str] = field(default_factory=Counter)
    _current: str = ""
    _began: float = 0.0
    _read_before: int = 0

    async def __call__(self) -> AuditState:
        """Works until the frontier is empty, the pages are used up, or `stop` or `rest` is set; how it ended."""
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
            attendant = await self._unless_stopped(self._prepare())
            if attendant is not None:
                await self._work(attendant)
                if not self.rest.is_set():
                    await self._unless_stopped(self._look_around(attendant))
            return await asyncio.to_thread(self._finish)
        finally:
            if ahead is not None:
                await ahead

    async def _unless_stopped(self, work: Coroutine[Any, Any, _T]) -> _T | None:
        """What comes of it; None where `stop` was set before it was done."""
        task = asyncio.ensure_future(work)
        await self._wait([task])
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return None

    async def _prepare(self) -> Attendant:
        """robots.txt and the sitemaps are read anew each time: they may have changed since."""
        order = self.record.order
        by_origin = RobotsByOrigin(self.tools.fetcher)
        robots = await by_origin.of(order.start)
        if robots.crawl_delay:
            self.tools.politeness.slow_down(host_of(order.start), robots.crawl_delay)
        if not robots.closed:
            await self._add_sitemaps(robots)
        return await asyncio.to_thread(self._attendant, by_origin)

    async def _add_sitemaps(self, robots: Robots) -> None:
        order = self.record.order
        scope = Scope(order.start, order.prefix)
        sitemaps = robots.sitemaps or (f"{origin_of(order.start)}/sitemap.xml",)
        found = []
        async for address in sitemap_addresses(self.tools, sitemaps, told=_tell_unread):
            if scope.holds(address):
                found.append(address)
            else:
                self._mapped[urlsplit(address).netloc] += 1
        left_out = LeftOut.DEPTH if order.depth < 1 else None
        new = [NewAddress(address, 1, 0, left_out) for address in found]
        await asyncio.to_thread(self.store.add_addresses, self.record.id, new)

    async def _look_around(self, attendant: Attendant) -> None:
        """The statement where the law wants it, and the hosts around; who is killed at this has it done again."""
        facts = await asyncio.to_thread(self.store.site_facts, self.record.id)
        wanted = asks(self.record.order.start, self.was, linked_statements(facts))
        found = await look_up(wanted, reader(attendant.robots, self.tools), self.was)
        await asyncio.to_thread(self.store.keep_lookups, self.record.id, found)
        met = {
            Via.LINK: Counter(host for page in facts.all for host in page.traits.hosts),
            Via.REDIRECT: Counter(urlsplit(address).netloc for address in attendant.forwards.values()),
            Via.SITEMAP: self._mapped,
        }
        own = {urlsplit(self.record.order.start).netloc}
        outside = {
            via: {host: n for host, n in hosts.items() if host not in own} for via, hosts in met.items()
        }
        await asyncio.to_thread(self.store.keep_neighbours, self.record.id, outside)

    def _attendant(self, robots: RobotsByOrigin) -> Attendant:
        """Knows what an undisturbed run would know by now: redirects, pictures, and shapes of addresses."""
        order = self.record.order
        done = [row for row in self.store.subjects(self.record.id) if _attended(row.state)]
        return Attendant(
            order=order,
            scope=Scope(order.start, order.prefix),
            robots=robots,
            rulebook=self.rulebook,
            tools=self.tools,
            traps=TrapGuard(admitted=[row.address for row in done]),
            outage=Outage(
                order.start, self.tools.fetcher, self.tools.patience, self.rest, reached=bool(done)
            ),
            pictured=set(self.store.known_components(self.record.id)),
            forwards={row.address: row.forward for row in done if row.forward},
            templates=Claims(str(row.facts["template"]) for row in done if row.facts.get("probed")),
        )

    async def _work(self, attendant: Attendant) -> None:
        hands: dict[asyncio.Task[Kept], Visit] = {}
        carrier = self.carry(attendant) if self.carry else None
        try:
            while not self.stop.is_set():
                if carrier and not self.rest.is_set():
                    await self._carry_over(carrier, hands)
                more = [] if self.rest.is_set() else await asyncio.to_thread(self._next, hands)
                for visit in more:
                    hands[asyncio.create_task(attendant.attend(visit))] = visit
                if not hands:
                    return
                await self._wait(hands)
                for task in [task for task in hands if task.done()]:
                    visit = hands.pop(task)
                    if not task.cancelled():  # else the site was waited for, and we are to rest
                        await self._keep(visit, task.result())
        finally:
            for task in hands:
                task.cancel()
            await asyncio.gather(*hands, return_exceptions=True)

    async def _carry_over(self, carrier: Carrier, hands: Mapping[asyncio.Task[Kept], Visit]) -> None:
        """Takes over what is the same, as far as the level that is worked on knows it now."""
        while not self.stop.is_set():
            visits = await asyncio.to_thread(self._next, hands, BATCH + len(hands))
            if not await carrier.carry(visits):
                return
            await self._tell()

    async def _wait(self, hands: Iterable[asyncio.Future[Any]]) -> None:
        """Until one of them is done, or `stop` is set."""
        stopping = asyncio.create_task(self.stop.wait())
        await asyncio.wait([stopping, *hands], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()

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

    def _finish(self) -> AuditState:
        audit = self.record.id
        if self.stop.is_set():
            self.store.finish(audit, AuditState.STOPPED)
            return AuditState.STOPPED
        if self.rest.is_set():
            return AuditState.RUNNING
        breaches = self.store.breaches(audit)
        broken = failing(breaches, self.rulebook.rules, self.rulebook.criteria.values())
        facts = replace(self.store.site_facts(audit), failing=broken)
        # Whoever died at this has it done again, with the same outcome.
        self.store.keep_site(audit, judge_site(facts, self.rulebook.rules))
        self._hand_to_developers(facts)
        self.store.finish(audit, AuditState.DONE, rest=LeftOut.MAX_PAGES)
        settle_tasks(self.store, audit)
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


def _tell_unread(sitemap: str, trouble: Trouble) -> None:
    log.info("a sitemap could not be read (%s): %s", trouble.kind, sitemap)


def _attended(state: VisitState) -> bool:
    return state in (VisitState.READ, VisitState.REDIRECTED, VisitState.TROUBLED)


def begin_or_resume(
    store: Store, order: Order, rulebook: str, versions: Mapping[str, str], *, fresh: bool = False
) -> tuple[AuditRecord, bool]:
    """The audit of this order that was not finished, or a new one; and whether it was taken up again.

    A rulebook, axe or browser that has changed since begins anew: an audit half by others would compare with none.
    """
    found = None if fresh else store.unfinished(order)
    if found is not None and found.rulebook == rulebook and dict(found.versions) == dict(versions):
        store.resume(found.id)
        return store.audit(found.id), True
    return store.begin(order, rulebook=rulebook, versions=versions, first=[order.start]), False
