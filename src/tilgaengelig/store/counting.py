"""On how many pages each component is met, in how many places, and which comes first.

To count means to read all findings of an audit. So it is done once, when the audit ends; until then, and for audits
that ended before we counted, it is done when somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, func, select, update

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.finding import Outcome
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


def places_of(connection: Connection, number: int, outcomes: Collection[Outcome]) -> list[Row[Any]]:
    """The `key`, the `outcome`, the `impact` and the number of `places` of an audit's components of these outcomes."""
    columns = (component.c.key, component.c.outcome, component.c.impact)
    told = (component.c.audit == number) & component.c.outcome.in_(outcomes)
    if is_counted(connection, number):
        query = select(*columns, component.c.places).where(told)
    else:
        counts = counts_of(number)
        query = select(*columns, counts.c.places).where(told)
        query = query.join(counts, counts.c.component == component.c.number)
    return list(connection.execute(query))


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
