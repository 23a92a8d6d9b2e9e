"""One visit, attended: gathered, its links noted, judged. What comes of it is kept in one transaction."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.gather.crawl.robots import RobotsByOrigin
from tilgaengelig.gather.crawl.traps import TrapGuard
from tilgaengelig.judge.private import discreet_traits
from tilgaengelig.judge.template import template
from tilgaengelig.judge.traits import traits
from tilgaengelig.judge.verdict import Glance, judge
from tilgaengelig.logs import about
from tilgaengelig.model.addresses import Scope, origin_of
from tilgaengelig.model.audit import Attended, LeftOut, Order, SubjectKind, Visit, VisitState
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.subject import DocumentFacts, Link, PageFacts
from tilgaengelig.model.traits import Traits
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.traces import span
from tilgaengelig.work.documents import about_document, illustrated
from tilgaengelig.work.gathering import MOST_HOPS, Gathered, Tools, gather
from tilgaengelig.work.leaving import leaves
from tilgaengelig.work.outage import Outage
from tilgaengelig.work.sitemaps import Sitemaps

log = logging.getLogger(__name__)

#: Seconds at least that a page waits to hear whether one before it is to be driven in its place.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What a visit came to, and the addresses that it brought."""

    attended: Attended
    new: tuple[NewAddress, ...] = ()


