"""The report as one HTML file that needs nothing else: no network, no script, no other file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tilgaengelig import __version__
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.rule import Criterion, Rule
from tilgaengelig.report.content import DocumentRow, Report
from tilgaengelig.report.documents import document_alone, picture_of
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.ranking import words_of
from tilgaengelig.report.texts import lix_of
from tilgaengelig.report.words import environment, own_text

#: How many of each the page has room for; the rest is in rapport.json and rapport.csv, and the page says so.
ROOM = {
    "first_pages": 10,
    "more_pages": 200,
    "texts": 250,
    "wording": 60,
    "documents": 1000,
    "places": 30,
    "broken": 500,
    "across": 20,
    "across_places": 3,
    "reasons": 100,
    "subjects": 6000,
    "letter": 20,
    "accepted": 300,
    "exempt": 50,
    "around": 60,
    "changes": 50,
}


def render_html(report: Report) -> str:
    """The whole page as one string; for a big audit write_html needs less memory."""
    return "".join(html_pieces(report))


def render_director(report: Report) -> str:
    """The page for whoever answers for the site: would we pass tonight, and who must do what?"""
    style = own_text("rapport.css")
    template = environment().get_template("ledelse.html.j2")
    return template.render(report=report, style=style, policy=policy(style, ""))


def write_director(report: Report, path: Path) -> None:
    """Write the director's page; the file is there whole or not at all."""
    write_whole(path, [render_director(report)])


def write_html(report: Report, path: Path) -> None:
    """Write the page piece by piece, and beside it one on each PDF; a file is there whole or not at all."""
    for row in report.documents[: ROOM["documents"]]:
        if row.file:
            write_whole(path.parent / row.file, document_pieces(report, row))
    write_whole(path, html_pieces(report))


@dataclass(frozen=True, slots=True)
class _Alone:
    """What the page on a PDF says of the check that it came from, where that was of the one file."""

    made: dt.datetime
    program_version: str
    site: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


def document_pieces(report: Report | _Alone, row: DocumentRow) -> Iterator[str]:
    """The page on one PDF, to be sent to whoever made or delivered it."""
    style = own_text("rapport.css")
    return (
        environment()
        .get_template("pdf-side.html.j2")
        .generate(
            report=report, row=row, room=ROOM, picture_of=picture_of, style=style, policy=policy(style, "")
        )
    )


def page_alone(
    name: str,
    about: Mapping[str, str | int | float | bool],
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],
    criteria: Mapping[str, Criterion],
) -> tuple[str, Iterator[str]]:
    """The page on a PDF that was checked by itself, with a name for its file. `about` is what was told of the PDF."""
    words = {one.rule: words_of(one.rule, rules, criteria) for one in findings}
    row = document_alone(name, about, findings, words)
    return row.file, document_pieces(_Alone(dt.datetime.now(dt.UTC), __version__), row)


def html_pieces(report: Report) -> Iterator[str]:
    """The page in the order in which it is read."""
    style, script = own_text("rapport.css"), own_text("rapport.js")
    template = environment().get_template("rapport.html.j2")
    return template.generate(
        report=report,
        room=ROOM,
        lix_of=lix_of,
        style=style,
        script=script,
        policy=policy(style, script),
        pictures={fault.number: uri for fault in report.top if (uri := picture_of(fault.component.picture))},
    )


def write_clauses(report: Report, path: Path) -> None:
    """The table of EN 301 549's clauses as a page of its own."""
    style = own_text("rapport.css")
    template = environment().get_template("en301549.html.j2")
    write_whole(path, template.generate(report=report, style=style, policy=policy(style, "")))


def policy(style: str, script: str) -> str:
    """A browser that heeds this runs our script and style, shows our pictures and does nothing else."""
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
