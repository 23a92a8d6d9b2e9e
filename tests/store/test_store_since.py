"""What the store tells of a night, and which nights are of the same site."""

from __future__ import annotations

import pytest
from store_things import SITE, begun, finding, read, redirected, troubled, visits

from tilgaengelig.model.audit import Attended, AuditState, LeftOut, Order, Visit, VisitState
from tilgaengelig.model.difference import Change, Met
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.since import difference

FRONT = f"{SITE}/"


def night(store: Store, *findings: Finding, order: Order | None = None) -> str:
    """A finished audit of a front page with these findings."""
    audit = begun(store, order=order or Order(FRONT))
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, *findings))
    store.finish(audit.id, AuditState.DONE)
    return audit.id


def by_address(store: Store, audit: str) -> dict[str, Visit]:
    return {visit.address: visit for visit in visits(store, audit)}


def test_a_snapshot_says_how_each_address_was_met(store: Store) -> None:
    names = ("laest", "flyttet", "vaek", "nede", "venter")
    audit = begun(store, FRONT, *(f"{SITE}/{name}" for name in names))
    at = by_address(store, audit.id)
    store.keep(audit.id, read(at[FRONT]))
    store.keep(audit.id, read(at[f"{SITE}/laest"], finding(), finding(ordinal=1), finding("andet")))
    store.keep(audit.id, redirected(at[f"{SITE}/flyttet"], f"{SITE}/laest"))
    store.keep(audit.id, troubled(at[f"{SITE}/vaek"]))
    store.keep(audit.id, troubled(at[f"{SITE}/nede"], TroubleKind.SERVER_ERROR))
    told = store.snapshot(audit.id)
    assert {address.rpartition("/")[2]: met for address, met in told.met.items()} == {
        "": Met.READ,
        "laest": Met.READ,
        "flyttet": Met.GONE,
        "vaek": Met.GONE,
        "nede": Met.NOT_REACHED,
        "venter": Met.NOT_REACHED,
    }
    assert told.forwards == {f"{SITE}/flyttet": f"{SITE}/laest"}
    assert sorted(dict(each.pages)[f"{SITE}/laest"] for each in told.sightings.values()) == [1, 2]
    assert not told.whole


@pytest.mark.parametrize(
    ("left_out", "trouble", "whole"),
    [
        (None, None, True),
        (LeftOut.TRAP, None, True),
        (LeftOut.DEPTH, None, False),
        (None, TroubleKind.NOT_FOUND, True),
        (None, TroubleKind.TIMEOUT, False),
        (None, TroubleKind.EMPTY, True),
        (None, TroubleKind.ROBOTS, False),
    ],
)
def test_a_night_is_whole_where_no_page_can_hide(
    store: Store, left_out: LeftOut | None, trouble: TroubleKind | None, whole: bool
) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    new = [NewAddress(f"{SITE}/x", 1, 0, left_out)] if left_out or trouble else []
    store.keep(audit.id, read(visit), new=new)
    if trouble:
        (other,) = visits(store, audit.id)
        store.keep(audit.id, troubled(other, trouble))
    store.finish(audit.id, AuditState.DONE)
    assert store.snapshot(audit.id).whole is whole


@pytest.mark.parametrize(
    ("kind", "whole"),
    [
        (TroubleKind.SERVER_ERROR, False),
        (TroubleKind.TOO_LARGE, False),
        (TroubleKind.NOT_FOUND, True),
        (TroubleKind.ADDRESS_REFUSED, True),
    ],
)
def test_a_night_is_not_whole_where_a_sitemap_was_not_read(
    store: Store, kind: TroubleKind, whole: bool
) -> None:
    audit = begun(store)
    unread = {f"{SITE}/sitemap.xml": Trouble(kind, "503", 503), f"{SITE}/nyt.xml": Trouble(kind, "x")}
    store.keep_unread_sitemaps(audit.id, unread)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit))
    store.finish(audit.id, AuditState.DONE)
    assert store.audit(audit.id).unread_sitemaps == unread
    assert store.snapshot(audit.id).whole is whole
    store.keep_unread_sitemaps(audit.id, {})
    assert store.snapshot(audit.id).whole


def test_a_page_that_robots_txt_itself_keeps_us_from_hides_nothing_tonight_more_than_any_other_night(
    store: Store,
) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit), new=[NewAddress(f"{SITE}/soeg", 1, 0)])
    (other,) = visits(store, audit.id)
    store.keep(audit.id, Attended(other, VisitState.TROUBLED, trouble=Trouble(TroubleKind.ROBOTS)))
    store.finish(audit.id, AuditState.DONE)
    assert store.snapshot(audit.id).whole


@pytest.mark.parametrize(
    "kind", [TroubleKind.ROBOTS, TroubleKind.EMPTY, TroubleKind.NOT_FOUND, TroubleKind.DOWNLOAD]
)
def test_a_night_is_not_whole_where_its_start_was_not_read(store: Store, kind: TroubleKind) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, Attended(visit, VisitState.TROUBLED, trouble=Trouble(kind)))
    store.finish(audit.id, AuditState.DONE)
    told = store.snapshot(audit.id)
    assert (told.whole, told.met) == (False, {FRONT: Met.NOT_REACHED})


