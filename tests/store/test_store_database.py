"""The database is opened, made and brought forward, by whoever comes first; what fails is said in Danish."""

from __future__ import annotations

import multiprocessing
import resource
import sqlite3
import stat
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Select, func, make_url, select, text
from store_things import ORDER, SITE, begun, connected, finding, read, visits

from postgres import Server
from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.store.schema import WAITING, metadata, occurrence, opening, visit


def test_the_migrations_make_the_tables_of_the_schema(store: Store, database_url: str) -> None:
    with connected(database_url) as connection, warnings.catch_warnings():
        # SQLAlchemy cannot read the one index on an expression back from SQLite; the test after this one does.
        warnings.filterwarnings("ignore", ".*expression-based index '?ix_visit_waiting")
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, metadata)
    on_sqlite = database_url.startswith("sqlite")
    unread = [each for each in differences if on_sqlite and each[1].name == "ix_visit_waiting"]
    assert [each for each in differences if each not in unread] == []


def _plan(connection: Connection, query: Select[Any]) -> str:
    written = query.compile(connection, compile_kwargs={"literal_binds": True})
    if connection.dialect.name == "sqlite":
        return "\n".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}"))
    connection.execute(text("SET enable_seqscan = off"))
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {written}"))


def test_what_is_asked_often_is_answered_by_an_index(store: Store, database_url: str) -> None:
    audit = begun(store, *(f"{SITE}/{n}" for n in range(50)))
    for page in visits(store, audit.id)[:20]:
        store.keep(audit.id, read(page, finding()))
    waiting = (
        select(visit.c.number)
        .where(visit.c.audit == 1, visit.c.state == WAITING)
        .order_by(visit.c.depth, visit.c.hops, opening, visit.c.address)
        .limit(5)
    )
    counts = select(visit.c.state, func.count(), func.sum(visit.c.failed)).where(visit.c.audit == 1)
    paged = select(occurrence.c.component).where(occurrence.c.audit == 1)
    with connected(database_url) as connection:
        assert "ix_visit_waiting" in _plan(connection, waiting)
        assert "ix_visit_counts" in _plan(connection, counts.group_by(visit.c.state))
        plan = _plan(connection, paged.order_by(occurrence.c.id).limit(5))
        assert "pk_occurrence" in plan or "sqlite_autoindex_occurrence" in plan


def test_migrating_twice_changes_nothing(store: Store) -> None:
    audit = begun(store)
    store.migrate()
    assert store.audit(audit.id) == audit


def test_places_of_before_www_made_no_difference_are_told_anew(store: Store, database_url: str) -> None:
    audits = [begun(store, order=Order(f"https://{host}/")).id for host in ("www.a.dk", "a.dk", "www.b.dk")]
    for name in ("a.dk", "www.b.dk", "c.dk"):
        store.add_website(Website(name, Order(f"https://{name}/")))
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0017'"))
        connection.execute(text("ALTER TABLE audit DROP COLUMN unread_sitemaps"))  # which came after that
        for audit in audits[::2]:
            connection.execute(text("UPDATE audit SET place = 'www.' || place WHERE id = :id"), {"id": audit})
        connection.execute(text("UPDATE site SET place = 'www.b.dk/' WHERE name = 'www.b.dk'"))
        connection.execute(text("UPDATE site SET place = 'www.a.dk/' WHERE name = 'c.dk'"))
    store.migrate()
    with connected(database_url) as connection:
        found = [
            list(connection.scalars(text(f"SELECT place FROM {name} ORDER BY number")))
            for name in ("audit", "site")
        ]
    assert found == [["a.dk/", "a.dk/", "b.dk/"], ["a.dk/", "b.dk/", "www.a.dk/"]]


def test_where_nothing_is_to_be_migrated_alembic_is_not_waited_for(store: Store, database_url: str) -> None:
    opening = f"""if True:
        import sys
        from tilgaengelig.store import Store
        with Store({database_url!r}) as store:
            store.migrate()
        sys.exit("alembic" in sys.modules)
    """
    assert subprocess.run([sys.executable, "-c", opening], check=False).returncode == 0


