"""Workers that die, and a database that goes away: what they had in hand is taken up, stopped or put down."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
import pytest
from procrastinate.manager import JobManager
from queue_things import PATIENCE, SITES, Stage, a_queue, done, for_ever, kept, state_is, until, url, working

from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.desk import Activity
from tilgaengelig.work.worker import MOST_ATTEMPTS

__all__ = ["kept", "url"]


def test_what_a_dead_worker_had_in_hand_is_taken_up(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            assert queue.activity(record.id) is Activity.WORKING
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())


def test_what_a_dead_worker_had_in_hand_can_be_stopped(url: str, kept: Store) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            assert await queue.cancel(record.id)
            assert queue.activity(record.id) is Activity.STOPPING
            stage = Stage(kept, done)
            async with working(url, stage):
                await until(state_is(kept, record, AuditState.STOPPED))
            assert (queue.activity(record.id), queue.mishap(record.id)) == (Activity.NONE, None)
            assert stage.began == []

    asyncio.run(run())


def test_what_is_taken_up_from_a_dead_worker_while_it_is_stopped_is_stopped(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = JobManager.cancel_job_by_id

    def taken_up_first(manager: JobManager, job_id: int, abort: bool = False) -> bool:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT procrastinate_retry_job_v2(%s, now(), null, null, null)", (job_id,))
        return cancel(manager, job_id, abort=abort)

    monkeypatch.setattr(JobManager, "cancel_job_by_id", taken_up_first)

    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            assert await queue.cancel(record.id)
            assert (queue.activity(record.id), queue.mishap(record.id)) == (Activity.NONE, None)
            assert kept.audit(record.id).state is AuditState.STOPPED

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
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        ).fetchone()
        assert row is not None
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE status = 'todo'",
            (row[0], attempts),
        )


@pytest.mark.parametrize("lock", [None, "rescue"])
def test_a_look_for_the_dead_whose_worker_died_holds_nobody_up(
    url: str, kept: Store, lock: str | None
) -> None:
    """With the lock it is as an earlier version left it: the look after it waits, and keeps others from waiting."""

    async def run() -> None:
        async with a_queue(url, kept) as queue:
            record, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(queue_a_look, url, lock)
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            await asyncio.to_thread(queue_a_look, url, lock)
            left = await asyncio.to_thread(looks, url)
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))
                await until(lambda: not left.keys() & looks(url).keys())

    asyncio.run(run())


def test_an_audit_that_was_deleted_in_the_hand_of_a_dead_worker_holds_nobody_up(
    url: str, kept: Store
) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            deleted, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url, MOST_ATTEMPTS)
            kept.delete_audit(deleted.id)
            record, _ = await queue.start(make_order(SITES[1]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            async with working(url, Stage(kept, done)):
                await until(state_is(kept, record, AuditState.DONE))
                await until(lambda: queue.activity(deleted.id) is Activity.NONE)

    asyncio.run(run())


def queue_a_look(url: str, lock: str | None) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)"
            " VALUES ('audit', 'rescue', %s, 'rescue', '{\"timestamp\": 0}')",
            (lock,),
        )


def looks(url: str) -> dict[int, str]:
    """The looks for the dead that the queue knows of, and what became of them."""
    with psycopg.connect(url) as connection:
        return dict(
            connection.execute(
                "SELECT id, status::text FROM procrastinate_jobs WHERE task_name = 'rescue'"
            ).fetchall()
        )


def under_way(url: str, record: AuditRecord) -> list[tuple[str, int]]:
    """The status and the attempts of each job of an audit that waits or is at work."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT status::text, attempts FROM procrastinate_jobs"
            " WHERE queueing_lock = %s AND status IN ('todo', 'doing')",
            (record.id,),
        ).fetchall()


class Hesitant(Store):
    """A store whose first audit to be finished waits for the gate."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.reached, self.gate = threading.Event(), threading.Event()

    def finish(self, audit_id: str, state: AuditState, *, rest: LeftOut = LeftOut.MAX_PAGES) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.gate.wait(PATIENCE)
        super().finish(audit_id, state, rest=rest)


def test_a_look_for_the_dead_that_is_overtaken_by_the_next_leaves_the_living_alone(
    url: str, kept: Store
) -> None:
    async def run() -> None:
        async with a_queue(url, kept) as queue:
            hopeless, _ = await queue.start(make_order(SITES[0]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url, MOST_ATTEMPTS)
            left, _ = await queue.start(make_order(SITES[1]))
            await asyncio.to_thread(leave_in_the_hand_of_a_dead_worker, url)
            with Hesitant(url) as store:
                stage = Stage(store, for_ever)
                async with working(url, stage, at_once=4):
                    await until(store.reached.is_set)
                    (overtaken,) = [look for look, status in looks(url).items() if status == "doing"]
                    await until(lambda: stage.began == [SITES[1]])
                    store.gate.set()
                    await until(lambda: looks(url).get(overtaken) != "doing")
                    assert overtaken not in looks(url)
                    assert under_way(url, left) == [("doing", 1)]
            assert kept.audit(hopeless.id).state is AuditState.STOPPED

    asyncio.run(run())


@dataclass
class Road:
    """The way to a database. While it is closed, who comes is turned away, or heard out without an answer."""

    database: str
    closed: bool = True
    silent: bool = False
    came: list[asyncio.StreamWriter] = field(default_factory=list)

    @asynccontextmanager
    async def url(self) -> AsyncIterator[str]:
        """The database's address by this road."""
        parsed = urlsplit(self.database)
        server = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield parsed._replace(netloc=f"{parsed.username}:{parsed.password}@127.0.0.1:{port}").geturl()
        finally:
            server.close()
            for writer in self.came:
                writer.close()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came.append(writer)
        if self.closed and self.silent:
            await reader.read()
        if self.closed:
            writer.close()
            return
        there = urlsplit(self.database)
        from_there, to_there = await asyncio.open_connection(there.hostname, there.port)
        await asyncio.gather(_pour(reader, to_there), _pour(from_there, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65_536):
        writer.write(part)
    writer.close()


def test_a_worker_waits_for_a_database_that_is_long_away(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tilgaengelig.work.worker._REACHED", 0.3)
    monkeypatch.setattr("tilgaengelig.work.worker._BACK_OFF", 0.1)

    def waits() -> list[str]:
        return [each.message for each in caplog.records if "out of reach" in each.message]

    async def run() -> None:
        road = Road(url)
        async with a_queue(url, kept) as queue, road.url() as by_road:
            record, _ = await queue.start(make_order(SITES[0]))
            async with working(by_road, Stage(kept, done)):
                await until(lambda: len(waits()) >= 2)
                road.closed = False
                await until(state_is(kept, record, AuditState.DONE))

    asyncio.run(run())


def test_a_worker_that_waits_for_its_database_hears_that_it_is_to_stop(
    url: str, kept: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tilgaengelig.work.worker._REACHED", 100 * PATIENCE)

    async def run() -> None:
        road = Road(url, silent=True)
        async with road.url() as by_road, working(by_road, Stage(kept, done)):
            await until(lambda: bool(road.came))
        assert [each.message for each in caplog.records if each.name.startswith("tilgaengelig")] == []

    asyncio.run(run())
