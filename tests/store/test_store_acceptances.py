"""What is accepted belongs to the site: it holds for the next audit, ends by itself, and falls with the content."""

from __future__ import annotations

import datetime as dt

import pytest
from store_things import SITE, begun, finding, read, visits

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.overview import Component
from tilgaengelig.store import Ground, Store

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
MAY = dt.date(2027, 5, 1)
#: Answers are heard as of the day on which they are asked for.
SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
PLANNED = Ground(Reason.PLANNED, "Anna Holm", MAY, "Ny forside til maj")
START = f"{SITE}/"


def audited(store: Store, *findings: Finding, start: str = START) -> str:
    """An audit of one page with these findings."""
    audit = begun(store, order=Order(start))
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, *findings))
    return audit.id


def components(store: Store, audit: str) -> tuple[Component, ...]:
    return store.overview(audit).components


def one(store: Store, audit: str) -> Component:
    (found,) = components(store, audit)
    return found


def test_a_component_is_accepted_for_every_audit_of_its_site(store: Store) -> None:
    first = audited(store, finding())
    made = store.accept(one(store, first).id, PLANNED, now=NOW)
    later = audited(store, finding(), start=f"{SITE}/da/")
    assert one(store, first).accepted == one(store, later).accepted == made
    assert (made.site, made.rule, made.reason, made.note, made.by, made.until, made.made) == (
        "www.ministerium.dk",
        "billede-uden-alternativ-tekst",
        Reason.PLANNED,
        "Ny forside til maj",
        "Anna Holm",
        MAY,
        NOW,
    )
    store.delete_audit(first)
    assert one(store, later).accepted == made


def test_the_same_component_of_another_site_is_not_accepted_with_it(store: Store) -> None:
    other = audited(store, finding(), start="https://www.styrelsen.dk/")
    here = audited(store, finding())
    store.accept(one(store, other).id, PLANNED, audit_id=other, now=NOW)
    assert one(store, other).accepted is not None
    assert one(store, here).accepted is None


def test_it_holds_for_the_site_with_and_without_www(store: Store) -> None:
    first, later = audited(store, finding()), audited(store, finding(), start="https://ministerium.dk/")
    store.accept(one(store, first).id, PLANNED, audit_id=first, now=NOW)
    again = store.accept(one(store, first).id, PLANNED, audit_id=later, now=NOW)
    assert one(store, first).accepted == one(store, later).accepted == again
    assert store.accepted() == [again]


def test_without_an_audit_the_newest_that_has_it_says_which_site(store: Store) -> None:
    audited(store, finding())
    newest = audited(store, finding(), start="https://www.styrelsen.dk/")
    assert store.accept(one(store, newest).id, PLANNED, now=NOW).site == "www.styrelsen.dk"


def test_it_holds_to_the_end_of_its_last_day(store: Store) -> None:
    made = store.accept(one(store, audited(store, finding())).id, PLANNED, now=NOW)
    assert [made.holds(day) for day in (MAY, MAY + dt.timedelta(days=1))] == [True, False]


def test_another_element_is_another_component_and_is_open(store: Store) -> None:
    store.accept(one(store, audited(store, finding())).id, PLANNED, now=NOW)
    later = audited(store, finding("et andet logo"))
    assert one(store, later).accepted is None


def snippet(html: str) -> Finding:
    return finding(place=Place(target="img", snippet=html))


def test_a_single_finding_is_not_confirmed_since_that_is_said_of_the_whole_fault(store: Store) -> None:
    audit = audited(store, finding(outcome=Outcome.CANT_TELL))
    with pytest.raises(WrongUse, match="Bekræft hele fejlen"):
        store.accept(
            finding(outcome=Outcome.CANT_TELL).id(START), Ground(Reason.CONFIRMED, "Anna Holm", MAY), now=NOW
        )
    assert one(store, audit).accepted_places == ()


