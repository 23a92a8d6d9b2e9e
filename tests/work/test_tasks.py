"""What the nights say of the work on faults, where they did not all look for the same things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from work_things import store

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.difference import Snapshot
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import Store
from tilgaengelig.work.tasks import settle_tasks

__all__ = ["store"]

FRONT = "https://www.ministerium.example/"
RULE = "billede-uden-alternativ-tekst"
LOOKED = "Vi har set efter. Fejlen er der ikke mere."


def fault(outcome: Outcome, fingerprint: str = "logo") -> Finding:
    who, here = Responsibility.REDAKTOER, Place("img", "<img>")
    return Finding(RULE, outcome, Impact.CRITICAL, "", "axe", "x", (), who, here, fingerprint)


def night(store: Store, outcome: Outcome | None, rulebook: str = "1f2e", **order: Any) -> str:
    """An audit of one page with a fault or a doubt, a rule that broke on it, or nothing at all."""
    found = [fault(outcome)] if outcome else []
    audit = kept(store, found, rulebook, **order)
    settle_tasks(store, audit, [RULE])
    return audit


def kept(store: Store, found: Sequence[Finding], rulebook: str = "1f2e", **order: Any) -> str:
    """An audit of one page with those findings."""
    audit = store.begin(Order(FRONT, **order), rulebook=rulebook, versions={}, first=[FRONT]).id
    (visit,) = store.next_visits(audit, limit=1)
    store.keep(audit, Attended(visit, VisitState.READ, SubjectKind.PAGE, status=200, findings=tuple(found)))
    store.finish(audit, AuditState.DONE)
    return audit


def claim(store: Store, audit: str) -> None:
    (fault,) = store.findings(audit)
    store.work_on(fault.component, by="Anna", state=TaskState.CLAIMED)


def told(store: Store) -> tuple[TaskState, list[str]]:
    (task,) = store.tasks()
    return task.state, [comment.text for comment in task.comments]


@pytest.mark.parametrize("other", [{"rulebook": "2a3b"}, {"thorough": True}], ids=str)
def test_a_night_that_looked_for_other_things_mends_nothing(store: Store, other: dict[str, Any]) -> None:
    claim(store, night(store, Outcome.FAILED))
    night(store, None, **other)
    assert told(store) == (TaskState.CLAIMED, [])


def test_under_a_new_rulebook_it_is_mended_once_two_nights_lack_it(store: Store) -> None:
    claim(store, night(store, Outcome.FAILED))
    night(store, None, "2a3b")
    night(store, None, "2a3b")
    assert told(store) == (TaskState.MENDED, [LOOKED])


def test_what_is_looked_for_no_more_is_never_mended(store: Store) -> None:
    claim(store, night(store, Outcome.FAILED))
    for _ in range(2):
        night(store, None, "2a3b", thorough=True)
        assert told(store) == (TaskState.CLAIMED, [])


def test_a_rule_that_is_gone_never_mends(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    claim(store, night(store, Outcome.FAILED))
    monkeypatch.setattr(f"{__name__}.RULE", "en-anden-regel")
    for _ in range(2):
        night(store, None, "2a3b")
        assert told(store) == (TaskState.CLAIMED, [])


def test_what_is_said_to_be_mended_after_a_night_that_found_it_no_more_is_mended_the_night_after(
    store: Store,
) -> None:
    first = night(store, Outcome.FAILED)
    night(store, None)
    claim(store, first)
    night(store, None)
    assert told(store) == (TaskState.MENDED, [LOOKED])


@pytest.mark.parametrize("between", [Outcome.UNTESTED, Outcome.CANT_TELL])
def test_what_could_not_be_told_for_two_nights_is_mended_when_it_can(store: Store, between: Outcome) -> None:
    claim(store, night(store, Outcome.FAILED))
    for _ in range(2):
        night(store, between)
        assert told(store) == (TaskState.CLAIMED, [])
    night(store, None)
    assert told(store) == (TaskState.MENDED, [LOOKED])


@pytest.mark.parametrize(
    "nights", [[(None, "2a3b"), (None, "2a3b")], [(Outcome.CANT_TELL, "1f2e"), (None, "1f2e")]], ids=str
)
def test_what_nobody_said_is_mended_is_settled_too_when_it_went_away_unseen(
    store: Store, nights: list[tuple[Outcome | None, str]]
) -> None:
    """With a new rulebook, or by way of a doubt."""
    (fault,) = store.findings(night(store, Outcome.FAILED))
    store.work_on(fault.component, by="Anna", assignee="Bo")
    for outcome, rulebook in nights:
        assert told(store) == (TaskState.OPEN, [])
        night(store, outcome, rulebook)
    assert told(store) == (TaskState.MENDED, [LOOKED])


class Counted(Store):
    """Keeps in mind which audits were read as a whole."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.read: list[str] = []

    def snapshot(self, audit_id: str) -> Snapshot:
        self.read.append(audit_id)
        return super().snapshot(audit_id)


@pytest.mark.parametrize("active", [RULE, "en-anden-regel"])
def test_claims_that_cannot_be_settled_ask_for_each_night_once_or_not_at_all(
    tmp_path: Path, active: str
) -> None:
    faults = [fault(Outcome.FAILED, f"billede-{n}") for n in range(15)]
    with Counted(f"sqlite:///{tmp_path / 'x.db'}") as store:
        store.migrate()
        first, *_ = [kept(store, faults[gone:]) for gone in range(len(faults))]
        for each in store.findings(first):
            store.work_on(each.component, by="Anna", state=TaskState.CLAIMED)
        for _ in range(2):
            last = kept(store, [], rulebook="2a3b", thorough=True)
        store.read.clear()
        settle_tasks(store, last, [active])
        assert [task.state for task in store.tasks()] == [TaskState.CLAIMED] * len(faults)
        assert len(store.read) == len(set(store.read)) == (17 if active == RULE else 2)


def test_a_night_that_read_nothing_says_nothing_of_it(store: Store) -> None:
    first = night(store, Outcome.FAILED)
    night(store, None)
    claim(store, first)
    audit = store.begin(Order(FRONT), rulebook="1f2e", versions={}, first=[FRONT]).id
    (visit,) = store.next_visits(audit, limit=1)
    store.keep(audit, Attended(visit, VisitState.TROUBLED, trouble=Trouble(TroubleKind.NOT_FOUND)))
    store.finish(audit, AuditState.DONE)
    settle_tasks(store, audit, [RULE])
    assert told(store) == (TaskState.CLAIMED, [])
