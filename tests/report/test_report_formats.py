"""The files: JSON by its schema, CSV that no spreadsheet runs, HTML that carries nothing foreign."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from report_factory import RULES, SITE, component, overview, page, report_of, troubled, webp
from report_samples import EVIL, believable, hostile, large

from tilgaengelig import resources
from tilgaengelig.model.audit import AuditState, LeftOut, SubjectKind, VisitState
from tilgaengelig.model.difference import Change, PageChange
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Region
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Duty, Impact, Responsibility
from tilgaengelig.model.supervision import ScoreBand
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.report import FORMATS, as_json, render_html, write_csv, write_html, write_json
from tilgaengelig.report.content import Standing
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.reading import Band, Fit
from tilgaengelig.report.table import csv_lines
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

SCHEMA = json.loads((resources.REPORTS / "rapport.schema.json").read_text(encoding="utf-8"))
WHOLES = {
    "believable": believable(),
    "empty": overview(),
    "nothing read": overview((troubled("/", TroubleKind.TIMEOUT, "30 sekunder"),)),
    "hostile": hostile(),
    "large": large(200, 200),
}


@pytest.mark.parametrize("name", WHOLES)
def test_json_keeps_its_schema_and_the_file_is_the_same_data(name: str, tmp_path: Path) -> None:
    report = report_of(WHOLES[name])
    data = as_json(report)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)] == []
    write_json(report, tmp_path / "rapport.json")
    assert json.loads((tmp_path / "rapport.json").read_text(encoding="utf-8")) == data


def test_every_key_of_the_schema_is_described() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    bare = [name for name, value in _properties(SCHEMA) if not value.get("description")]
    assert bare == []


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("properties.audit.properties.state.enum", AuditState),
        ("properties.audit.properties.audience.enum", Audience),
        ("$defs.address.properties.state.enum", VisitState),
        ("$defs.address.properties.kind.enum", SubjectKind),
        ("$defs.component.properties.region.enum", Region),
        ("$defs.component.properties.impact.enum", Impact),
        ("$defs.component.properties.duty.enum", Duty),
        ("$defs.component.properties.responsibility.enum", Responsibility),
        ("$defs.readability.properties.band.enum", Band),
        ("$defs.readability.properties.fit.enum", Fit),
        ("$defs.criterion.properties.standing.enum", Standing),
        ("$defs.supervision.properties.band.enum", ScoreBand),
        ("$defs.changed.properties.change.enum", Change),
        ("$defs.difference.properties.failed.required", Change),
        ("$defs.pageChanged.properties.change.enum", PageChange),
        ("$defs.difference.properties.pageCounts.required", PageChange),
    ],
)
def test_the_schema_has_every_value_of_the_model(path: str, values: type[StrEnum]) -> None:
    found: Any = SCHEMA
    for key in path.split("."):
        found = found[key]
    assert set(found) == {str(value) for value in values}


def test_the_danish_words_cover_every_value_of_the_model() -> None:
    from tilgaengelig.report.words import environment

    words = environment().get_template("ord.html.j2").module.__dict__
    for name, values in (
        ("impacts", Impact),
        ("duties", Duty),
        ("people", Responsibility),
        ("audiences", Audience),
        ("states", VisitState),
        ("kinds", SubjectKind),
        ("left_out", LeftOut),
        ("bands", Band),
        ("fits", Fit),
        ("standings", Standing),
        ("band_range", ScoreBand),
        ("changes", Change),
        ("page_changes", PageChange),
    ):
        assert set(words[name]) == {str(value) for value in values}, name


def test_csv_has_a_row_for_each_place_and_opens_in_a_danish_spreadsheet(tmp_path: Path) -> None:
    write_csv(report_of(believable()), tmp_path / "rapport.csv")
    raw = (tmp_path / "rapport.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    places = sum(len(component.occurrences) for component in believable().components)
    assert len(rows) == 1 + places
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][3:8] == [
        "Tekst skal have god kontrast til baggrunden",
        "Fejl",
        "Alvorlig",
        "Lovkrav",
        "designer",
    ]


def test_a_spreadsheet_takes_no_criterion_for_a_day() -> None:
    fault = component(1, "flere-h1", (SITE + "/",), wcag=("1.4.3",))
    _, row = csv.reader(csv_lines(report_of(overview((page("/"),), (fault,)))), delimiter=";")
    assert row[8] == "WCAG 1.4.3"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_no_cell_begins_a_formula(start: str, tmp_path: Path) -> None:
    fault = component(1, "flere-h1", (SITE + "/",), snippet=start + "HYPERLINK(1)", message=start + "1")
    write_csv(report_of(overview((page("/"),), (fault,))), tmp_path / "rapport.csv")
    text = (tmp_path / "rapport.csv").read_bytes().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
    assert not any(cell.startswith(start) for cell in cells)
    assert f"'{start}HYPERLINK(1)" in cells


def test_html_escapes_every_text_from_outside() -> None:
    html = render_html(report_of(hostile()))
    assert "<script>alert" not in html
    assert html.count("<script>") == 1
    assert html.count("</style>") == 1
    assert "\x00" not in html
    assert "\u202e" not in html
    assert "{{7*7}}" in html, "no template is made of data"
    assert 'href="javascript' not in html
    html.encode("utf-8")
    assert "<svg onload" not in html
    assert EVIL not in html


def test_html_needs_nothing_from_elsewhere() -> None:
    html = render_html(report_of(overview((page("/"),))))
    assert not re.search(r"<(?:link|iframe|object|embed|base)\b|\bsrc=|@import|url\(", html)
    assert not re.search(r"\sstyle=|\son[a-z]+=", html), "the policy would refuse them"


def test_pictures_stand_in_the_page_where_they_are_small_pictures() -> None:
    here = (SITE + "/",)
    pictures = {1: webp(), 2: b"RIFF0000WEBP" + bytes(300_001), 3: b"<svg onload=alert(1)>", 4: b""}
    rules = list(RULES)
    faults = tuple(component(n, rules[n], here, picture=picture) for n, picture in pictures.items())
    assert render_html(report_of(overview((page("/"),), faults))).count("<img src=") == 1


def test_a_site_of_three_thousand_pages_keeps_the_page_small_enough_to_open(tmp_path: Path) -> None:
    report = report_of(large())
    tracemalloc.start()
    write_html(report, tmp_path / "rapport.html")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "rapport.html").stat().st_size < 10_000_000
    assert peak < 40_000_000


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_under_its_own_name(name: str, tmp_path: Path) -> None:
    writer = FORMATS[name]
    assert writer.file_name.startswith("rapport.")
    target = tmp_path / "ny" / writer.file_name
    writer.write(report_of(believable()), target)
    assert target.stat().st_size > 1000
    assert list(target.parent.iterdir()) == [target]


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    (tmp_path / "rapport.html").write_text("whole", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "rapport.html", pieces())
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [
        ("rapport.html", "whole")
    ]


def _properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for value in schema.values():
            yield from _properties(value)


def test_what_cannot_be_written_is_told_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    (tmp_path / "bog" / "index.html").mkdir(parents=True)
    with Workshop(Settings(database=f"sqlite:///{tmp_path / 'x.db'}")) as workshop:
        for folder in ("fil", "bog"):
            with pytest.raises(WrongUse, match=rf"kan ikke skrives i \S*{folder} .*--output"):
                workshop.write_handbook(tmp_path / folder, "da")
