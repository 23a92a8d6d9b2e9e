"""The workshop's part that tells: reports on audits and on the group, and the handbook, composed and written."""

from __future__ import annotations

import datetime as dt
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path

from tilgaengelig import __version__
from tilgaengelig.judge.estimate import estimate
from tilgaengelig.judge.exempt import suggestions
from tilgaengelig.judge.inventory import bare, inventory
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.inventory import Audited
from tilgaengelig.model.supervision import Earlier, Estimate
from tilgaengelig.report.compose import make_report
from tilgaengelig.report.content import Report, Since
from tilgaengelig.report.documents import without_pages
from tilgaengelig.report.formats import FORMATS
from tilgaengelig.report.group import (
    make_group_report,
    write_group_feed,
    write_group_html,
    write_group_pdf,
)
from tilgaengelig.report.handbook import Handbook, write_handbook
from tilgaengelig.report.reading import LixGoal
from tilgaengelig.report.since import make_since
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.acceptances import site_of
from tilgaengelig.store.store import Store
from tilgaengelig.work.group import the_group
from tilgaengelig.work.limits import overrun
from tilgaengelig.work.since import difference

SHOWN_PLACES = 50
#: So many audits before this one are told of in its estimate.
MOST_EARLIER = 6


class Telling(ABC):
    """What is made of all that is kept. A part of `Workshop`."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store, opened and migrated."""

    @property
    @abstractmethod
    def rulebook(self) -> Rulebook:
        """The rules that the reports speak of."""

    def report(
        self, audit_id: str, *, occurrences: int | None = SHOWN_PLACES, against: str | None = None
    ) -> Report:
        """Everything a report on the audit shows, held against the audit before it, or the one of `against`."""
        overview = self.store.overview(audit_id, occurrences=occurrences)
        start = overview.audit.order.start
        register = self.store.exemptions(site=site_of(start))
        here = Audited(
            site_of(start), audit_id, overview.audit.started.date(), self.store.neighbours(audit_id)
        )
        made = dt.datetime.now(dt.UTC)
        since = difference(self.store, audit_id, against)
        website = self.store.website_at(overview.audit.order.place)
        return make_report(
            overview,
            self.rulebook.rules,
            list(self.rulebook.criteria.values()),
            goals={
                audience: LixGoal(one.goal, one.limit) for audience, one in self.rulebook.audiences.items()
            },
            audience=overview.audit.order.audience,
            made=made,
            program_version=__version__,
            around=[one for one in inventory((), [here]) if one.host != bare(here.host)],
            register=register,
            suggestions=list(suggestions(start, overview.subjects, register)),
            suppliers=self.rulebook.suppliers,
            estimate=self._estimate(audit_id),
            earlier=self._earlier(audit_id),
            difference=since,
            overruns=overrun(website, overview, since, made.date()) if website else (),
        )

    def _estimate(self, audit_id: str) -> Estimate | None:
        return estimate(self.store.breaches(audit_id), self.rulebook.rules, self.rulebook.criteria.values())

    def _earlier(self, audit_id: str) -> list[Earlier]:
        """What the audits before this one came to, the oldest first."""
        records = self.store.before(audit_id, most=MOST_EARLIER)
        made = [(record.started, self._estimate(record.id)) for record in reversed(records)]
        return [Earlier(started, one.points, one.pages) for started, one in made if one]

    def since(self, audit_id: str, against: str | None = None) -> Since | None:
        """What became of the site since the audit before, or since `against`; None where there is none before."""
        found = difference(self.store, audit_id, against)
        return make_since(found, self.rulebook.rules, self.rulebook.criteria) if found else None

    @property
    def houses(self) -> Mapping[str, str]:
        """The house of each site by its place; empty where it has none, since it may be unmeasured all the same."""
        return {kept.website.order.place: kept.website.house for kept in self.store.websites()}

    def write_reports(
        self, audit_id: str, folder: Path, formats: Iterable[str], *, alone: bool = False
    ) -> list[Path]:
        """Writes the report in each format into the folder; where they lie. Raises WrongUse where that fails.

        `alone` is for a report that is sent without the pages on single PDFs beside it.
        """
        make_writable(folder)
        written = []
        made: dict[int | None, Report] = {}
        for name in formats:
            writer = FORMATS[name]
            # A page has room for some places of each fault; data has room for all, and reads them once.
            places = SHOWN_PLACES if writer.summary else None
            if places not in made:
                report = self.report(audit_id, occurrences=places)
                made[places] = without_pages(report) if alone else report
            try:
                writer.write(made[places], folder / writer.file_name)
            except OSError as error:
                raise _unwritable(folder, error) from error
            written.append(folder / writer.file_name)
        return written

    def write_group(self, begins: dt.date, ends: dt.date, folder: Path, *, pdf: bool = True) -> list[Path]:
        """Writes the group's report and feed into the folder; where they lie. Raises WrongUse where that fails."""
        make_writable(folder)
        found = the_group(self.store, self.rulebook, self.houses, begins, ends)
        report = make_group_report(found, made=dt.datetime.now(dt.UTC), program_version=__version__)
        written = [
            (folder / "koncern.html", write_group_html),
            (folder / "koncern.atom.xml", write_group_feed),
        ]
        written += [(folder / "koncern.pdf", write_group_pdf)] * pdf
        try:
            for path, write in written:
                write(report, path)
        except OSError as error:
            raise _unwritable(folder, error) from error
        return [path for path, _ in written]

    def write_handbook(self, folder: Path, language: str, audit_id: str | None = None) -> list[Path]:
        """Writes the rulebook as a site, with the audit's commonest faults where one is named; where its pages lie.

        Raises WrongUse where the folder cannot be written.
        """
        make_writable(folder)
        report = self.report(audit_id) if audit_id else None
        rulebook = self.rulebook
        book = Handbook(
            rules=rulebook.rules,
            criteria=rulebook.criteria,
            topics=rulebook.topics,
            language=language,
            digest=rulebook.digest,
            version=__version__,
            site=report.site if report else "",
            lessons=report.lessons if report else (),
        )
        try:
            return write_handbook(book, folder)
        except OSError as error:
            raise _unwritable(folder, error) from error


def make_writable(folder: Path) -> None:
    """Makes the folder, and tries it: better now than after a long audit. Raises WrongUse."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> WrongUse:
    return WrongUse(f"Der kan ikke skrives i {folder} ({error.strerror}). Vælg en anden mappe med --output.")
