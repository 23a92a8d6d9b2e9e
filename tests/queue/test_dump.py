"""A copy of PostgreSQL as docs/operation.md has it made and put back: with what was found, and what was ordered."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import psycopg
from queue_things import SITES, a_queue, kept, url

from postgres import Server, programs
from tilgaengelig.model.access import Role
from tilgaengelig.model.denmark import today
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.desk import Activity

__all__ = ["kept", "url"]


def test_a_dump_put_back_has_the_audits_and_the_queue(
    postgres: Server, url: str, kept: Store, tmp_path: Path
) -> None:
    dump = tmp_path / "tilgaengelig.dump"
    asyncio.run(_order(url, kept))
    secret = kept.issue_token("Anna", Role.LAESER)[1]
    with postgres.database() as other:
        _run("pg_dump", "--format=custom", f"--file={dump}", url)
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={other}", str(dump))
        with Store(other) as store:
            (record,) = store.audits()
            assert record.order.start == SITES[0]
            assert store.token_of(secret, today()) is not None
            assert asyncio.run(_activity(other, store, record.id)) is Activity.WAITING


def test_a_dump_is_put_back_where_a_newer_program_has_been(
    postgres: Server, url: str, kept: Store, tmp_path: Path
) -> None:
    dump, name = tmp_path / "tilgaengelig.dump", url.rpartition("/")[2]
    asyncio.run(_order(url, kept))
    _run("pg_dump", "-Fc", f"--file={dump}", url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE newer (audit integer REFERENCES audit)")
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    _run("dropdb", f"--maintenance-db={postgres.url()}", "--force", name)
    _run("createdb", f"--maintenance-db={postgres.url()}", name)
    _run("pg_restore", "--exit-on-error", f"--dbname={url}", str(dump))
    with Store(url) as store, psycopg.connect(url) as connection:
        store.migrate()
        (record,) = store.audits()
        assert asyncio.run(_activity(url, store, record.id)) is Activity.WAITING
        assert connection.execute("SELECT to_regclass('newer')").fetchone() == (None,)


async def _order(url: str, store: Store) -> None:
    async with a_queue(url, store) as queue:
        await queue.start(make_order(SITES[0]))


async def _activity(url: str, store: Store, audit: str) -> Activity:
    async with a_queue(url, store) as queue:
        return queue.activity(audit)


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([programs() / program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
