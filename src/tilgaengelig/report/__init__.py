"""From an audit's overview to what a person or a tool reads: the formats, and a few lines in the terminal.

Its templates, style, script and JSON Schema lie in the top-level `reports/`.
"""

from tilgaengelig.report.compose import make_report
from tilgaengelig.report.content import Report
from tilgaengelig.report.data import as_json, write_json
from tilgaengelig.report.formats import FORMATS, Writer
from tilgaengelig.report.page import render_director, render_html, write_director, write_html
from tilgaengelig.report.reading import LixGoal
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.report.table import write_csv

__all__ = [
    "FORMATS",
    "LixGoal",
    "Report",
    "Writer",
    "as_json",
    "make_report",
    "render_director",
    "render_html",
    "summary_lines",
    "write_csv",
    "write_director",
    "write_html",
    "write_json",
]
