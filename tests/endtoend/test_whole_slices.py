"""An audit in slices: each does some of it, however short it is, and what the site does meanwhile costs no page.

The real parts in this process, on a real site of documents: no page of it needs a browser.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import DOCUMENT, workshop_without_browsers
from sites import Handler, Site, answer, redirect
from troubles import BOT_WALL

from ports import closed_port
from tilgaengelig.model.audit import Attended, AuditRecord, AuditState, SubjectKind, VisitState
from tilgaengelig.model.errors import Busy
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.inventory import Via
from tilgaengelig.model.subject import Link
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.model.website import Website
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.attend import Attendant
from tilgaengelig.work.audit import Run, make_order
from tilgaengelig.work.auditing import Audits
from tilgaengelig.work.carrying import Carrier, known_before
from tilgaengelig.work.nightly import Night
from tilgaengelig.workshop import Workshop

PATIENCE = 60.0
NAMES = ("/a.pdf", "/b.pdf", "/c.pdf")
ROBOTS = answer("User-agent: *\nAllow: /\n", Content_Type="text/plain")


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop_without_browsers(tmp_path, host_concurrency=1) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": ROBOTS, **dict.fromkeys(NAMES, DOCUMENT)}) as running:
        yield running


@asynccontextmanager
async def ready(workshop: Workshop, audit: str, **changed: Any) -> AsyncIterator[Run]:
    """The audit ready for a slice."""
    async with workshop.tools(noting=True) as tools:
        yield workshop.run(workshop.store.audit(audit), replace(tools, **changed), None)


async def soon(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - neither site nor store tells us
            await asyncio.sleep(0.02)


async def rests(run: Run, when: Callable[[], object]) -> AuditState:
    """How a slice ends that is to rest as soon as something is so."""
    working = asyncio.ensure_future(run())
    try:
        await soon(lambda: working.done() or when())
    finally:
        run.rest.set()
    return await asyncio.wait_for(working, PATIENCE)


def begun(store: Store, start: str) -> str:
    return store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id


def one_read(store: Store, start: str, names: tuple[str, ...] = NAMES) -> str:
    """An audit of which a slice read the first page, which links to those documents."""
    audit = begun(store, start)
    (visit,) = store.next_visits(audit, limit=1)
    found = [start.rstrip("/") + name for name in names]
    links = tuple(Link(address, "Læs den") for address in found)
    read = Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, status=200, links=links)
    store.keep(audit, read, new=[NewAddress(address, 1) for address in found])
    return audit


def counts(store: Store, audit: str) -> tuple[int, int, int]:
    told = store.progress(audit)
    return told.read, told.troubled, told.queued


# A site that is out of reach


def failing(
    times: int, status: int = 503, then: Callable[[Handler], None] = ROBOTS
) -> Callable[[Handler], None]:
    """What cannot be had so many times."""
    asked = 0

    def give(handler: Handler) -> None:
        nonlocal asked
        asked += 1
        (answer("Av", status) if asked <= times else then)(handler)

    return give


def test_a_robots_txt_that_cannot_be_had_for_a_while_costs_no_page(workshop: Workshop, site: Site) -> None:
    audit = one_read(workshop.store, site.at())
    # One request is three tries, and it is asked twice before it is waited for.
    site.routes["/robots.txt"] = failing(6)

    async def go() -> AuditState:
        async with ready(workshop, audit, patience=PATIENCE) as run:
            return await asyncio.wait_for(run(), PATIENCE)

    assert asyncio.run(go()) is AuditState.DONE
    assert counts(workshop.store, audit) == (4, 0, 0)
    assert workshop.store.audit(audit).out_since is None


def test_a_page_is_tried_again_where_the_site_may_have_come_back_as_it_was_asked(
    workshop: Workshop, site: Site
) -> None:
    audit = one_read(workshop.store, site.at())
    site.routes["/"] = answer("<p>Her er vi.")
    site.routes["/a.pdf"] = failing(3, 504, DOCUMENT)
    site.routes["/b.pdf"] = failing(1000, 504)

    async def go() -> AuditState:
        async with ready(workshop, audit, patience=PATIENCE) as run:
            return await asyncio.wait_for(run(), PATIENCE)

    assert asyncio.run(go()) is AuditState.DONE
    assert counts(workshop.store, audit) == (3, 1, 0)
    assert site.asked.count("/b.pdf") == 6


def through(workshop: Workshop, audit: str, patience: float = PATIENCE) -> None:
    async def go() -> AuditState:
        async with ready(workshop, audit, patience=patience) as run:
            return await asyncio.wait_for(run(), PATIENCE)

    assert asyncio.run(go()) is AuditState.DONE


def test_a_site_that_is_being_seen_to_is_waited_for(workshop: Workshop, site: Site) -> None:
    audit = one_read(workshop.store, site.at(), NAMES[:1])
    site.routes["/"] = failing(3, 503, answer("<p>Her er vi."))
    site.routes["/a.pdf"] = failing(3, 503, DOCUMENT)
    through(workshop, audit)
    assert counts(workshop.store, audit) == (2, 0, 0)


def test_a_twin_that_is_away_is_waited_for_though_the_start_sends_on_to_it(
    workshop: Workshop, site: Site
) -> None:
    bare, twin = f"http://mad.localhost:{site.port}", f"http://www.mad.localhost:{site.port}"
    away = [failing(3, 504, DOCUMENT), failing(6, 504, DOCUMENT)]

    def at_twin(give: Callable[[Handler], None]) -> Callable[[Handler], None]:
        def given(handler: Handler) -> None:
            at_home = handler.headers["Host"] == twin.removeprefix("http://")
            (give if at_home else redirect(f"{twin}{handler.path}"))(handler)

        return given

    site.routes |= {"/": at_twin(away[1]), "/a.pdf": at_twin(away[0])}
    store = workshop.store
    audit = begun(store, f"{bare}/")
    (visit,) = store.next_visits(audit, limit=1)
    sent = Attended(visit, VisitState.REDIRECTED, status=302, forward=f"{twin}/b.pdf")
    store.keep(audit, sent, new=[NewAddress(f"{twin}/b.pdf", 0, 1), NewAddress(f"{twin}/a.pdf", 1)])
    through(workshop, audit)
    assert counts(store, audit) == (2, 0, 0)


def test_a_wall_for_robots_is_waited_for_by_nobody(workshop: Workshop, site: Site) -> None:
    audit = one_read(workshop.store, site.at(), NAMES[:1])
    site.routes |= dict.fromkeys(("/", "/a.pdf"), answer(BOT_WALL, 503))
    through(workshop, audit)
    (walled,) = (row for row in workshop.store.subjects(audit) if row.trouble)
    assert walled.trouble is not None
    assert walled.trouble.kind is TroubleKind.BOT_WALL
    assert "/" not in site.asked


def test_a_site_that_bids_us_wait_longer_than_we_do_is_asked_for_no_more(
    workshop: Workshop, site: Site
) -> None:
    names = tuple(f"/{number}.pdf" for number in range(30))
    audit = one_read(workshop.store, site.at(), names)
    site.routes |= dict.fromkeys(("/", *names), answer("Vent", 429, Retry_After="0"))
    through(workshop, audit, patience=1.0)
    assert counts(workshop.store, audit) == (1, 30, 0)
    assert len(set(site.asked)) < 20
    said = {row.trouble.kind for row in workshop.store.subjects(audit) if row.trouble}
    assert said == {TroubleKind.RATE_LIMITED}


def test_a_start_that_is_refused_once_costs_no_other_page(workshop: Workshop, site: Site) -> None:
    audit = begun(workshop.store, site.at("/"))
    workshop.store.add_addresses(audit, [NewAddress(site.at(name), 1) for name in NAMES])
    site.routes["/"] = answer("Vent", 429, Retry_After="0")
    through(workshop, audit, patience=0.5)
    assert counts(workshop.store, audit) == (len(NAMES), 1, 0)


def test_a_site_that_refuses_all_from_the_first_page_is_soon_left_alone(
    workshop: Workshop, site: Site
) -> None:
    names = tuple(f"/{number}.pdf" for number in range(30))
    audit = begun(workshop.store, site.at("/"))
    workshop.store.add_addresses(audit, [NewAddress(site.at(name), 1) for name in names])
    site.routes |= dict.fromkeys(("/", *names), answer("Vent", 429, Retry_After="0"))
    through(workshop, audit, patience=0.5)
    assert counts(workshop.store, audit) == (0, 31, 0)
    assert len(set(site.asked)) < 20


@pytest.mark.parametrize("whole", [True, False])
def test_a_page_that_was_away_with_the_whole_site_is_no_broken_link(
    workshop: Workshop, site: Site, whole: bool
) -> None:
    audit = one_read(workshop.store, site.at())
    site.routes |= dict.fromkeys(("/", *NAMES) if whole else NAMES[:1], answer("Av", 503))
    if not whole:
        site.routes["/"] = answer("<p>Her er vi.")
    through(workshop, audit, patience=0.5)
    assert counts(workshop.store, audit) == ((1, 3, 0) if whole else (3, 1, 0))
    broken = [each.address for each in workshop.store.overview(audit).broken]
    assert broken == ([] if whole else [site.at("/a.pdf")])


def test_who_is_to_rest_while_robots_txt_is_waited_for_leaves_every_page_waiting(
    workshop: Workshop, site: Site
) -> None:
    audit = one_read(workshop.store, site.at())
    site.routes["/robots.txt"] = failing(1000)

    async def go() -> AuditState:
        async with ready(workshop, audit, patience=PATIENCE) as run:
            return await rests(run, lambda: workshop.store.audit(audit).out_since)

    assert asyncio.run(go()) is AuditState.RUNNING
    assert counts(workshop.store, audit) == (1, 0, 3)
    assert set(site.asked) == {"/robots.txt"}


def test_a_robots_txt_that_stays_away_ends_the_audit_when_patience_is_over(
    workshop: Workshop, site: Site
) -> None:
    audit = one_read(workshop.store, site.at())
    site.routes["/robots.txt"] = failing(1000)

    async def go() -> AuditState:
        async with ready(workshop, audit, patience=1.0) as run:
            return await asyncio.wait_for(run(), PATIENCE)

    assert asyncio.run(go()) is AuditState.DONE
    assert counts(workshop.store, audit) == (1, 3, 0)


def test_patience_with_a_site_is_that_of_all_slices_together(workshop: Workshop) -> None:
    audit = one_read(workshop.store, f"http://127.0.0.1:{closed_port()}/")

    patience = dt.timedelta(seconds=5)

    async def go() -> list[AuditState]:
        ends: list[AuditState] = []
        while len(ends) < 12 and AuditState.DONE not in ends:
            async with ready(workshop, audit, patience=patience.total_seconds()) as run:
                slept = asyncio.ensure_future(asyncio.sleep(1.0))
                ends.append(await rests(run, slept.done))
            since = workshop.store.audit(audit).out_since
            if since and dt.datetime.now(dt.UTC) - since < patience:
                assert counts(workshop.store, audit) == (1, 0, 3), "no page is given up before"
        return ends

    ends = asyncio.run(go())
    assert len(ends) > 1
    assert ends[-1] is AuditState.DONE
    assert counts(workshop.store, audit) == (1, 3, 0)


def test_all_pages_in_hand_wait_where_an_outage_is_not_over_when_a_slice_ends(workshop: Workshop) -> None:
    audit = one_read(workshop.store, f"http://127.0.0.1:{closed_port()}/")

    async def go() -> AuditState:
        async with ready(workshop, audit, patience=PATIENCE) as run:
            return await rests(run, lambda: workshop.store.audit(audit).out_since)

    assert asyncio.run(go()) is AuditState.RUNNING
    assert counts(workshop.store, audit) == (1, 0, 3)


# Slices that are shorter than what they begin with


def mapped(site: Site) -> str:
    """A sitemap that names the documents, and one elsewhere."""
    places = [*(site.at(name) for name in NAMES), "https://andetsteds.example/"]
    found = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{found}</urlset>'


def test_a_slice_does_some_of_it_however_long_it_prepared_and_sitemaps_are_read_once(
    workshop: Workshop, site: Site
) -> None:
    site.routes["/sitemap.xml"] = answer(mapped(site), Content_Type="application/xml")
    gate = site.hold("/sitemap.xml")
    audit = begun(workshop.store, site.at("/"))

    async def slice_that_prepares_too_long() -> AuditState:
        async with ready(workshop, audit) as run:
            working = asyncio.ensure_future(run())
            await soon(gate.reached.is_set)
            run.rest.set()
            gate.opened.set()
            return await asyncio.wait_for(working, PATIENCE)

    async def go() -> list[AuditState]:
        ends = [await slice_that_prepares_too_long()]
        while ends[-1] is AuditState.RUNNING and len(ends) < 5:
            async with ready(workshop, audit) as run:
                run.rest.set()
                ends.append(await asyncio.wait_for(run(), PATIENCE))
        return ends

    ends = asyncio.run(go())
    assert ends[0] is AuditState.RUNNING
    assert ends[-1] is AuditState.DONE
    assert counts(workshop.store, audit) == (3, 1, 0), (
        "the start is not there, and all that the sitemap names is"
    )
    assert site.asked.count("/sitemap.xml") == 1
    (outside,) = workshop.store.neighbours(audit)
    assert (outside.via, outside.host, outside.count) == (Via.SITEMAP, "andetsteds.example", 1)


def test_a_slice_that_is_to_rest_at_the_last_page_ends_the_audit(workshop: Workshop, site: Site) -> None:
    gate = site.hold("/c.pdf")
    audit = one_read(workshop.store, site.at(), ("/c.pdf",))

    async def go() -> AuditState:
        async with ready(workshop, audit) as run:
            working = asyncio.ensure_future(run())
            await soon(gate.reached.is_set)
            run.rest.set()
            gate.opened.set()
            return await asyncio.wait_for(working, PATIENCE)

    assert asyncio.run(go()) is AuditState.DONE
    assert workshop.store.audit(audit).state is AuditState.DONE


# What did not change


@pytest.mark.parametrize("told", ["rest", "stop"])
def test_what_is_taken_over_ends_within_a_request_when_it_is_to(
    workshop: Workshop, site: Site, told: str
) -> None:
    store = workshop.store
    night_before = one_read(store, site.at())
    while visits := store.next_visits(night_before, limit=1):
        imprint = Imprint("not what it is" if visits[0].address.endswith("b.pdf") else "?", '"1"', uses={})
        read = Attended(visits[0], VisitState.READ, kind=SubjectKind.DOCUMENT, status=200, imprint=imprint)
        store.keep(night_before, read, new=[])
    store.finish(night_before, AuditState.DONE)
    audit = one_read(store, site.at())
    for name in NAMES:
        site.routes[name] = answer(b"", 304)
    gate = site.hold("/b.pdf")

    async def go() -> AuditState:
        async with ready(workshop, audit) as run:
            known = known_before(store, run.record)

            def carry(attendant: Attendant) -> Carrier:
                return Carrier(store, audit, attendant, known, every_days=28)

            run.carry = carry
            working = asyncio.ensure_future(run())
            await soon(gate.reached.is_set)
            (run.rest if told == "rest" else run.stop).set()
            try:
                return await asyncio.wait_for(asyncio.shield(working), PATIENCE)
            finally:
                gate.opened.set()
                await working

    assert asyncio.run(go()) is (AuditState.RUNNING if told == "rest" else AuditState.STOPPED)
    assert counts(store, audit) == (2, 0, 2), "what was found to be the same is taken over"
    assert "/c.pdf" not in site.asked


# Who no longer has the audit


def audits_of(workshop: Workshop) -> Audits:
    return Audits(workshop.store, "1", dict, lambda _record, **more: workshop.tools(**more), workshop.run)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases are looked at all the time."""
    monkeypatch.setattr("tilgaengelig.work.lease.RENEWED", 0.05)


