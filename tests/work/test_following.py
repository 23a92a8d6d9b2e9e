"""When the template changes, faults have other ids, and what people said of them goes along."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from work_things import store

from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.difference import Change
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.store import Ground, Store
from tilgaengelig.work.since import difference
from tilgaengelig.work.tasks import settle_tasks

__all__ = ["store"]

FRONT = "https://www.ministerium.example/"
UNTIL = today() + dt.timedelta(days=30)
LOGO, MAP = '<img src="/logo.svg">', '<img src="/kort.png">'
OLD, NEW = "body > header", "div.nyt-design"


def found(where: str, *snippets: str, outcome: Outcome = Outcome.FAILED) -> list[Finding]:
    """Faults of one component, by where it stands."""
    who = Responsibility.UDVIKLER
    return [
        Finding(
            "regel", outcome, Impact.CRITICAL, "", "axe", "x", (), who, Place(where, snippet), where, number
        )
        for number, snippet in enumerate(snippets)
    ]


def audited(store: Store, findings: list[Finding]) -> str:
    audit = store.begin(Order(FRONT), rulebook="1", versions={}, first=[FRONT]).id
    (visit,) = store.next_visits(audit, limit=1)
    read = Attended(visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, findings=tuple(findings))
    store.keep(audit, read)
    store.finish(audit, AuditState.DONE)
    settle_tasks(store, audit, ["regel"])
    return audit


def one(store: Store, audit: str) -> Component:
    (component,) = store.overview(audit).components
    return component


def said(made: Acceptance | None) -> tuple[object, ...]:
    assert made is not None
    return made.reason, made.note, made.by, made.made, made.until


def test_an_accepted_fault_stays_accepted_in_another_place_of_the_page(store: Store) -> None:
    first = audited(store, found(OLD, LOGO))
    made = store.accept(one(store, first).id, Ground(Reason.PLANNED, "Anna", UNTIL, "Ny side"))
    later = audited(store, found(NEW, LOGO))
    assert said(one(store, later).accepted) == said(made)
    assert one(store, first).accepted == made, "the audits of before still say what they said"


def test_with_other_content_it_is_open_again(store: Store) -> None:
    store.accept(one(store, audited(store, found(OLD, LOGO))).id, Ground(Reason.PLANNED, "Anna", UNTIL))
    assert one(store, audited(store, found(NEW, MAP))).accepted is None


def test_what_was_said_of_it_there_already_holds(store: Store) -> None:
    before, after = (one(store, audited(store, found(where, LOGO))).id for where in (OLD, NEW))
    store.accept(before, Ground(Reason.PLANNED, "Anna", UNTIL))
    there = store.accept(after, Ground(Reason.BURDEN, "Bo", UNTIL))
    audited(store, found(OLD, LOGO))
    assert one(store, audited(store, found(NEW, LOGO))).accepted == there


def test_taken_back_where_it_stands_now_it_stays_open(store: Store) -> None:
    store.accept(one(store, audited(store, found(OLD, LOGO))).id, Ground(Reason.PLANNED, "Anna", UNTIL))
    made = one(store, audited(store, found(NEW, LOGO))).accepted
    assert made is not None
    store.withdraw(made.id)
    assert one(store, audited(store, found(NEW, LOGO))).accepted is None


def test_a_single_accepted_place_is_found_by_its_page_and_what_stands_there(store: Store) -> None:
    audited(store, found(OLD, LOGO, MAP, MAP))
    for finding in found(OLD, LOGO, MAP, MAP)[:2]:
        store.accept(finding.id(FRONT), Ground(Reason.PLANNED, "Anna", UNTIL))
    later = one(store, audited(store, found(NEW, MAP, LOGO, MAP)))
    accepted = {each.finding for each in later.accepted_places}
    places = found(NEW, MAP, LOGO, MAP)
    assert len(accepted) == 2
    assert places[1].id(FRONT) in accepted
    assert accepted <= {each.id(FRONT) for each in places}


def test_where_a_single_place_stood_is_found_without_reading_the_findings_of_all_audits(
    store: Store, tmp_path: Path
) -> None:
    first = audited(store, found(OLD, LOGO))
    store.accept(found(OLD, LOGO)[0].id(FRONT), Ground(Reason.PLANNED, "Anna", UNTIL))
    later = audited(store, found(NEW, LOGO))
    asked: list[tuple[str, Any]] = []

    def ask(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM occurrence" in statement:
            asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        store.follow_accepted(later, {one(store, first).id: one(store, later).id})
    finally:
        event.remove(Engine, "before_cursor_execute", ask)
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        plans = [
            str(row) for each in asked for row in database.execute(f"EXPLAIN QUERY PLAN {each[0]}", each[1])
        ]
    assert any("SEARCH occurrence" in plan for plan in plans)
    assert [plan for plan in plans if "SCAN occurrence" in plan] == []


@pytest.mark.parametrize(
    ("reason", "outcome"), [(Reason.CONFIRMED, Outcome.FAILED), (Reason.FALSE_ALARM, Outcome.CANT_TELL)]
)
def test_an_answered_doubt_is_not_asked_again(store: Store, reason: Reason, outcome: Outcome) -> None:
    doubt = audited(store, found(OLD, LOGO, outcome=Outcome.CANT_TELL))
    made = store.accept(one(store, doubt).id, Ground(reason, "Anna", UNTIL))
    store.work_on(one(store, doubt).id, by="Anna", assignee="Bo")
    later = audited(store, found(NEW, LOGO, outcome=Outcome.CANT_TELL))
    assert said(one(store, later).accepted) == said(made)
    night = difference(store, later)
    assert night is not None
    assert [(each.change, each.moved, each.sighting.outcome) for each in night.changes] == [
        (Change.STILL, True, outcome)
    ]
    assert [each.component for each in store.tasks()] == [one(store, later).id]
