"""The report in a dozen lines, for a terminal."""

from __future__ import annotations

from tilgaengelig.report.content import Report
from tilgaengelig.report.words import environment


def summary_lines(report: Report, where: str = "") -> list[str]:
    """What was read, what to mend first, how hard the text is, and `where` the report lies."""
    text = environment().get_template("opsummering.txt.j2").render(report=report, where=where)
    return text.rstrip().splitlines()
