"""A site's finished audits side by side: a few sums of each, whatever their size.

They are made once, when the audit ends; of those that ended before we did that, whenever somebody asks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from tilgaengelig.model.audit import AuditState, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.history import Stage
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.schema import audit, component, occurrence, visit


def history(connection: Connection, place: str, most: int) -> list[Stage]:
    """The newest `most` finished audits of the site, the oldest of them first."""
    query = (
        select(audit.c.number, audit.c.id, audit.c.started, audit.c.stage)
        .where(audit.c.place == place, audit.c.state == AuditState.DONE)
        .order_by(audit.c.number.desc())
        .limit(most)
    )
    rows = connection.execute(query).all()
    sums = _sums(connection, [row.number for row in rows if row.stage is None])
    return [_stage(row.id, row.started, row.stage or sums[row.number]) for row in reversed(rows)]


def sum_up(connection: Connection, number: int) -> None:
    """Keeps the sums of an audit that has ended."""
    sums = _sums(connection, [number])[number]
    connection.execute(update(audit).where(audit.c.number == number).values(stage=sums))


def _stage(audit_id: str, started: dt.datetime, sums: Mapping[str, Any]) -> Stage:
    faults = {Impact(impact): places for impact, places in sums["faults"].items()}
    return Stage(audit_id, started, sums["pages"], sums["clean"], faults, sums["lix"])


def _sums(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What stands in a stage, as it is kept."""
    pages, faults, lix = _pages(connection, numbers), _faults(connection, numbers), _lix(connection, numbers)
    found = {}
    for number in numbers:
        read, clean = pages.get(number, (0, 0))
        found[number] = {
            "pages": read,
            "clean": clean,
            "faults": {impact.value: places for impact, places in faults.get(number, {}).items()},
            "lix": lix.get(number),
        }
    return found


def _pages(connection: Connection, audits: Sequence[int]) -> dict[int, tuple[int, int]]:
    clean = func.sum(case((func.coalesce(visit.c.failed, 0) == 0, 1), else_=0))
    query = (
        select(visit.c.audit, func.count(), clean)
        .where(
            visit.c.audit.in_(audits),
            visit.c.state == VisitState.READ,
            visit.c.kind == SubjectKind.PAGE,
        )
        .group_by(visit.c.audit)
    )
    return {number: (pages, int(without)) for number, pages, without in connection.execute(query)}


def _faults(connection: Connection, audits: Sequence[int]) -> dict[int, dict[Impact, int]]:
    query = (
        select(component.c.audit, component.c.impact, func.count(occurrence.c.id))
        .join(occurrence, occurrence.c.component == component.c.number)
        .where(component.c.audit.in_(audits), component.c.outcome == Outcome.FAILED)
        .group_by(component.c.audit, component.c.impact)
    )
    found: defaultdict[int, dict[Impact, int]] = defaultdict(dict)
    for number, impact, places in connection.execute(query):
        found[number][impact] = places
    return found


def _lix(connection: Connection, audits: Sequence[int]) -> dict[int, float]:
    """The mean of each audit's texts; what is too short to be scored has a note of that among its facts."""
    columns = (visit.c.words, visit.c.sentences, visit.c.long_words, visit.c.distinct_words)
    query = select(visit.c.audit, visit.c.facts, *columns).where(
        visit.c.audit.in_(audits), visit.c.state == VisitState.READ, visit.c.words > 0
    )
    texts: defaultdict[int, list[float]] = defaultdict(list)
    for number, facts, *counts in connection.execute(query):
        lix = Readability(*counts).lix
        if lix is not None and (facts or {}).get("scored") is not False:
            texts[number].append(lix)
    return {number: round(sum(every) / len(every), 1) for number, every in texts.items()}
