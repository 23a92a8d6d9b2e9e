"""A copy of PostgreSQL as docs/operation.md has it made and put back: with what was found, and what was ordered."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from postgres import Server, programs
from tilgaengelig.model.access import Role
from tilgaengelig.model.denmark import today
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.desk import Activity
from tilgaengelig.work.queue import Queue


def test_a_dump_put_back_has_the_audits_and_the_queue(postgres: Server, tmp_path: Path) -> None:
    dump = tmp_path / "tilgaengelig.dump"
    with postgres.database() as url, postgres.database() as other:
        with Store(url) as store:
            store.migrate()
            secret = asyncio.run(_ordered(url, store, "http://hus.example/"))
        _run("pg_dump", "--format=custom", f"--file={dump}", url)
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={other}", str(dump))
        with Store(other) as store:
            (record,) = store.audits()
            assert record.order.start == "http://hus.example/"
            assert store.token_of(secret, today()) is not None
            assert asyncio.run(_activity(other, store, record.id)) is Activity.WAITING


async def _ordered(url: str, store: Store, address: str) -> str:
    queue = await asyncio.to_thread(lambda: Queue(url, store, rulebook="r1"))
    try:
        await queue.start(make_order(address))
    finally:
        await queue.shutdown()
    return store.issue_token("Anna", Role.LAESER)[1]


async def _activity(url: str, store: Store, audit: str) -> Activity:
    queue = await asyncio.to_thread(lambda: Queue(url, store, rulebook="r1"))
    try:
        return queue.activity(audit)
    finally:
        await queue.shutdown()


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([programs() / program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
