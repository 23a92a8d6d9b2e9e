"""What is told of an audit: the overview, the broken links, the findings one by one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import update
from store_things import SITE, begun, connected, finding, links, read, redirected, troubled, visits

from tilgaengelig.model.audit import AuditState, LeftOut, SubjectKind
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.store.counting import is_counted
from tilgaengelig.store.schema import component


def test_the_overview_counts_every_address_once(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{name}" for name in "abcdefg"))
    a, b, c, d, e, f, _ = visits(store, audit.id)
    store.keep(audit.id, read(a), new=[NewAddress(f"{SITE}/dyb", 11, 0, LeftOut.DEPTH)])
    store.keep(audit.id, read(b, kind=SubjectKind.DOCUMENT))
    store.keep(audit.id, troubled(c))
    store.keep(audit.id, troubled(d))
    store.keep(audit.id, troubled(e, TroubleKind.LOGIN))
    store.keep(audit.id, redirected(f, f"{SITE}/a"))
    coverage = store.overview(audit.id).coverage
    assert (coverage.found, coverage.pages, coverage.documents, coverage.redirected, coverage.waiting) == (
        8,
        1,
        1,
        1,
        1,
    )
    assert coverage.troubled == {TroubleKind.NOT_FOUND: 2, TroubleKind.LOGIN: 1}
    assert coverage.left_out == {LeftOut.DEPTH: 1}
    assert coverage.found == coverage.read + coverage.not_read + coverage.redirected


def test_components_stand_worst_first_then_most_spread_with_their_first_places(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{name}" for name in "cab"))
    minor, spread, rare = (
        finding("minor", impact=Impact.MINOR),
        finding("spread", impact=Impact.SERIOUS),
        finding("rare", impact=Impact.SERIOUS),
    )
    a, b, c = visits(store, audit.id)
    store.keep(audit.id, read(c, minor, spread))
    store.keep(audit.id, read(b, minor, rare, spread))
    store.keep(audit.id, read(a, minor, finding("minor", 2, impact=Impact.MINOR), spread))
    overview = store.overview(audit.id, occurrences=2)
    assert [(c.impact, c.pages, c.places) for c in overview.components] == [
        (Impact.SERIOUS, 3, 3),
        (Impact.SERIOUS, 1, 1),
        (Impact.MINOR, 3, 4),
    ]
    assert [place.address for place in overview.components[0].occurrences] == [f"{SITE}/a", f"{SITE}/b"]
    assert [place.id for place in overview.components[2].occurrences] == [
        minor.id(a.address),
        finding("minor", 2).id(a.address),
    ]
    assert [len(c.occurrences) for c in store.overview(audit.id, occurrences=0).components] == [0, 0, 0]
    assert [len(c.occurrences) for c in store.overview(audit.id, occurrences=None).components] == [3, 1, 4]


def test_what_was_counted_at_the_end_is_what_is_counted_when_asked(store: Store, database_url: str) -> None:
    audit = begun(store, *(f"{SITE}/{name}" for name in "abc"))
    a, b, c = visits(store, audit.id)
    told: dict[str, Any] = {"message": "Det andet billede.", "responsibility": Responsibility.UDVIKLER}
    store.keep(audit.id, read(b, finding("logo"), finding("logo", 1, **told), finding("kun her")))
    store.keep(audit.id, read(c, finding("logo", **told)))

    def told_of() -> list[tuple[Component, ...]]:
        return [store.overview(audit.id, occurrences=most).components for most in (0, 1, 50, None)]

    counted_when_asked = told_of()
    store.finish(audit.id, AuditState.STOPPED)
    assert told_of() == counted_when_asked
    store.resume(audit.id)
    # What is read now comes before all the others, and what was there alone is gone.
    store.keep(audit.id, read(a, finding("logo", message="Det første billede."), finding("ny")))
    store.keep(audit.id, read(b, finding("logo"), finding("logo", 1, **told)))
    counted_when_asked = told_of()
    logo = next(each for each in counted_when_asked[0] if each.places == 4)
    assert (logo.pages, logo.message, len(counted_when_asked[0])) == (3, "Det første billede.", 2)
    store.finish(audit.id, AuditState.DONE)
    with connected(database_url) as connection:
        assert is_counted(connection, 1)
    assert told_of() == counted_when_asked
    with connected(database_url) as connection:  # it ended before we counted
        connection.execute(update(component).values(pages=None, places=None, first=None))
    assert told_of() == counted_when_asked


def test_counts_hold_no_longer_where_a_page_of_an_ended_audit_is_kept_again(store: Store) -> None:
    audit = begun(store, f"{SITE}/a")
    (a,) = visits(store, audit.id)
    store.keep(audit.id, read(a, finding("logo"), finding("kun før")))
    store.finish(audit.id, AuditState.DONE)
    store.keep(audit.id, read(a, finding("logo"), finding("logo", 1)))
    (logo,) = store.overview(audit.id).components
    assert (logo.pages, logo.places) == (1, 2)


def test_subjects_stand_by_depth_and_address(store: Store) -> None:
    audit = begun(store, f"{SITE}/z")
    store.add_addresses(audit.id, [(f"{SITE}/b", 1, 0), (f"{SITE}/a", 1, 1), (f"{SITE}/0", 2, 0)])
    assert [row.address for row in store.overview(audit.id).subjects] == [
        f"{SITE}/{name}" for name in ("z", "a", "b", "0")
    ]
    assert store.subjects(audit.id) == store.overview(audit.id).subjects


def test_broken_links_bring_every_page_and_text_that_leads_there(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b")
    a, b = visits(store, audit.id)
    away, old, older = f"{SITE}/væk", f"{SITE}/old", f"{SITE}/older"
    # a links to what is found only later; b links to it, and to an old address that sends on to it
    store.keep(audit.id, read(a, links=links(away, away, f"{SITE}/b")))
    new = [NewAddress(address, 1) for address in (away, old, older, f"{SITE}/hemmelig")]
    store.keep(audit.id, read(b, links=links(away, older, f"{SITE}/hemmelig")), new=new)
    for visit in visits(store, audit.id):
        if visit.address == old:
            store.keep(audit.id, redirected(visit, away))
        elif visit.address == older:
            store.keep(audit.id, redirected(visit, old))
        else:
            store.keep(
                audit.id,
                troubled(visit, TroubleKind.NOT_FOUND if visit.address == away else TroubleKind.LOGIN),
            )
    (broken,) = store.overview(audit.id).broken
    assert broken.address == away
    assert broken.trouble.kind is TroubleKind.NOT_FOUND
    assert broken.sources == (
        (a.address, "Læs om væk"),
        (b.address, "Læs om older"),
        (b.address, "Læs om væk"),
    )


def test_a_document_brings_the_first_pages_that_link_to_it_by_whatever_way(store: Store) -> None:
    names = [f"{SITE}/{name}" for name in "abcdefg"]
    audit = begun(store, *names)
    report, old = f"{SITE}/rapport.pdf", f"{SITE}/old"
    pages = visits(store, audit.id)
    # The first links to what is found only later, the second to an old address, and all have it twice.
    for number, page in enumerate(pages):
        target = old if number == 1 else report
        new = [NewAddress(address, 1) for address in (report, old)] if number == 2 else []
        store.keep(audit.id, read(page, links=links(target, target)), new=new)
    for visit in visits(store, audit.id):
        document = visit.address == report
        store.keep(
            audit.id, read(visit, kind=SubjectKind.DOCUMENT) if document else redirected(visit, report)
        )
    assert store.overview(audit.id).linked == {
        report: tuple(
            (name, "Læs om old" if number == 1 else "Læs om rapport.pdf")
            for number, name in enumerate(names[:5])
        )
    }


def test_addresses_that_send_on_in_a_ring_end(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{name}" for name in "abcd"))
    a, b, c, d = visits(store, audit.id)
    store.keep(audit.id, read(d, links=links(c.address)))
    store.keep(audit.id, redirected(a, b.address))
    store.keep(audit.id, redirected(b, a.address))
    store.keep(audit.id, troubled(c, TroubleKind.TOO_MANY_REDIRECTS))
    assert [(broken.address, broken.sources) for broken in store.overview(audit.id).broken] == [
        (c.address, ((d.address, "Læs om c"),))
    ]


def test_what_no_page_links_to_is_no_broken_link(store: Store) -> None:
    audit = begun(store, f"{SITE}/")
    (start,) = visits(store, audit.id)
    store.keep(audit.id, troubled(start, TroubleKind.NOT_FOUND))
    overview = store.overview(audit.id)
    assert overview.broken == ()
    assert [row.trouble is not None for row in overview.subjects] == [True]


def _varied() -> list[Finding]:
    return [
        finding(
            f"c{n}",
            rule=("regel-a", "regel-b")[n % 2],
            impact=list(Impact)[n % 4],
            outcome=(Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)[n % 3],
            responsibility=list(Responsibility)[n % 5],
        )
        for n in range(30)
    ]


def test_findings_are_paged_by_id_with_none_lost(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b")
    for visit in visits(store, audit.id):
        store.keep(audit.id, read(visit, *_varied()))
    pages, after = [], None
    while page := store.findings(audit.id, limit=7, after=after):
        pages.append(page)
        after = page[-1].id
    ids = [found.id for page in pages for found in page]
    assert [len(page) for page in pages] == [7] * 8 + [4]
    assert ids == sorted(store.finding_ids(audit.id))


def test_findings_are_filtered_by_each_thing_and_all_together(store: Store) -> None:
    audit, other = begun(store, f"{SITE}/a", f"{SITE}/b"), begun(store, f"{SITE}/a")
    for each in (audit, other):
        for visit in visits(store, each.id):
            store.keep(each.id, read(visit, *_varied()))
    every = store.findings(audit.id, limit=1000)
    assert len(every) == 60
    for one in islice(every, 0, None, 7):
        for names in (
            ["rule"],
            ["impact"],
            ["outcome"],
            ["responsibility"],
            ["address"],
            ["component"],
            ["rule", "impact", "outcome", "responsibility", "address", "component"],
        ):
            asked = {name: getattr(one, name) for name in names}
            found = store.findings(audit.id, limit=1000, **asked)
            assert found == [f for f in every if all(getattr(f, n) == v for n, v in asked.items())]


def test_a_filter_that_fits_nothing_finds_nothing_and_a_faulty_cursor_is_wrong_use(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, finding()))
    for asked in ({"rule": "\0"}, {"address": "\udc00"}, {"component": "ikke hex"}, {"component": "00"}):
        assert store.findings(audit.id, **asked) == []  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="ikke et id på et fund"):
        store.findings(audit.id, after="ikke hex")


def test_what_recurs_is_told_and_can_be_given_to_the_developer(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b", f"{SITE}/c")
    a, b, c = visits(store, audit.id)
    store.keep(
        audit.id, read(a, finding("everywhere"), finding("twice"), finding("once"), finding("once", 1))
    )
    store.keep(
        audit.id, read(b, finding("everywhere", responsibility=Responsibility.JURIST), finding("twice"))
    )
    store.keep(audit.id, read(c, finding("everywhere")))
    asked: list[Mapping[str, int]] = []

    def on_all_three(places: Mapping[str, int]) -> bool:
        asked.append(places)
        return len(places) == 3

    (everywhere,) = store.recurring(audit.id, Responsibility.REDAKTOER, on_all_three)
    assert sorted(asked, key=len) == [
        {visit.address: 1 for visit in (a, b)},
        {visit.address: 1 for visit in (a, b, c)},
    ]
    (twice,) = store.recurring(audit.id, Responsibility.REDAKTOER, lambda places: len(places) == 2)
    assert store.recurring(audit.id, Responsibility.DESIGNER, bool) == []
    store.reassign(audit.id, everywhere, Responsibility.UDVIKLER)
    by_component = {c.id: c for c in store.overview(audit.id).components}
    assert by_component[everywhere].responsibility is Responsibility.UDVIKLER
    assert by_component[twice].responsibility is Responsibility.REDAKTOER
    assert len(store.findings(audit.id, responsibility=Responsibility.UDVIKLER)) == 3
    assert store.findings(audit.id, responsibility=Responsibility.JURIST) == []


def test_of_what_recurs_one_component_is_in_memory_at_a_time(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{'afsnit/' * 100}{n}" for n in range(60)))
    for visit in visits(store, audit.id):
        store.keep(audit.id, read(visit, *(finding(str(n)) for n in range(40))))
    tracemalloc.start()
    try:
        assert len(store.recurring(audit.id, Responsibility.REDAKTOER, bool)) == 40
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_200_000  # the addresses of all places take two million bytes


def test_a_component_that_is_not_there_is_said_so(store: Store) -> None:
    audit = begun(store)
    for wanted in ("00", "ikke hex", ""):
        with pytest.raises(UnknownThing, match="ingen komponent"):
            store.picture(audit.id, wanted)
        with pytest.raises(UnknownThing, match="ingen komponent"):
            store.reassign(audit.id, wanted, Responsibility.JURIST)


def test_breaches_are_told_with_the_web_pages_they_are_on(store: Store) -> None:
    audit = begun(store, f"{SITE}/", f"{SITE}/a", f"{SITE}/b", f"{SITE}/c.pdf", f"{SITE}/d")
    found = {visit.address.removeprefix(SITE): visit for visit in visits(store, audit.id)}
    doubt = finding("alt", outcome=Outcome.CANT_TELL, responsibility=Responsibility.UDVIKLER)
    store.keep(audit.id, read(found["/"], finding(), finding(ordinal=1), doubt))
    store.keep(audit.id, read(found["/a"], finding()))
    store.keep(audit.id, read(found["/b"], finding("ramme", outcome=Outcome.UNTESTED)))
    store.keep(audit.id, read(found["/c.pdf"], finding(), kind=SubjectKind.DOCUMENT))
    store.keep(audit.id, troubled(found["/d"]))
    told = store.breaches(audit.id)
    assert told.pages == 3
    sure, unsure = sorted(told.breaches, key=lambda one: one.outcome is Outcome.CANT_TELL)
    assert list(sure.pages) == sorted([found["/"].id, found["/a"].id])
    assert (sure.rule, sure.wcag, sure.element) == ("billede-uden-alternativ-tekst", ("1.1.1",), True)
    assert list(unsure.pages) == [found["/"].id]
    assert unsure.responsibility is Responsibility.UDVIKLER
    assert told.monitored == {}


def test_what_the_authoritys_engine_said_is_told_page_by_page(store: Store) -> None:
    audit = begun(store, f"{SITE}/", f"{SITE}/a", f"{SITE}/b")
    pages = {visit.address.removeprefix(SITE): visit for visit in visits(store, audit.id)}
    store.keep(
        audit.id, read(pages["/"], finding(monitored=("1.1.1", "4.1.2")), monitored=("1.1.1", "4.1.2"))
    )
    store.keep(audit.id, read(pages["/a"], finding(), monitored=()))
    store.keep(audit.id, read(pages["/b"], finding(monitored=("1.1.1",)), monitored=("1.1.1",)))
    told = store.breaches(audit.id)
    first, quiet, last = (pages[name].id for name in ("/", "/a", "/b"))
    assert told.monitored == {first: ("1.1.1", "4.1.2"), quiet: (), last: ("1.1.1",)}
    (one,) = told.breaches
    assert list(one.pages) == sorted([first, quiet, last])
    assert {sc: list(some) for sc, some in one.monitored.items()} == {
        "1.1.1": sorted([first, last]),
        "4.1.2": [first],
    }
