"""The formats a report can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tilgaengelig.report.content import Report
from tilgaengelig.report.data import write_json
from tilgaengelig.report.page import write_html
from tilgaengelig.report.table import write_csv


@dataclass(frozen=True, slots=True)
class Writer:
    """One format: the file's name, its media type and what writes it."""

    file_name: str
    media_type: str
    write: Callable[[Report, Path], None]


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "html": Writer("rapport.html", "text/html; charset=utf-8", write_html),
        "json": Writer("rapport.json", "application/json", write_json),
        "csv": Writer("rapport.csv", "text/csv; charset=utf-8", write_csv),
    }
)
