"""Who mends what, suppliers and accepted faults, in every format of the report."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from report_factory import SITE, STARTED, component, overview, page, report_of

from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.supplier import Supplier, Suppliers
from tilgaengelig.report import Report, as_json, render_html, summary_lines
from tilgaengelig.report.content import Standing
from tilgaengelig.report.ranking import SHOWN_OF_ONE_RULE
from tilgaengelig.report.sarif import write_sarif
from tilgaengelig.report.table import csv_lines

PAGES = tuple(f"{SITE}/side-{n}" for n in range(5))
IMAGE = "billede-uden-alternativ-tekst"
BOX = Suppliers((Supplier("boks", "Boksen ApS", "boksen om cookies", ("boks.example",)),))


def acceptance(until: str = "2027-05-01", **changes: Any) -> Acceptance:
    values: dict[str, Any] = {
        "id": "abcdef012345",
        "site": "www.ministeriet.dk",
        "component": "0" * 20,
        "finding": "",
        "rule": IMAGE,
        "reason": Reason.PLANNED,
        "note": "Ny forside på vej.",
        "by": "Anna Holm",
        "made": STARTED,
        "until": dt.date.fromisoformat(until),
    }
    return Acceptance(**(values | changes))


def reported(*components: Component, **changes: Any) -> Report:
    rows = tuple(page(address.removeprefix(SITE), failed=1) for address in PAGES)
    return report_of(overview(rows, components), suppliers=BOX, **changes)


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_lines(report)), newline=""), delimiter=";"))


def test_lists_that_people_have_emptied_say_so() -> None:
    fault = component(1, IMAGE, PAGES[:1], accepted=acceptance())
    doubt = component(
        2,
        "link-uden-tekst",
        PAGES[:1],
        outcome=Outcome.CANT_TELL,
        accepted=acceptance(reason=Reason.FALSE_ALARM),
    )
    html = render_html(reported(fault, doubt))
    assert "Der er ingen åbne fejl. Dem, I har accepteret, står for sig." in html
    assert "Der er ingen åbne fejl: I har accepteret dem, vi fandt." in html
    assert "I har svaret på det, maskinen var i tvivl om." in html
    assert "Ingen fejl fundet på det" not in html
    assert "Maskinen var ikke i tvivl" not in html


def test_a_doubt_that_was_no_fault_leaves_its_criterion_in_peace() -> None:
    doubt = component(1, IMAGE, PAGES[:1], outcome=Outcome.CANT_TELL, wcag=("1.1.1",))
    for said, standing in (
        (None, Standing.CANT_TELL),
        (acceptance(), Standing.CANT_TELL),
        (acceptance(reason=Reason.FALSE_ALARM), Standing.NOTHING_FOUND),
    ):
        report = reported(replace(doubt, accepted=said))
        assert {row.criterion.sc: row.standing for row in report.criteria}["1.1.1"] is standing
        assert {row.clause: row.standing for row in report.clauses}["9.1.1.1"] is standing


def test_one_element_on_many_pages_is_one_fault_of_the_template() -> None:
    report = reported(
        component(1, IMAGE, PAGES, responsibility=Responsibility.UDVIKLER),
        component(2, IMAGE, PAGES[:1], responsibility=Responsibility.UDVIKLER),
        component(3, IMAGE, PAGES, responsibility=Responsibility.REDAKTOER),
    )
    assert [fault.template for fault in report.faults()] == [True, False, False]
    assert (report.tally.templates, report.tally.template_places) == (1, 6)
    assert "1 skabelonfejl = 5 sider" in render_html(report)
    assert any("1 skabelonfejl = 5 sider, udvikler" in line for line in summary_lines(report))


def test_what_a_supplier_brought_is_gathered_with_a_text_to_send() -> None:
    theirs = {"responsibility": Responsibility.LEVERANDOER, "foreign": "consent.boks.example"}
    unknown = {"responsibility": Responsibility.LEVERANDOER, "foreign": "www.ukendt.example:8080"}
    report = reported(
        component(1, IMAGE, PAGES[:1], **theirs),
        component(2, "link-uden-tekst", PAGES, **theirs | {"foreign": "boks.example"}),
        component(3, IMAGE, PAGES[:1], **unknown),
        component(4, IMAGE, PAGES[:1]),
    )
    assert [(group.supplier.name, len(group.faults)) for group in report.suppliers] == [
        ("Boksen ApS", 2),
        ("ukendt.example", 1),
    ]
    html = render_html(report)
    assert "Vi bruger jeres løsning (boksen om cookies) på www.ministeriet.dk." in html
    said = {row["Leverandør"] for row in rows_of(report)}
    assert said == {"Boksen ApS", "ukendt.example", ""}
    made = as_json(report)["components"]
    assert made[0]["supplier"] == {"id": "boks", "name": "Boksen ApS", "host": "boks.example"}


def test_what_is_accepted_stands_apart_and_is_counted_with_the_rest() -> None:
    accepted = component(1, IMAGE, PAGES, accepted=acceptance(), impact=Impact.CRITICAL)
    report = reported(accepted, component(2, "link-uden-tekst", PAGES[:2]))
    tally = report.tally
    assert (tally.components, tally.accepted) == (2, 1)
    assert (tally.impact[Impact.CRITICAL], tally.open[Impact.CRITICAL]) == (1, 0)
    assert [fault.component.rule for fault in report.top] == ["link-uden-tekst"]
    html = render_html(report)
    assert "Accepteret til og med <b>1. maj 2027</b> af <bdi>Anna Holm</bdi>." in html
    assert "Det er planlagt, hvornår fejlen rettes. <bdi>Ny forside på vej.</bdi>" in html
    made = {each["id"]: each for each in as_json(report)["components"]}
    assert made[accepted.id]["accepted"]["until"] == "2027-05-01"
    rows = [row for row in rows_of(report) if row["Komponent"] == accepted.id]
    assert len(rows) == 5
    assert {row["Accepteret til"] for row in rows} == {"01.05.2027"}


def test_on_the_day_after_its_last_it_is_open_again_and_says_so() -> None:
    accepted = component(1, IMAGE, PAGES, accepted=acceptance("2026-11-24"))
    last = dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.UTC)
    assert reported(accepted, made=last).tally.accepted == 1
    # It is the 25th in Denmark before it is in UTC.
    after = reported(accepted, made=last + dt.timedelta(hours=3, minutes=30))
    assert (after.tally.accepted, len(after.top)) == (0, 1)
    assert "Fejlen var accepteret til og med 24. november 2026" in render_html(after)
    assert as_json(after)["components"][0]["lapsed"]["by"] == "Anna Holm"


def test_single_places_accepted_leave_the_rest_open() -> None:
    whole = component(3, IMAGE, PAGES[:2])
    ids = [place.id for place in whole.occurrences]
    some = replace(whole, accepted_places=(acceptance(finding=ids[0]),))
    report = reported(some)
    assert report.tally.accepted == 0
    assert "1 af 2 steder er accepteret." in render_html(report)
    assert [row["Accepteret af"] for row in rows_of(report)] == ["Anna Holm", ""]
    places = as_json(report)["components"][0]["occurrences"]
    assert [bool(place["accepted"]) for place in places] == [True, False]
    every = tuple(
        acceptance(until, finding=one) for until, one in zip(("2027-01-01", "2027-02-01"), ids, strict=True)
    )
    (fault,) = reported(replace(whole, accepted_places=every)).accepted
    assert fault.accepted == every[0]
    told = rows_of(reported(replace(whole, accepted_places=every)))
    assert [row["Accepteret til"] for row in told] == ["01.01.2027", "01.02.2027"]


def test_a_single_place_that_was_confirmed_is_left_as_the_doubt_it_was(tmp_path: Path) -> None:
    doubt = component(3, IMAGE, PAGES[:1], outcome=Outcome.CANT_TELL, places=1)
    said = acceptance(finding=doubt.occurrences[0].id, reason=Reason.CONFIRMED)
    report = reported(replace(doubt, accepted_places=(said,)))
    assert (len(report.cant_tell), report.accepted) == (1, ())
    assert [row["Accepteret til"] for row in rows_of(report)] == [""]
    (data,) = as_json(report)["components"]
    assert [place["accepted"] for place in data["occurrences"]] == [None]
    write_sarif(report, tmp_path / "x.sarif")
    (result,) = json.loads((tmp_path / "x.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert "suppressions" not in result


def test_the_filters_count_what_they_choose_among() -> None:
    faults = [
        component(number, IMAGE, PAGES[:1], impact=Impact.SERIOUS) for number in range(SHOWN_OF_ONE_RULE + 9)
    ]
    accepted = component(900, IMAGE, PAGES, accepted=acceptance(), impact=Impact.CRITICAL)
    page = BeautifulSoup(render_html(reported(*faults, accepted)), "lxml")
    assert len(page.select("#fejl-liste [data-item]")) == SHOWN_OF_ONE_RULE
    for name in ("fejl-alvor", "fejl-hvem"):
        options = [option.text for option in page.select(f"#{name} option")[1:]]
        assert [option.partition("(")[2] for option in options] == [f"{SHOWN_OF_ONE_RULE})"]
    assert "Her er 60 vist af 69 fejl." in page.select_one("#fejl").text  # type: ignore[union-attr]


def test_a_doubt_that_is_no_fault_does_not_stand_with_the_accepted_faults() -> None:
    doubt = component(1, IMAGE, PAGES[:1], outcome=Outcome.CANT_TELL)
    seen = replace(doubt, accepted=acceptance(reason=Reason.FALSE_ALARM))
    fault = component(2, "link-uden-tekst", PAGES[:1], accepted=acceptance())
    report = reported(seen, fault)
    assert report.tally.accepted == len(report.accepted_faults) == len(report.answered) == 1
    section = BeautifulSoup(render_html(report), "lxml").select("#accepteret > ul.reasons")
    assert [len(each.select("li > p > b")) for each in section] == [2, 2]
    assert "Det gælder til og med 1. maj 2027. Det siger Anna Holm." in section[1].text
    alone = BeautifulSoup(render_html(reported(seen)), "lxml")
    headings = [each.text for each in alone.select("#accepteret h2, nav a[href='#accepteret']")]
    assert set(headings) == {"Tvivl, som nogen har svaret på"}