def _open_and_begin(url: str) -> str:
    with Store(url) as store:
        store.migrate()
        audit = store.begin(ORDER, rulebook="", versions={}, first=[ORDER.start])
        (page,) = store.next_visits(audit.id, limit=5)
        store.keep(audit.id, read(page, finding()))
        return audit.id


def test_many_processes_may_start_at_once(database_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as processes:
        ids = list(processes.map(_open_and_begin, [database_url] * 6))
    with Store(database_url) as store:
        assert {audit.id for audit in store.audits()} == set(ids)
        assert [store.progress(audit).findings for audit in ids] == [1] * 6


def test_many_threads_may_start_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(_open_and_begin, [database_url] * 16))
    assert len(set(ids)) == 16


def test_a_database_of_a_newer_program_is_not_touched(store: Store, database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupLacks, match="anden udgave"):
        store.migrate()


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "tilgaengelig.db"
    with Store(f"sqlite:///{path}") as store:
        store.migrate()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_up_for_many_readers_and_a_kill_at_any_time(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'x.db'}") as store, store._database.writing() as connection:
        settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {setting}").scalar() for setting in settings]
    assert values == ["wal", 1, 1, 30_000]


def test_a_postgresql_that_restarts_between_two_pages_is_found_again(postgres: Server) -> None:
    with postgres.database() as url, Store(url) as store:
        store.migrate()
        audit = begun(store)
        with connected(postgres.url()) as connection:  # what a restart does to our connections
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": make_url(url).database},
            )
        assert store.progress(audit.id).queued == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ikke en adresse", "kan ikke læses"),
        ("mysql://root:hemmelig@localhost/x", "SQLite eller PostgreSQL"),
        ("sqlite://", "SQLite eller PostgreSQL"),
        ("sqlite:////proc/her/kan/intet/laves.db", "kan ikke oprettes"),
        ("postgresql://bruger:hemmelig@127.0.0.1:1/x", "kan ikke bruges"),
        ("postgresql://bruger:hemmelig@[::1/x", "Databasen"),
        ("postgresql:///x?host=127.0.0.1&port=1&user=bruger&password=hemmelig", "kan ikke bruges"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_danish_and_without_the_password(
    url: str, said: str
) -> None:
    with pytest.raises(SetupLacks, match=said) as raised:
        Store(url)
    assert "hemmelig" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_said_in_danish(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("Dette er ikke en database. " * 100)
    with pytest.raises(SetupLacks, match="kan ikke bruges"):
        Store(f"sqlite:///{path}")
    assert path.read_text().startswith("Dette")


def test_another_programs_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bogmaerker.sqlite"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE bookmark (url TEXT)")
    with Store(f"sqlite:///{path}") as store, pytest.raises(SetupLacks, match="hører til et andet program"):
        store.migrate()
    with closing(sqlite3.connect(path)) as foreign:
        assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]


def test_a_store_that_was_not_migrated_says_so(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'x.db'}") as store, pytest.raises(SetupLacks, match="no such table"):
        store.audits()


def _keep_until_full(url: str) -> int:
    """Pages kept until the disk is full, which a limit on the size of files stands in for."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    with Store(url) as opened:
        audit = begun(opened, *(f"{SITE}/{number}" for number in range(400)))
        with pytest.raises(SetupLacks, match="om der er plads"):
            _keep_all(opened, audit.id)
        return opened.read_count(audit.id)


def _keep_all(opened: Store, audit_id: str) -> None:
    for each in visits(opened, audit_id):
        opened.keep(audit_id, read(each, finding(f"own {each.address}"), title="x" * 2_000), new=[])


def test_a_full_disk_is_told_and_nothing_that_was_kept_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'audits.db'}"
    with Store(url) as opened:
        opened.migrate()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere:
        kept = elsewhere.submit(_keep_until_full, url).result()
    with Store(url) as opened:
        (audit,) = opened.audits()
        assert 0 < kept < 400
        assert len(visits(opened, audit.id)) == 400 - kept
        (again,) = visits(opened, audit.id)[:1]
        opened.keep(audit.id, read(again, finding()), new=[])
        assert opened.read_count(audit.id) == kept + 1
