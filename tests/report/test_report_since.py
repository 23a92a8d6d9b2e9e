"""”Siden sidst” in every format: what is new, mended, come back, still there, or could not be looked for."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from dataclasses import replace

import jsonschema
from report_factory import SITE, STARTED, component, overview, page, report_of

from tilgaengelig import resources
from tilgaengelig.judge.difference import compare
from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.model.difference import Change, Difference, Met, Sighting, Snapshot
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.report import Report, as_json, render_html, summary_lines
from tilgaengelig.report.since import since_lines

IMAGE, CONTRAST = "billede-uden-alternativ-tekst", "kontrast-for-lav"


def sighting(name: str, rule: str, *paths: str) -> Sighting:
    return Sighting(
        component=name,
        rule=rule,
        engine_rule="image-alt",
        outcome=Outcome.FAILED,
        impact=Impact.CRITICAL,
        responsibility=Responsibility.REDAKTOER,
        message="",
        snippet=f'<img src="/{name}.png">',
        pages=dict.fromkeys((SITE + path for path in paths), 1),
    )


def night(day: int, met: dict[str, Met], *seen: Sighting) -> Snapshot:
    began = STARTED + dt.timedelta(days=day - 1)
    record = AuditRecord(f"nat-{day}", Order(f"{SITE}/"), AuditState.DONE, began, began, "1f2e", {})
    return Snapshot(
        record, {SITE + path: how for path, how in met.items()}, {each.component: each for each in seen}
    )


def two_nights() -> Difference:
    first = night(
        0,
        {"/": Met.READ, "/x": Met.READ, "/nedlagt": Met.READ},
        sighting("menu", CONTRAST, "/"),
        sighting("diagram", IMAGE, "/"),
        sighting("foto", IMAGE, "/x"),
    )
    second = night(
        1,
        {"/": Met.READ, "/x": Met.NOT_REACHED, "/nedlagt": Met.GONE, "/ny": Met.READ},
        sighting("menu", CONTRAST, "/", "/ny"),
        sighting("kort", IMAGE, "/"),
        sighting("logo", "regel-der-er-væk", "/"),
    )
    return compare(first, second, earlier={"logo"})


def reported(difference: Difference | None) -> Report:
    return report_of(
        overview((page("/"), page("/ny")), (component(1, IMAGE, (f"{SITE}/",)),)), difference=difference
    )


def shown(report: Report) -> str:
    """The section, as it is read."""
    (section,) = re.findall(r'<section id="siden".*?</section>', render_html(report), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", section)).split())


def test_the_first_report_of_a_site_says_nothing_of_the_time_before() -> None:
    report = reported(None)
    assert 'id="siden"' not in render_html(report)
    assert "#siden" not in render_html(report)
    assert as_json(report)["difference"] is None


def test_the_page_tells_what_became_of_each_fault() -> None:
    told = shown(reported(two_nights()))
    assert "Siden sidst er der 1 ny fejl, 1 fejl er kommet igen, og 1 fejl er rettet." in told
    assert (
        "1 fejl står stadig på webstedet, og den har bredt sig. "
        "Om 1 fejl ved vi intet nyt, for siderne kunne ikke læses." in told
    )
    order = re.findall(
        r"Nye fejl|/\w+\.png|kommet igen De|bredt sig Fejlen|Rettede fejl|se efter|Nye sider|er væk /", told
    )
    assert order == [
        "Nye fejl", "/kort.png", "kommet igen De", "/logo.png", "bredt sig Fejlen", "/menu.png",
        "Rettede fejl", "/diagram.png", "se efter", "/foto.png", "Nye sider", "er væk /",
    ]  # fmt: skip
    assert "Reglerne eller" not in told


def test_where_nothing_was_read_the_page_claims_nothing_of_what_is_still_there() -> None:
    first = night(0, {"/": Met.READ}, sighting("menu", CONTRAST, "/"), sighting("foto", IMAGE, "/"))
    told = shown(reported(compare(first, night(1, {"/": Met.NOT_REACHED}))))
    assert told.startswith(
        "Siden sidst Om 2 fejl ved vi intet nyt, for siderne kunne ikke læses. Vi sammenligner"
    )


def test_where_the_rules_are_others_the_page_says_so() -> None:
    said = shown(reported(replace(two_nights(), measured_alike=False)))
    assert "kan have stået der hele tiden" in said
    assert "noget af det rettede kan stå der endnu" in said


def test_the_data_keeps_its_schema() -> None:
    schema = json.loads((resources.REPORTS / "rapport.schema.json").read_text(encoding="utf-8"))
    data = as_json(reported(two_nights()))
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)] == []
    told = data["difference"]
    assert told["failed"] == {"new": 1, "back": 1, "still": 1, "mended": 1, "not-reached": 1}
    assert {each["component"]: each["change"] for each in told["changes"]} == {
        "kort": "new", "logo": "back", "menu": "still", "diagram": "mended", "foto": "not-reached",
    }  # fmt: skip
    assert [(each["address"], each["change"]) for each in told["pages"]] == [
        (f"{SITE}/", "still"), (f"{SITE}/nedlagt", "gone"), (f"{SITE}/ny", "new"), (f"{SITE}/x", "not-reached"),
    ]  # fmt: skip


def test_the_terminal_tells_it_too() -> None:
    report = reported(two_nights())
    assert any(line.startswith("Siden sidst er der 1 ny fejl") for line in summary_lines(report))
    assert report.since is not None
    lines = since_lines(report.since)
    assert {"Ny (1):", "Kendt, men har bredt sig (1):"} <= set(lines)
    assert f"    {SITE}/x" in lines
    assert len(two_nights().of(Change.NEW)) == 1


def test_what_did_not_change_says_from_which_day_it_is() -> None:
    rows = (
        page("/", checked=STARTED + dt.timedelta(minutes=1)),
        page("/uændret", checked=STARTED - dt.timedelta(days=3)),
    )
    report = report_of(overview(rows))
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", render_html(report))).split())
    assert report.carried == 1
    assert "1 adresse er uændret siden en tidligere kontrol." in text
    assert text.count("Uændret siden 20. november 2026") == 1
    told = [row["checked"] for row in as_json(report)["addresses"]]
    assert told == ["2026-11-23T15:06:00+00:00", "2026-11-20T15:05:00+00:00"]
