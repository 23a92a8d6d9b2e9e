"""What SQLite says when it will not, in Danish."""

from __future__ import annotations

import sqlite3

_REASONS = {
    "SQLITE_BUSY": "et andet program er i gang med den",
    "SQLITE_CANTOPEN": "den kan ikke åbnes",
    "SQLITE_CORRUPT": "filen er beskadiget",
    "SQLITE_FULL": "der er ikke mere plads",
    "SQLITE_NOTADB": "filen er ikke en database",
    "SQLITE_READONLY": "vi må ikke skrive i den",
}


def plainly(error: BaseException) -> str:
    """Why, to stand in a Danish sentence; what is rare stays as SQLite says it."""
    name = getattr(error, "sqlite_errorname", "") if isinstance(error, sqlite3.Error) else ""
    # SQLITE_READONLY_DIRECTORY is a kind of SQLITE_READONLY.
    return _REASONS.get("_".join(name.split("_")[:2]), str(error).strip().partition("\n")[0])
