"""What a report says of the accessibility statement: what was found in it, and nothing good of one not read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from report_factory import RULES, SITE, STARTED, component, overview, page, report_of, rule

from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.model.statement import Statement, Status
from tilgaengelig.report import render_html

PHONE = "erklæring-uden-telefon"
NO_STATEMENT = "Vi har ikke læst en erklæring."
NO_FAULTS = "Her fandt vi ingen fejl."


def fault(**changes: Any) -> Component:
    place = (f"{SITE}/erklaering",)
    return component(
        1, PHONE, place, responsibility=Responsibility.JURIST, message="Den mangler <b>.", **changes
    )


def told(*components: Component) -> str:
    """The report on a site whose statement was read."""
    rules = RULES | {PHONE: rule(PHONE, "Erklæringen skal have et nummer", wcag=())}
    read = page("/erklaering", failed=len(components), facts={"statement": True})
    return render_html(report_of(overview((read,), components), rules))


def test_the_statement_is_told_beside_the_estimate_and_so_is_what_was_not_fetched() -> None:
    html = told(fault())
    assert "<b>Fejl:</b> Erklæringen skal have et nummer (1 side). <bdi>Den mangler &lt;b&gt;.</bdi>" in html
    assert "vi har ikke prøvet adressen med /was" in html
    assert NO_STATEMENT not in html


def test_a_statement_that_was_read_may_be_without_faults() -> None:
    html = told()
    assert NO_FAULTS in html
    assert NO_STATEMENT not in html


def test_of_a_statement_that_was_not_read_nothing_good_is_said() -> None:
    for subjects in ((page("/"),), ()):
        html = render_html(report_of(overview(subjects)))
        assert NO_STATEMENT in html
        assert NO_FAULTS not in html


def test_an_accepted_fault_of_the_statement_is_told_as_one() -> None:
    accepted = Acceptance(
        id="1f2e3d4c5b6a",
        site="www.ministeriet.dk",
        component="1",
        finding="",
        rule=PHONE,
        reason=Reason.PLANNED,
        note="",
        by="Anna Holm",
        made=STARTED,
        until=dt.date(2027, 5, 1),
        snippet="",
    )
    html = told(fault(accepted=accepted))
    assert "<b>Accepteret:</b> Erklæringen skal have et nummer (1 side)." in html
    assert NO_FAULTS not in html


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.PARTIAL, "Den siger, at webstedet følger standarden ”delvist”."),
        (Status.NOT, "Den siger, at webstedet ikke følger standarden."),
    ],
)
def test_what_the_statement_says_of_the_site_is_told_in_a_danish_sentence(status: Status, told: str) -> None:
    said = Statement(True, status, True, True, True, True, -1, dt.date(2026, 3, 2))
    whole = replace(overview((page("/"),)), statements=((f"{SITE}/erklaering", said),))
    assert told in render_html(report_of(whole))
