"""Stand-ins for what an audit does while it works, and a queue and workers that see it through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from postgres import Server
from tilgaengelig.model.addresses import host_of, without_www
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.store import Store
from tilgaengelig.work.auditing import Audits
from tilgaengelig.work.queue import ON_DEMAND, Queue
from tilgaengelig.work.worker import Worker

PATIENCE = 60.0


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """The address of an empty database."""
    with postgres.database() as made:
        yield made


@pytest.fixture
def kept(url: str) -> Iterator[Store]:
    """The store on it."""
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
    put_away: Callable[[], None] = lambda: None
    began: list[str] = field(default_factory=list)
    every_days: list[int | None] = field(default_factory=list)
    at_once: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0

    @asynccontextmanager
    async def ready(self, record: AuditRecord, every_days: int | None) -> AsyncIterator[Acting]:
        """As a worker's audits are made ready, its site leased; they gather by nothing."""
        self.every_days.append(every_days)

        @asynccontextmanager
        async def opening(_: AuditRecord, **__: bool) -> AsyncIterator[None]:
            try:
                yield
            finally:
                self.put_away()

        audits: Any = Audits(self.store, "r1", dict, opening, lambda record, *_: Acting(self, record))  # type: ignore[arg-type]
        async with audits.begun(record, None, every_days=every_days) as run:
            yield run


@dataclass
class Acting:
    """An audit at work, as the worker sees it."""

    stage: Stage
    record: AuditRecord
    rest: asyncio.Event = field(default_factory=asyncio.Event)
    carry: Any = None

    async def __call__(self) -> AuditState:
        stage, host = self.stage, without_www(host_of(self.record.order.start))
        stage.began.append(self.record.order.start)
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
