"""The formats a report can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tilgaengelig.report.content import Report
from tilgaengelig.report.data import write_json
from tilgaengelig.report.earl import write_earl
from tilgaengelig.report.junit import write_junit
from tilgaengelig.report.page import write_clauses, write_director, write_html
from tilgaengelig.report.pdf import write_pdf
from tilgaengelig.report.sarif import write_sarif
from tilgaengelig.report.table import write_csv
from tilgaengelig.report.workbook import write_xlsx


@dataclass(frozen=True, slots=True)
class Writer:
    """One format: the file's name, its media type and what writes it.

    `summary`: it shows some places of each fault, and need not be given all of them.
    """

    file_name: str
    media_type: str
    write: Callable[[Report, Path], None]
    summary: bool = False


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HTML = "text/html; charset=utf-8"

FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "html": Writer("rapport.html", _HTML, write_html, summary=True),
        "json": Writer("rapport.json", "application/json", write_json),
        "ledelse": Writer("rapport.ledelse.html", _HTML, write_director, summary=True),
        "csv": Writer("rapport.csv", "text/csv; charset=utf-8", write_csv),
        "xlsx": Writer("rapport.xlsx", _XLSX, write_xlsx),
        "earl": Writer("rapport.earl.jsonld", "application/ld+json", write_earl),
        "en301549": Writer("rapport.en301549.html", _HTML, write_clauses, summary=True),
        "sarif": Writer("rapport.sarif", "application/sarif+json", write_sarif),
        "junit": Writer("rapport.junit.xml", "application/xml", write_junit, summary=True),
        "pdf": Writer("rapport.pdf", "application/pdf", write_pdf, summary=True),
    }
)
