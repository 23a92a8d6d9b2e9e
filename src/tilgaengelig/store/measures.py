"""What a group's figures are made of: of each audit what was read, and what failed and is not accepted."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from tilgaengelig.model.acceptance import Answers
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.acceptances import in_audit
from tilgaengelig.store.audits import number_of
from tilgaengelig.store.counting import places_of
from tilgaengelig.store.history import texts_of
from tilgaengelig.store.schema import component, occurrence, visit

#: What a fault may be to a machine: what failed, and a doubt that a person may confirm.
_FAULTS = (Outcome.FAILED, Outcome.CANT_TELL)


def texts_read(connection: Connection, audit_id: str) -> Iterator[tuple[str, Readability | None]]:
    """The addresses that were read, each with the counts of its text where that is long enough to be scored."""
    return texts_of(connection, number_of(connection, audit_id))


def faults(connection: Connection, audit_id: str, day: dt.date) -> Counter[Impact]:
    """The places that failed and were not accepted on that day, by impact; of doubts, what was confirmed by then."""
    found: Counter[Impact] = Counter()
    for row in _open(connection, audit_id, day):
        found[row.impact] += row.places
    return found


def faults_by_address(connection: Connection, audit_id: str, day: dt.date) -> dict[str, Counter[Impact]]:
    """The same, for each address."""
    told = (occurrence.c.audit == number_of(connection, audit_id)) & component.c.outcome.in_(_FAULTS)
    query = (
        select(component.c.key, component.c.impact, visit.c.address, func.count())
        .join(occurrence, occurrence.c.component == component.c.number)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(told)
        .group_by(component.c.key, component.c.impact, visit.c.address)
    )
    found: defaultdict[str, Counter[Impact]] = defaultdict(Counter)
    open_ones = {row.key for row in _open(connection, audit_id, day)}
    for key, impact, address, places in connection.execute(query):
        if key in open_ones:
            found[address][impact] += places
    return found


def _open(connection: Connection, audit_id: str, day: dt.date) -> Iterator[Row[Any]]:
    """The components that were open faults on that day, each with its places."""
    said = in_audit(connection, audit_id, made_by=day)
    for row in places_of(connection, number_of(connection, audit_id), _FAULTS):
        if said.get(row.key.hex(), Answers()).fails(row.outcome, row.places, day):
            yield row
