"""The part of the store that belongs to sites and goes on from audit to audit: their settings, leases and tasks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from tilgaengelig.model.audit import AuditRecord, Order
from tilgaengelig.model.history import Stage
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.task import Task, TaskState
from tilgaengelig.model.website import Kept, Website
from tilgaengelig.store import audits, chores, leases, measures, tasks, websites
from tilgaengelig.store.database import Database
from tilgaengelig.store.history import history


class Group:
    """Sites, who works on them, and the work on their faults. A part of `Store`."""

    _database: Database

    # Sites, and who works on them

    def add_website(self, website: Website, *, now: dt.datetime | None = None) -> None:
        """A new site; its schedule counts from now. Raises WrongUse where its name or place is taken."""
        with self._database.writing() as connection:
            websites.add(connection, website, now or dt.datetime.now(dt.UTC))

    def change_website(self, website: Website) -> None:
        """Other settings for the site of that name. Raises UnknownThing."""
        with self._database.writing() as connection:
            websites.change(connection, website)

    def websites(self) -> list[Kept]:
        """All sites, by house and name."""
        with self._database.reading() as connection:
            return websites.every(connection)

    def website(self, name: str) -> Kept:
        """The site of that name, address or place. Raises UnknownThing."""
        with self._database.reading() as connection:
            return websites.one(connection, name)

    def website_at(self, place: str) -> Website | None:
        """The site of that place, if there is one."""
        with self._database.reading() as connection:
            return websites.at(connection, place)

    def site_named(self, text: str) -> str:
        """The site (host and port) that somebody means by a website's name, an address, or its host; "" for none."""
        with self._database.reading() as connection:
            return websites.site_named(connection, text)

    def remove_website(self, name: str) -> None:
        """Forget the site; its audits stay. Raises UnknownThing."""
        with self._database.writing() as connection:
            websites.remove(connection, name)

    def handle_schedule(self, name: str, moment: dt.datetime) -> None:
        """The schedule of the site is seen to up to that moment."""
        with self._database.writing() as connection:
            websites.handle(connection, name, moment)

    def chore_handled(self, name: str, now: dt.datetime) -> dt.datetime:
        """Up to when a chore of the clock is seen to; a new one counts from now, which is noted."""
        known = self.seen_to(name)
        if known is not None:
            return known
        with self._database.writing() as connection:
            return chores.begin(connection, name, now)

    def seen_to(self, chore: str) -> dt.datetime | None:
        """Up to when a chore is seen to; None of one that is new."""
        with self._database.reading() as connection:
            return chores.handled(connection, chore)

    def handle_chore(self, name: str, moment: dt.datetime) -> None:
        """The chore is seen to up to that moment."""
        with self._database.writing() as connection:
            chores.handle(connection, name, moment)

    @contextmanager
    def ordering(self, place: str) -> Iterator[None]:
        """While the block looks what there is of a site and begins an audit, others who order one of it wait.

        They wait in whichever process, on SQLite in this one; a process that dies holds nobody up.
        """
        with self._database.alone(f"ordering {place}"):
            yield

    def lease_holder(self, name: str) -> str | None:
        """Who works on it now."""
        with self._database.reading() as connection:
            return leases.holder_of(connection, name, dt.datetime.now(dt.UTC))

    def take_lease(self, name: str, holder: str, held: dt.timedelta, *, over: str | None = None) -> bool:
        """Have it for so long from now, where nobody else has it or it is `over`'s; whether that went well."""
        with self._database.writing() as connection:
            return leases.take(connection, name, holder, dt.datetime.now(dt.UTC) + held, over)

    def let_go(self, name: str, holder: str) -> None:
        """Leave it to whoever wants it."""
        with self._database.writing() as connection:
            leases.let_go(connection, name, holder)

    def last_audits(
        self,
        *,
        places: Collection[str] | None = None,
        since: dt.datetime | None = None,
        before: dt.datetime | None = None,
        finished: bool = True,
        read: bool = False,
    ) -> list[AuditRecord]:
        """The last audit of each site, or of those at `places`, the one begun last first.

        With `since` and `before`: of those begun in that time; with `finished`, of those that are done; with `read`, of
        those that read anything.
        """
        with self._database.reading() as connection:
            return audits.last_audits(connection, places, since, before, finished=finished, read=read)

    def older_audits(self, place: str) -> list[tuple[str, dt.datetime]]:
        """The finished audits of a site that read anything but for the newest: id and beginning, the newest first."""
        with self._database.reading() as connection:
            return audits.older(connection, place)

    def given_up(self, place: str) -> list[tuple[str, dt.datetime]]:
        """The audits of a site that never ended or read nothing, older than its newest finished one; newest first."""
        with self._database.reading() as connection:
            return audits.given_up(connection, place)

    def done_since(self, order: Order, since: dt.datetime) -> str | None:
        """The id of the newest audit of an equal order that was begun since then and is done."""
        with self._database.reading() as connection:
            return audits.done_since(connection, order, since)

    def texts_read(self, audit_id: str) -> list[tuple[str, Readability | None]]:
        """The addresses that were read, each with the counts of its text where that is long enough to be scored."""
        with self._database.reading() as connection:
            return list(measures.texts_read(connection, audit_id))

    def faults(self, audit_id: str, day: dt.date) -> Counter[Impact]:
        """The places that failed and were not accepted on that day, by impact."""
        with self._database.reading() as connection:
            return measures.faults(connection, audit_id, day)

    def faults_by_address(self, audit_id: str, day: dt.date) -> dict[str, Counter[Impact]]:
        """The same, for each address."""
        with self._database.reading() as connection:
            return measures.faults_by_address(connection, audit_id, day)

    def history(self, place: str, *, most: int = 24) -> list[Stage]:
        """The newest finished audits of the site of that place side by side, the oldest of them first."""
        with self._database.reading() as connection:
            return history(connection, place, most)

    # Work on faults

    def work_on(
        self,
        thing: str,
        *,
        by: str,
        audit_id: str | None = None,
        assignee: str | None = None,
        state: TaskState | None = None,
        text: str = "",
        now: dt.datetime | None = None,
    ) -> Task:
        """Give a component (by its id, or a finding's) to somebody, call it mended, or say something of it.

        It is that of the audit's site, or of the newest audit that has it. What is None stays as it is. Raises
        UnknownThing, and WrongUse where nobody says it.
        """
        moment = now or dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            return tasks.change(
                connection,
                thing,
                moment,
                by=by,
                audit_id=audit_id,
                assignee=assignee,
                state=state,
                text=text,
            )

    def tasks(self, *, site: str | None = None, assignee: str | None = None) -> list[Task]:
        """The work on the faults of a site (as `site_named`), or of one who works; what changed last comes first."""
        with self._database.reading() as connection:
            meant = websites.site_if_named(connection, site)
            return tasks.tasks(connection, meant, assignee)

    def tasks_begun(
        self, *, site: str | None = None, assignee: str | None = None, limit: int, before: int | None = None
    ) -> list[Task]:
        """Some of that work, in an order that stands still: what was begun last first, and before that number."""
        with self._database.reading() as connection:
            meant = websites.site_if_named(connection, site)
            return tasks.begun(connection, meant, assignee, limit, before)

    def tasks_of(self, audit_id: str) -> list[Task]:
        """The work on the faults of an audit's site."""
        with self._database.reading() as connection:
            return tasks.of_audit(connection, audit_id)

    def task_on(self, audit_id: str, component_id: str) -> Task | None:
        """The work on one component of an audit's site; None where nobody has done anything about it."""
        with self._database.reading() as connection:
            return tasks.of_component(connection, audit_id, component_id)

    def settle_task(
        self, task: Task, state: TaskState, text: str, *, now: dt.datetime, renamed: str = ""
    ) -> None:
        """What an audit saw of a task; `renamed` is the id that its component has by now."""
        with self._database.writing() as connection:
            tasks.settle(connection, task, state, text, now, renamed)

    def checked(self, audit_id: str) -> dict[str, dt.datetime]:
        """When each address of an audit was read: before the audit began, where it had not changed since."""
        with self._database.reading() as connection:
            return tasks.checked(connection, audit_id)

    def elsewhere(self, audit_id: str, work: Collection[Task]) -> set[str]:
        """The components of those of the tasks that another part of the audit's host, which is looked at, still has."""
        with self._database.reading() as connection:
            return tasks.elsewhere(connection, audit_id, work)

    def pages_of(self, audit_id: str, components: Collection[str]) -> set[str]:
        """The addresses on which an audit has any of the components."""
        with self._database.reading() as connection:
            return tasks.pages_of(connection, audit_id, components)
