"""The group's figures are those of the audits that are kept: the last one of each site and month."""

from __future__ import annotations

import datetime as dt

import pytest
from work_things import store

from our_book import BOOK
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.denmark import local
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.website import Website
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.group import quarter_of, the_group

__all__ = ["store"]

EASY, HARD = Readability(200, 20, 40, 120), Readability(200, 8, 80, 120)


@pytest.mark.parametrize("text", ["2026-4", "2026k4", " 2026-K4 ", None])
def test_a_quarter_is_named_or_is_the_one_that_we_are_in(text: str | None) -> None:
    days = quarter_of(text, dt.date(2026, 11, 26))
    assert days == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize("text", ["", "2026", "2026-5", "1926-1", "2026-1\x00"])
def test_what_is_no_quarter_is_told(text: str) -> None:
    with pytest.raises(WrongUse, match="2026-4"):
        quarter_of(text, dt.date(2026, 11, 26))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return BOOK


def audited(
    store: Store, host: str, *faults: int, state: AuditState = AuditState.DONE, start: str = "/"
) -> None:
    """An audit of a site with a page for each number, which has so many faults; every page with one is hard to read."""
    pages = [f"https://{host}{start}{number}" for number in range(len(faults))]
    order = Order(f"https://{host}{start}", start)
    audit = store.begin(order, rulebook="1", versions={}, first=pages[:1]).id
    store.add_addresses(audit, [NewAddress(page, 1) for page in pages[1:]])
    while visits := store.next_visits(audit, limit=1, exclude=()):
        count = faults[pages.index(visits[0].address)]
        found = tuple(_finding(number) for number in range(count))
        kind, scored = SubjectKind.PAGE, HARD if count else EASY
        read = Attended(
            visits[0],
            VisitState.READ,
            kind,
            "text/html",
            200,
            readability=scored,
            text_language="da",
            findings=found,
        )
        store.keep(audit, read, new=[])
    store.finish(audit, state)


def down(store: Store, host: str) -> None:
    """An audit of a site that did not answer."""
    order = Order(f"https://{host}/")
    audit = store.begin(order, rulebook="1", versions={}, first=[order.start]).id
    (visit,) = store.next_visits(audit, limit=1, exclude=())
    store.keep(audit, Attended(visit, VisitState.TROUBLED, trouble=Trouble(TroubleKind.SERVER_ERROR)), new=[])
    store.finish(audit, AuditState.DONE)


def _finding(number: int) -> Finding:
    place = Place(f"#n{number}", f"<img id=n{number}>")
    who, name = Responsibility.REDAKTOER, f"fejl-{number}"
    return Finding("regel", Outcome.FAILED, Impact.CRITICAL, name, "axe", "x", (), who, place, name)


def test_faults_and_hard_texts_are_counted_a_hundred_pages_by_house(store: Store, rulebook: Rulebook) -> None:
    audited(store, "a.example", 9, 9)
    audited(store, "a.example", 1, 0, 0, 0)
    audited(store, "b.example", 2, 2)
    audited(store, "b.example", 9, 9, state=AuditState.STOPPED)
    today = local(dt.datetime.now(dt.UTC)).date()
    houses = {"a.example/": "Nord", "b.example/": "Syd", "ny.example/": "Syd"}
    found = the_group(store, rulebook, houses, today.replace(day=1), today)
    assert [(each.name, each.now.pages, each.now.faults, each.now.hard) for each in found.houses] == [
        ("Syd", 2, 200.0, 100.0),
        ("Nord", 4, 25.0, 25.0),
    ]
    assert found.unmeasured == ("ny.example",)
    assert {each.change for each in found.sites} == {None}


def test_a_night_in_which_a_site_was_down_is_none_that_counts(store: Store, rulebook: Rulebook) -> None:
    """The site is measured by the night before; one that was down in all of them is not measured."""
    audited(store, "a.example", 9, 9)
    for host in ("a.example", "b.example"):
        down(store, host)
    today = local(dt.datetime.now(dt.UTC)).date()
    houses = {"a.example/": "Nord", "b.example/": "Nord"}
    found = the_group(store, rulebook, houses, today.replace(day=1), today)
    assert [(each.name, each.now.pages, each.now.faults) for each in found.sites] == [("a.example", 2, 900.0)]
    assert found.unmeasured == ("b.example",)


