"""Audits ordered on PostgreSQL and worked off by workers, with stand-ins for what an audit does while it works."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from procrastinate import RetryStrategy

from postgres import Server
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.errors import Busy, SetupLacks, WrongUse
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.desk import BROKE_DOWN, Activity
from tilgaengelig.work.lease import site_lease
from tilgaengelig.work.nightly import Night
from tilgaengelig.work.queue import ON_DEMAND, SCHEDULED, Queue, bring_queue
from tilgaengelig.work.worker import MOST_ATTEMPTS, Worker

PATIENCE = 60.0


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.database() as made:
        yield made


@pytest.fixture
def kept(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        opened.migrate()
        yield opened


@asynccontextmanager
async def a_queue(url: str, store: Store, priority: int = ON_DEMAND) -> AsyncIterator[Queue]:
    queue = await asyncio.to_thread(lambda: Queue(url, store, rulebook="r1", priority=priority))
    try:
        yield queue
    finally:
        await queue.shutdown()


@dataclass
class Stage:
    """What audits do when it is their turn, and who was at work when."""

    store: Store
    act: Callable[[Acting], Awaitable[AuditState]]
    began: list[str] = field(default_factory=list)
    every_days: list[int | None] = field(default_factory=list)
    at_once: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0

    @asynccontextmanager
    async def ready(self, record: AuditRecord, every_days: int | None) -> AsyncIterator[Acting]:
        self.every_days.append(every_days)
        with site_lease(self.store, record.order):
            yield Acting(self, record)


@dataclass
class Acting:
    """An audit at work, as the worker sees it."""

    stage: Stage
    record: AuditRecord
    rest: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> AuditState:
        stage, host = self.stage, self.record.order.start
        stage.began.append(host)
        stage.at_once[host] = stage.at_once.get(host, 0) + 1
        stage.most_at_once = max(stage.most_at_once, stage.at_once[host])
        try:
            state = await stage.act(self)
        finally:
            stage.at_once[host] -= 1
        if state is not AuditState.RUNNING:
            await asyncio.to_thread(stage.store.finish, self.record.id, state)
        return state


async def done(_: Acting) -> AuditState:
    return AuditState.DONE


async def for_ever(acting: Acting) -> AuditState:
    await acting.rest.wait()
    return AuditState.RUNNING


@asynccontextmanager
async def working(url: str, stage: Stage, **settings: float) -> AsyncIterator[Worker]:
    worker = Worker(url, stage.store, stage.ready, **{"patience": 2.0, **settings})  # type: ignore[arg-type]
    task = asyncio.ensure_future(worker())
    try:
        yield worker
    finally:
        worker.stop.set()
        await asyncio.wait_for(task, PATIENCE)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.05)


def state_is(store: Store, record: AuditRecord, state: AuditState) -> Callable[[], bool]:
    return lambda: store.audit(record.id).state is state


SITES = [f"http://hus{number}.example/" for number in range(3)]


def test_a_queue_needs_postgresql(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('queue')}/a.db") as store:
        store.migrate()
        with pytest.raises(WrongUse, match="PostgreSQL"):
            bring_queue(store)


def test_the_tables_are_made_once_and_stay(kept: Store) -> None:
    bring_queue(kept)
    bring_queue(kept)


def test_what_is_ordered_is_done_and_told(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, again = await queue.start(make_order(SITES[0]))
            assert (again, queue.activity(record.id)) == (False, Activity.WAITING)
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))
                await until(lambda: queue.activity(record.id) is Activity.NONE)
            assert queue.mishap(record.id) is None

    asyncio.run(run())


def test_the_same_order_twice_is_one_audit(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as one, a_queue(url, kept) as other:
            first, _ = await one.start(make_order(SITES[0]))
            second, again = await other.start(make_order(SITES[0]))
            assert (second.id, again) == (first.id, True)
            with pytest.raises(Busy):
                await other.start(make_order(SITES[0]), fresh=True)
            with pytest.raises(Busy):
                await other.delete(first.id)

    asyncio.run(run())


def test_on_demand_goes_before_what_was_scheduled(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept, SCHEDULED) as nightly, a_queue(url, kept) as on_demand:
            await nightly.start(make_order(SITES[0]))
            await nightly.start(make_order(SITES[1]))
            await on_demand.start(make_order(SITES[2]))
            assert on_demand.counts() == (3, 0)
            stage = Stage(kept, done)
            async with working(url, stage):
                await until(lambda: len(stage.began) == 3)
            assert stage.began == [SITES[2], SITES[0], SITES[1]]

    asyncio.run(run())


def test_a_long_audit_makes_room_for_another_and_goes_on(url: str, kept: Store) -> None:
    slices = 0

    async def act(acting: Acting) -> AuditState:
        nonlocal slices
        if acting.record.order.start == SITES[1]:
            return AuditState.DONE
        slices += 1
        return AuditState.DONE if slices == 3 else await for_ever(acting)

    async def run() -> None:
        async with a_queue(url, kept, SCHEDULED) as nightly, a_queue(url, kept) as on_demand:
            long, _ = await nightly.start(make_order(SITES[0]))
            stage = Stage(kept, act)
            async with working(url, stage, slice_seconds=0.5):
                await until(lambda: bool(stage.began))
                assert kept.audit(long.id).state is AuditState.RUNNING
                await on_demand.start(make_order(SITES[1]))
                await until(state_is(kept, long, AuditState.DONE))
            assert stage.began == [SITES[0], SITES[1], SITES[0], SITES[0]]

    asyncio.run(run())


def test_a_host_is_with_one_worker_at_a_time(url: str, kept: Store) -> None:
    async def act(_: Acting) -> AuditState:
        await asyncio.sleep(0.2)
        return AuditState.DONE

    async def run() -> None:
        async with a_queue(url, kept) as queue:
            records = [
                (await queue.start(make_order(f"{SITES[0]}{folder}/")))[0] for folder in ("a", "b", "c")
            ]
            stage = Stage(kept, act)
            async with working(url, stage, at_once=2), working(url, stage, at_once=2):
                for record in records:
                    await until(state_is(kept, record, AuditState.DONE))
            assert len(stage.began) == 3
            assert stage.most_at_once == 1

    asyncio.run(run())


def test_what_waits_is_stopped_at_once_and_what_works_soon(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            waiting, _ = await queue.start(make_order(SITES[0]))
            assert await queue.cancel(waiting.id)
            assert kept.audit(waiting.id).state is AuditState.STOPPED
            assert not await queue.cancel(waiting.id)
            at_work, _ = await queue.start(make_order(SITES[1]))
            async with working(url, Stage(kept, for_ever)):
                await until(lambda: queue.activity(at_work.id) is Activity.WORKING)
                assert await queue.cancel(at_work.id)
                await until(state_is(kept, at_work, AuditState.STOPPED))
                await until(lambda: queue.activity(at_work.id) is Activity.NONE)
            again, taken_up = await queue.start(make_order(SITES[1]))
            assert (again.id, taken_up) == (at_work.id, True)

    asyncio.run(run())


def test_an_audit_that_breaks_down_is_tried_again(url: str, kept: Store) -> None:
    attempts = 0

    async def act(_: Acting) -> AuditState:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise SetupLacks("Browseren kunne ikke startes.")
        return AuditState.DONE

    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            async with working(url, Stage(kept, act)):
                await until(state_is(kept, record, AuditState.DONE))
            assert attempts == 2

    asyncio.run(run())


def test_a_worker_told_to_stop_hands_on_what_it_had(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            async with working(url, Stage(kept, for_ever)):
                await until(lambda: queue.activity(record.id) is Activity.WORKING)
            assert kept.audit(record.id).state is AuditState.RUNNING
            assert queue.activity(record.id) is Activity.WAITING
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())


def test_what_a_dead_worker_had_in_hand_is_taken_up(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            assert queue.activity(record.id) is Activity.WORKING
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())


def test_what_kills_every_worker_is_put_down_and_said(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url, MOST_ATTEMPTS)
            stage = Stage(kept, done)
            async with working(url, stage):
                await until(state_is(kept, record, AuditState.STOPPED))
                await until(lambda: queue.mishap(record.id) is not None)
            assert stage.began == []

    asyncio.run(run())


def leave_in_the_hand_of_a_dead_worker(url: str, attempts: int = 0) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        ).fetchone()
        assert row is not None
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s",
            (row[0], attempts),
        )


def nightly(
    url: str, store: Store, stage: Stage, act: Callable[[Queue, asyncio.Event], Awaitable[Night]]
) -> Night:
    """What the clock hears of a night, with a worker at work."""

    async def run() -> Night:
        async with a_queue(url, store, SCHEDULED) as queue, working(url, stage):
            return await asyncio.wait_for(act(queue, asyncio.Event()), PATIENCE)

    return asyncio.run(run())


WEBSITE = Website("hus", make_order(SITES[0]), every_days=9)


def test_the_clock_has_a_site_audited_by_the_workers(url: str, kept: Store) -> None:
    stage = Stage(kept, done)
    night = nightly(
        url, kept, stage, lambda queue, ending: queue.nightly(asyncio.Event(), 0.1)(WEBSITE, ending)
    )
    assert (night.state, night.mishap, kept.audit(night.audit).state) == (
        AuditState.DONE,
        "",
        AuditState.DONE,
    )
    assert stage.every_days == [9]


def test_an_audit_that_breaks_down_at_the_workers_is_told_as_a_mishap(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: Acting) -> AuditState:
        raise ValueError("a slip")

    monkeypatch.setattr("tilgaengelig.work.worker._AGAIN", RetryStrategy(max_attempts=1))
    night = nightly(
        url,
        kept,
        Stage(kept, broken),
        lambda queue, ending: queue.nightly(asyncio.Event(), 0.1)(WEBSITE, ending),
    )
    assert night.mishap == BROKE_DOWN


def test_the_end_of_the_window_stops_an_audit_at_the_workers(url: str, kept: Store) -> None:
    async def closes(queue: Queue, ending: asyncio.Event) -> Night:
        auditing = asyncio.ensure_future(queue.nightly(asyncio.Event(), 0.1)(WEBSITE, ending))
        await until(lambda: bool(kept.audits()))
        ending.set()
        return await auditing

    night = nightly(url, kept, Stage(kept, for_ever), closes)
    assert (night.state, kept.audit(night.audit).state) == (AuditState.STOPPED, AuditState.STOPPED)


def test_a_clock_that_stops_leaves_its_audits_to_the_workers(url: str, kept: Store) -> None:
    async def stops(queue: Queue, ending: asyncio.Event) -> Night:
        stop = asyncio.Event()
        stop.set()
        return await queue.nightly(stop, 0.1)(WEBSITE, ending)

    night = nightly(url, kept, Stage(kept, for_ever), stops)
    assert (night.state, kept.audit(night.audit).state) == (AuditState.RUNNING, AuditState.RUNNING)


def test_the_clock_waits_for_a_database_that_goes_away(
    url: str, kept: Store, postgres: Server, caplog: pytest.LogCaptureFixture
) -> None:
    go = asyncio.Event()

    async def act(_: Acting) -> AuditState:
        await go.wait()
        return AuditState.DONE

    async def goes_away(queue: Queue, ending: asyncio.Event) -> Night:
        auditing = asyncio.ensure_future(queue.nightly(asyncio.Event(), 0.1)(WEBSITE, ending))
        await until(lambda: bool(kept.audits()) and queue.counts().working == 1)
        postgres.let_in(url, anybody=False)
        await until(lambda: auditing.done() or "cannot be looked at" in caplog.text)
        postgres.let_in(url, anybody=True)
        go.set()
        return await auditing

    night = nightly(url, kept, Stage(kept, act), goes_away)
    assert (night.state, night.mishap) == (AuditState.DONE, "")


def test_a_site_that_another_process_audits_waits_at_the_workers(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.work.worker._BUSY", 1)

    async def run() -> None:
        stage = Stage(kept, done)
        async with a_queue(url, kept) as queue:
            with site_lease(kept, make_order(SITES[0])):
                record, _ = await queue.start(make_order(SITES[0]))
                async with working(url, stage):
                    await until(lambda: len(stage.every_days) >= 2)
                    assert (stage.began, queue.activity(record.id)) != ([SITES[0]], Activity.NONE)
            async with working(url, stage):
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())
