"""What did not change is taken over from the audit before, in SQL: what was found, said and linked to.

What the site rules found is left behind: they look at the whole of tonight's site. The new rows are what a visit kept
anew would have, but for `checked`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Table, bindparam, func, insert, select, update

from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.carrying import Carried
from tilgaengelig.model.site import ACROSS
from tilgaengelig.model.subject import Link
from tilgaengelig.store.audits import number_of
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.keeping import keep_links
from tilgaengelig.store.rows import asking, by_key, in_turn, insert_unknown
from tilgaengelig.store.schema import (
    HELD_IN_COMMON,
    address,
    component,
    imprint,
    link,
    occurrence,
    remark,
    trait,
    visit,
)
from tilgaengelig.store.schema import audit as audits
from tilgaengelig.store.site import count

#: What is a visit's own, whatever came of it. Its counts are made anew, and no time was spent on it.
_OWN = (
    "number",
    "audit",
    "key",
    "address",
    "depth",
    "hops",
    "state",
    "left_out",
    "forward",
    "failed",
    "cant_tell",
    "seconds",
)
#: What came of a visit, and is taken over as it is.
_CAME_OF = tuple(column.name for column in visit.c if column.name not in _OWN)
#: What is a place's own, and taken over as it is.
_PLACE = tuple(
    column.name
    for column in occurrence.c
    if column.name not in ("visit", "component", "audit", *HELD_IN_COMMON)
)
_NEW: BindParameter[int] = bindparam("new_")
_OLD: BindParameter[int] = bindparam("old_")
_TAKE_OVER = (
    update(visit)
    .where(visit.c.number == _NEW)
    .values(state=VisitState.READ, seconds={}, **{name: bindparam(f"{name}_") for name in _CAME_OF})
)
_NOT_OF_SITE = ~component.c.engine_rule.startswith(ACROSS, autoescape=True)
_TONIGHT = component.alias("tonight")
_COMPONENTS = asking(component, component.c.impact)


def links_of(connection: Connection, visits: Collection[int]) -> dict[int, tuple[Link, ...]]:
    """The links of visits, in the order in which they stood."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for numbers in in_turn(sorted(visits)):
        query = (
            select(link.c.source, link.c.text, func.coalesce(visit.c.address, address.c.address).label("to"))
            .outerjoin(visit, visit.c.number == link.c.target)
            .outerjoin(address, address.c.number == link.c.elsewhere)
            .where(link.c.source.in_(numbers))
            .order_by(link.c.source, link.c.ordinal)
        )
        for row in connection.execute(query):
            found[row.source].append(Link(row.to, row.text))
    return {number: tuple(links) for number, links in found.items()}


def carry(
    connection: Connection, audit_id: str, carried: Sequence[Carried], new: Sequence[NewAddress]
) -> set[str]:
    """Take all of it over that is still there; the fingerprints of components that have a picture.

    Somebody may have deleted an earlier audit meanwhile. What was its own stays waiting, and is opened.
    """
    audit = number_of(connection, audit_id)
    there = _still_there(connection, [each.before for each in carried])
    carried = [each for each in carried if each.before in there]
    if not carried:
        return set()
    pairs = [{"new_": each.visit.id, "old_": each.before} for each in carried]
    _take_over(connection, {pair["old_"]: pair["new_"] for pair in pairs})
    for table, columns in (
        (trait, ("told", "sketch")),
        (imprint, ("told",)),
        (remark, ("ordinal", "rule", "kind", "phrase", "suggestion", "count")),
    ):
        connection.execute(_copied(table, columns), pairs)
    keep_links(connection, audit, {each.visit.id: each.links for each in carried}, new)
    pictured = _carry_components(connection, audit, [pair["old_"] for pair in pairs])
    connection.execute(_copied_places(audit), pairs)
    count(connection, audit, [pair["new_"] for pair in pairs])
    return pictured


def _still_there(connection: Connection, visits: Sequence[int]) -> set[int]:
    """Those of the visits that are there, and stay so until this transaction ends."""
    found: set[int] = set()
    for numbers in in_turn(sorted(visits)):
        these = visit.c.number.in_(numbers)
        # Whoever deletes an audit begins with its own row, and waits there.
        held = select(audits.c.number).where(audits.c.number.in_(select(visit.c.audit).where(these)))
        connection.execute(held.order_by(audits.c.number).with_for_update(read=True, key_share=True))
        found.update(connection.scalars(select(visit.c.number).where(these)))
    return found


def _take_over(connection: Connection, visits: dict[int, int]) -> None:
    rows: list[dict[str, Any]] = []
    for numbers in in_turn(sorted(visits)):
        query = select(visit.c.number, *(visit.c[name] for name in _CAME_OF))
        found = connection.execute(query.where(visit.c.number.in_(numbers)))
        rows += [
            {"new_": visits[row.number]} | {f"{name}_": row._mapping[name] for name in _CAME_OF}
            for row in found
        ]
    connection.execute(_TAKE_OVER, rows)


def _copied(table: Table, columns: Sequence[str]) -> Any:
    source = select(_NEW, *(table.c[name] for name in columns)).where(table.c.visit == _OLD)
    return insert(table).from_select(["visit", *columns], source)


def _copied_places(audit: int) -> Any:
    """Each place under tonight's component; what it says itself only where it differs from that."""
    here: BindParameter[int] = bindparam("audit_", audit)
    source = (
        select(
            _NEW,
            _TONIGHT.c.number,
            here,
            *(occurrence.c[name] for name in _PLACE),
            *(
                func.nullif(func.coalesce(occurrence.c[name], component.c[name]), _TONIGHT.c[name])
                for name in HELD_IN_COMMON
            ),
        )
        .join(component, component.c.number == occurrence.c.component)
        .join(_TONIGHT, (_TONIGHT.c.audit == here) & (_TONIGHT.c.key == component.c.key))
        .where(occurrence.c.visit == _OLD, _NOT_OF_SITE)
    )
    columns = ["visit", "component", "audit", *_PLACE, *HELD_IN_COMMON]
    return insert(occurrence).from_select(columns, source)


def _carry_components(connection: Connection, audit: int, visits: Sequence[int]) -> set[str]:
    """Tonight's components of what is carried over, made where they are not there; the worst impact stays."""
    rows: dict[bytes, Row[Any]] = {}
    for some in in_turn(visits):
        used = select(occurrence.c.component).where(occurrence.c.visit.in_(some))
        query = select(component).where(component.c.number.in_(used), _NOT_OF_SITE)
        rows |= {row.key: row for row in connection.execute(query)}
    known = by_key(connection, _COMPONENTS, audit, rows)
    fresh = [
        dict(rows[key]._mapping) | {"audit": audit, "handed": None}
        for key in sorted(rows.keys() - known.keys())
    ]
    for row in fresh:
        del row["number"]
    insert_unknown(connection, component, fresh)
    for key, now in sorted(known.items()):
        worst = rows[key].impact
        if worst.rank < now.impact.rank:
            connection.execute(update(component).where(component.c.number == now.number).values(impact=worst))
    return {row.fingerprint for row in rows.values() if row.picture is not None}
