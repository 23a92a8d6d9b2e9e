"""What is done besides audits, such as telling of them: up to when each chore is seen to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, Connection, Table, insert, select, update

from tilgaengelig.store.columns import Clean, Moment
from tilgaengelig.store.schema import metadata

# What is done besides audits, and up to when that is seen to: the last time of its schedule, or what was told last.
chore = Table(
    "chore",
    metadata,
    Column("name", Clean, primary_key=True),
    Column("handled", Moment, nullable=False),
)


def handled(connection: Connection, name: str) -> dt.datetime | None:
    """The last moment that was seen to; None of a chore that is new."""
    known: dt.datetime | None = connection.scalar(select(chore.c.handled).where(chore.c.name == name))
    return known


def begin(connection: Connection, name: str, now: dt.datetime) -> dt.datetime:
    """A new chore counts from now, or from when another process began it."""
    known = handled(connection, name)
    if known is not None:
        return known
    connection.execute(insert(chore).values(name=name, handled=now))
    return now


def handle(connection: Connection, name: str, moment: dt.datetime) -> None:
    """It is seen to up to that moment."""
    begin(connection, name, moment)
    connection.execute(update(chore).where(chore.c.name == name).values(handled=moment))
