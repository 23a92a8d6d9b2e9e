"""What is settled of the work on a fault: by looks taken since somebody claimed it mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import TaskState
from tilgaengelig.store import Store
from tilgaengelig.work.tasks import settle_tasks

HOST = "https://www.ministerium.example"
WHOLE = Order(f"{HOST}/")
PLACE = Place("header > img", '<img src="/logo.svg">')
LOGO = Finding(
    "regel", Outcome.FAILED, Impact.CRITICAL, "", "axe", "x", (), Responsibility.UDVIKLER, PLACE, "logo"
)
STILL_THERE = "Fejlen er meldt rettet, men vi fandt den stadig på {}."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        opened.migrate()
        yield opened


def begun(store: Store, order: Order, *more: str) -> str:
    return store.begin(order, rulebook="1", versions={}, first=[order.start, *more]).id


def looked(store: Store, audit: str, *findings: Finding) -> None:
    """The next page is looked at."""
    visit = store.next_visits(audit, limit=10)[0]
    store.keep(audit, Attended(visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, findings=findings))


def ended(store: Store, audit: str) -> None:
    store.finish(audit, AuditState.DONE)
    settle_tasks(store, audit)


def audited(store: Store, order: Order, *findings: Finding) -> str:
    audit = begun(store, order)
    looked(store, audit, *findings)
    ended(store, audit)
    return audit


def worked_on(store: Store, audit: str, state: TaskState | None = None) -> None:
    (component,) = store.overview(audit).components
    store.work_on(component.id, by="Anna", state=state, text="Rettet.")


def told(store: Store) -> tuple[TaskState, str]:
    (task,) = store.tasks()
    return task.state, task.comments[-1].text


def test_a_claim_is_not_held_against_what_was_seen_before_it(store: Store) -> None:
    first = audited(store, WHOLE, LOGO)
    second = begun(store, WHOLE)
    looked(store, second, LOGO)
    worked_on(store, first, TaskState.CLAIMED)
    ended(store, second)
    assert told(store) == (TaskState.CLAIMED, "Rettet.")
    audited(store, WHOLE, LOGO)
    assert told(store) == (TaskState.OPEN, STILL_THERE.format("1 side"))


def test_the_pages_that_are_told_are_those_that_were_seen_since(store: Store) -> None:
    first = audited(store, WHOLE, LOGO)
    second = begun(store, WHOLE, f"{HOST}/a", f"{HOST}/b")
    looked(store, second, LOGO)
    worked_on(store, first, TaskState.CLAIMED)
    for _ in range(2):
        looked(store, second, LOGO)
    ended(store, second)
    assert told(store) == (TaskState.OPEN, STILL_THERE.format("2 sider"))


def test_a_claim_goes_along_unsettled_when_the_fault_has_moved(store: Store) -> None:
    first = audited(store, WHOLE, LOGO)
    second = begun(store, WHOLE)
    looked(store, second, replace(LOGO, component="nyt"))
    worked_on(store, first, TaskState.CLAIMED)
    ended(store, second)
    (task,) = store.tasks()
    assert told(store) == (TaskState.CLAIMED, "Rettet.")
    assert task.component == store.overview(second).components[0].id
