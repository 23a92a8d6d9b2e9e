"""Who works on what now: a lease is had by one holder, until it is let go of or has run out."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from tilgaengelig.store.columns import Clean, Moment
from tilgaengelig.store.schema import metadata

# Who works on what now, until when: a process that dies lets go by itself.
lease = Table(
    "lease",
    metadata,
    Column("name", Clean, primary_key=True),
    Column("holder", Clean, nullable=False),
    Column("until", Moment, nullable=False),
)


def holder_of(connection: Connection, name: str, now: dt.datetime) -> str | None:
    """Who has it now."""
    held = (lease.c.name == name) & (lease.c.until > now)
    return connection.scalar(select(lease.c.holder).where(held))


def take(connection: Connection, name: str, holder: str, until: dt.datetime, over: str | None) -> bool:
    """Take it, or have it for longer, where nobody else has it or it is `over`'s; whether that went well."""
    row = connection.execute(select(lease).where(lease.c.name == name).with_for_update()).one_or_none()
    if row is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(lease).values(name=name, holder=holder, until=until))
        except IntegrityError:  # another was there between the question and the answer
            return False
        return True
    now = dt.datetime.now(dt.UTC)
    if row.until > now and row.holder not in (holder, over):
        return False
    connection.execute(update(lease).where(lease.c.name == name).values(holder=holder, until=until))
    return True


def let_go(connection: Connection, name: str, holder: str) -> None:
    """Leave it to whoever wants it."""
    connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
