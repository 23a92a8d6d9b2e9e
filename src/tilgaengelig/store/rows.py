"""Two things that every writer here does: put in what is new, and ask for many keys at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

_MANY = 500


def insert_unknown(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose unique key is not there yet.

    Give them sorted by that key: two writers that insert the same rows then wait for each other in one order.
    """
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), rows)


def by_key(
    connection: Connection, query: Select[Any], table: Table, keys: Iterable[bytes]
) -> dict[bytes, Row[Any]]:
    """The rows that have one of the keys; the query must bring the column `key`."""
    found: dict[bytes, Row[Any]] = {}
    for some in _pieces(keys):
        for row in connection.execute(query.where(table.c.key.in_(some))):
            found[row._mapping["key"]] = row
    return found


def _pieces(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    each = iter(keys)
    while some := list(islice(each, _MANY)):
        yield some