def to_another(store: Store, record: AuditRecord) -> None:
    """Another machine has the site now: it believed us dead."""
    place = record.order.place
    assert store.take_lease(place, "maskine2 17 9 x", dt.timedelta(hours=1), over=store.lease_holder(place))


@pytest.mark.parametrize("meanwhile", [AuditState.RUNNING, AuditState.DONE])
@pytest.mark.usefixtures("eager")
def test_who_lost_its_lease_says_nothing_of_the_audit(
    workshop: Workshop, site: Site, meanwhile: AuditState
) -> None:
    store = workshop.store
    gate = site.hold("/a.pdf")
    audit = one_read(store, site.at())

    async def go() -> AuditState:
        async with audits_of(workshop).begun(store.audit(audit), None) as run:
            working = asyncio.ensure_future(run())
            await soon(gate.reached.is_set)
            if meanwhile is AuditState.DONE:
                store.finish(audit, AuditState.DONE)
            to_another(store, run.record)
            return await asyncio.wait_for(working, PATIENCE)

    assert asyncio.run(go()) is meanwhile
    assert store.audit(audit).state is meanwhile


@pytest.mark.usefixtures("eager")
def test_a_night_whose_site_went_to_another_process_is_audited_elsewhere(
    workshop: Workshop, site: Site
) -> None:
    store = workshop.store
    gate = site.hold("/robots.txt")
    website = Website("hus", make_order(site.at()))

    async def go() -> Night:
        night = asyncio.ensure_future(audits_of(workshop).nightly()(website, asyncio.Event()))
        await soon(gate.reached.is_set)
        to_another(store, store.audits()[0])
        return await asyncio.wait_for(night, PATIENCE)

    with pytest.raises(Busy):
        asyncio.run(go())
    assert store.audits()[0].state is AuditState.RUNNING


def test_an_audit_that_is_called_off_leaves_nothing_at_work(workshop: Workshop, site: Site) -> None:
    site.routes["/sitemap.xml"] = answer(mapped(site), Content_Type="application/xml")
    gate = site.hold("/sitemap.xml")
    audit = begun(workshop.store, site.at())

    async def go() -> None:
        async with ready(workshop, audit) as run:
            working = asyncio.ensure_future(run())
            await soon(gate.reached.is_set)
            before = asyncio.all_tasks()
            working.cancel()
            await asyncio.wait({working}, timeout=PATIENCE)
            assert working.cancelled()
            left = (before & asyncio.all_tasks()) - {asyncio.current_task()}
            gate.opened.set()
            if left:  # it goes on with the sitemap
                await asyncio.wait(left, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            assert not left

    asyncio.run(go())
    assert workshop.store.progress(audit).found == 1
