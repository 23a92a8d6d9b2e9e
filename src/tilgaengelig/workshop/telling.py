"""The workshop's part that tells: reports on audits and on the group, and the handbook, composed and written.

What it tells with is loaded when something is to be told, as in the rest of the workshop.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tilgaengelig import __version__
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.difference import Difference
from tilgaengelig.model.errors import WrongUse, reason
from tilgaengelig.model.exemption import Exemption
from tilgaengelig.model.host import bare
from tilgaengelig.model.inventory import Audited, Holding
from tilgaengelig.model.supervision import Earlier, Estimate
from tilgaengelig.model.website import Website
from tilgaengelig.settings import Settings

if TYPE_CHECKING:
    from tilgaengelig.report.content import Report, Since
    from tilgaengelig.rulebook.book import Rulebook
    from tilgaengelig.store.store import Store

SHOWN_PLACES = 50
#: So many audits before this one are told of in its estimate.
MOST_EARLIER = 6


@dataclass(frozen=True, slots=True)
class _Around:
    """What a report tells of an audit whether it shows some places of each fault or all: looked up once for both."""

    audit: AuditRecord
    holdings: Sequence[Holding]
    register: Sequence[Exemption]
    estimate: Estimate | None
    earlier: Sequence[Earlier]
    difference: Difference | None
    website: Website | None


class Telling(ABC):
    """What is made of all that is kept. A part of `Workshop`."""

    settings: Settings

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
        """Everything a report on the audit shows, held against the audit before it, or the audit `against`."""
        return self._report(self._around(audit_id, against), occurrences)

    def _around(self, audit_id: str, against: str | None) -> _Around:
        from tilgaengelig.judge.inventory import inventory
        from tilgaengelig.work.since import difference

        audit = self.store.audit(audit_id)
        host = audit.order.site
        here = Audited(host, audit_id, day_of(audit.started), self.store.neighbours(audit_id))
        return _Around(
            audit=audit,
            holdings=[one for one in inventory((), [here]) if one.host != bare(here.host)],
            register=self.store.exemptions(site=host),
            estimate=self._estimate(audit_id),
            earlier=self._earlier(audit_id),
            difference=difference(self.store, audit_id, against),
            website=self.store.website_at(audit.order.place),
        )

    def _report(self, around: _Around, occurrences: int | None) -> Report:
        from tilgaengelig.judge.exempt import suggestions
        from tilgaengelig.report.compose import make_report
        from tilgaengelig.report.reading import LixGoal
        from tilgaengelig.work.limits import overrun

        audit, website, since = around.audit, around.website, around.difference
        overview = self.store.overview(audit.id, occurrences=occurrences)
        made = dt.datetime.now(dt.UTC)
        return make_report(
            overview,
            self.rulebook.rules,
            list(self.rulebook.criteria.values()),
            goals={
                audience: LixGoal(one.goal, one.limit) for audience, one in self.rulebook.audiences.items()
            },
            audience=audit.order.audience,
            made=made,
            program_version=__version__,
            around=around.holdings,
            register=around.register,
            suggestions=list(suggestions(audit.order.start, overview.subjects, around.register)),
            suppliers=self.rulebook.suppliers,
            estimate=around.estimate,
            earlier=around.earlier,
            difference=since,
            overruns=overrun(website, overview, since, day_of(made)) if website else (),
        )

    def _estimate(self, audit_id: str) -> Estimate | None:
        from tilgaengelig.judge.estimate import estimate

        return estimate(self.store.breaches(audit_id), self.rulebook.rules, self.rulebook.criteria.values())

    def _earlier(self, audit_id: str) -> list[Earlier]:
        """What the audits before this one came to, the oldest first."""
        records = self.store.before(audit_id, most=MOST_EARLIER)
        made = [(record.started, self._estimate(record.id)) for record in reversed(records)]
        return [Earlier(started, one.points, one.pages) for started, one in made if one]

    def since(self, audit_id: str, against: str | None = None) -> Since | None:
        """What became of the site since the audit before, or since `against`; None where there is none before."""
        from tilgaengelig.report.since import make_since
        from tilgaengelig.work.since import difference

        found = difference(self.store, audit_id, against)
        return make_since(found, self.rulebook.rules, self.rulebook.criteria) if found else None

    @property
    def houses(self) -> Mapping[str, str]:
        """The house of each site by its place; empty where it has none, since it may be unmeasured all the same."""
        return {kept.website.order.place: kept.website.house for kept in self.store.websites()}

    def write_reports(
        self,
        audit_id: str,
        folder: Path,
        formats: Iterable[str],
        *,
        alone: bool = False,
        against: str | None = None,
    ) -> list[Path]:
        """Writes the report in each format into the folder; where they lie. Raises WrongUse where that fails.

        `alone` is for a report that is sent without the pages on single PDFs beside it, `against` as in `report`.
        """
        from tilgaengelig.report.documents import without_pages
        from tilgaengelig.report.formats import FORMATS

        make_writable(folder)
        written = []
        around = self._around(audit_id, against)
        made: dict[int | None, Report] = {}
        for name in formats:
            writer = FORMATS[name]
            # A page has room for some places of each fault; data has room for all, and reads them once.
            places = SHOWN_PLACES if writer.summary else None
            if places not in made:
                report = self._report(around, places)
                made[places] = without_pages(report) if alone else report
            with _writing(folder):
                writer.write(made[places], folder / writer.file_name)
            written.append(folder / writer.file_name)
        return written

    def write_group(self, begins: dt.date, ends: dt.date, folder: Path, formats: Iterable[str]) -> list[Path]:
        """Writes the group's report in each format into the folder; where they lie. Raises WrongUse."""
        from tilgaengelig.report.group import GROUP_FORMATS, make_group_report
        from tilgaengelig.work.group import the_group

        make_writable(folder)
        writers = [GROUP_FORMATS[name] for name in formats]
        with_twins = any(writer.twins for writer in writers)
        found = the_group(self.store, self.rulebook, self.houses, begins, ends, with_twins=with_twins)
        made = dt.datetime.now(dt.UTC)
        home = self.settings.address
        report = make_group_report(found, made=made, program_version=__version__, home=home)
        written = []
        for writer in writers:
            with _writing(folder):
                writer.write(report, folder / writer.file_name)
            written.append(folder / writer.file_name)
        return written

    def write_handbook(self, folder: Path, language: str, audit_id: str | None = None) -> list[Path]:
        """Writes the rulebook as a site, with the audit's commonest faults where one is named; where its pages lie.

        Raises WrongUse where the folder cannot be written.
        """
        from tilgaengelig.report.handbook import Handbook, write_handbook

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
        with _writing(folder):
            return write_handbook(book, folder)


def make_writable(folder: Path) -> None:
    """Makes the folder, and tries it: better now than after a long audit. Raises WrongUse."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """While the block writes into the folder. Raises WrongUse where that fails."""
    try:
        yield
    except OSError as error:
        raise WrongUse(
            f"Der kan ikke skrives i {folder} ({reason(error)}). Vælg en anden mappe med --output."
        ) from error
