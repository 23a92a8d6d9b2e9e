"""The queue on PostgreSQL: audits ordered by any process and worked off by workers on any machine.

A job is a slice of one audit, and the job after it is queued when the slice ends: so what is ordered on demand goes
before a nightly audit within minutes, and a worker that dies costs a slice at most (docs/decisions/0017).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.schema import SchemaManager
from procrastinate.tasks import ConfigureTaskOptions

from tilgaengelig.model.addresses import host_of, without_www
from tilgaengelig.model.audit import AuditRecord, AuditState, Order, Progress
from tilgaengelig.model.errors import Busy, SetupLacks
from tilgaengelig.model.website import Website
from tilgaengelig.store.store import Store
from tilgaengelig.work.desk import BROKE_DOWN, UNDER_WAY, Activity, QueueCounts, refuse_another
from tilgaengelig.work.nightly import Auditing, Night, pause

log = logging.getLogger(__name__)

#: The task's name in the queue; it takes the audit's id, and `every_days` where unchanged pages may be taken over.
AUDIT = "audit"
#: What is ordered on demand goes before what a schedule ordered.
ON_DEMAND, SCHEDULED = 10, 0
_TABLE = "procrastinate_jobs"
#: Seconds between two looks at an audit that the clock ordered.
_LOOK = 10.0
_GONE = "Køen i databasen kan ikke nås. Se efter, om PostgreSQL kører."


def conninfo(url: str) -> str:
    """The database's address as PostgreSQL's own library reads it."""
    _, separator, rest = url.partition("://")
    return f"postgresql{separator}{rest}"


def bring_queue(store: Store) -> None:
    """Make the queue's tables, or bring them forward. Raises WrongUse where the database is not PostgreSQL."""
    steps = {
        path.name: path.read_text(encoding="utf-8")
        for path in Path(SchemaManager.get_migrations_path()).glob("*.sql")
    }
    store.bring(_TABLE, SchemaManager.get_schema(), steps)


def details(record: AuditRecord, priority: int) -> ConfigureTaskOptions:
    """How the job of an audit is queued: once, and never beside another of its host, for politeness' sake.

    A host and its www twin are one there too.
    """
    return {
        "queue": AUDIT,
        "lock": f"host:{without_www(host_of(record.order.start))}",
        "queueing_lock": record.id,
        "priority": priority,
    }


def counted(url: str, store: Store) -> QueueCounts:
    """How many audits wait and are at work, for somebody who orders none. Raises WrongUse, SetupLacks."""
    bring_queue(store)
    with _app(url).open() as app:
        return _counts(app)


def _app(url: str) -> App:
    return App(connector=SyncPsycopgConnector(conninfo=conninfo(url), max_size=4, timeout=10))


@contextmanager
def _reached() -> Iterator[None]:
    """Raises SetupLacks where the queue's database cannot be reached."""
    try:
        yield
    except ConnectorException as error:
        raise SetupLacks(_GONE) from error


def _counts(app: App) -> QueueCounts:
    with _reached():
        queues = list(app.job_manager.list_queues(task=AUDIT))
    return QueueCounts(sum(each["todo"] for each in queues), sum(each["doing"] for each in queues))


