"""The way to the database: opened, migrated, read in one snapshot, written in one transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    column,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    table,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from tilgaengelig.model.errors import DatabaseFails, SetupLacks, reason
from tilgaengelig.store.columns import digest
from tilgaengelig.store.sqlite import plainly

_WAIT_SECONDS = 30
_MIGRATING = 0x7469_6C67  # any number of our own, for PostgreSQL's advisory lock
_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = table("alembic_version", column("version_num"))


def file_of(url: str) -> Path | None:
    """Where the database of that address lies, if it is SQLite; it need not be there. Raises SetupLacks."""
    return _file(_url(url))


def make_file(path: Path, shown: str) -> None:
    """An empty file for a SQLite database where there is none, for nobody else to read. Raises SetupLacks."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise SetupLacks(
            f"Databasen {shown} kan ikke oprettes ({reason(error)}); vælg et sted, hvor vi må skrive, "
            "med --database."
        ) from error


def refuse_what_is_not_ours(held: Collection[str], shown: str) -> None:
    """Ours goes into no other program's file: raises SetupLacks where tables are held, and Alembic's is not there."""
    if held and _VERSION.name not in held:
        raise SetupLacks(f"Databasen {shown} hører til et andet program; vælg en anden fil med --database.")


class Database:
    """One engine. Any thread may read or write; on SQLite our threads write one after another."""

    def __init__(self, url: str) -> None:
        self._url = _url(url)
        #: Where it is, without its password, which may stand among the options too.
        self.shown = self._url.set(query={}).render_as_string(hide_password=True)
        self._engine = _engine(self._url, self.shown)
        self.dialect = self._engine.dialect.name
        self._turn = threading.Lock() if self.dialect == "sqlite" else nullcontext()
        self._one = threading.Lock()
        options: dict[str, Any] = {"reads_only": True}
        if self.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self._engine.execution_options(**options)
        try:
            with self._engine.connect():
                pass
        except (DBAPIError, OSError) as error:
            self.close()
            raise self._fails(error) from error

    @property
    def file(self) -> Path | None:
        """Where it lies, if it is SQLite."""
        return _file(self._url)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the database as it was at one moment."""
        with self._plainly(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept at the end, or none of them."""
        with self._plainly(), self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """While the block runs, no other of that name runs on this database, and in this process none of any name.

        SQLite has no lock beside that of its writers: there the other processes are not held up.
        """
        # Ours wait here and not on connections, of which whoever is in the block needs one.
        with self._one:
            if self.dialect != "postgresql":
                yield
                return
            number = int.from_bytes(digest(name, length=8), "big", signed=True)
            with self._plainly(), self._engine.begin() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(number)))
                yield

    def migrate(self) -> None:
        """Bring the tables up to this program's; whoever comes second waits for the first and finds it done."""
        if self._is_of_today():
            return
        # Alembic takes a quarter of a second to load: only where there is something for it to do.
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.writing() as connection:
            if self.dialect == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
            if self.dialect == "sqlite":  # on PostgreSQL a house may let several share a database
                refuse_what_is_not_ours(inspect(connection).get_table_names(), self.shown)
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise SetupLacks(
                    f"Databasen {self.shown} er lavet af en anden udgave af tilgaengelig, end den her kender; "
                    "opdatér programmet, eller vælg en anden database med --database."
                ) from error

    def _is_of_today(self) -> bool:
        """Whether the tables are this program's already, as Alembic notes it in the database."""
        newest = max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))
        with self.reading() as connection:
            if not inspect(connection).has_table(_VERSION.name):
                return False
            return list(connection.scalars(select(_VERSION.c.version_num))) == [newest]

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What goes wrong between us and the database (a full disk, a stopped server) in one Danish sentence."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise self._fails(error) from error

    def _fails(self, error: DBAPIError | OSError) -> DatabaseFails:
        why = plainly(error.orig or error) if isinstance(error, DBAPIError) else reason(error)
        return DatabaseFails(
            f"Databasen {self.shown} kan ikke bruges ({why}); se efter, om sti eller server er rigtig, "
            "om vi må skrive der, og om der er plads."
        )


def _file(url: URL) -> Path | None:
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _url(url: str) -> URL:
    """The address with our driver; a faulty one is not repeated, since it may hold a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SetupLacks(
            "Databasens adresse kan ikke læses; skriv den som sqlite:////sti/til/fil.db eller postgresql://vært/navn."
        ) from error
    match parsed.drivername.partition("+")[0]:
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite", database=str(Path(parsed.database).expanduser()))
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
    raise SetupLacks(
        "Databasen skal være SQLite eller PostgreSQL; skriv adressen som sqlite:////sti/til/fil.db "
        "eller postgresql://vært/navn."
    )


def _engine(url: URL, shown: str) -> Engine:
    if url.drivername != "sqlite":
        arguments = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
        return create_engine(url, pool_pre_ping=True, connect_args=arguments)
    make_file(Path(url.database or ""), shown)
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    patience = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except (
            sqlite3.OperationalError
        ) as error:  # SQLite does not wait for another who does the same just now
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer asks for its turn at once: who first reads and then writes may be turned away."""
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
