"""A site's limits count what the report shows as open: no fault that is accepted, and each doubt that is confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from work_things import store

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.difference import Change
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.website import Budget, Measure, Website
from tilgaengelig.store import Ground, Store
from tilgaengelig.work.limits import overrun
from tilgaengelig.work.since import difference

__all__ = ["store"]

ORDER = Order("https://www.ministerium.example/")
SITE = Website("ministerium", ORDER, budgets=(Budget(Measure.CRITICAL, 0), Budget(Measure.NEW, 0)))
UNTIL = today() + dt.timedelta(days=30)


def found(ordinal: int = 0, outcome: Outcome = Outcome.FAILED) -> Finding:
    place, who = Place("main > img", '<img src="/kort.png">'), Responsibility.REDAKTOER
    return Finding("regel", outcome, Impact.CRITICAL, "", "axe", "x", (), who, place, "kort", ordinal)


def audited(store: Store, *findings: Finding) -> str:
    audit = store.begin(ORDER, rulebook="1", versions={}, first=[ORDER.start]).id
    (visit,) = store.next_visits(audit, limit=1)
    store.keep(audit, Attended(visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, findings=findings))
    store.finish(audit, AuditState.DONE)
    return audit


def over(store: Store, audit: str) -> dict[Measure, float]:
    found = overrun(SITE, store.overview(audit), difference(store, audit), today())
    return {each.budget.measure: each.amount for each in found}


def component(store: Store, audit: str) -> str:
    return store.overview(audit).components[0].id


@pytest.mark.parametrize("seen", [Outcome.CANT_TELL, Outcome.FAILED])
def test_what_a_person_says_is_a_fault_counts(store: Store, seen: Outcome) -> None:
    audit = audited(store, found(outcome=seen))
    store.accept(component(store, audit), Ground(Reason.CONFIRMED, "Anna", UNTIL))
    assert over(store, audit) == {Measure.CRITICAL: 1}


@pytest.mark.parametrize("reason", [Reason.FALSE_ALARM, Reason.PLANNED])
def test_a_doubt_that_is_answered_otherwise_does_not(store: Store, reason: Reason) -> None:
    audit = audited(store, found(outcome=Outcome.CANT_TELL))
    store.accept(component(store, audit), Ground(reason, "Anna", UNTIL))
    assert over(store, audit) == {}


def test_a_component_of_which_each_place_is_accepted_does_not_count(store: Store) -> None:
    places = (found(), found(1))
    audit = audited(store, *places)
    amounts = []
    for each in places:
        store.accept(each.id(ORDER.start), Ground(Reason.PLANNED, "Anna", UNTIL))
        amounts.append(over(store, audit))
    assert amounts == [{Measure.CRITICAL: 1}, {}]


def test_what_is_accepted_is_neither_counted_nor_told_as_new_when_it_comes_back(store: Store) -> None:
    """One of two that come back is accepted."""
    first = audited(store, found())
    store.accept(component(store, first), Ground(Reason.SUPPLIER, "Anna", UNTIL))
    audited(store)
    other = replace(found(), component="andet")
    last = audited(store, found(), other)
    night = difference(store, last)
    assert night is not None
    assert len(night.of(Change.NEW)) + len(night.of(Change.BACK)) == 2
    assert [each.change for each in night.news] == [Change.NEW]
    assert over(store, last) == {Measure.CRITICAL: 1, Measure.NEW: 1}


def test_what_is_confirmed_is_told_as_new(store: Store) -> None:
    doubt = found(outcome=Outcome.CANT_TELL)
    store.accept(component(store, audited(store, doubt)), Ground(Reason.CONFIRMED, "Anna", UNTIL))
    audited(store)
    assert over(store, audited(store, doubt)) == {Measure.CRITICAL: 1, Measure.NEW: 1}
