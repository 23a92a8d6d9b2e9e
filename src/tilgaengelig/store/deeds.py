"""Who did what, kept for a time; and a person's name taken out of all that she wrote."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, Connection, Index, Integer, Table, delete, insert, select, update

from tilgaengelig.model.deed import FORGOTTEN, Deed, Forgotten
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.store.accounts import account
from tilgaengelig.store.accounts import every as accounts
from tilgaengelig.store.columns import Clean, Moment
from tilgaengelig.store.schema import acceptance, exemption, metadata, said, task, token

deed = Table(
    "deed",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made", Moment, nullable=False),
    Column("done_by", Clean, nullable=False),
    Column("method", Clean, nullable=False),
    Column("path", Clean, nullable=False),
    Index(None, "made"),
)
_LONGEST = 500
#: Where people's names stand beside deeds and tokens.
_DECISIONS = (acceptance.c.accepted_by, exemption.c.decided_by)
_TASKS = (task.c.assignee, said.c.said_by)


def record(
    connection: Connection, by: str, method: str, path: str, now: dt.datetime, kept: dt.timedelta
) -> None:
    """One deed more; those that are older than they may be kept are gone with it."""
    connection.execute(delete(deed).where(deed.c.made < now - kept))
    connection.execute(insert(deed).values(made=now, done_by=by, method=method, path=path[:_LONGEST]))


def newest(connection: Connection, since: dt.datetime, limit: int, before: int | None) -> list[Deed]:
    """The deeds since a moment, the last first, from the one after `before` on."""
    query = select(deed).where(deed.c.made >= since).order_by(deed.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(deed.c.number < before)
    return [
        Deed(row.number, row.made, row.done_by, row.method, row.path) for row in connection.execute(query)
    ]


def forget(connection: Connection, name: str) -> Forgotten:
    """Takes the name away wherever it stands just so, and takes its tokens back. Raises WrongUse for no name.

    Of somebody with an account it may be her name, her e-mail address or how her deeds are signed: the account goes,
    and with it all three. What was done and decided stays; who it was is gone. Notes in running text are not looked
    into.
    """
    person = name.strip()
    if not person or person == FORGOTTEN:
        raise WrongUse("Skriv navnet, præcis som det står.")
    hers = [each for each in accounts(connection) if person in {each.name, each.email, each.signature}]
    called = {person}.union(*({each.name, each.email, each.signature} for each in hers)) - {""}

    def away(column: Column[str]) -> int:
        return connection.execute(
            update(column.table).where(column.in_(called)).values({column.name: FORGOTTEN})
        ).rowcount

    return Forgotten(
        deeds=away(deed.c.done_by),
        decisions=sum(map(away, _DECISIONS)),
        tasks=sum(map(away, _TASKS)),
        tokens=connection.execute(delete(token).where(token.c.name.in_(called))).rowcount,
        accounts=connection.execute(
            delete(account).where(account.c.id.in_([each.id for each in hers]))
        ).rowcount,
    )