def test_a_single_finding_is_accepted_and_its_likes_are_not(store: Store) -> None:
    audit = audited(store, finding(), finding(ordinal=1))
    first = finding().id(START)
    made = store.accept(first, PLANNED, now=NOW)
    component = one(store, audit)
    assert made.finding == first
    assert (component.accepted, component.accepted_places, component.places) == (None, (made,), 2)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        ('<img class="b" src="/logo.svg" id="x-9">', True),
        ('<img id="x-7" src="/logo.svg">', True),
        ('<img src="/logo.svg" data-nid=\'4\' style="color: red">', True),
        ('<img src="/andet.svg" id="x-7">', False),
        ('<img src="/logo.svg" title="Vores logo">', False),
    ],
)
def test_a_single_finding_is_open_again_when_something_else_stands_there(
    store: Store, now: str, holds: bool
) -> None:
    audited(store, snippet('<img src="/logo.svg" class="a" id="x-7">'))
    store.accept(finding().id(START), PLANNED, now=NOW)
    later = audited(store, snippet(now))
    assert bool(one(store, later).accepted_places) is holds


def test_accepted_again_it_has_the_new_reason_and_day(store: Store) -> None:
    audit = audited(store, finding())
    component = one(store, audit).id
    store.accept(component, PLANNED, now=NOW)
    again = store.accept(component, Ground(Reason.BURDEN, "Bo", MAY), now=NOW)
    assert store.accepted() == [again]


@pytest.mark.parametrize(
    ("reason", "days", "kept"),
    [
        (Reason.PLANNED, 30, True),
        (Reason.BURDEN, 30, True),
        (Reason.FALSE_ALARM, 30, False),
        (Reason.PLANNED, 400, False),
    ],
)
def test_accepted_again_while_it_holds_it_holds_from_the_first_day(
    store: Store, reason: Reason, days: int, kept: bool
) -> None:
    component = one(store, audited(store, finding())).id
    store.accept(component, PLANNED, now=NOW)
    later = NOW + dt.timedelta(days=days)
    again = store.accept(component, Ground(reason, "Bo", dt.date(2028, 1, 1)), now=later)
    assert again.made == (NOW if kept else later)
    assert store.accepted() == [again]


def test_accepted_again_the_stamp_is_another(store: Store) -> None:
    component = one(store, audited(store, finding())).id
    stamps = set()
    for day in (MAY, NOW.date()):
        store.accept(component, Ground(Reason.PLANNED, "Anna", day), now=NOW)
        stamps.add(store.acceptance_stamp())
    assert len(stamps) == 2


def test_taken_back_it_is_open_and_the_stamp_is_another(store: Store) -> None:
    audit = audited(store, finding())
    stamps = [store.acceptance_stamp()]
    made = store.accept(one(store, audit).id, PLANNED, now=NOW)
    stamps.append(store.acceptance_stamp())
    assert store.withdraw(made.id) == made
    stamps.append(store.acceptance_stamp())
    assert one(store, audit).accepted is None
    assert stamps[0] != stamps[1] != stamps[2]
    with pytest.raises(UnknownThing):
        store.withdraw(made.id)


def test_it_holds_by_the_id_too_that_the_fault_has_by_now(store: Store) -> None:
    first = audited(store, finding(), finding(ordinal=1))
    old = one(store, first).id
    store.accept(finding(ordinal=1).id(START), PLANNED, now=NOW)
    whole = store.accept(old, PLANNED, now=NOW)
    later = audited(store, finding("menu"), finding("menu", ordinal=1))
    new = one(store, later).id
    for _ in range(2):
        store.follow_accepted(later, {old: new})
    moved = one(store, later)
    assert moved.accepted is not None
    assert (moved.accepted.component, moved.accepted.made) == (new, NOW)
    assert [each.finding for each in moved.accepted_places] == [finding("menu", ordinal=1).id(START)]
    assert one(store, first).accepted == whole
    assert len(store.accepted()) == 2, "each decision is listed once"


@pytest.mark.parametrize("by_new_id", [True, False])
def test_taken_back_it_is_open_by_all_ids_that_the_fault_had(store: Store, by_new_id: bool) -> None:
    other = finding("ikon", rule="et-andet-billede")
    old, new = (audited(store, finding(where), other) for where in ("logo", "menu"))
    was, now = ({each.rule: each.id for each in components(store, audit)} for audit in (old, new))
    rule = finding().rule
    made, left = (store.accept(was[each], PLANNED, now=NOW) for each in (rule, other.rule))
    store.follow_accepted(new, {was[rule]: now[rule]})
    assert store.accepted() == [made, left]
    held = {each.rule: each.accepted for each in components(store, new)}[rule]
    assert held is not None
    assert held.id != made.id
    store.withdraw(held.id if by_new_id else made.id)
    for audit in (old, new):
        assert [each.rule for each in components(store, audit) if each.accepted] == [other.rule]
    assert store.accepted() == [left]


