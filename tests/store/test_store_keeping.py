"""What came of a visit is kept whole, once, and by many hands at a time."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from store_things import SITE, begun, finding, links, read, troubled, visits

from tilgaengelig.model.audit import Attended, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.overview import SubjectRow
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import NewAddress, Store


def test_a_visit_comes_back_as_it_was_kept(store: Store) -> None:
    audit = begun(store, f"{SITE}/a.pdf", f"{SITE}/b")
    a, b = visits(store, audit.id)
    store.keep(
        audit.id,
        Attended(
            visit=a,
            state=VisitState.READ,
            kind=SubjectKind.DOCUMENT,
            media_type="application/pdf",
            status=200,
            final_address=a.address,
            title="Årsrapport",
            language="da-DK",
            text_language="da",
            readability=Readability(412, 31, 120, 200),
            findings=(finding(), finding("x", outcome=Outcome.CANT_TELL)),
            facts={"conformant": False, "pages": 12, "producer": "Word", "dpi": 72.5},
            seconds={"load": 0.25},
            size=5_000_000_000,
        ),
    )
    trouble = Trouble(TroubleKind.TIMEOUT, "30 s")
    store.keep(audit.id, Attended(b, VisitState.TROUBLED, trouble=trouble))
    first, second = store.overview(audit.id).subjects
    assert first == SubjectRow(
        address=a.address,
        state=VisitState.READ,
        kind=SubjectKind.DOCUMENT,
        depth=0,
        status=200,
        media_type="application/pdf",
        title="Årsrapport",
        language="da-DK",
        text_language="da",
        readability=Readability(412, 31, 120, 200),
        failed=1,
        cant_tell=1,
        size=5_000_000_000,
        facts={"conformant": False, "pages": 12, "producer": "Word", "dpi": 72.5},
        seconds={"load": 0.25},
    )
    assert (second.trouble, second.state, second.readability) == (trouble, VisitState.TROUBLED, None)


def test_keeping_the_same_visit_twice_leaves_one_result(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    attended = read(visit, finding(), finding("x"), links=links(f"{SITE}/a", "https://ude.dk/"), title="En")
    new = [NewAddress(f"{SITE}/a", 1)]
    store.keep(audit.id, attended, new=new)
    once = store.overview(audit.id)
    store.keep(audit.id, attended, new=new)
    assert store.overview(audit.id) == once


def test_what_is_kept_last_replaces_what_was_there(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, finding(), finding("x"), title="En"))
    store.keep(audit.id, read(visit, finding("x"), finding("y"), finding("z"), title="To"))
    overview = store.overview(audit.id)
    assert overview.subjects[0].title == "To"
    assert overview.subjects[0].failed == 3
    assert len(overview.components) == 3
    assert store.finding_ids(audit.id) == {finding(c).id(visit.address) for c in "xyz"}


def test_finding_ids_are_the_models_and_the_same_in_every_audit(store: Store) -> None:
    kept = []
    for _ in range(2):
        audit = begun(store)
        (visit,) = visits(store, audit.id)
        store.keep(audit.id, read(visit, finding(), finding(ordinal=1)))
        kept.append((store.finding_ids(audit.id), [c.id for c in store.overview(audit.id).components]))
    assert kept[0] == kept[1]
    assert kept[0][0] == {finding().id(f"{SITE}/"), finding(ordinal=1).id(f"{SITE}/")}


def test_where_two_findings_claim_one_id_the_graver_outcome_stands(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, finding(outcome=Outcome.CANT_TELL), finding(), finding()))
    assert [found.outcome for found in store.findings(audit.id)] == [Outcome.FAILED]
    assert (store.overview(audit.id).subjects[0].failed, store.overview(audit.id).subjects[0].cant_tell) == (
        1,
        0,
    )


def test_an_occurrence_says_itself_where_it_differs_from_its_component(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b", f"{SITE}/c")
    a, b, c = visits(store, audit.id)
    other = Place("main > img", '<img src="b">', region=Region.MAIN, page=4, viewports=())
    differs = finding(place=other, message="Anderledes", responsibility=Responsibility.UDVIKLER)
    empty = finding(place=Place(), message="")
    store.keep(audit.id, read(c, empty))
    store.keep(audit.id, read(b, differs))
    store.keep(audit.id, read(a, finding()))
    for given, visit in ((finding(), a), (differs, b), (empty, c)):
        (found,) = store.findings(audit.id, address=visit.address)
        assert found.id == given.id(visit.address)
        assert (found.message, found.responsibility) == (given.message, given.responsibility)
        place = given.place
        assert (found.target, found.snippet, found.region) == (place.target, place.snippet, place.region)
        assert (found.viewports, found.page) == (place.viewports, place.page)
    (component,) = store.overview(audit.id).components
    assert [place.message for place in component.occurrences] == [finding().message, "Anderledes", ""]
    # What the component says of itself is what its first place says, not what was kept first.
    assert (component.message, component.region) == (finding().message, Region.HEADER)


def test_a_component_has_the_worst_impact_and_the_first_picture_that_it_was_given(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b", f"{SITE}/c")
    a, b, c = visits(store, audit.id)
    store.keep(audit.id, read(a, finding(impact=Impact.MODERATE)))
    assert store.known_components(audit.id) == set()
    store.keep(
        audit.id,
        read(b, finding(impact=Impact.MINOR), finding(ordinal=1, impact=Impact.SERIOUS, picture=b"webp")),
    )
    store.keep(audit.id, read(c, finding(impact=Impact.MINOR, picture=b"later")))
    (component,) = store.overview(audit.id).components
    assert (component.impact, component.picture, component.places) == (Impact.SERIOUS, b"webp", 4)
    assert store.picture(audit.id, component.id) == b"webp"
    assert store.known_components(audit.id) == {"logo"}


def test_each_pdf_keeps_the_pictures_of_its_own_places(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{name}.pdf" for name in ("a", "b", "good", "lost")))
    a, b, good, lost = visits(store, audit.id)

    def pale(page: int, picture: bytes | None) -> Finding:
        return finding(
            "contrast", page - 1, message=f"Side {page}", place=Place("P", page=page), picture=picture
        )

    document = {"kind": SubjectKind.DOCUMENT, "media_type": "application/pdf"}
    store.keep(audit.id, read(a, pale(1, b"one"), pale(2, None), **document))
    store.keep(audit.id, read(b, pale(1, b"other"), pale(3, b"one"), **document))
    store.keep(audit.id, read(good, **document))
    store.keep(audit.id, troubled(lost))
    told = store.overview(audit.id).in_documents
    assert told.keys() == {a.address, b.address, good.address}
    assert [(one.page, one.message, one.picture) for one in told[a.address]] == [
        (1, "Side 1", b"one"),
        (2, "Side 2", None),
    ]
    assert [(one.page, one.target, one.picture) for one in told[b.address]] == [
        (1, "P", b"other"),
        (3, "P", b"one"),
    ]
    assert told[good.address] == ()
    assert store.overview(audit.id, occurrences=0).in_documents == {}
    store.delete_audit(audit.id)


def test_a_visit_is_not_kept_without_its_reason(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    for state in (VisitState.QUEUED, VisitState.TROUBLED, VisitState.LEFT_OUT):
        with pytest.raises(ValueError, match="without its reason"):
            store.keep(audit.id, Attended(visit, state))
    assert visits(store, audit.id) == [visit]


def test_a_visit_that_cannot_be_kept_leaves_nothing(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    faulty = replace(finding("y"), ordinal="not a number")  # type: ignore[arg-type]
    attended = read(visit, finding(), replace(faulty, place=Place(page=object())), links=links(f"{SITE}/a"))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="object"):
        store.keep(audit.id, attended, new=[NewAddress(f"{SITE}/a", 1)])
    assert visits(store, audit.id) == [visit]
    assert store.finding_ids(audit.id) == set()
    assert store.progress(audit.id).found == 1


def test_many_hands_keep_pages_with_the_same_components_links_and_pictures(database_url: str) -> None:
    """Eight threads over two stores; each page links to all others, so that a ring of waiting would show."""
    pages = [f"{SITE}/{n}" for n in range(80)]
    with Store(database_url) as one, Store(database_url) as other:
        one.migrate()
        audit = begun(one, *pages)
        waiting = visits(one, audit.id)

        def attend(n: int) -> None:
            mixed = random.Random(n)
            components = [f"c{k}" for k in range(30)]
            targets = [
                *pages,
                *(f"{SITE}/new{k}" for k in range(40)),
                *(f"https://ude.dk/{k}" for k in range(20)),
            ]
            mixed.shuffle(components)
            mixed.shuffle(targets)
            found = [
                finding(c, impact=mixed.choice(list(Impact)), picture=c[-1].encode() if n % 2 else None)
                for c in components
            ]
            new = [NewAddress(t, mixed.randint(1, 3), mixed.randint(0, 1)) for t in targets if SITE in t]
            store = one if n % 4 else other
            store.keep(audit.id, read(waiting[n], *found, links=links(*targets)), new=new)

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(attend, range(80)))
        overview = one.overview(audit.id, occurrences=None)
        assert overview.coverage.pages == 80
        assert overview.coverage.waiting == 40
        assert [(c.pages, c.places, len(c.occurrences)) for c in overview.components] == [(80, 80, 80)] * 30
        assert {c.impact for c in overview.components} == {Impact.CRITICAL}
        assert all(c.picture is not None for c in overview.components)
        assert {row.depth for row in overview.subjects if row.state is VisitState.QUEUED} == {1}


def test_20000_findings_on_200_pages_share_a_few_components(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{n:03}" for n in range(200)))
    for visit in visits(store, audit.id):
        store.keep(audit.id, read(visit, *(finding(f"c{n % 50}", n // 50) for n in range(100))))
    overview = store.overview(audit.id, occurrences=3)
    assert len(overview.components) == 50
    assert {(c.pages, c.places, len(c.occurrences)) for c in overview.components} == {(200, 400, 3)}
    assert len(store.finding_ids(audit.id)) == 20_000
    assert store.progress(audit.id).findings == 20_000