class Claims:
    """Templates of which one page is driven: the first in the order in which pages are taken in hand.

    Which page is ready first is chance, and is not to show in the result. So a page waits, in its browser's thread,
    until those taken in hand before it have said what they are made by.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._drivers: dict[str, int | None] = dict.fromkeys(known)
        self._silent: dict[int, None] = {}
        self._said = threading.Condition()

    def take(self, templates: Iterable[str]) -> None:
        """Notes templates that others drive."""
        with self._said:
            self._drivers |= dict.fromkeys(templates)

    @contextmanager
    def in_hand(self, visit: int) -> Iterator[None]:
        """While a visit is attended. One that comes to nothing leaves its template to another."""
        with self._said:
            self._silent[visit] = None
        try:
            yield
        except BaseException:
            with self._said:
                held = [name for name, driver in self._drivers.items() if driver == visit]
                for name in held:
                    del self._drivers[name]
            raise
        finally:
            self._say(visit)

    def claim(self, visit: int, template: str, patience: float) -> bool:
        """True for the first. Others are waited for so many seconds at most: one may wait for our browser."""
        with self._said:
            self._said.wait_for(
                lambda: template in self._drivers or next(iter(self._silent), visit) == visit, patience
            )
            self._say(visit)
            return self._drivers.setdefault(template, visit) == visit

    def _say(self, visit: int) -> None:
        with self._said:
            self._silent.pop(visit, None)
            self._said.notify_all()


@dataclass(slots=True)
class Attendant:
    """Attends the visits of one audit.

    `pictured` has the components that have a picture already; `forwards` the redirects met so far, so that a
    ring is seen; `templates` those of which a page was driven by the probes, `driven` pages to be driven in any case.
    `outage` waits for a site that is out of reach. `sitemaps` are read of what the start sends on to as well.
    """

    order: Order
    scope: Scope
    robots: RobotsByOrigin
    rulebook: Rulebook
    tools: Tools
    traps: TrapGuard
    outage: Outage
    sitemaps: Sitemaps
    pictured: set[str] = field(default_factory=set)
    forwards: dict[str, str] = field(default_factory=dict)
    templates: Claims = field(default_factory=Claims)
    driven: Collection[str] = ()

    async def attend(self, visit: Visit) -> Kept:
        """Never raises for what the world does: trouble is data. Cancellation goes through."""
        if not self.traps.admits(visit.address, visit.depth):
            return Kept(Attended(visit, VisitState.LEFT_OUT, left_out=LeftOut.TRAP))
        try:
            with (
                about(visit=visit.id),
                span("page", visit=visit.id, address=visit.address),
                self.templates.in_hand(visit.id),
            ):
                return await self._reached(visit)
        except Unread as error:
            return _troubled(visit, error.trouble, outage=self.outage.caused(visit.address, error.trouble))
        except SetupLacks:
            raise  # of this machine, and so of every page
        except Exception:
            # A slip of ours on one page is told there, and must not end the audit of all the others.
            log.exception("a visit broke down")
            return _troubled(visit, Trouble(TroubleKind.OUR_FAULT))

    async def _reached(self, visit: Visit) -> Kept:
        """As `_seen`; a page that failed because the site was out of reach is tried again when it is back."""
        again = False
        while True:
            self.outage.check(visit.address)
            met = self.outage.met
            try:
                kept = await self._seen(visit)
            except Unread as error:
                if not await self.outage.passed(visit.address, error.trouble, met, again=again):
                    raise
                again = True
                continue
            await self.outage.is_back(visit.address)
            return kept

    async def _seen(self, visit: Visit) -> Kept:
        glance = Glance(self.rulebook.rules)
        gathered = await self._gathered(visit, visit.address, glance)
        if visit.address in self._chain(gathered.forward) and self.scope.holds(gathered.forward):
            # It may have been sent round for a cookie, which we have now: then this is what stands there.
            again = await self._gathered(visit, gathered.forward, glance)
            gathered = gathered if again.forward else again
        if gathered.forward:
            kept = self._redirected(visit, gathered)
            if visit.depth == 0:
                await self._map(kept.new)
            return kept
        with span("judge"):
            kept = await asyncio.to_thread(self._judged, visit, gathered, glance)
        if isinstance(gathered.facts, DocumentFacts):
            shown = await illustrated(kept.attended.findings, gathered.body, self.tools.documents)
            kept = replace(kept, attended=replace(kept.attended, findings=shown))
        return kept

    async def _gathered(self, visit: Visit, address: str, glance: Glance) -> Gathered:
        robots = await self.outage.robots(self.robots, address)
        robots.check(address)
        return await gather(
            address,
            self.tools,
            partial(self._wants_pictures, glance),
            lambda facts: self.tools.probes(facts.address) if self._drives(visit, facts) else (),
            self.robots.allow,
        )

    async def _map(self, sent_to: Iterable[NewAddress]) -> None:
        """Where the start sends on to its twin, that one's sitemaps are the site's too."""
        for new in sent_to:
            if origin_of(new.address) != origin_of(self.order.start):
                await self.sitemaps.read(await self.outage.robots(self.robots, new.address), new.address)

    def _drives(self, visit: Visit, facts: PageFacts) -> bool:
        """Whether this page is driven for its template: the same one each night, as long as it is there."""
        # Who began before us and is not done in twice our time is stuck, or behind us; and driving takes time too. A
        # browser's first page may take several times as long as the next, and is not passed by for that.
        spent = sum(facts.seconds.values())
        patience = min(max(spent, _PATIENCE), (self.tools.browsers.settings.page_seconds - spent) / 4)
        return (
            self.order.thorough
            or self.templates.claim(visit.id, template(facts), patience)
            or visit.address in self.driven
        )

    def _redirected(self, visit: Visit, gathered: Gathered) -> Kept:
        forward = gathered.forward
        self.forwards[visit.address] = forward
        if visit.hops >= MOST_HOPS or visit.address in self._chain(forward):
            return _troubled(visit, Trouble(TroubleKind.TOO_MANY_REDIRECTS, forward, gathered.status))
        goes_on = self.scope.holds(forward) and not (self.tools.logged_in and leaves(forward))
        new = (NewAddress(forward, visit.depth, visit.hops + 1),) if goes_on else ()
        attended = Attended(
            visit,
            VisitState.REDIRECTED,
            media_type=gathered.media_type,
            status=gathered.status,
            forward=forward,
            seconds={"fetch": gathered.seconds},
        )
        return Kept(attended, new)

    def _chain(self, start: str) -> Iterator[str]:
        at: str | None = start
        for _ in range(MOST_HOPS):
            if at is None:
                return
            yield at
            at = self.forwards.get(at)

    def _judged(self, visit: Visit, gathered: Gathered, glance: Glance) -> Kept:
        facts = gathered.facts
        if facts is None:
            raise AssertionError("what is neither facts nor a redirect is Unread")
        goal = self.rulebook.audiences[self.order.audience_of(visit.address)]
        verdict = judge(facts, self.rulebook.rules, goal.limit, goal.advice, glance.known)
        is_page = isinstance(facts, PageFacts)
        told = _traits(facts)
        attended = Attended(
            visit,
            VisitState.READ,
            kind=SubjectKind.PAGE if is_page else SubjectKind.DOCUMENT,
            media_type=gathered.media_type,
            status=gathered.status,
            final_address=facts.address,
            title=without_cpr(facts.title),
            language=facts.language,
            text_language=verdict.text_language,
            readability=verdict.readability,
            writing=verdict.writing,
            traits=told,
            monitored=verdict.monitored,
            findings=verdict.findings,
            links=tuple(
                replace(link, text=without_cpr(link.text))
                for link in gathered.links
                if self.scope.holds(link.address)
            ),
            trouble=gathered.mislabelled,
            facts={**gathered.notes, "scored": verdict.scored, **_about(facts, told)},
            seconds={"fetch": gathered.seconds, **facts.seconds},
            size=gathered.size,
            imprint=gathered.imprint,
        )
        self.pictured.update(finding.component for finding in verdict.findings if finding.picture)
        new = self.onward(visit, (*gathered.links, *map(Link, gathered.related)))
        return Kept(attended, tuple(new))

    def onward(self, visit: Visit, links: Iterable[Link]) -> Iterator[NewAddress]:
        """What the links of a page put into the frontier."""
        left_out = LeftOut.DEPTH if visit.depth >= self.order.depth else None
        for link in links:
            if self.tools.logged_in and leaves(link.address, link.text):
                continue
            if self.scope.holds(link.address):
                yield NewAddress(link.address, visit.depth + 1, 0, left_out)

    def _wants_pictures(self, glance: Glance, facts: PageFacts) -> Iterator[str]:
        """The elements that fail, one of each component that has no picture yet, the worst first."""
        wanted: dict[str, Finding] = {}
        for finding in glance(facts):
            if (
                finding.outcome is Outcome.FAILED
                and finding.place.target
                and finding.component not in self.pictured
            ):
                wanted.setdefault(finding.component, finding)
        for finding in sorted(wanted.values(), key=lambda one: one.impact.rank):
            yield finding.place.target


def _traits(facts: PageFacts | DocumentFacts) -> Traits | None:
    try:
        return discreet_traits(traits(facts))
    except Exception:
        # The site rules then do without this page; what was found on it stands.
        log.exception("the traits of a page could not be made out")
        return None


def _about(facts: PageFacts | DocumentFacts, told: Traits | None) -> dict[str, str | int | float | bool]:
    if isinstance(facts, PageFacts):
        about: dict[str, str | int | float | bool] = {"template": template(facts)}
        if facts.probed:
            about["probed"] = True
            walk = facts.probed.keyboard
            if walk and not walk.whole:
                about["stops"] = len(walk.stops)
        if facts.banner:
            about["banner"] = facts.banner.value
        if told and told.statement:
            about["statement"] = True
        if told and told.updated and "film" in told.kinds:
            about |= {"recording": True, "updated": told.updated.isoformat()}
        return about
    return about_document(facts)


def _troubled(visit: Visit, trouble: Trouble, *, outage: bool = False) -> Kept:
    facts = {"outage": True} if outage else {}
    return Kept(Attended(visit, VisitState.TROUBLED, status=trouble.status, trouble=trouble, facts=facts))
