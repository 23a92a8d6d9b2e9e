"""The report as a table for a spreadsheet: one row for each place of each fault."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tilgaengelig.model.acceptance import Acceptance
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.overview import Occurrence
from tilgaengelig.report.content import Fault, Report
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.words import all_words, clean

#: A spreadsheet would run what begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Where the comma is the decimal sign, a spreadsheet takes 1.4.3 for a day in April.
_LIKE_A_DAY = re.compile(r"\d\.\d\.\d+")


def write_csv(report: Report, path: Path) -> None:
    """Semicolons and a byte order mark, which is what a Danish Excel opens right by itself."""
    write_whole(path, csv_lines(report), encoding="utf-8-sig")


def csv_lines(report: Report) -> Iterator[str]:
    """The head and then a line for each row."""
    yield _line(list(all_words()["csv_columns"]))
    for cells in place_rows(report):
        yield _line(cells)


def place_rows(report: Report) -> Iterator[list[str]]:
    """The cells of each place of each fault, in the order of `csv_columns`."""
    words = all_words()
    day = day_of(report.made)
    for fault in report.faults():
        excuses = fault.component.excuses(day)
        for place in fault.component.occurrences:
            yield [*_row(fault, place, words), *_accepted(excuses.get(place.id))]


def _row(fault: Fault, place: Occurrence, words: Mapping[str, Any]) -> list[str]:
    component = fault.component
    return [
        place.id,
        component.id,
        component.rule,
        fault.words.title,
        words["outcomes"][component.outcome],
        words["impacts"][component.impact],
        words["duties"][fault.words.duty],
        words["people"][component.responsibility],
        " ".join(component.wcag),
        " ".join(fault.words.clauses),
        " ".join(component.matterhorn),
        place.address,
        "" if place.page is None else str(place.page),
        place.target,
        place.snippet or component.snippet,
        place.message or component.message,
        " ".join(place.viewports),
        str(component.pages),
        f"{component.engine}/{component.engine_rule}",
        fault.supplier.name if fault.supplier else "",
    ]


def _accepted(said: Acceptance | None) -> list[str]:
    """To which day it is accepted, by whom and why: with all of its kind, or alone. Empty where it is open."""
    if said is None:
        return ["", "", ""]
    return [f"{said.until:%d.%m.%Y}", said.by, " ".join(filter(None, (said.reason.sentence, said.note)))]


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return buffer.getvalue()


def _cell(text: str) -> str:
    text = clean(text)
    if _LIKE_A_DAY.fullmatch(text):
        return f"WCAG {text}"
    return "'" + text if text.startswith(FORMULA) else text
