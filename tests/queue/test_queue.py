"""Audits ordered on PostgreSQL and worked off by workers, with stand-ins for what an audit does while it works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from procrastinate import RetryStrategy
from procrastinate.jobs import Job
from queue_things import (
    PATIENCE,
    SITES,
    Acting,
    Stage,
    a_queue,
    done,
    for_ever,
    kept,
    state_is,
    until,
    url,
    working,
)

from postgres import Server
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import Busy, SetupLacks, WrongUse
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.desk import BROKE_DOWN, Activity
from tilgaengelig.work.lease import site_lease
from tilgaengelig.work.nightly import Night
from tilgaengelig.work.queue import SCHEDULED, Queue, bring_queue

__all__ = ["kept", "url"]


def test_a_queue_needs_postgresql(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('queue')}/a.db") as store:
        store.migrate()
        with pytest.raises(WrongUse, match="PostgreSQL"):
            bring_queue(store)


def test_the_tables_are_made_once_and_what_is_in_them_stays(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(bring_queue, kept)
            assert queue.activity(record.id) is Activity.WAITING

    asyncio.run(run())


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


@pytest.mark.parametrize("fresh", [False, True])
def test_who_order_the_same_at_the_same_moment_get_one_audit(url: str, kept: Store, fresh: bool) -> None:
    """Five processes, each with its own way to the store; with `fresh`, beside one that was stopped."""
    order = make_order(SITES[0])

    async def start(queue: Queue) -> tuple[str, bool] | None:
        try:
            record, again = await queue.start(order, fresh=fresh)
        except Busy:
            return None
        return record.id, again

    async def run() -> None:
        async with AsyncExitStack() as stack:
            stores = [stack.enter_context(Store(url)) for _ in range(5)]
            queues = [await stack.enter_async_context(a_queue(url, store)) for store in stores]
            stopped, _ = await queues[0].start(order)
            await queues[0].cancel(stopped.id)
            if not fresh:
                kept.finish(stopped.id, AuditState.DONE)
            given = await asyncio.gather(*map(start, queues))
            newest, *before = kept.audits()
            assert [record.id for record in before] == [stopped.id]
            others = None if fresh else (newest.id, True)
            assert sorted(given, key=str) == sorted([(newest.id, False), *[others] * 4], key=str)
            assert queues[0].counts() == (1, 0)

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
            twin = SITES[0].replace("//", "//www.")
            starts = [f"{SITES[0]}a/", f"{SITES[0]}b/", f"{twin}c/"]
            records = [(await queue.start(make_order(start)))[0] for start in starts]
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
            assert queue.mishap(waiting.id) is None
            assert not await queue.cancel(waiting.id)
            at_work, _ = await queue.start(make_order(SITES[1]))
            async with working(url, Stage(kept, for_ever)):
                await until(lambda: queue.activity(at_work.id) is Activity.WORKING)
                assert await queue.cancel(at_work.id)
                await until(state_is(kept, at_work, AuditState.STOPPED))
                await until(lambda: queue.activity(at_work.id) is Activity.NONE)
            assert queue.mishap(at_work.id) is None
            again, taken_up = await queue.start(make_order(SITES[1]))
            assert (again.id, taken_up) == (at_work.id, True)

    asyncio.run(run())


def test_a_stop_that_does_not_reach_the_queue_says_so(
    url: str, kept: Store, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Queue._under_way

    def then_away(queue: Queue, audit_id: str) -> list[Job]:
        found = looked(queue, audit_id)
        postgres.let_in(url, anybody=False)
        return found

    async def run() -> None:
        async with a_queue(url, kept) as queue:
            waiting, _ = await queue.start(make_order(SITES[0]))
            monkeypatch.setattr(Queue, "_under_way", then_away)
            try:
                with pytest.raises(SetupLacks):
                    await queue.cancel(waiting.id)
            finally:
                postgres.let_in(url, anybody=True)

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


def test_an_audit_that_broke_down_and_then_went_well_has_no_mishap(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.work.worker._AGAIN", RetryStrategy(max_attempts=1))
    whole = False

    async def act(_: Acting) -> AuditState:
        if whole:
            return AuditState.DONE
        raise ValueError("a slip")

    async def run() -> None:
        nonlocal whole
        async with a_queue(url, kept) as queue, working(url, Stage(kept, act)):
            record, _ = await queue.start(make_order(SITES[0]))
            await until(lambda: queue.mishap(record.id) == BROKE_DOWN)
            whole = True
            again, _ = await queue.start(make_order(SITES[0]))
            assert again.id == record.id
            await until(state_is(kept, record, AuditState.DONE))
            await until(lambda: queue.activity(record.id) is Activity.NONE)
            assert queue.mishap(record.id) is None

    asyncio.run(run())


def test_an_audit_that_breaks_down_while_it_is_stopped_is_stopped(url: str, kept: Store) -> None:
    def slip() -> None:
        raise ValueError("a slip")

    async def run() -> None:
        async with a_queue(url, kept) as queue, working(url, Stage(kept, for_ever, slip)):
            record, _ = await queue.start(make_order(SITES[0]))
            await until(lambda: queue.activity(record.id) is Activity.WORKING)
            await queue.cancel(record.id)
            await until(lambda: queue.activity(record.id) is Activity.NONE)
            assert kept.audit(record.id).state is AuditState.STOPPED
            assert queue.mishap(record.id) is None

    asyncio.run(run())


def test_an_audit_that_is_done_stays_done_though_its_tools_are_put_away_badly(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.work.worker.MOST_ATTEMPTS", 0)

    def slip() -> None:
        raise ValueError("a slip")

    async def run() -> None:
        async with a_queue(url, kept) as queue, working(url, Stage(kept, done, slip)):
            record, _ = await queue.start(make_order(SITES[0]))
            await until(state_is(kept, record, AuditState.DONE))
            await until(lambda: queue.activity(record.id) is not Activity.WORKING)
            assert kept.audit(record.id).state is AuditState.DONE

    asyncio.run(run())


def test_the_end_of_the_window_stops_an_audit_at_the_workers(url: str, kept: Store) -> None:
    stage = Stage(kept, for_ever)

    async def closes(queue: Queue, ending: asyncio.Event) -> Night:
        auditing = asyncio.ensure_future(queue.nightly(asyncio.Event(), 0.1)(WEBSITE, ending))
        await until(lambda: bool(stage.began))
        ending.set()
        return await auditing

    night = nightly(url, kept, stage, closes)
    assert (night.state, kept.audit(night.audit).state) == (AuditState.STOPPED, AuditState.STOPPED)
    assert night.mishap == ""


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
                    assert stage.began == []
                    assert queue.activity(record.id) is not Activity.NONE
            async with working(url, stage):
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())