def test_a_site_is_one_with_and_without_www(store: Store, rulebook: Rulebook) -> None:
    audited(store, "www.a.example", 9, 9)
    audited(store, "a.example", 1, 0, 0, 0)
    store.add_website(Website("a", Order("https://www.a.example/"), house="Nord"))
    houses = {kept.website.order.place: kept.website.house for kept in store.websites()}
    today = local(dt.datetime.now(dt.UTC)).date()
    found = the_group(store, rulebook, houses, today.replace(day=1), today)
    assert [(each.name, each.now.pages) for each in found.houses] == [("Nord", 4)]
    assert (found.house_of, found.unmeasured) == ({"a.example": "Nord"}, ())
    newest = store.audits()[0]
    assert [record.order.start for record in store.before(newest.id, most=9)] == ["https://www.a.example/"]
    assert len(store.history(newest.order.place)) == 2


def test_a_site_all_of_which_lies_in_sections_is_not_measured_by_itself(
    store: Store, rulebook: Rulebook
) -> None:
    audited(store, "a.example", 3)
    today = local(dt.datetime.now(dt.UTC)).date()
    houses = {"a.example/": "Nord", "a.example/0/": "Syd"}
    found = the_group(store, rulebook, houses, today.replace(day=1), today)
    assert ([each.name for each in found.sites], found.unmeasured) == (["a.example/0"], ("a.example",))


def test_audits_of_before_the_period_are_what_it_is_held_against(store: Store, rulebook: Rulebook) -> None:
    audited(store, "a.example", 4)
    today = local(dt.datetime.now(dt.UTC)).date()
    later = today + dt.timedelta(days=40)
    found = the_group(store, rulebook, {}, later, later + dt.timedelta(days=40))
    assert found.sites == ()


def test_a_section_that_moves_to_another_house_brings_its_history_along(
    store: Store, rulebook: Rulebook
) -> None:
    """Of thirteen pages /1 is the section, and /10 is not of it."""
    audited(store, "a.example", 9, 4, *[0] * 8, 8, 0, 0)
    today = local(dt.datetime.now(dt.UTC)).date()
    begins = today.replace(day=1)
    before = the_group(store, rulebook, {"a.example/": "Nord"}, begins, today)
    (north,) = before.houses
    assert (north.name, north.now.pages) == ("Nord", 13)
    assert north.now.faults == pytest.approx(100 * 21 / 13)
    houses = {"a.example/": "Nord", "a.example/1/": "Syd", "a.example/nyt/": "Syd", "b.example/1/": "Øst"}
    after = the_group(store, rulebook, houses, begins, today)
    assert [(each.name, each.now.pages, each.now.faults, each.now.hard) for each in after.houses] == [
        ("Syd", 1, 400.0, 100.0),
        ("Nord", 12, pytest.approx(100 * 17 / 12), pytest.approx(100 * 2 / 12)),
    ]
    assert after.house_of == {"a.example": "Nord", "a.example/1": "Syd"}
    assert after.whole.now == before.whole.now, "no page counts twice"
    kept = the_group(store, rulebook, {"a.example/": "Nord", "a.example/1": "Syd"}, begins, today)
    assert {each.name: each.now.pages for each in kept.houses} == {"Syd": 1, "Nord": 12}, (
        "kept without a slash"
    )
    assert after.unmeasured == ("a.example/nyt", "b.example/1")


def test_a_section_that_is_audited_for_itself_too_is_counted_by_its_newest_audit(
    store: Store, rulebook: Rulebook
) -> None:
    audited(store, "a.example", 0, 9)
    audited(store, "a.example", 0, 3, start="/1/")
    today = local(dt.datetime.now(dt.UTC)).date()
    houses = {"a.example/": "Nord", "a.example/1/": "Syd"}
    found = the_group(store, rulebook, houses, today.replace(day=1), today)
    assert {each.name: (each.now.pages, each.now.faults) for each in found.sites} == {
        "a.example": (1, 0.0),
        "a.example/1": (2, 150.0),
    }
