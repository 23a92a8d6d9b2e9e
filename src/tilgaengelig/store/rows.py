"""What every reader and writer here does: put in what is new, and ask for many keys or numbers at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

_MANY = 500  # keys in one question

T = TypeVar("T")


def in_turn(every: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one question may have."""
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


def component_keys(ids: Iterable[str]) -> list[bytes]:
    """The keys of components by their ids, sorted."""
    return sorted(bytes.fromhex(each) for each in ids)


def insert_unknown(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose unique key is not there yet.

    Give them sorted by that key: two writers that insert the same rows then wait for each other in one order.
    """
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), rows)


def asking(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """A question for `by_key`, made once: to build it anew each time costs more than to ask it."""
    number: Column[Any] = table.c.number
    keys = table.c.key.in_(bindparam("keys", expanding=True))
    return select(number, table.c.key, *columns).where(table.c.audit == bindparam("audit_number"), keys)


def by_key(
    connection: Connection, question: Select[Any], audit: int, keys: Iterable[bytes]
) -> dict[bytes, Row[Any]]:
    """The audit's rows that have one of the keys."""
    found: dict[bytes, Row[Any]] = {}
    for some in in_turn(list(keys)):
        for row in connection.execute(question, {"audit_number": audit, "keys": some}):
            found[row.key] = row
    return found
