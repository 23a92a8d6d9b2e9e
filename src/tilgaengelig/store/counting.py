"""On how many pages each component is met, in how many places, and which comes first.

To count means to read all findings of an audit. So it is done once, when the audit ends; until then, and for audits
that ended before we counted, it is done when somebody asks.
"""

from __future__ import annotations

from sqlalchemy import Connection, Select, Subquery, func, select, update

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Impact
from tilgaengelig.store.schema import audit, component, occurrence, visit


def count_up(connection: Connection, number: int) -> None:
    """Keeps the counts of an audit that has ended."""
    nothing = {"pages": 0, "places": 0, "first": None}
    connection.execute(update(component).where(component.c.audit == number).values(nothing))
    counts, first = counts_of(number), firsts_of(number, most=1)
    values = {"pages": counts.c.pages, "places": counts.c.places, "first": first.c.id}
    of_it = (component.c.number == counts.c.component) & (component.c.number == first.c.component)
    connection.execute(update(component).values(values).where(of_it))


def forget_counts(connection: Connection, number: int) -> None:
    """What was counted holds no longer, nor what the audit came to (history.py)."""
    counted = (component.c.audit == number) & component.c.pages.is_not(None)
    connection.execute(update(component).where(counted).values(pages=None))
    connection.execute(update(audit).where(audit.c.number == number).values(stage=None))


def is_counted(connection: Connection, number: int) -> bool:
    """Whether the counts of an audit are kept. One that was taken up again has outgrown them."""
    unknown = (component.c.audit == number) & component.c.pages.is_(None)
    missing = select(component.c.number).where(unknown).limit(1)
    state = connection.scalar(select(audit.c.state).where(audit.c.number == number))
    return state is not AuditState.RUNNING and connection.scalar(missing) is None


def failed_places(connection: Connection, number: int) -> list[tuple[bytes, Impact, int]]:
    """The key, the impact and the number of places of each component of an audit that failed."""
    failed = (component.c.audit == number) & (component.c.outcome == Outcome.FAILED)
    if is_counted(connection, number):
        query = select(component.c.key, component.c.impact, component.c.places).where(failed)
    else:
        counts = counts_of(number)
        query = select(component.c.key, component.c.impact, counts.c.places).where(failed)
        query = query.join(counts, counts.c.component == component.c.number)
    return [(row.key, row.impact, row.places) for row in connection.execute(query)]


def counts_of(number: int) -> Subquery:
    """`pages` and `places` of each `component` of an audit."""
    counts: Select[tuple[int, int, int]] = (
        select(
            occurrence.c.component,
            func.count(occurrence.c.visit.distinct()).label("pages"),
            func.count().label("places"),
        )
        .where(occurrence.c.audit == number)
        .group_by(occurrence.c.component)
    )
    return counts.subquery("counts")


def firsts_of(number: int, most: int | None) -> Subquery:
    """The first places of each `component`, `most` or all: the `id` of each, and its `place` in the order.

    Places are put in order by their numbers alone: what they say is long.
    """
    by_address = func.row_number().over(order_by=(visit.c.depth, visit.c.address)).label("turn")
    turns = select(visit.c.number, by_address).where(visit.c.audit == number).cte("turns")
    order = (turns.c.turn, occurrence.c.ordinal, occurrence.c.id)
    place = func.row_number().over(partition_by=occurrence.c.component, order_by=order).label("place")
    placed = (
        select(occurrence.c.component, occurrence.c.id, place)
        .join(turns, turns.c.number == occurrence.c.visit)
        .where(occurrence.c.audit == number)
        .subquery("placed")
    )
    if most is None:
        return placed
    return select(placed).where(placed.c.place <= most).subquery("firsts")
