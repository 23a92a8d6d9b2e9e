"""What a group's figures are made of: the last audits of its sites, and of each what was read and what failed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from tilgaengelig.model.audit import AuditRecord, AuditState, VisitState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.acceptances import accepted, site_of
from tilgaengelig.store.audits import number_of, one, record_of
from tilgaengelig.store.counting import counts_of, is_counted
from tilgaengelig.store.rows import in_turn
from tilgaengelig.store.schema import audit, component, occurrence, visit


def last_audits(
    connection: Connection,
    places: Collection[str] | None,
    since: dt.datetime | None,
    before: dt.datetime | None,
    *,
    finished: bool,
) -> list[AuditRecord]:
    """The last audit of each site, or of those at `places`, the one begun last first.

    With `since` and `before`: of those begun in that time; with `finished`, of those that are done.
    """
    wanted: list[ColumnElement[bool]] = [audit.c.state == AuditState.DONE] if finished else []
    wanted += [audit.c.started >= since] if since is not None else []
    wanted += [audit.c.started < before] if before is not None else []
    numbers: list[int] = []
    for some in [None] if places is None else in_turn(sorted(places)):
        here = wanted if some is None else [*wanted, audit.c.place.in_(some)]
        numbers += connection.scalars(select(func.max(audit.c.number)).where(*here).group_by(audit.c.place))
    records = []
    for part in in_turn(sorted(numbers, reverse=True)):
        query = select(audit).where(audit.c.number.in_(part)).order_by(audit.c.number.desc())
        records += [record_of(row) for row in connection.execute(query)]
    return records


def texts_read(connection: Connection, audit_id: str) -> Iterator[tuple[str, Readability | None]]:
    """The addresses that were read, each with the counts of its text where that is long enough to be scored."""
    counts = (visit.c.words, visit.c.sentences, visit.c.long_words, visit.c.distinct_words)
    read = (visit.c.audit == number_of(connection, audit_id)) & (visit.c.state == VisitState.READ)
    for address, facts, *some in connection.execute(
        select(visit.c.address, visit.c.facts, *counts).where(read)
    ):
        scored = some[0] is not None and (facts or {}).get("scored") is not False
        yield address, Readability(*some) if scored else None


def faults(connection: Connection, audit_id: str, day: dt.date) -> Counter[Impact]:
    """The places that failed and were not accepted on that day, by impact."""
    number = number_of(connection, audit_id)
    if is_counted(connection, number):
        query = select(component.c.key, component.c.impact, component.c.places)
    else:
        counts = counts_of(number)
        query = select(component.c.key, component.c.impact, counts.c.places)
        query = query.join(counts, counts.c.component == component.c.number)
    found: Counter[Impact] = Counter()
    for impact, places in _not_accepted(connection, audit_id, day, query.where(component.c.audit == number)):
        found[impact] += places or 0
    return found


def faults_by_address(connection: Connection, audit_id: str, day: dt.date) -> dict[str, Counter[Impact]]:
    """The same, for each address."""
    number = number_of(connection, audit_id)
    query = (
        select(component.c.key, component.c.impact, visit.c.address, func.count())
        .join(occurrence, occurrence.c.component == component.c.number)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(occurrence.c.audit == number)
        .group_by(component.c.key, component.c.impact, visit.c.address)
    )
    found: dict[str, Counter[Impact]] = {}
    for impact, address, places in _not_accepted(connection, audit_id, day, query):
        found.setdefault(address, Counter())[impact] += places
    return found


def _not_accepted(
    connection: Connection, audit_id: str, day: dt.date, query: Select[Any]
) -> Iterator[tuple[Any, ...]]:
    """The rows of components that failed, without their keys; what is accepted on that day is left out."""
    every = accepted(connection, site_of(one(connection, audit_id).order.start))
    excused = {each.component for each in every if not each.finding and each.holds(day)}
    for key, *rest in connection.execute(query.where(component.c.outcome == Outcome.FAILED)):
        if key.hex() not in excused:
            yield tuple(rest)
