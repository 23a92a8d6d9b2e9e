"""Tokens: kept as a digest, so that whoever reads the database can use none of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import Connection, Row, delete, insert, select

from tilgaengelig.model.access import Role, Token
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.store.schema import token

#: Says what it is where it is found by chance, as in a log.
PREFIX = "tilgaengelig_"
_LONGEST = 200


def issue(
    connection: Connection, name: str, role: Role, until: dt.date | None, now: dt.datetime
) -> tuple[Token, str]:
    """A new token and its secret. Raises WrongUse for a name that is none, and a day that is past."""
    if not name.strip() or len(name) > _LONGEST:
        raise WrongUse("Skriv, hvem adgangsnøglen er til.")
    if until is not None and until < day_of(now):
        raise WrongUse("Den sidste dag er gået. Vælg en senere.")
    # 256 random bits: nobody guesses them, so one round of a plain digest is enough.
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token(secrets.token_hex(6), name.strip(), role, now, until)
    connection.execute(
        insert(token).values(
            id=made.id, name=made.name, role=role, made=now, until=until, digest=_digest(secret)
        )
    )
    return made, secret


def every(connection: Connection) -> list[Token]:
    """All there are, the oldest first; also those that have run out."""
    return [_made(row) for row in connection.execute(select(token).order_by(token.c.number))]


def holder(connection: Connection, secret: str, day: dt.date) -> Token | None:
    """The token of that secret, while it holds."""
    row = connection.execute(select(token).where(token.c.digest == _digest(secret))).one_or_none()
    found = _made(row) if row is not None else None
    return found if found is not None and found.holds(day) else None


def revoke(connection: Connection, token_id: str) -> Token:
    """Takes it away, at once. Raises UnknownThing."""
    row = connection.execute(select(token).where(token.c.id == token_id)).one_or_none()
    if row is None:
        raise UnknownThing(
            f"Der er ingen adgangsnøgle med id ”{token_id}”. Se dem med tilgaengelig access list."
        )
    connection.execute(delete(token).where(token.c.number == row.number))
    return _made(row)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _made(row: Row[tuple[object, ...]]) -> Token:
    return Token(row.id, row.name, row.role, row.made, row.until)
