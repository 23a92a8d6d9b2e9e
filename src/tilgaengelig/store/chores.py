"""What the clock does besides audits: up to when each chore is seen to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from tilgaengelig.store.schema import chore


def handled(connection: Connection, name: str, now: dt.datetime) -> dt.datetime:
    """The last moment that was seen to; a chore that is new counts from now."""
    known: dt.datetime | None = connection.scalar(select(chore.c.handled).where(chore.c.name == name))
    if known is not None:
        return known
    connection.execute(insert(chore).values(name=name, handled=now))
    return now


def handle(connection: Connection, name: str, moment: dt.datetime) -> None:
    """It is seen to up to that moment."""
    connection.execute(update(chore).where(chore.c.name == name).values(handled=moment))
