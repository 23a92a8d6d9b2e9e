"""What is settled of the work on a fault: by looks taken since somebody claimed it mended, and for all of the host."""

from __future__ import annotations

from dataclasses import replace

import pytest
from work_things import store

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.website import Website
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.tasks import settle_tasks

__all__ = ["store"]

HOST = "https://www.ministerium.example"
WHOLE = Order(f"{HOST}/")
DANISH, ENGLISH = Order(f"{HOST}/da/", "/da/"), Order(f"{HOST}/en/", "/en/")
PLACE = Place("header > img", '<img src="/logo.svg">')
LOGO = Finding(
    "regel", Outcome.FAILED, Impact.CRITICAL, "", "axe", "x", (), Responsibility.UDVIKLER, PLACE, "logo"
)
STILL_THERE = "Fejlen er meldt rettet, men vi fandt den stadig på {}."


def begun(store: Store, order: Order, *more: str) -> str:
    return store.begin(order, rulebook="1", versions={}, first=[order.start, *more]).id


def looked(store: Store, audit: str, *findings: Finding) -> None:
    """The next page is looked at."""
    visit = store.next_visits(audit, limit=10)[0]
    store.keep(audit, Attended(visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, findings=findings))


def ended(store: Store, audit: str) -> None:
    store.finish(audit, AuditState.DONE)
    settle_tasks(store, audit, ["regel"])


def audited(store: Store, order: Order, *findings: Finding) -> str:
    audit = begun(store, order)
    looked(store, audit, *findings)
    ended(store, audit)
    return audit


def down(store: Store, order: Order) -> None:
    audit = begun(store, order)
    (visit,) = store.next_visits(audit, limit=1)
    store.keep(audit, Attended(visit, VisitState.TROUBLED, trouble=Trouble(TroubleKind.SERVER_ERROR)))
    ended(store, audit)


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


def test_a_fault_of_two_parts_of_a_host_is_mended_once_both_are(store: Store) -> None:
    """Also where the one was down when the other was mended."""
    worked_on(store, audited(store, DANISH, LOGO))
    audited(store, ENGLISH, LOGO)
    down(store, DANISH)
    audited(store, ENGLISH)
    assert told(store) == (TaskState.OPEN, "Rettet.")
    audited(store, DANISH, LOGO)
    assert told(store) == (TaskState.OPEN, "Rettet.")
    audited(store, DANISH)
    assert told(store)[0] is TaskState.MENDED


@pytest.mark.parametrize("wider", [WHOLE, Order(f"{HOST}/da/om/", "/da/om/")])
def test_what_this_audit_has_looked_at_itself_is_not_asked_of_an_older_one(
    store: Store, wider: Order
) -> None:
    """Nor of one with another view of the same pages: all that it had of the fault lies in this part."""
    other = begun(store, wider)
    store.add_addresses(other, [NewAddress(f"{HOST}/da/om/", 1)])
    if wider is WHOLE:
        looked(store, other)
    looked(store, other, LOGO)
    ended(store, other)
    worked_on(store, audited(store, DANISH, LOGO))
    audited(store, DANISH)
    assert told(store)[0] is TaskState.MENDED


def test_a_part_of_the_host_that_was_audited_once_long_ago_holds_nothing_back(store: Store) -> None:
    audited(store, WHOLE, LOGO)
    worked_on(store, audited(store, DANISH, LOGO), TaskState.CLAIMED)
    audited(store, DANISH)
    assert told(store)[0] is TaskState.MENDED


@pytest.mark.parametrize("listed", [True, False])
def test_a_part_of_the_host_that_is_looked_at_holds_it_back(store: Store, listed: bool) -> None:
    """By the clock, or since it was said that the fault is mended."""
    audited(store, WHOLE, LOGO)
    if listed:
        store.add_website(Website("alt", WHOLE, house="Departementet", schedule="0 2 * * *"))
    worked_on(store, audited(store, DANISH, LOGO), TaskState.CLAIMED)
    if not listed:
        begun(store, WHOLE)
    audited(store, DANISH)
    assert told(store)[0] is TaskState.CLAIMED
