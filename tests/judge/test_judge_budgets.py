"""A site's own limits: what is counted for each, and when it is too much."""

from __future__ import annotations

import datetime as dt

import pytest

from tilgaengelig.judge.budgets import overruns
from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.model.difference import Change, Changed, Difference, Sighting
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.website import Budget, Measure, Window

BEGAN = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
NIGHT = AuditRecord("n", Order("https://a.example/"), AuditState.DONE, BEGAN, BEGAN, "1f2e", {})


def changed(change: Change, impact: Impact, outcome: Outcome = Outcome.FAILED) -> Changed:
    address = f"https://a.example/{change}-{impact}"
    sighting = Sighting(
        f"{change}{impact}",
        "regel",
        "image-alt",
        outcome,
        impact,
        Responsibility.REDAKTOER,
        "",
        "",
        {address: 1},
    )
    return Changed(change, sighting, new=(address,))


DIFFERENCE = Difference(
    NIGHT,
    NIGHT,
    (
        changed(Change.NEW, Impact.CRITICAL),
        changed(Change.NEW, Impact.MINOR),
        changed(Change.BACK, Impact.SERIOUS),
        changed(Change.STILL, Impact.CRITICAL),
        changed(Change.NEW, Impact.CRITICAL, Outcome.CANT_TELL),
    ),
    (),
    measured_alike=True,
)
OPEN = [(Impact.CRITICAL, "a"), (Impact.MODERATE, "b")]
LIX = {Audience.BORGERE: [(44.9, "let"), (45.1, "svær"), (51.0, "sværest")]}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("nye=2", 3),
        ("nye=3", None),
        ("nye-kritiske=0", 1),
        ("nye-alvorlige=1", 2),
        ("fejl=1", 2),
        ("fejl=2", None),
        ("kritiske=0", 1),
        ("alvorlige=0", 1),
        ("ikke-læst=1", 2),
        ("lix-borgere=45", 51.0),
        ("lix-borgere=51", None),
        ("lix-presse=1", None),
    ],
)
def test_what_is_counted_for_a_limit(text: str, amount: float | None) -> None:
    found = list(overruns([Budget.parse(text)], DIFFERENCE, OPEN, ["x", "y"], LIX))
    assert [each.amount for each in found] == ([] if amount is None else [amount])


def test_the_places_are_told_the_hardest_text_first() -> None:
    (found,) = overruns([Budget(Measure.LIX_BORGERE, 45)], None, [], [], LIX)
    assert found.where == ("sværest", "svær")


def test_in_a_sites_first_audit_nothing_is_new() -> None:
    assert list(overruns([Budget(Measure.NEW, 0)], None, OPEN, [], {})) == []


@pytest.mark.parametrize("text", ["nye", "nye=", "noget=3", "nye=mange", ""])
def test_what_is_no_limit_is_told(text: str) -> None:
    with pytest.raises(WrongUse, match="nye-kritiske=0"):
        Budget.parse(text)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("22:00-06:00", ["22:00", "23:59", "00:00", "05:59"], ["06:00", "21:59", "12:00"]),
     ("1.30-4.00", ["01:30", "03:59"], ["01:29", "04:00", "00:00"])],
)  # fmt: skip
def test_a_window_may_go_past_midnight(text: str, inside: list[str], outside: list[str]) -> None:
    window = Window.parse(text)
    assert all(window.holds(dt.time.fromisoformat(time)) for time in inside)
    assert not any(window.holds(dt.time.fromisoformat(time)) for time in outside)
    assert Window.parse(str(window)) == window


@pytest.mark.parametrize("text", ["", "22-6", "25:00-06:00", "22:00", "22:00-22:00"])
def test_what_is_no_window_is_told(text: str) -> None:
    with pytest.raises(WrongUse, match="22:00-06:00"):
        Window.parse(text)