def test_those_of_a_site_are_listed_the_first_to_end_first(store: Store) -> None:
    audit = audited(store, finding(), finding("b"))
    first, second = (each.id for each in components(store, audit))
    late = store.accept(first, PLANNED, now=NOW)
    soon = store.accept(second, Ground(Reason.SUPPLIER, "Bo", NOW.date()), now=NOW)
    assert store.accepted(site="WWW.ministerium.dk") == [soon, late]
    assert store.accepted(site=f"{SITE}/om") == store.accepted(site="ministerium.dk") == [soon, late]
    assert store.accepted(site="www.styrelsen.dk") == []


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (Ground(Reason.PLANNED, " ", MAY), "navnet"),
        (Ground(Reason.PLANNED, "Anna", NOW.date() - dt.timedelta(days=1)), "01.11.2026"),
        (Ground(Reason.OTHER, "Anna", MAY, " "), "andet"),
    ],
)
def test_what_is_no_ground_is_told(store: Store, ground: Ground, said: str) -> None:
    component = one(store, audited(store, finding())).id
    with pytest.raises(WrongUse, match=said):
        store.accept(component, ground, now=NOW)
    assert store.accepted() == []


@pytest.mark.parametrize("thing", ["", "logo", "0" * 20, "æ" * 20, "0" * 19 + "\0"])
def test_an_id_that_is_not_there_is_told(store: Store, thing: str) -> None:
    audit = audited(store, finding())
    for given in (None, audit):
        with pytest.raises(UnknownThing):
            store.accept(thing, PLANNED, audit_id=given, now=NOW)


@pytest.mark.parametrize(
    ("reason", "estimated", "compared"),
    [
        (Reason.CONFIRMED, [Outcome.FAILED], Outcome.FAILED),
        (Reason.FALSE_ALARM, [], Outcome.CANT_TELL),
        (Reason.PLANNED, [Outcome.CANT_TELL], Outcome.CANT_TELL),
    ],
)
def test_an_answered_doubt_counts_as_answered_in_the_estimate_and_between_audits(
    store: Store, reason: Reason, estimated: list[Outcome], compared: Outcome
) -> None:
    audit = audited(store, finding(outcome=Outcome.CANT_TELL))
    doubt = one(store, audit).id
    store.accept(doubt, Ground(reason, "Anna", SOON), audit_id=audit)
    assert [each.outcome for each in store.breaches(audit).breaches] == estimated
    assert store.snapshot(audit).sightings[doubt].outcome is compared


def test_an_answer_changes_nothing_of_what_had_failed_already(store: Store) -> None:
    audit = audited(store, finding())
    store.accept(one(store, audit).id, Ground(Reason.FALSE_ALARM, "Anna", SOON), audit_id=audit)
    assert [each.outcome for each in store.breaches(audit).breaches] == [Outcome.FAILED]


@pytest.mark.parametrize(
    ("reason", "outcome", "counts"),
    [
        (Reason.CONFIRMED, Outcome.FAILED, (3, 0)),
        (Reason.FALSE_ALARM, Outcome.CANT_TELL, (1, 0)),
        (Reason.PLANNED, Outcome.CANT_TELL, (1, 2)),
    ],
)
def test_an_answered_doubt_counts_as_answered_on_its_page_and_in_lists(
    store: Store, reason: Reason, outcome: Outcome, counts: tuple[int, int]
) -> None:
    doubts = [finding("tvivl", outcome=Outcome.CANT_TELL, ordinal=number) for number in range(2)]
    audit = audited(store, finding(), *doubts)
    (doubt,) = (each.id for each in components(store, audit) if each.outcome is Outcome.CANT_TELL)
    store.accept(doubt, Ground(reason, "Anna", SOON), audit_id=audit)
    assert {each.id: each.outcome for each in components(store, audit)}[doubt] is outcome
    for row in (*store.overview(audit).subjects, *store.subjects(audit)):
        assert (row.failed, row.cant_tell) == counts
    listed = store.findings(audit, component=doubt)
    assert [each.outcome for each in listed] == [outcome] * 2
    assert store.findings(audit, component=doubt, outcome=outcome) == listed
