"""A worker of the distributed set-up: takes slices of audits from the queue until it is told to stop.

It outlives a database that goes away for a while, and takes up what workers that died left behind.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, JobAborted, UniqueViolation
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job, Status

from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.errors import Busy, UnknownThing
from tilgaengelig.store.store import Store
from tilgaengelig.work.nightly import pause
from tilgaengelig.work.pulse import beating
from tilgaengelig.work.queue import AUDIT, bring_queue, conninfo, details
from tilgaengelig.work.waiting import first_of

log = logging.getLogger(__name__)

#: Times that an audit may break down, or take its worker with it, before it is put down: 4, 16, 64 … seconds apart.
MOST_ATTEMPTS = 4
_AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4)
_RESCUE = "rescue"
#: One look for the dead waits at a time. No lock besides: a look that died with its worker would hold it for ever, as
#: one of an earlier version may, with another called `rescue` waiting behind it.
_LOOK = "look for the dead"
_FIRST = 100
_REMEMBERED_HOURS = 24 * 7
#: Seconds between looks for a job: where every host is taken, nobody tells us when one is free again.
_POLL = 0.5
_BACK_OFF = 2.0
#: Seconds after which it counts as out of reach, as long as it has not been reached.
_REACHED = 10.0
#: Seconds until a site that a process outside the queue audits is looked at again.
_BUSY = 20


class Resting(Protocol):
    """An audit ready to work, as `work.audit.Run` is: once `rest` is set it ends soon, and others may go on."""

    rest: asyncio.Event

    async def __call__(self) -> AuditState:
        """Works to the end, or until it rests: then it is still RUNNING."""
        ...


#: Makes an audit ready to work for one slice; with a number of days it takes over what did not change. Raises Busy.
Ready = Callable[[AuditRecord, int | None], AbstractAsyncContextManager[Resting]]


@dataclass(slots=True)
class Worker:
    """Works `at_once` audits side by side. `stop` may be set from a signal handler.

    `slice_seconds` is how long an audit keeps its place, `patience` the seconds without a sign of life after which a
    worker counts as dead. `pulse` is a file that is touched while the worker looks after its queue.
    """

    url: str
    store: Store
    ready: Ready
    at_once: int = 1
    slice_seconds: float = 120.0
    patience: float = 30.0
    pulse: Path | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _runs: dict[str, Resting] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Works until `stop` is set, and then until the pages in hand are done. Raises WrongUse, SetupLacks."""
        await asyncio.to_thread(bring_queue, self.store)
        while not self.stop.is_set():
            try:
                await self._serve()
            except (ConnectorException, OSError):  # a TimeoutError is one
                log.warning("the queue is out of reach; trying again in %s seconds", _BACK_OFF, exc_info=True)
                await pause(self.stop, _BACK_OFF)

    async def _serve(self) -> None:
        """One life of the worker in the database, ended by `stop` or by the database."""
        app = App(connector=PsycopgConnector(conninfo=conninfo(self.url), max_size=4, timeout=10))
        app.task(name=AUDIT, queue=AUDIT, retry=_AGAIN, pass_context=True)(self._slice)

        @app.periodic(cron=f"* * * * * */{max(1, round(self.patience / 2))}")  # the sixth is seconds
        @app.task(name=_RESCUE, queue=AUDIT, queueing_lock=_LOOK, priority=_FIRST)
        async def rescue(timestamp: int) -> None:
            await self._rescue(app)

        working = asyncio.ensure_future(self._work_off(app))
        try:
            async with beating(self.pulse, self.patience / 3):
                await first_of([working], self.stop)
        finally:
            for run in self._runs.values():
                run.rest.set()
            working.cancel()
        await asyncio.wait({working})
        error = None if working.cancelled() else working.exception()
        if error:
            raise error

    async def _work_off(self, app: App) -> None:
        """What the queue has, until cancelled. Raises TimeoutError where the database is not reached."""
        try:
            async with asyncio.timeout(_REACHED):
                await app.open_async()
            await app.run_worker_async(
                concurrency=self.at_once,
                fetch_job_polling_interval=_POLL,
                update_heartbeat_interval=self.patience / 3,
                stalled_worker_timeout=self.patience,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        finally:
            await app.close_async()

    async def _slice(self, context: JobContext, audit_id: str, every_days: int | None = None) -> None:
        """Some of the audit; the rest is queued again, behind what is more urgent."""
        try:
            await self._take_turn(context, audit_id, every_days)
        except (Exception, asyncio.CancelledError) as error:
            stopped = context.abort_reason() is AbortReason.USER_REQUEST
            if stopped or (isinstance(error, Exception) and context.job.attempts >= MOST_ATTEMPTS):
                await self._put_down(audit_id)
            if stopped:
                # Nothing broke down, and nothing is to be tried again.
                raise JobAborted from error
            raise

    async def _take_turn(self, context: JobContext, audit_id: str, every_days: int | None) -> None:
        record = await asyncio.to_thread(self.store.audit, audit_id)
        if record.state is AuditState.DONE:
            return
        later = 0
        try:
            state = await self._work(record, every_days)
        except Busy:
            state, later = AuditState.RUNNING, _BUSY
        if state is AuditState.RUNNING:
            await _defer(context, record, every_days, later)

    async def _work(self, record: AuditRecord, every_days: int | None) -> AuditState:
        async with self.ready(record, every_days) as run:
            await asyncio.to_thread(self.store.resume, record.id)
            return await self._through(record, run)

    async def _through(self, record: AuditRecord, run: Resting) -> AuditState:
        self._runs[record.id] = run
        working = asyncio.ensure_future(run())
        if self.stop.is_set():
            run.rest.set()
        try:
            await asyncio.wait({working}, timeout=self.slice_seconds)
            run.rest.set()
            return await working
        except asyncio.CancelledError:
            working.cancel()
            await asyncio.wait({working})
            raise
        finally:
            self._runs.pop(record.id, None)

    async def _rescue(self, app: App) -> None:
        """What a dead worker had in hand is queued again; what kills every worker is put down."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self.patience):
            # Another look may be at it too, and a worker of today may have it since.
            if await _held(app, job):
                log.warning("a worker died with job %s in hand (attempt %s)", job.id, job.attempts + 1)
                try:
                    await self._take_up(app, job)
                except ConnectorException:
                    if await _held(app, job):
                        raise
                    log.info("another look was first with job %s", job.id)
        await app.job_manager.delete_old_jobs(
            _REMEMBERED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def _take_up(self, app: App, job: Job) -> None:
        """Raises ConnectorException, also where another look took the job up first."""
        if job.task_name != AUDIT:
            # A look for the dead that was cut off; there is one after it.
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            return
        if job.attempts >= MOST_ATTEMPTS:
            # The store before the queue: a look that dies between the two is made good by the next one.
            await self._put_down(str(job.task_kwargs["audit_id"]))
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            return
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # It had queued the slice after it when it died.
            await app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
            return
        if await app.job_manager.list_jobs_async(id=job.id, status=Status.FAILED.value):
            # Somebody asked to have it stopped: such a job is not queued again, and nobody is left to say so.
            await self._put_down(str(job.task_kwargs["audit_id"]))

    async def _put_down(self, audit_id: str) -> None:
        """Stopped in the store, unless it is done; where somebody has deleted it, there is nothing to stop."""
        try:
            await asyncio.to_thread(self.store.finish, audit_id, AuditState.STOPPED)
        except UnknownThing as error:
            log.info("an audit in the queue is no more: %s", error)


async def _held(app: App, job: Job) -> bool:
    """Whether the job is still in the hand of the worker that had it."""
    now = await app.job_manager.list_jobs_async(id=job.id, status=Status.DOING.value)
    return any(each.worker_id == job.worker_id for each in now)


async def _defer(context: JobContext, record: AuditRecord, every_days: int | None, later: int) -> None:
    """Queues the next slice, for at once or for so many seconds later."""
    options = details(record, context.job.priority)
    options["schedule_in"] = {"seconds": later} if later else None
    task = context.app.configure_task(AUDIT, **options)
    try:
        await task.defer_async(audit_id=record.id, every_days=every_days)
    except AlreadyEnqueued:
        log.info("audit %s waits in the queue already", record.id)
