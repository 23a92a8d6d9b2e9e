"""The store as the rest of the house sees it: one object, safe from any thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tilgaengelig.model.audit import Attended, AuditRecord, AuditState, LeftOut, Order, Progress, Visit
from tilgaengelig.model.carrying import Carried, Known
from tilgaengelig.model.difference import Snapshot
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.inventory import Audited, Neighbour, Via
from tilgaengelig.model.overview import Overview, SubjectRow
from tilgaengelig.model.pulse import Pulse
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.site import SiteFacts, SiteFinding
from tilgaengelig.model.statement import Lookup
from tilgaengelig.model.subject import Link
from tilgaengelig.model.supervision import Breaches
from tilgaengelig.model.trouble import Trouble
from tilgaengelig.store import (
    acceptances,
    audits,
    carrying,
    copies,
    findings,
    foreign,
    frontier,
    imprints,
    inventory,
    keeping,
    since,
    site,
)
from tilgaengelig.store.breaches import breaches
from tilgaengelig.store.database import Database
from tilgaengelig.store.findings import StoredFinding, Wanted
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.group import Group
from tilgaengelig.store.lookups import keep_lookups
from tilgaengelig.store.overview import overview, subjects
from tilgaengelig.store.pulse import pulse
from tilgaengelig.store.register import Register


class Store(Group, Register):
    """Audits, their frontiers and what they found, in the database at `url`.

    Each method is one transaction: it has happened whole when it returns, or not at all when it raises. An
    audit that is not there raises UnknownThing; a database that fails us raises SetupLacks.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def shown(self) -> str:
        """Where it is, without its password."""
        return self._database.shown

    def migrate(self) -> None:
        """Make or update the tables; safe when several processes start at once."""
        self._database.migrate()

    def bring(self, table: str, whole: str, steps: Mapping[str, str]) -> None:
        """Make or bring forward the tables of a library that keeps its own beside ours, told by one of them.

        Only on PostgreSQL: raises WrongUse on another database.
        """
        if self._database.dialect != "postgresql":
            raise WrongUse("Det kræver PostgreSQL; skriv adressen som --database postgresql://vært/navn.")
        with self._database.writing() as connection:
            foreign.bring(connection, table, whole, steps)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def backup(self, to: Path) -> None:
        """A copy of it all as it is at one moment. Raises WrongUse, also where the database is no SQLite."""
        copies.backup(self._database.file, to)

    # Audits

    def begin(
        self, order: Order, *, rulebook: str, versions: Mapping[str, str], first: Sequence[str]
    ) -> AuditRecord:
        """A new running audit with its first addresses in the frontier; another of its order that runs is stopped."""
        with self._database.writing() as connection:
            number, record = audits.begin(connection, order, rulebook, versions)
            frontier.add(connection, number, [NewAddress(address, 0) for address in first])
        return record

    def unfinished(self, order: Order) -> AuditRecord | None:
        """The newest audit of an equal order, where that one is running (or its process died) or stopped."""
        with self._database.reading() as connection:
            return audits.unfinished(connection, order)

    def resume(self, audit_id: str) -> None:
        """Running again."""
        with self._database.writing() as connection:
            audits.resume(connection, audit_id)

    def out_of_reach(self, audit_id: str, since: dt.datetime | None) -> None:
        """Since when the audit's site is out of reach; None once it is not."""
        with self._database.writing() as connection:
            audits.out_of_reach(connection, audit_id, since)

    def keep_unread_sitemaps(self, audit_id: str, unread: Mapping[str, Trouble]) -> None:
        """Of each sitemap that was not read whole, why; in place of what was kept before."""
        with self._database.writing() as connection:
            audits.keep_unread_sitemaps(connection, audit_id, unread)

    def measured(self, audit_id: str, rulebook: str, versions: Mapping[str, str]) -> AuditRecord:
        """The audit with what it is measured by from now on, beside what pages of it were read by before."""
        with self._database.writing() as connection:
            return audits.measured(connection, audit_id, rulebook, versions)

    def finish(self, audit_id: str, state: AuditState, *, rest: LeftOut = LeftOut.MAX_PAGES) -> None:
        """DONE leaves out what still waits, for the reason `rest`; STOPPED lets it wait for who takes it up.

        What is not running cannot be stopped, and stays as it is.
        """
        with self._database.writing() as connection:
            audits.finish(connection, audit_id, state, rest)

    def audit(self, audit_id: str) -> AuditRecord:
        """The audit of that id."""
        with self._database.reading() as connection:
            return audits.one(connection, audit_id)

    def audit_of_site(self, named: str) -> AuditRecord:
        """The newest audit of a site, by its name, host or address. Raises UnknownThing."""
        with self._database.reading() as connection:
            return audits.of_site(connection, named)

    def audits(self, *, limit: int = 100, before: str | None = None) -> list[AuditRecord]:
        """Audits, the one begun last first; `before` is the id of the last one already had."""
        with self._database.reading() as connection:
            return audits.newest(connection, limit, before)

    def delete_audit(self, audit_id: str) -> None:
        """The audit with all that is its own, then the pictures that nobody shows any more."""
        self.delete_audits([audit_id])

    def delete_audits(self, audit_ids: Sequence[str]) -> None:
        """Several at once, each in a transaction of its own, since one may take a while."""
        for audit_id in audit_ids:
            with self._database.writing() as connection:
                audits.delete_one(connection, audit_id)
        if audit_ids:
            with self._database.writing() as connection:
                audits.sweep_pictures(connection)

    # The frontier

    def next_visits(self, audit_id: str, *, limit: int, exclude: Collection[int] = ()) -> list[Visit]:
        """The next visits by (depth, hops, address), all of the lowest (depth, hops) that is not finished.

        `exclude` has those in hand now: they are not given again, and hold their level open.
        """
        with self._database.reading() as connection:
            return frontier.next_visits(connection, audit_id, limit, exclude)

    def add_addresses(self, audit_id: str, addresses: Sequence[NewAddress | tuple[str, int, int]]) -> None:
        """Put (address, depth, hops) into the frontier where they are not there yet, or stand farther away."""
        with self._database.writing() as connection:
            frontier.add(connection, audits.number_of(connection, audit_id), addresses)

    def keep(self, audit_id: str, attended: Attended, *, new: Sequence[NewAddress] = ()) -> None:
        """All that came of a visit, and the addresses that it brought; kept again, it replaces the first."""
        with self._database.writing() as connection:
            keeping.keep(connection, audit_id, attended, new)

    def progress(self, audit_id: str) -> Progress:
        """Counts only; what goes on now, rate and time left are for whoever runs the audit to add."""
        with self._database.reading() as connection:
            return frontier.progress(connection, audit_id)

    def progresses(self, audit_ids: Collection[str]) -> dict[str, Progress]:
        """The same of several audits at once, by their ids. Those that are not there are left out."""
        with self._database.reading() as connection:
            return frontier.progresses(connection, audit_ids)

    def read_count(self, audit_id: str) -> int:
        """How many addresses were read."""
        with self._database.reading() as connection:
            return frontier.read_count(connection, audit_id)

    # What did not change since the audit before

    def known(self, audit_id: str) -> dict[str, Known]:
        """By address what an audit read, and how to tell whether it is still the same."""
        with self._database.reading() as connection:
            return imprints.known(connection, audit_id)

    def links_of(self, visits: Collection[int]) -> dict[int, tuple[Link, ...]]:
        """The links of visits (by number), in the order in which they stood."""
        with self._database.reading() as connection:
            return carrying.links_of(connection, visits)

    def carry(self, audit_id: str, carried: Sequence[Carried], *, new: Sequence[NewAddress] = ()) -> set[str]:
        """All that came of earlier visits which are still there; the fingerprints of components that have a picture."""
        with self._database.writing() as connection:
            return carrying.carry(connection, audit_id, carried, new)

    # The site as a whole

    def site_facts(self, audit_id: str) -> SiteFacts:
        """What the rules that look across pages ask for, as far as the site was read."""
        with self._database.reading() as connection:
            return site.site_facts(connection, audit_id)

    def keep_lookups(self, audit_id: str, made: Sequence[Lookup]) -> None:
        """Where the statement was looked for, in place of what was kept before."""
        with self._database.writing() as connection:
            keep_lookups(connection, audits.number_of(connection, audit_id), made)

    def keep_site(self, audit_id: str, found: Sequence[SiteFinding]) -> None:
        """All that the site rules found, in place of what they found before."""
        with self._database.writing() as connection:
            site.keep_site(connection, audit_id, found)

    # Results

    def overview(self, audit_id: str, *, occurrences: int | None = 50) -> Overview:
        """The audit whole, with at most so many places of each component (None: all of them)."""
        with self._database.reading() as connection:
            return overview(connection, audit_id, occurrences)

    def subjects(self, audit_id: str) -> tuple[SubjectRow, ...]:
        """The addresses of an audit, as its overview has them."""
        with self._database.reading() as connection:
            return subjects(connection, audit_id)

    def breaches(self, audit_id: str) -> Breaches:
        """Which components failed, or are in doubt, on which web pages."""
        with self._database.reading() as connection:
            return breaches(connection, audit_id)

    def findings(
        self,
        audit_id: str,
        *,
        rule: str | None = None,
        impact: Impact | None = None,
        outcome: Outcome | None = None,
        responsibility: Responsibility | None = None,
        address: str | None = None,
        component: str | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> list[StoredFinding]:
        """Findings by id; `after` is the id of the last one already had. Doubts that people confirmed failed."""
        wanted = Wanted(rule, impact, outcome, responsibility, address, component)
        with self._database.reading() as connection:
            confirmed = acceptances.confirmed(connection, audit_id)
            return findings.findings(connection, audit_id, wanted, limit, after, confirmed)

    def finding(self, audit_id: str, finding_id: str) -> StoredFinding:
        """One finding. Raises UnknownThing."""
        with self._database.reading() as connection:
            return findings.finding(connection, audit_id, finding_id)

    def components_on(self, audit_id: str, address: str) -> set[str]:
        """The components that stand on a page or in a document."""
        with self._database.reading() as connection:
            return findings.components_on(connection, audit_id, address)

    def finding_ids(self, audit_id: str) -> set[str]:
        """The ids of all findings."""
        with self._database.reading() as connection:
            return findings.finding_ids(connection, audit_id)

    def known_components(self, audit_id: str) -> set[str]:
        """The fingerprints of components that have a picture already."""
        with self._database.reading() as connection:
            return findings.known_components(connection, audit_id)

    def recurring(
        self, audit_id: str, responsibility: Responsibility, holds: Callable[[Mapping[str, int]], bool]
    ) -> list[str]:
        """Ids of components of elements on two pages or more; `holds` is asked of how often each is on each address."""
        with self._database.reading() as connection:
            return findings.recurring(connection, audit_id, responsibility, holds)

    def reassign(self, audit_id: str, component_id: str, responsibility: Responsibility) -> None:
        """Give a component, in all its places, to another."""
        with self._database.writing() as connection:
            findings.reassign(connection, audit_id, component_id, responsibility)

    def picture(self, audit_id: str, component_id: str) -> bytes | None:
        """The component's picture (WebP), if one was taken."""
        with self._database.reading() as connection:
            return findings.picture_of(connection, audit_id, component_id)

    # Since the audit before

    def snapshot(self, audit_id: str) -> Snapshot:
        """What the audit knows of its site, to be held against another's."""
        with self._database.reading() as connection:
            return since.snapshot(connection, audit_id)

    def pulse(self, since: dt.datetime) -> Pulse:
        """What happens now: audits at work, what was read since then, and what could not be read."""
        with self._database.reading() as connection:
            return pulse(connection, since)

    def before(self, audit_id: str, *, most: int = 10) -> list[AuditRecord]:
        """The audits of the same site that were finished before this one, the newest first."""
        with self._database.reading() as connection:
            return list(since.before(connection, audit_id, most))

    def known_before(self, audit_id: str, components: Collection[str]) -> dict[str, str]:
        """Those of the components (by id) that an earlier audit of the same site had, with the newest of these."""
        with self._database.reading() as connection:
            return since.known_before(connection, audit_id, components)

    def contents(
        self, audit_id: str, components: Collection[str]
    ) -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
        """What stands in each place of these components: (address, content)."""
        with self._database.reading() as connection:
            return since.contents(connection, audit_id, components)

    # The hosts that audits met

    def keep_neighbours(self, audit_id: str, met: Mapping[Via, Mapping[str, int]]) -> None:
        """The other hosts that an audit met, how often, by what led to them."""
        with self._database.writing() as connection:
            inventory.keep_neighbours(connection, audits.number_of(connection, audit_id), met)

    def neighbours(self, audit_id: str) -> tuple[Neighbour, ...]:
        """The other hosts that one audit met."""
        with self._database.reading() as connection:
            return inventory.neighbours(connection, audits.number_of(connection, audit_id))

    def audited(self) -> list[Audited]:
        """The newest finished audit of each host, with what it met."""
        with self._database.reading() as connection:
            return inventory.audited(connection)