class Queue:
    """The desk of the distributed set-up: it takes orders as `Desk` does, and workers see them through."""

    def __init__(
        self,
        url: str,
        store: Store,
        *,
        rulebook: str,
        priority: int = ON_DEMAND,
    ) -> None:
        self._store = store
        self._rulebook = rulebook
        self._priority = priority
        bring_queue(store)
        self._app = _app(url)
        self._app.open()

    # Safe from any thread

    def activity(self, audit_id: str) -> Activity:
        """What the workers do with the audit now."""
        under_way = self._under_way(audit_id)
        working = [job for job in under_way if job.status == Status.DOING.value]
        if any(job.abort_requested for job in working):
            return Activity.STOPPING
        if working:
            return Activity.WORKING
        return Activity.WAITING if under_way else Activity.NONE

    def told(self, audit_id: str) -> Progress | None:
        """None: a worker tells its pace to nobody; the counts are in the store."""
        return None

    def mishap(self, audit_id: str) -> str | None:
        """One Danish sentence on why an audit broke down; None where it did not."""
        jobs = self._jobs(audit_id)
        if not jobs or jobs[-1].status != Status.FAILED.value or jobs[-1].abort_requested:
            return None
        # What went well is forgotten by the queue, what failed before it is not.
        return None if self._store.audit(audit_id).state is AuditState.DONE else BROKE_DOWN

    def counts(self) -> QueueCounts:
        """How many audits wait, and how many are at work."""
        return _counts(self._app)

    # For the event loop

    async def start(
        self, order: Order, *, fresh: bool = False, every_days: int | None = None
    ) -> tuple[AuditRecord, bool]:
        """The audit of this order, begun, taken up again, or under way already; and whether it was there before.

        With `every_days` it takes over what did not change, as the clock's audits do. Raises Busy where it is
        stopping, and where `fresh` asks for a second of the same.
        """
        return await asyncio.to_thread(self._start, order, fresh=fresh, every_days=every_days)

    def nightly(self, stop: asyncio.Event, look: float = _LOOK) -> Auditing:
        """How the clock has a site audited by the workers. Once `stop` is set it leaves them to it."""

        async def audit(website: Website, ending: asyncio.Event) -> Night:
            audit_id, night = "", None
            while True:
                try:
                    audit_id = (
                        audit_id or (await self.start(website.order, every_days=website.every_days))[0].id
                    )
                    night = await self._looked_at(website, audit_id, ending)
                except SetupLacks as error:  # the workers go on with it once the database is there again
                    log.warning("an audit cannot be looked at now: %s", error)
                if night is not None:
                    return night
                if stop.is_set():
                    return Night(website, audit_id, AuditState.RUNNING)
                if ending.is_set():
                    await asyncio.sleep(min(look, 1.0))
                else:
                    await pause(ending, look)

        return audit

    async def _looked_at(self, website: Website, audit_id: str, ending: asyncio.Event) -> Night | None:
        """What came of the audit; None while the workers have it, who are told to stop once it is to end."""
        if await asyncio.to_thread(self.activity, audit_id) is Activity.NONE:
            mishap = await asyncio.to_thread(self.mishap, audit_id)
            ended = await asyncio.to_thread(self._store.audit, audit_id)
            return Night(website, audit_id, ended.state, mishap or "")
        if ending.is_set():
            await self.cancel(audit_id)
        return None

    async def cancel(self, audit_id: str) -> bool:
        """Stop the audit; False where it is not queued. What was found stays, and it can be taken up again."""
        return await asyncio.to_thread(self._cancel, audit_id)

    async def delete(self, audit_id: str) -> None:
        """Delete an audit from the store. Raises Busy for one that is queued, UnknownThing where none is."""
        if await asyncio.to_thread(self.activity, audit_id) is not Activity.NONE:
            raise Busy(UNDER_WAY)
        await asyncio.to_thread(self._store.delete_audit, audit_id)

    async def shutdown(self) -> None:
        """Close the way to the queue; what waits in it goes on waiting for a worker."""
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """Close the way to the queue."""
        self._app.close()

    def _start(self, order: Order, *, fresh: bool, every_days: int | None) -> tuple[AuditRecord, bool]:
        # Who orders the same at the same moment waits here, and then finds it queued.
        with self._store.ordering(order.place):
            same = self._store.unfinished(order)
            activity = self.activity(same.id) if same else Activity.NONE
            if same and activity is not Activity.NONE:
                refuse_another(activity, fresh=fresh)
                return same, True
            again = same is not None and not fresh and same.rulebook == self._rulebook
            if same and again:
                self._store.resume(same.id)
                record = self._store.audit(same.id)
            else:
                # What it is measured with besides, the worker says who takes it up.
                record = self._store.begin(order, rulebook=self._rulebook, versions={}, first=[order.start])
            self._defer(record, every_days)
            return record, again

    def _defer(self, record: AuditRecord, every_days: int | None) -> None:
        task = self._app.configure_task(AUDIT, **details(record, self._priority))
        # A process of an earlier version may have taken the same order in the same moment.
        with _reached(), suppress(AlreadyEnqueued):
            task.defer(audit_id=record.id, every_days=every_days)

    def _cancel(self, audit_id: str) -> bool:
        under_way = self._under_way(audit_id)
        if not under_way:
            return False
        # What is at work may be queued anew while we look: its slice ends, or its worker is found dead.
        while asked := [job.id for job in under_way if job.id is not None and not job.abort_requested]:
            with _reached():
                for job_id in asked:
                    self._app.job_manager.cancel_job_by_id(job_id, abort=True)
            under_way = self._under_way(audit_id)
        if not under_way:
            # Nobody is at work on it who would say so in the store.
            self._store.finish(audit_id, AuditState.STOPPED)
        return True

    def _under_way(self, audit_id: str) -> list[Job]:
        return [job for job in self._jobs(audit_id) if job.status in (Status.TODO.value, Status.DOING.value)]

    def _jobs(self, audit_id: str) -> list[Job]:
        with _reached():
            return list(self._app.job_manager.list_jobs(queueing_lock=audit_id, task=AUDIT))
