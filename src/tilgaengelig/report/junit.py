"""The report as JUnit XML, which build servers show as tests: a fault fails, a doubt is skipped."""

from __future__ import annotations

from pathlib import Path

from tilgaengelig.model.audit import VisitState
from tilgaengelig.report.content import Report
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.words import environment

#: A build server shows some addresses of a fault; all of them are in the other formats.
_PLACES = 20


def write_junit(report: Report, path: Path) -> None:
    """One test for each fault, each page without faults and each address that could not be read, and one for each
    reason why addresses were not asked for.

    Only a fault that is open fails. What needs eyes, what is accepted and what was not read is skipped, since a
    build that breaks for it would teach people to look away; where nothing at all was read, that is an error.
    """
    template = environment().get_template("rapport.junit.xml.j2")
    read = [row for row in report.subjects if row.state is VisitState.READ]
    failed = [fault for group in report.failed for fault in group.faults]
    skipped = [fault for group in (*report.cant_tell, *report.untested) for fault in group.faults]
    write_whole(
        path,
        template.generate(
            report=report,
            failed=failed,
            skipped=skipped,
            clean=[row for row in read if not row.failed],
            unread=[row for row in report.subjects if row.trouble and row.state is not VisitState.READ],
            places=_PLACES,
            seconds=_seconds(report),
        ),
    )


def _seconds(report: Report) -> float:
    audit = report.audit
    return (audit.finished - audit.started).total_seconds() if audit.finished else 0.0
