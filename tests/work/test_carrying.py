"""When a page is opened though it did not change, and what of the nights before is not to be relied on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.carrying import days_of, is_due, known_before

CHECKED = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
PAGES = [f"https://www.ministerium.example/side-{n}" for n in range(1000)]


@pytest.mark.parametrize("days", [1, 7, 28])
def test_every_page_is_opened_again_at_the_latest_after_so_many_days(days: int) -> None:
    assert all(is_due(page, CHECKED, CHECKED + dt.timedelta(days=days), days) for page in PAGES)


def test_not_all_come_due_in_the_same_night() -> None:
    due = [
        sum(is_due(page, CHECKED, CHECKED + dt.timedelta(days=day), 28) for page in PAGES)
        for day in range(29)
    ]
    assert due[:14] == [0] * 14
    assert due[28] == len(PAGES)
    assert max(after - before for before, after in pairwise(due)) < 120


FRONT = "https://www.ministerium.example/"
MEASURED: dict[str, object] = {
    "rulebook": "1f2e",
    "versions": {"axe-core": "4.14.1", "qualweb": "0.7.5", "browser": "140"},
    "order": {"audience": Audience.BORGERE, "thorough": False, "sections": ()},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('kendt') / 'x.db'}") as opened:
        opened.migrate()
        audit = audited(opened)
        (visit,) = opened.next_visits(audit, limit=1)
        imprint = Imprint("aa", uses={})
        read = Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, status=200, imprint=imprint)
        opened.keep(audit, read, new=[])
        opened.finish(audit, AuditState.DONE)
        yield opened


def audited(store: Store, **other: Any) -> str:
    """An audit begun; `other` is what it measures by that the night before did not."""
    measured: dict[str, Any] = {**MEASURED, **other}
    order = Order(FRONT, **{**MEASURED["order"], **measured["order"]})  # type: ignore[dict-item]
    return store.begin(order, rulebook=measured["rulebook"], versions=measured["versions"], first=[FRONT]).id


def test_what_was_measured_in_the_same_way_is_known(store: Store) -> None:
    known = known_before(store, store.audit(audited(store)))
    assert {address: each.imprint.body for address, each in known.items()} == {FRONT: "aa"}


@pytest.mark.parametrize(
    "other",
    [
        {"rulebook": "3a4b"},
        *(
            {"versions": {**MEASURED["versions"], name: "9"}}  # type: ignore[dict-item]
            for name in ("axe-core", "qualweb", "browser")
        ),
        {"order": {"audience": Audience.KOMMUNER}},
        {"order": {"thorough": True}},
        {"order": {"sections": (("/presse/", Audience.PRESSE),)}},
    ],
    ids=str,
)
def test_nothing_is_known_where_rules_engines_browser_or_readers_are_others(
    store: Store, other: dict[str, Any]
) -> None:
    assert known_before(store, store.audit(audited(store, **other))) == {}


def test_a_site_s_own_days_hold_whoever_orders_the_audit(store: Store) -> None:
    order = Order("https://www.styrelse.example/")
    assert days_of(store, order) == 28
    store.add_website(Website("styrelsen", order, every_days=5))
    assert days_of(store, order) == 5
    assert days_of(store, order, full=True) == 0


def test_asked_for_all_of_them_all_are_due() -> None:
    assert all(is_due(page, CHECKED, CHECKED, 0) for page in PAGES)
