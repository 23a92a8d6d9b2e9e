"""Copies of a SQLite database, made and put back while others may be at work on it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tilgaengelig.model.errors import SetupLacks, WrongUse, reason
from tilgaengelig.store.database import make_file, refuse_what_is_not_ours
from tilgaengelig.store.sqlite import plainly

_FOR_POSTGRESQL = "Databasen er PostgreSQL; tag og gendan sikkerhedskopier af den med pg_dump og pg_restore."
#: How SQLite names what makes a file one that it cannot open.
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def backup(database: Path | None, to: Path) -> None:
    """A copy as the database is at one moment. Raises WrongUse where it cannot be written, or is no SQLite."""
    if database is None:
        raise WrongUse(_FOR_POSTGRESQL)
    if to.exists():
        raise WrongUse(f"{to} findes i forvejen; vælg et andet navn til kopien.")
    half = to.with_name(f"{to.name}.{os.getpid()}.del")
    try:
        half.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(half)) as copy:
            source.backup(copy)
        half.replace(to)
    except (OSError, sqlite3.Error) as error:
        half.unlink(missing_ok=True)
        why = reason(error) if isinstance(error, OSError) else plainly(error)
        raise WrongUse(f"Kopien kan ikke skrives til {to} ({why}). Vælg et andet sted til den.") from error


def restore(database: Path | None, source: Path) -> Path | None:
    """Puts a copy in the place of all that the database holds, whichever program's version made it.

    One so damaged that it cannot be opened is put aside; its new place is answered. Raises WrongUse for a file that is
    no copy of one, SetupLacks where the database is another program's, or cannot be written.
    """
    if database is None:
        raise WrongUse(_FOR_POSTGRESQL)
    if not source.is_file():
        raise WrongUse(f"Filen {source} findes ikke.")
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
            copy.execute("SELECT 1 FROM audit LIMIT 1").fetchone()
            whole = copy.execute("PRAGMA quick_check").fetchone()
            if whole != ("ok",):
                raise WrongUse(f"Filen {source} er beskadiget; databasen er ikke rørt.")
            aside = _put_aside(database) if _is_damaged(database) else None
            make_file(database, str(database))
            with closing(sqlite3.connect(database, timeout=30)) as target:
                copy.backup(target)
    except sqlite3.Error as error:
        raise WrongUse(
            f"Filen {source} er ikke en sikkerhedskopi fra tilgaengelig, eller databasen er optaget ({plainly(error)})."
        ) from error
    return aside


def _is_damaged(database: Path) -> bool:
    """Whether it cannot be opened. Raises SetupLacks for another program's, which is none of ours to replace."""
    if not database.is_file():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=30)) as opened:
            held = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        if error.sqlite_errorname.startswith(_DAMAGED):
            return True
        raise
    refuse_what_is_not_ours(held, str(database))
    return False


def _put_aside(database: Path) -> Path:
    """Moves it away with what SQLite keeps beside it, which would be read into the copy."""
    aside = database.with_name(f"{database.name}.beskadiget")
    try:
        for end in ("", "-wal", "-shm"):
            part = database.with_name(database.name + end)
            if part.exists():
                part.replace(aside.with_name(aside.name + end))
    except OSError as error:
        raise SetupLacks(
            f"Databasen {database} er beskadiget, og den kan ikke flyttes ({reason(error)}); se efter, om vi må "
            "skrive i mappen."
        ) from error
    return aside
