"""The frontier: addresses found, in the order in which they are visited, and how far that has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select, update

from tilgaengelig.model.audit import AuditState, LeftOut, Progress, Visit, VisitState
from tilgaengelig.store.audits import number_of, one
from tilgaengelig.store.columns import clean, digest
from tilgaengelig.store.rows import asking, by_key, in_turn, insert_unknown
from tilgaengelig.store.schema import WAITING, audit, opening, visit

_KNOWN = asking(visit, visit.c.state, visit.c.depth, visit.c.hops, visit.c.left_out)
_HELD = _KNOWN.with_for_update(key_share=True)


class NewAddress(NamedTuple):
    """An address that was found; with `left_out` it is recorded and never asked for."""

    address: str
    depth: int
    hops: int = 0
    left_out: LeftOut | None = None


def add(
    connection: Connection,
    audit: int,
    new: Iterable[NewAddress | tuple[str, int, int]],
    also: Collection[bytes] = (),
) -> Mapping[bytes, int]:
    """Put what is unknown into the frontier; tell the visits of all these keys, and of those in `also`.

    The order in which pages are kept must not show in the result. So where an address is found in several
    ways before it is visited, the nearest counts, and one to be visited counts before one left out.
    """
    wanted = _wanted(new)
    known = by_key(connection, _KNOWN, audit, {*wanted, *also})
    unknown = sorted(wanted.keys() - known.keys())
    if unknown:
        insert_unknown(connection, visit, [_row(audit, key, wanted[key]) for key in unknown])
        known |= by_key(connection, _KNOWN, audit, unknown)
    for key in sorted(key for key, found in wanted.items() if _nearer(found, known[key])):
        now = by_key(connection, _HELD, audit, [key])[key]
        if _nearer(wanted[key], now):  # no other writer came between
            connection.execute(update(visit).where(visit.c.number == now.number).values(_place(wanted[key])))
    return {key: row.number for key, row in known.items()}


def next_visits(connection: Connection, audit_id: str, limit: int, exclude: Collection[int]) -> list[Visit]:
    """The next visits of the lowest level that is not finished; those of `exclude` hold it open."""
    first = (
        select(visit.c.number, visit.c.address, visit.c.depth, visit.c.hops)
        .where(visit.c.audit == number_of(connection, audit_id), visit.c.state == WAITING)
        .order_by(visit.c.depth, visit.c.hops, opening, visit.c.address)
        .limit(limit + len(exclude))
    )
    rows = connection.execute(first).all()
    level = [row for row in rows if (row.depth, row.hops) == (rows[0].depth, rows[0].hops)]
    return [Visit(*row) for row in level if row.number not in exclude][:limit]


def progress(connection: Connection, audit_id: str) -> Progress:
    """Counts of the frontier, and of failed findings. Raises UnknownThing."""
    return progresses(connection, [one(connection, audit_id).id])[audit_id]


def progresses(connection: Connection, audit_ids: Collection[str]) -> dict[str, Progress]:
    """The same of several audits, by their ids. Those that are not there are left out."""
    counts: defaultdict[str, dict[VisitState, Row[Any]]] = defaultdict(dict)
    states: dict[str, AuditState] = {}
    for ids in in_turn(sorted(audit_ids)):
        states.update(
            (row.id, row.state)
            for row in connection.execute(select(audit.c.id, audit.c.state).where(audit.c.id.in_(ids)))
        )
        query = (
            select(
                audit.c.id, visit.c.state, func.count().label("n"), func.sum(visit.c.failed).label("failed")
            )
            .join(audit, audit.c.number == visit.c.audit)
            .where(audit.c.id.in_(ids))
            .group_by(audit.c.id, visit.c.state)
        )
        for row in connection.execute(query):
            counts[row.id][row.state] = row
    return {audit_id: _progress(audit_id, state, counts[audit_id]) for audit_id, state in states.items()}


def _progress(audit_id: str, audit_state: AuditState, counts: Mapping[VisitState, Row[Any]]) -> Progress:
    number = {state: counts[state].n if state in counts else 0 for state in VisitState}
    return Progress(
        audit=audit_id,
        state=AuditState(audit_state),
        found=sum(number.values()),
        queued=number[VisitState.QUEUED],
        read=number[VisitState.READ],
        troubled=number[VisitState.TROUBLED],
        redirected=number[VisitState.REDIRECTED],
        left_out=number[VisitState.LEFT_OUT],
        findings=sum(row.failed or 0 for row in counts.values()),
    )


def read_count(connection: Connection, audit_id: str) -> int:
    """How many addresses were read."""
    read = (visit.c.audit == number_of(connection, audit_id)) & (visit.c.state == VisitState.READ)
    return connection.scalar(select(func.count()).select_from(visit).where(read)) or 0


def _wanted(new: Iterable[NewAddress | tuple[str, int, int]]) -> dict[bytes, NewAddress]:
    """The best way found to each address."""
    wanted: dict[bytes, NewAddress] = {}
    for each in new:
        found = NewAddress(clean(each[0]), *each[1:])
        key = digest(found.address)
        wanted[key] = min(found, wanted.get(key, found), key=_rank)
    return wanted


def _rank(found: NewAddress | Row[Any]) -> tuple[bool, int, int, str]:
    return (found.left_out is not None, found.depth, found.hops, found.left_out or "")


def _nearer(found: NewAddress, known: Row[Any]) -> bool:
    """True where the known one has not been visited yet and would rather be visited in the new way."""
    return known.state in (VisitState.QUEUED, VisitState.LEFT_OUT) and _rank(found) < _rank(known)


def _place(found: NewAddress) -> dict[str, Any]:
    state = VisitState.QUEUED if found.left_out is None else VisitState.LEFT_OUT
    return {"depth": found.depth, "hops": found.hops, "state": state, "left_out": found.left_out}


def _row(audit: int, key: bytes, found: NewAddress) -> dict[str, Any]:
    return {"audit": audit, "key": key, "address": found.address} | _place(found)
