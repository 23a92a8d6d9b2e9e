"""A site's finished audits side by side: a few sums of each, whatever their size.

They are made once, when the audit ends; of those that ended before we did that, whenever somebody asks.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from tilgaengelig.model.audit import AuditState, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.history import Stage
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.counting import places_of
from tilgaengelig.store.schema import audit, visit


def history(connection: Connection, place: str, most: int) -> list[Stage]:
    """The newest `most` finished audits of the site, the oldest of them first."""
    query = (
        select(audit.c.number, audit.c.id, audit.c.started, audit.c.stage)
        .where(audit.c.place == place, audit.c.state == AuditState.DONE)
        .order_by(audit.c.number.desc())
        .limit(most)
    )
    rows = connection.execute(query).all()
    return [_stage(row.id, row.started, row.stage or _sums(connection, row.number)) for row in reversed(rows)]


def sum_up(connection: Connection, number: int) -> None:
    """Keeps the sums of an audit that has ended, once its places are counted."""
    sums = _sums(connection, number)
    connection.execute(update(audit).where(audit.c.number == number).values(stage=sums))


def texts_of(connection: Connection, number: int) -> Iterator[tuple[str, Readability | None]]:
    """The addresses that were read, each with the counts of its text.

    What is too short to be scored has a note of that among its facts, and no counts here.
    """
    counts = (visit.c.words, visit.c.sentences, visit.c.long_words, visit.c.distinct_words)
    query = select(visit.c.address, visit.c.facts, *counts).where(
        visit.c.audit == number, visit.c.state == VisitState.READ
    )
    for address, facts, *some in connection.execute(query):
        scored = some[0] is not None and (facts or {}).get("scored") is not False
        yield address, Readability(*some) if scored else None


def _stage(audit_id: str, started: dt.datetime, sums: Mapping[str, Any]) -> Stage:
    faults = {Impact(impact): places for impact, places in sums["faults"].items()}
    return Stage(audit_id, started, sums["pages"], sums["clean"], faults, sums["lix"])


def _sums(connection: Connection, number: int) -> dict[str, Any]:
    """What stands in an audit's stage, as it is kept."""
    is_page = (visit.c.state == VisitState.READ) & (visit.c.kind == SubjectKind.PAGE)
    clean = func.sum(case((func.coalesce(visit.c.failed, 0) == 0, 1), else_=0))
    query = select(func.count(), func.coalesce(clean, 0)).where(visit.c.audit == number, is_page)
    pages, without = connection.execute(query).one()
    faults: Counter[str] = Counter()
    for row in places_of(connection, number, [Outcome.FAILED]):
        faults[row.impact.value] += row.places
    texts = [counts.lix for _, counts in texts_of(connection, number) if counts is not None]
    lix = [each for each in texts if each is not None]
    mean = round(sum(lix) / len(lix), 1) if lix else None
    return {"pages": pages, "clean": int(without), "faults": +faults, "lix": mean}
