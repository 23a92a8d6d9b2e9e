"""Where the statement of an audited site was looked for, and what stood there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, delete, insert, select

from tilgaengelig.model.statement import Lookup, Source
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store.columns import Packed
from tilgaengelig.store.schema import metadata
from tilgaengelig.store.traits import statement_of, told_statement

# Where the statement was looked for outside the pages that were read.
lookup = Table(
    "lookup",
    metadata,
    Column("audit", ForeignKey("audit.number", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("told", Packed, nullable=False),
)


def keep_lookups(connection: Connection, audit: int, made: Sequence[Lookup]) -> None:
    """In place of those that were kept before."""
    connection.execute(delete(lookup).where(lookup.c.audit == audit))
    rows = [{"audit": audit, "ordinal": at, "told": _told(each)} for at, each in enumerate(made)]
    if rows:
        connection.execute(insert(lookup), rows)


def lookups(connection: Connection, audit: int) -> tuple[Lookup, ...]:
    """In the order in which they were made."""
    query = select(lookup.c.told).where(lookup.c.audit == audit).order_by(lookup.c.ordinal)
    return tuple(_lookup(told) for told in connection.scalars(query))


def _told(each: Lookup) -> dict[str, Any]:
    trouble, statement = each.trouble, each.statement
    return {
        "source": each.source,
        "asked": each.asked,
        "hops": list(each.hops),
        "trouble": [trouble.kind, trouble.detail, trouble.status] if trouble else None,
        "heading": each.heading,
        "statement": told_statement(statement) if statement else None,
        "official": each.official,
    }


def _lookup(told: Mapping[str, Any]) -> Lookup:
    trouble = None
    if told["trouble"]:
        kind, detail, status = told["trouble"]
        trouble = Trouble(TroubleKind(kind), detail, status)
    return Lookup(
        Source(told["source"]),
        told["asked"],
        tuple(told["hops"]),
        trouble,
        told["heading"],
        statement_of(told["statement"]) if told["statement"] else None,
        told["official"],
    )
