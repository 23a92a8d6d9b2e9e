"""Accounts of people who log in with their own house's: made at the first time, known again at the next."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import Column, Connection, LargeBinary, Row, Table, delete, insert, select, update

from tilgaengelig.model.access import Account, Role
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.signin import Person
from tilgaengelig.store.columns import Clean, Moment, Number, Word, digest
from tilgaengelig.store.schema import metadata

# `person` is a digest of who the provider says she is: some name people by what nobody else should read.
account = Table(
    "account",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Clean, nullable=False, unique=True),
    Column("person", LargeBinary(32), nullable=False, unique=True),
    Column("name", Clean, nullable=False),
    Column("email", Clean, nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("made", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
)
_NAMELESS = "Uden navn"


def arrived(
    connection: Connection, person: Person, role: Role, now: dt.datetime, kept: dt.timedelta
) -> Account:
    """Her account as it is from now on, made where she has none; those that were not used for so long go."""
    connection.execute(delete(account).where(account.c.seen < now - kept))
    key = digest(person.issuer, person.subject, length=32)
    said = {"name": person.name or _NAMELESS, "email": person.email, "role": role, "seen": now}
    if not connection.execute(update(account).where(account.c.person == key).values(said)).rowcount:
        made = {"id": secrets.token_hex(6), "person": key, "made": now}
        connection.execute(insert(account).values(made | said))
    return _made(connection.execute(select(account).where(account.c.person == key)).one())


def of(connection: Connection, account_id: str) -> Account | None:
    """The account of that id, while it is there."""
    row = connection.execute(select(account).where(account.c.id == account_id)).one_or_none()
    return _made(row) if row is not None else None


def every(connection: Connection) -> list[Account]:
    """All, whoever was here last first."""
    query = select(account).order_by(account.c.seen.desc(), account.c.number)
    return [_made(row) for row in connection.execute(query)]


def remove(connection: Connection, account_id: str) -> None:
    """Takes it away, and she is logged out at once. Raises UnknownThing."""
    if not connection.execute(delete(account).where(account.c.id == account_id)).rowcount:
        raise UnknownThing(f"Der er ingen konto med id ”{account_id}”.")


def _made(row: Row[tuple[object, ...]]) -> Account:
    return Account(row.id, row.name, row.email, row.role, row.made, row.seen)
