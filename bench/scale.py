"""Whether what people ask stays quick when the store has grown: one audit's questions beside 500 others' findings.

The audits are copies of one, made in the database itself, so that ten million findings are there in minutes. Also how
many jobs a second the queue hands out.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import keeping
import table
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    cast,
    create_engine,
    func,
    insert,
    literal,
    select,
)

from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.store import schema
from tilgaengelig.store.store import Store
from tilgaengelig.work.queue import Queue
from tilgaengelig.work.worker import Worker

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from postgres import running_server

#: The first audits are of one site.
AUDITS, NIGHTS, JOBS = 500, 24, 500
_SPAN = 1_000_000
_ROUNDS = 7
#: Of 500 audits one ended each minute.
_NOW = dt.datetime.now(dt.UTC)
#: What of a row is numbered through all audits: copies have numbers of their own.
_NUMBERED = {
    schema.audit: {"number": 1},
    schema.visit: {"number": _SPAN, "audit": 1},
    schema.component: {"number": _SPAN, "audit": 1},
    schema.occurrence: {"visit": _SPAN, "component": _SPAN, "audit": 1},
}


def show(folder: Path, audits: int = AUDITS) -> None:
    """Milliseconds of each question, with one audit and with all, on SQLite and PostgreSQL; and jobs a second."""
    with running_server() as server, server.database() as postgres:
        figures = [_asked(url, audits) for url in (f"sqlite:///{folder / 'scale.db'}", postgres)]
        rows: list[list[object]] = [
            [name, *(figure[name] for each in figures for figure in each)] for name in figures[0][0]
        ]
        findings = keeping.PAGES * keeping.EACH
        title = f"Milliseconds, with {findings:,} findings in the store and with {audits} times as many"
        table.show(title, ["", "SQLite, one", "all", "PostgreSQL, one", "all"], rows)
        with server.database() as url:
            print(f"\nJobs a second, one worker with four hands: {asyncio.run(_jobs(url)):.0f}")


def _asked(url: str, audits: int) -> tuple[dict[str, float], dict[str, float]]:
    with Store(url) as store:
        store.migrate()
        record = store.begin(
            Order("http://127.0.0.1/", max_pages=keeping.PAGES), rulebook="b", versions={}, first=[]
        )
        pages = [(f"http://127.0.0.1/side-{page}.html", 1, 0) for page in range(keeping.PAGES)]
        store.add_addresses(record.id, pages)
        for at, visit in enumerate(store.next_visits(record.id, limit=keeping.PAGES)):
            store.keep(record.id, keeping.attended(visit, at))
        store.finish(record.id, AuditState.DONE)
        alone = _questions(store, record)
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        _copy(engine, audits)
        engine.dispose()
        return alone, _questions(store, record)


def _copy(engine: Engine, audits: int) -> None:
    for number in range(1, audits):
        with engine.begin() as connection:
            _copy_one(connection, number)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _copy_one(connection: Connection, number: int) -> None:
    first = select(func.min(schema.audit.c.number)).scalar_subquery()
    for made, numbered in _NUMBERED.items():
        columns: list[ColumnElement[Any]] = []
        for column in made.columns:
            if column.name in numbered:
                columns.append((column + literal(number * numbered[column.name])).label(column.name))
            elif made is schema.audit and column.name == "finished":
                columns.append(literal(_NOW - dt.timedelta(minutes=number)).label(column.name))
            elif made is schema.audit and (
                column.name == "id" or (column.name == "place" and number >= NIGHTS)
            ):
                columns.append((cast(column, String) + literal(f"-{number}")).label(column.name))
            else:
                columns.append(column)
        of = made.c.number if made is schema.audit else made.c.audit
        names = [column.name for column in made.columns]
        connection.execute(insert(made).from_select(names, select(*columns).where(of == first)))


def _questions(store: Store, record: AuditRecord) -> dict[str, float]:
    finding = store.findings(record.id, limit=1)[0]
    asked: dict[str, Callable[[], object]] = {
        "the list of audits": lambda: store.audits(limit=50),
        "progress": lambda: store.progress(record.id),
        "overview without places": lambda: store.overview(record.id, occurrences=0),
        "overview with 50 places of each": lambda: store.overview(record.id, occurrences=50),
        "a page of findings": lambda: store.findings(record.id, limit=100),
        "one finding": lambda: store.finding(record.id, finding.id),
        "what a page has": lambda: store.components_on(record.id, finding.address),
        "what the estimate reads": lambda: store.breaches(record.id),
        "how a site has done": lambda: store.history(record.order.place, most=NIGHTS),
        "the last audit of each site": store.last_audits,
        "a site's figures for the group": lambda: (
            store.texts_read(record.id),
            store.faults(record.id, _NOW.date()),
        ),
        "what the pulse reads": lambda: store.pulse(_NOW - dt.timedelta(minutes=10)),
    }
    return {
        name: statistics.median(_milliseconds(ask) for _ in range(_ROUNDS)) for name, ask in asked.items()
    }


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


class _Nothing:
    """An audit that is done at once."""

    def __init__(self, store: Store, record: AuditRecord) -> None:
        self.rest = asyncio.Event()
        self._store, self._record = store, record

    async def __call__(self) -> AuditState:
        await asyncio.to_thread(self._store.finish, self._record.id, AuditState.DONE)
        return AuditState.DONE


async def _jobs(url: str) -> float:
    with Store(url) as store:
        store.migrate()

        @asynccontextmanager
        async def ready(record: AuditRecord, _every_days: int | None) -> AsyncIterator[_Nothing]:
            yield _Nothing(store, record)

        queue = Queue(url, store, rulebook="b")
        for number in range(JOBS):
            await queue.start(Order(f"http://hus{number}.example/"))
        worker = Worker(url, store, ready, at_once=4)
        began = time.perf_counter()
        working = asyncio.create_task(worker())
        while sum(queue.counts()):  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.1)
        seconds = time.perf_counter() - began
        worker.stop.set()
        await working
        await queue.shutdown()
    return JOBS / seconds
