"""The desk: audits ordered from this process and seen through in its background, a few at a time.

Everything an audit finds is in the store, so the desk itself remembers only who works on what. It belongs to one
event loop; what other threads may ask it is said where they may.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from tilgaengelig.model.audit import AuditRecord, AuditState, Order, Progress
from tilgaengelig.model.errors import Busy, DatabaseFails, TilgaengeligError
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import Tell, begin_or_resume
from tilgaengelig.work.lease import held_elsewhere, taken
from tilgaengelig.work.waiting import first_of

log = logging.getLogger(__name__)

#: More than this wait for nothing good: whoever orders so many should order less.
MOST_WAITING = 50
#: Seconds that an audit told to stop has to do so by itself (a slow robots.txt may hold it).
GRACE = 10.0
_REMEMBERED = 100
UNDER_WAY = "Kontrollen er i gang. Stop den, før du sletter den."
BROKE_DOWN = (
    "Kontrollen gik i stå på grund af en fejl hos os. Start den igen, så tages den op, hvor den slap; "
    "gentager det sig, så send os loggen."
)


class Activity(StrEnum):
    """What this process does with an audit now; NONE also where another process may be at work on it."""

    WAITING = "waiting"
    WORKING = "working"
    STOPPING = "stopping"
    NONE = "none"


class QueueCounts(NamedTuple):
    """Audits that were ordered: not begun or between two slices, and at work."""

    waiting: int
    working: int


def refuse_another(activity: Activity, *, fresh: bool) -> None:
    """Raises Busy where the same audit is under way, and whoever orders it now cannot be given that one."""
    if activity is Activity.STOPPING:
        raise Busy("Den samme kontrol er ved at stoppe. Prøv igen om et øjeblik.")
    if fresh:
        raise Busy("Den samme kontrol er allerede i gang. Stop den, hvis den skal begynde forfra.")


class TakesOrders(Protocol):
    """Whoever audits are ordered from: `Desk` in this process, or the queue of the distributed set-up."""

    def activity(self, audit_id: str) -> Activity:
        """What becomes of the audit now; safe from any thread, as the two after it."""
        ...

    def told(self, audit_id: str) -> Progress | None:
        """What an audit at work told last of itself, where that is known."""
        ...

    def mishap(self, audit_id: str) -> str | None:
        """One Danish sentence on why an audit broke down; None where it did not."""
        ...

    def counts(self) -> QueueCounts:
        """How many audits wait, and how many are at work."""
        ...

    async def start(
        self, order: Order, *, fresh: bool = False, every_days: int | None = None
    ) -> tuple[AuditRecord, bool]:
        """The audit of this order, and whether it was there before; `every_days` as in `Opening`. Raises Busy."""
        ...

    async def cancel(self, audit_id: str) -> bool:
        """Stop the audit; False where it is not under way."""
        ...

    async def delete(self, audit_id: str) -> None:
        """Delete an audit from the store. Raises Busy, UnknownThing."""
        ...

    async def shutdown(self) -> None:
        """No more orders are taken."""
        ...


class Working(Protocol):
    """An audit ready to work, as `work.audit.Run` is: it ends soon after `stop` is set."""

    stop: asyncio.Event

    async def __call__(self) -> AuditState:
        """Works to the end; how it ended."""
        ...


#: Builds what an audit needs and an audit ready to work, and takes it down again. With the days, it takes over what did
#: not change, but for pages that were last opened so long ago.
Opening = Callable[[AuditRecord, Tell, int | None], AbstractAsyncContextManager[Working]]


@dataclass(slots=True, eq=False)
class _Job:
    record: AuditRecord
    every_days: int | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    working: bool = False
    told: Progress | None = None

    @property
    def activity(self) -> Activity:
        if self.stop.is_set():
            return Activity.STOPPING
        return Activity.WORKING if self.working else Activity.WAITING

    def tell(self, progress: Progress) -> None:
        self.told = progress


class Desk:
    """Takes orders, `at_once` audits at work and the rest waiting in turn; no order is at work twice."""

    def __init__(
        self,
        store: Store,
        opening: Opening,
        *,
        rulebook: str,
        versions: Mapping[str, str],
        at_once: int = 1,
        grace: float = GRACE,
    ) -> None:
        self._store = store
        self._opening = opening
        self._rulebook = rulebook
        self._versions = dict(versions)
        self._at_once = at_once
        self._grace = grace
        self._jobs: dict[str, _Job] = {}
        self._queue: deque[_Job] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._mishaps: dict[str, str] = {}
        self._turn = asyncio.Lock()
        self._closed = False

    # Safe from any thread

    def activity(self, audit_id: str) -> Activity:
        """What this process does with the audit now."""
        job = self._jobs.get(audit_id)
        return job.activity if job else Activity.NONE

    def told(self, audit_id: str) -> Progress | None:
        """What an audit at work told last of itself: the counts of that moment, its pace and its place."""
        job = self._jobs.get(audit_id)
        return job.told if job else None

    def mishap(self, audit_id: str) -> str | None:
        """One Danish sentence on why an audit broke down in this process; None where it did not."""
        return self._mishaps.get(audit_id)

    def counts(self) -> QueueCounts:
        """How many audits wait, and how many are at work."""
        return QueueCounts(len(self._queue), len(self._jobs) - len(self._queue))

    # For the event loop

    async def start(
        self, order: Order, *, fresh: bool = False, every_days: int | None = None
    ) -> tuple[AuditRecord, bool]:
        """The audit of this order, begun, taken up again, or under way already; and whether it was there before.

        `every_days` as in `Opening`. Raises Busy where it is stopping, where `fresh` asks for a second of the same, and
        where too many wait.
        """
        async with self._turn:
            if self._closed:
                raise Busy("Programmet er ved at lukke. Prøv igen, når det er startet på ny.")
            same = next((job for job in self._jobs.values() if job.record.order == order), None)
            if same is not None and not await self._just_ended(same):
                refuse_another(same.activity, fresh=fresh)
                return same.record, True
            if len(self._queue) >= MOST_WAITING:
                raise Busy("For mange kontroller venter på tur. Prøv igen, når nogle af dem er færdige.")
            if await asyncio.to_thread(held_elsewhere, self._store, order):
                raise Busy(taken(order))
            record, again = await asyncio.to_thread(
                begin_or_resume, self._store, order, self._rulebook, self._versions, fresh=fresh
            )
            job = _Job(record, every_days)
            self._mishaps.pop(record.id, None)
            self._jobs[record.id] = job
            self._queue.append(job)
            self._advance()
            return record, again

    async def cancel(self, audit_id: str) -> bool:
        """Stop the audit; False where it is not here. What was found stays, and it can be taken up again."""
        job = self._jobs.get(audit_id)
        if job is None:
            return False
        job.stop.set()
        if job in self._queue:
            self._queue.remove(job)
            await self._put_down(job)
        return True

    async def delete(self, audit_id: str) -> None:
        """Delete an audit from the store. Raises Busy for one that is here, UnknownThing for one that is not there."""
        async with self._turn:
            if audit_id in self._jobs:
                raise Busy(UNDER_WAY)
            await asyncio.to_thread(self._store.delete_audit, audit_id)
            self._mishaps.pop(audit_id, None)

    async def shutdown(self) -> None:
        """Stop everything and wait until it has stopped; no more orders are taken."""
        async with self._turn:
            self._closed = True
        for audit_id in list(self._jobs):
            await self.cancel(audit_id)
        await asyncio.gather(*self._tasks)

    async def _just_ended(self, job: _Job) -> bool:
        """Whether the store says that it ended, and only we have not heard of it yet."""
        record = await asyncio.to_thread(self._store.audit, job.record.id)
        return record.state is AuditState.DONE

    def _advance(self) -> None:
        """Set those to work whose turn it is; an audit has its place until its tools are put away."""
        while self._queue and len(self._tasks) < self._at_once:
            job = self._queue.popleft()
            job.working = True
            task = asyncio.create_task(self._see_through(job))
            self._tasks.add(task)
            task.add_done_callback(self._after)

    def _after(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._advance()

    async def _see_through(self, job: _Job) -> None:
        ended = False
        try:
            ended = await self._work(job)
        except TilgaengeligError as error:
            log.warning("audit %s could not be done: %s", job.record.id, error)
            self._note(job, DatabaseFails.TOLD if isinstance(error, DatabaseFails) else str(error))
        except Exception:
            log.exception("audit %s broke down", job.record.id)
            self._note(job, BROKE_DOWN)
        if not ended:
            await self._put_down(job)

    async def _work(self, job: _Job) -> bool:
        """Whether the audit ended by itself, and so has said in the store how it ended."""
        async with self._opening(job.record, job.tell, job.every_days) as run:
            run.stop = job.stop
            working = asyncio.ensure_future(run())
            try:
                await first_of([working], job.stop)
                if not working.done():
                    await asyncio.wait({working}, timeout=self._grace)
            finally:
                working.cancel()
            try:
                await working
            except asyncio.CancelledError:
                return False
            # Whoever orders it anew may do so now, though the browsers are still closing.
            self._jobs.pop(job.record.id, None)
        return True

    async def _put_down(self, job: _Job) -> None:
        """Stopped, in the store too; where even that fails, the same order takes it up from there."""
        try:
            await asyncio.to_thread(self._store.finish, job.record.id, AuditState.STOPPED)
        except Exception:  # whatever it is, the next in the queue must have its turn
            log.exception("audit %s could not be put down", job.record.id)
        finally:
            self._jobs.pop(job.record.id, None)

    def _note(self, job: _Job, sentence: str) -> None:
        self._mishaps[job.record.id] = sentence
        while len(self._mishaps) > _REMEMBERED:
            del self._mishaps[next(iter(self._mishaps))]