@pytest.mark.parametrize(
    ("to", "answers", "whole"),
    [(f"{SITE}/da/", True, True), (f"{SITE}/da/", False, False), ("https://x.dk/", False, False)],
)
def test_a_start_that_sends_on_is_followed(store: Store, to: str, answers: bool, whole: bool) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, redirected(visit, to), new=[NewAddress(to, 0, 1)] if to.startswith(FRONT) else [])
    for other in visits(store, audit.id):
        store.keep(audit.id, read(other) if answers else troubled(other))
    store.finish(audit.id, AuditState.DONE)
    assert store.snapshot(audit.id).whole is whole


def test_what_could_not_be_tried_is_no_finding(store: Store) -> None:
    audit = night(store, finding(outcome=Outcome.UNTESTED))
    told = store.snapshot(audit)
    assert told.sightings == {}
    assert told.untested == {FRONT: frozenset({"billede-uden-alternativ-tekst"})}


def test_what_could_not_be_tried_for_a_night_has_not_come_back_when_it_is_found_again(store: Store) -> None:
    night(store, finding())
    between = difference(store, night(store, finding("crash", outcome=Outcome.UNTESTED)))
    found = difference(store, night(store, finding()))
    assert between is not None
    assert found is not None
    assert [each.change for each in (*between.changes, *found.changes)] == [Change.NOT_REACHED, Change.STILL]


def test_a_fault_that_we_are_in_doubt_of_for_a_night_is_neither_mended_nor_back(store: Store) -> None:
    fault = store.findings(night(store, finding()))[0].component
    doubted = difference(store, night(store, finding(outcome=Outcome.CANT_TELL)))
    again = difference(store, night(store, finding()))
    told = [
        each.change
        for found in (doubted, again)
        if found
        for each in found.changes
        if each.sighting.component == fault
    ]
    assert told == [Change.NOT_REACHED, Change.STILL]


def test_a_doubt_of_the_same_content_elsewhere_in_the_page_mends_nothing(store: Store) -> None:
    fault = store.findings(night(store, finding("header")))[0].component
    found = difference(store, night(store, finding("div", outcome=Outcome.CANT_TELL)))
    assert found is not None
    told = {each.sighting.component: each.change for each in found.changes}
    assert told[fault] is Change.NOT_REACHED
    assert [(page.mended, page.not_reached) for page in found.pages] == [(0, 1)]
    other = Place(target="img", snippet='<img src="/a.png">')
    found = difference(store, night(store, finding("p", outcome=Outcome.CANT_TELL, place=other)))
    assert found is not None
    assert Change.NOT_REACHED not in {each.change for each in found.changes}


def test_the_first_audit_of_a_site_has_nothing_to_be_held_against(store: Store) -> None:
    night(store, finding(), order=Order(f"{SITE}/da/", "/da/"))
    assert difference(store, night(store, finding())) is None


def test_tonight_is_held_against_the_night_before_whatever_was_asked_for_besides(store: Store) -> None:
    night(store, finding("a"), finding("b"))
    night(store, finding("b"), order=Order(FRONT, max_pages=7))
    tonight = night(store, finding("a"), finding("b"), finding("c"))
    found = difference(store, tonight)
    assert found is not None
    assert {change: len(found.of(change)) for change in Change} == {
        Change.NEW: 1, Change.BACK: 1, Change.STILL: 1, Change.MENDED: 0, Change.NOT_REACHED: 0,
    }  # fmt: skip


def test_an_audit_that_was_stopped_is_not_held_against(store: Store) -> None:
    first = night(store, finding("a"))
    stopped = begun(store, order=Order(FRONT))
    store.finish(stopped.id, AuditState.STOPPED)
    found = difference(store, night(store, finding("a")))
    assert found is not None
    assert found.before.id == first


def test_any_two_audits_can_be_held_against_each_other(store: Store) -> None:
    first = night(store, finding("a"))
    night(store)
    found = difference(store, night(store, finding("a")), first)
    assert found is not None
    assert [each.change for each in found.changes] == [Change.STILL]


def test_what_stands_elsewhere_in_the_page_with_another_id_is_still_there(store: Store) -> None:
    def logo(fingerprint: str, html: str) -> Finding:
        return finding(fingerprint, place=Place(target="img", snippet=html))

    night(
        store,
        logo("header>img", '<img id="a7" src="/logo.svg" class="x">'),
        logo("main>img", '<img src="/a.png">'),
    )
    tonight = night(
        store, logo("div>a>img", '<img class="y" src="/logo.svg">'), logo("p>img", '<img src="/b.png">')
    )
    found = difference(store, tonight)
    assert found is not None
    assert [(each.change, each.sighting.snippet, each.moved) for each in found.changes] == [
        (Change.NEW, '<img src="/b.png">', False),
        (Change.STILL, '<img class="y" src="/logo.svg">', True),
        (Change.MENDED, '<img src="/a.png">', False),
    ]
