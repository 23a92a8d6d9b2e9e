"""Findings one by one, paged and filtered, and what a pass over the whole site asks and settles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, false, func, literal, select, update

from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.store.audits import number_of
from tilgaengelig.store.columns import digest
from tilgaengelig.store.schema import SHARED, component, occurrence, picture, visit


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding as the store gives it back. `component` is the component's id; `page` is a document's page."""

    id: str
    address: str
    rule: str
    outcome: Outcome
    impact: Impact
    engine: str
    engine_rule: str
    wcag: tuple[str, ...]
    message: str
    target: str
    snippet: str
    region: Region
    viewports: tuple[str, ...]
    page: int | None
    responsibility: Responsibility
    component: str
    matterhorn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; None asks for all."""

    rule: str | None = None
    impact: Impact | None = None
    outcome: Outcome | None = None
    responsibility: Responsibility | None = None
    address: str | None = None
    component: str | None = None


def own(name: str) -> ColumnElement[Any]:
    """What an occurrence says itself, or else what its component says."""
    given = [component.c.handed] if name == "responsibility" else []
    return func.coalesce(*given, occurrence.c[name], component.c[name], type_=occurrence.c[name].type)


def findings(
    connection: Connection,
    audit_id: str,
    wanted: Wanted,
    limit: int,
    after: str | None,
    confirmed: Sequence[bytes] = (),
) -> list[StoredFinding]:
    """Findings by id, from the one after `after` on. Doubts of `confirmed` components failed."""
    number = number_of(connection, audit_id)
    outcome = _outcome(confirmed)
    query = _all_columns(outcome).where(*_conditions(number, wanted, outcome))
    query = query.order_by(occurrence.c.id).limit(limit)
    if after is not None:
        query = query.where(occurrence.c.id > _place(after))
    rows = connection.execute(query).mappings()
    return [
        StoredFinding(**dict(row) | {"id": row["id"].hex(), "component": row["component"].hex()})
        for row in rows
    ]


def finding(connection: Connection, audit_id: str, finding_id: str) -> StoredFinding:
    """The finding of that id. Raises UnknownThing."""
    key, number = _bytes(finding_id), number_of(connection, audit_id)
    query = _all_columns(component.c.outcome).where(occurrence.c.audit == number, occurrence.c.id == key)
    row = connection.execute(query).mappings().one_or_none() if key is not None else None
    if row is None:
        raise UnknownThing("Fundet er ikke i denne kontrol. Måske er fejlen rettet.")
    return StoredFinding(**dict(row) | {"id": finding_id, "component": row["component"].hex()})


def components_on(connection: Connection, audit_id: str, address: str) -> set[str]:
    """The components that stand on a page or in a document."""
    query = (
        select(component.c.key)
        .join(occurrence, occurrence.c.component == component.c.number)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(visit.c.audit == number_of(connection, audit_id), visit.c.key == digest(address))
        .distinct()
    )
    return {key.hex() for key in connection.scalars(query)}


def finding_ids(connection: Connection, audit_id: str) -> set[str]:
    """The ids of all findings."""
    query = select(occurrence.c.id).where(occurrence.c.audit == number_of(connection, audit_id))
    return {key.hex() for key in connection.scalars(query)}


def recurring(
    connection: Connection,
    audit_id: str,
    responsibility: Responsibility,
    holds: Callable[[Mapping[str, int]], bool],
) -> list[str]:
    """Components of elements on several pages that are held to be this one's, those of whose places `holds` is true.

    It is asked how often each is on each address. One component is in memory at a time: a large site has millions
    of places.
    """
    number = number_of(connection, audit_id)
    several = (
        select(occurrence.c.component)
        .where(occurrence.c.audit == number)
        .group_by(occurrence.c.component)
        .having(func.count(occurrence.c.visit.distinct()) > 1)
    )
    query = (
        select(component.c.key, visit.c.address, func.count().label("places"))
        .join(occurrence, occurrence.c.component == component.c.number)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(
            component.c.audit == number,
            component.c.responsibility == responsibility,
            component.c.target != "",
            component.c.number.in_(several),
        )
        .group_by(component.c.key, visit.c.address)
        .order_by(component.c.key)
        .execution_options(yield_per=500)
    )
    by_component = groupby(connection.execute(query), lambda row: bytes(row.key))
    return [key.hex() for key, rows in by_component if holds({row.address: row.places for row in rows})]


def reassign(connection: Connection, audit_id: str, component_id: str, to: Responsibility) -> None:
    """Give the component, in all its places, to another."""
    number = _component_number(connection, audit_id, component_id)
    connection.execute(update(component).where(component.c.number == number).values(handed=to))


def picture_of(connection: Connection, audit_id: str, component_id: str) -> bytes | None:
    """The component's picture, if it has one."""
    number = _component_number(connection, audit_id, component_id)
    query = select(picture.c.data).join(component, component.c.picture == picture.c.number)
    return connection.scalar(query.where(component.c.number == number))


def known_components(connection: Connection, audit_id: str) -> set[str]:
    """The fingerprints of components that have a picture already."""
    has = (component.c.audit == number_of(connection, audit_id)) & component.c.picture.is_not(None)
    return set(connection.scalars(select(component.c.fingerprint).where(has)))


def _outcome(confirmed: Sequence[bytes]) -> ColumnElement[Any]:
    if not confirmed:
        return component.c.outcome
    said = (component.c.outcome == Outcome.CANT_TELL) & component.c.key.in_(confirmed)
    failed = literal(Outcome.FAILED, component.c.outcome.type)
    return case((said, failed), else_=component.c.outcome)


def _all_columns(outcome: ColumnElement[Any]) -> Select[Any]:
    whole = ("rule", "impact", "engine", "engine_rule", "wcag", "matterhorn")
    return (
        select(
            occurrence.c.id,
            occurrence.c.page,
            visit.c.address,
            component.c.key.label("component"),
            outcome.label("outcome"),
            *(component.c[name] for name in whole),
            *(own(name).label(name) for name in SHARED),
        )
        .join(component, component.c.number == occurrence.c.component)
        .join(visit, visit.c.number == occurrence.c.visit)
    )


def _conditions(number: int, wanted: Wanted, outcome: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        component.c[name] == value
        for name in ("rule", "impact")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.outcome is not None:
        conditions.append(outcome == wanted.outcome)
    if wanted.responsibility is not None:
        conditions.append(own("responsibility") == wanted.responsibility)
    if wanted.address is not None:
        conditions += [visit.c.audit == number, visit.c.key == digest(wanted.address)]
    if wanted.component is not None:
        key = _bytes(wanted.component)
        conditions.append(
            false() if key is None else (component.c.audit == number) & (component.c.key == key)
        )
    if wanted.address is None and wanted.component is None:
        conditions.append(
            occurrence.c.audit == number
        )  # else it would tempt the planner to read the whole audit
    return conditions


def _place(after: str) -> bytes:
    key = _bytes(after)
    if key is None:
        raise WrongUse(f"”{after}” er ikke et id på et fund; brug id'et på det sidste fund, som du har fået.")
    return key


def _component_number(connection: Connection, audit_id: str, component_id: str) -> int:
    audit = number_of(connection, audit_id)
    query = select(component.c.number).where(
        component.c.audit == audit, component.c.key == _bytes(component_id)
    )
    number = connection.scalar(query)
    if number is None:
        raise UnknownThing(f"Kontrolkørslen ”{audit_id}” har ingen komponent med id ”{component_id}”.")
    return int(number)


def _bytes(hexadecimal: str) -> bytes | None:
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        return None
