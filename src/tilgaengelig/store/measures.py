"""What a group's figures are made of: of each audit what was read, and what failed and is not accepted."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.acceptances import accepted, site_of
from tilgaengelig.store.audits import number_of, one
from tilgaengelig.store.counting import failed_places
from tilgaengelig.store.history import texts_of
from tilgaengelig.store.schema import component, occurrence, visit


def texts_read(connection: Connection, audit_id: str) -> Iterator[tuple[str, Readability | None]]:
    """The addresses that were read, each with the counts of its text where that is long enough to be scored."""
    return texts_of(connection, number_of(connection, audit_id))


def faults(connection: Connection, audit_id: str, day: dt.date) -> Counter[Impact]:
    """The places that failed and were not accepted on that day, by impact."""
    found: Counter[Impact] = Counter()
    excused = _accepted(connection, audit_id, day)
    for key, impact, places in failed_places(connection, number_of(connection, audit_id)):
        if key not in excused:
            found[impact] += places
    return found


def faults_by_address(connection: Connection, audit_id: str, day: dt.date) -> dict[str, Counter[Impact]]:
    """The same, for each address."""
    query = (
        select(component.c.key, component.c.impact, visit.c.address, func.count())
        .join(occurrence, occurrence.c.component == component.c.number)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(occurrence.c.audit == number_of(connection, audit_id), component.c.outcome == Outcome.FAILED)
        .group_by(component.c.key, component.c.impact, visit.c.address)
    )
    found: defaultdict[str, Counter[Impact]] = defaultdict(Counter)
    excused = _accepted(connection, audit_id, day)
    for key, impact, address, places in connection.execute(query):
        if key not in excused:
            found[address][impact] += places
    return found


def _accepted(connection: Connection, audit_id: str, day: dt.date) -> set[bytes]:
    """The keys of the components that were accepted on that day: by then, and to that day at least."""
    every = accepted(connection, site_of(one(connection, audit_id).order.start))
    return {
        bytes.fromhex(each.component)
        for each in every
        if not each.finding and day_of(each.made) <= day <= each.until
    }
