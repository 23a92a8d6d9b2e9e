"""Faults that are accepted for a time: by site, so that they hold for every audit of it, and go with none."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, select

from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.model.acceptance import Acceptance, Answers, Reason
from tilgaengelig.model.addresses import twins
from tilgaengelig.model.deed import FORGOTTEN
from tilgaengelig.model.denmark import day_of, today
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.markup import content
from tilgaengelig.store.audits import number_of, on_site, one, order_of
from tilgaengelig.store.findings import own
from tilgaengelig.store.rows import in_turn, insert_unknown
from tilgaengelig.store.schema import acceptance, audit, component, exemption, occurrence, visit

_ID = re.compile(r"[0-9a-f]{20}")
#: What an acceptance has in its row by the same name.
_SAID = ("site", "rule", "reason", "note", "made", "until", "snippet")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why, by whom and to which day something is accepted."""

    reason: Reason
    by: str
    until: dt.date
    note: str = ""


def accept(
    connection: Connection, thing: str, ground: Ground, audit_id: str | None, now: dt.datetime
) -> Acceptance:
    """Accept a component or a finding by its id, on the site of the audit, or of the newest that has it.

    What was accepted before is replaced; where that still held, and came to the same, it holds from when that was made.
    Raises WrongUse for a ground that is none, UnknownThing for an id that is not there.
    """
    _check(ground, day_of(now))
    found = component_of(connection, thing, audit_id)
    if found.finding and ground.reason is Reason.CONFIRMED:
        raise WrongUse("Du kan ikke bekræfte ét fund alene. Bekræft hele fejlen: brug komponentens id.")
    same = (
        acceptance.c.site.in_(twins(found.site))
        & (acceptance.c.component == found.key)
        & (acceptance.c.finding == found.finding)
    )
    replaced = [
        _made(row) for row in connection.execute(delete(acceptance).where(same).returning(acceptance))
    ]
    since = [
        each.made
        for each in replaced
        if each.holds(day_of(now)) and each.reason.answer is ground.reason.answer
    ]
    made = Acceptance(
        id=secrets.token_hex(6),
        site=found.site,
        component=found.key.hex(),
        finding=found.finding.hex(),
        rule=found.rule,
        reason=ground.reason,
        note=without_cpr(ground.note.strip()),
        by=ground.by.strip(),
        made=min(since, default=now),
        until=ground.until,
        snippet=found.snippet,
    )
    row = {name: getattr(made, name) for name in _SAID}
    keys = {"id": made.id, "component": found.key, "finding": found.finding, "accepted_by": made.by}
    connection.execute(insert(acceptance).values(**row, **keys))
    return made


def follow(connection: Connection, audit_id: str, moved: Mapping[str, str]) -> None:
    """What was said of components holds by the ids too that they have in this audit: `moved` has these by the old ones.

    The old ids keep it as well: the audits of before are told and counted by them. What was said by a new id already
    holds. Of a single finding it goes to where the same stands on the same page.
    """
    record, number = one(connection, audit_id), number_of(connection, audit_id)
    rows: list[dict[str, Any]] = []
    for each in accepted(connection, record.order.site):
        if each.component not in moved:
            continue
        key, finding = bytes.fromhex(moved[each.component]), b""
        if each.finding:
            taken = {row["finding"] for row in rows}
            free = (place for place in _like(connection, number, key, each) if place not in taken)
            finding = next(free, b"")
            if not finding:
                continue
        row = {name: getattr(each, name) for name in _SAID}
        keys = {"id": secrets.token_hex(6), "component": key, "finding": finding, "accepted_by": each.by}
        rows.append(row | keys)
    insert_unknown(connection, acceptance, sorted(rows, key=lambda row: (row["component"], row["finding"])))


def _like(connection: Connection, number: int, key: bytes, single: Acceptance) -> list[bytes]:
    """The findings of an audit's component that are the accepted one, by page and content; the likeliest first."""
    places = select(occurrence.c.id, occurrence.c.ordinal, visit.c.key, own("snippet").label("snippet"))
    places = places.join(visit, visit.c.number == occurrence.c.visit)
    places = places.join(component, component.c.number == occurrence.c.component)
    # By the audits too, since the index of findings begins with theirs.
    of_site = on_site(single.site) & (audit.c.number < number)
    before = places.where(
        occurrence.c.audit.in_(select(audit.c.number).where(of_site)),
        occurrence.c.id == bytes.fromhex(single.finding),
    )
    old = connection.execute(before.order_by(occurrence.c.audit.desc()).limit(1)).one_or_none()
    if old is None:
        return []
    stands = (occurrence.c.audit == number) & (component.c.key == key) & (visit.c.key == old.key)
    same = [
        row
        for row in connection.execute(places.where(stands))
        if content(row.snippet) == content(single.snippet)
    ]
    return [row.id for row in sorted(same, key=lambda row: (row.ordinal != old.ordinal, row.ordinal))]


def accepted(connection: Connection, site: str | None) -> list[Acceptance]:
    """All of a site (host and port, with or without www), or of all sites; the one that ends first comes first."""
    query = select(acceptance).order_by(acceptance.c.until, acceptance.c.site, acceptance.c.number)
    if site is not None:
        query = query.where(acceptance.c.site.in_(twins(site)))
    return [_made(row) for row in connection.execute(query)]


def decisions(connection: Connection, site: str | None) -> list[Acceptance]:
    """As `accepted`, each decision once, as it was made: also where it holds by several ids of a fault that moved."""
    made: dict[tuple[Any, ...], Acceptance] = {}
    for each in accepted(connection, site):
        said = tuple(getattr(each, name) for name in _SAID)
        made.setdefault((*said, each.by, bool(each.finding)), each)
    return list(made.values())


def withdraw(connection: Connection, acceptance_id: str) -> Acceptance:
    """Take a decision back by the id of any of its acceptances, with all ids that it holds by. Raises UnknownThing."""
    row = connection.execute(select(acceptance).where(acceptance.c.id == acceptance_id)).one_or_none()
    if row is None:
        raise UnknownThing(
            f"Intet er accepteret med id ”{acceptance_id}”; se det, der er, med tilgaengelig audit accepted."
        )
    # Those that `follow` made of one are told by what they have in common.
    same = [acceptance.c[name] == getattr(row, name) for name in (*_SAID, "accepted_by")]
    single = acceptance.c.finding != b"" if row.finding else acceptance.c.finding == b""
    connection.execute(delete(acceptance).where(*same, single))
    return _made(row)


def in_audit(connection: Connection, audit_id: str, made_by: dt.date | None = None) -> Mapping[str, Answers]:
    """Those that concern an audit, by component; with `made_by` those alone that were made by that day.

    A single finding counts only where what stands there is still what was accepted; ids, generated names and the
    order of attributes may differ. Of a whole component the fingerprint says so already.
    """
    number = number_of(connection, audit_id)
    every = accepted(connection, one(connection, audit_id).order.site)
    if made_by is not None:
        every = [each for each in every if day_of(each.made) <= made_by]
    whole = {each.component: each for each in every if not each.finding}
    single = {bytes.fromhex(each.finding): each for each in every if each.finding}
    by_component: dict[str, list[Acceptance]] = defaultdict(list)
    for ids in in_turn(sorted(single)):
        query = (
            select(occurrence.c.id, own("snippet").label("snippet"))
            .join(component, component.c.number == occurrence.c.component)
            .where(occurrence.c.audit == number, occurrence.c.id.in_(ids))
        )
        for row in connection.execute(query):
            if content(row.snippet) == content(single[row.id].snippet):
                by_component[single[row.id].component].append(single[row.id])
    return {
        key: Answers(whole.get(key), by_component.get(key, ())) for key in whole.keys() | by_component.keys()
    }


def outcomes(connection: Connection, audit_id: str) -> Callable[[Row[Any]], Outcome | None]:
    """What a component's row comes to, once people's answers to doubts are heard that hold today.

    What was confirmed failed; None for a doubt that turned out to be no fault.
    """
    every = accepted(connection, one(connection, audit_id).order.site)
    said = {each.component: Answers(each) for each in every if not each.finding}
    day = today()
    return lambda row: said.get(row.key.hex(), Answers()).outcome(row.outcome, day)


def confirmed(connection: Connection, audit_id: str) -> list[bytes]:
    """The keys of the components of an audit's site of which a person says today that they are faults."""
    day = today()
    return [
        bytes.fromhex(each.component)
        for each in accepted(connection, one(connection, audit_id).order.site)
        if not each.finding and Answers(each).outcome(Outcome.CANT_TELL, day) is Outcome.FAILED
    ]


def answered(
    connection: Connection, number: int, said: Mapping[str, Answers]
) -> Mapping[int, Counter[Outcome]]:
    """How many places more, or fewer, of an outcome each visit of an audit has once today's answers are heard."""
    day, doubt = today(), Outcome.CANT_TELL
    came_to = {bytes.fromhex(key): answers.outcome(doubt, day) for key, answers in said.items()}
    told = sorted(key for key, outcome in came_to.items() if outcome is not doubt)
    changes: defaultdict[int, Counter[Outcome]] = defaultdict(Counter)
    for keys in in_turn(told):
        query = (
            select(component.c.key, occurrence.c.visit, func.count().label("places"))
            .join(occurrence, occurrence.c.component == component.c.number)
            .where(component.c.audit == number, component.c.outcome == doubt, component.c.key.in_(keys))
            .group_by(component.c.key, occurrence.c.visit)
        )
        for row in connection.execute(query):
            changes[row.visit][doubt] -= row.places
            if came_to[row.key] is Outcome.FAILED:
                changes[row.visit][Outcome.FAILED] += row.places
    return changes


def stamp(connection: Connection) -> tuple[int, ...]:
    """Another value whenever something was accepted, exempted or taken back since, or a person was forgotten."""
    found: list[int] = []
    for by in (acceptance.c.accepted_by, exemption.c.decided_by):
        forgotten = func.count(case((by == FORGOTTEN, 1)))
        query = select(func.count(), func.coalesce(func.max(by.table.c.number), 0), forgotten)
        found += connection.execute(query).one()
    return tuple(found)


def _check(ground: Ground, today: dt.date) -> None:
    if not ground.by.strip():
        raise WrongUse("Skriv navnet på den, der har accepteret fejlen.")
    if ground.until < today:
        raise WrongUse(f"Slutdatoen {ground.until:%d.%m.%Y} er forbi; vælg en dag, der ikke er gået.")
    if ground.reason is Reason.OTHER and not ground.note.strip():
        raise WrongUse("Er grunden ”andet”, skal du skrive den med ord.")


@dataclass(frozen=True, slots=True)
class Found:
    """A component, or one finding of it (b"": none), with the site of the audit that has it."""

    key: bytes
    finding: bytes
    rule: str
    snippet: str
    site: str


def component_of(connection: Connection, thing: str, audit_id: str | None) -> Found:
    """The component or finding of that id in an audit, or in the newest that has it. Raises UnknownThing.

    Component ids and finding ids do not look different. Several sites may have a component of the same id.
    """
    if _ID.fullmatch(thing):
        key = bytes.fromhex(thing)
        numbers = select(audit.c.number)
        if audit_id is not None:
            numbers = numbers.where(audit.c.number == number_of(connection, audit_id))
        whole = (component.c.audit.in_(numbers)) & (component.c.key == key)
        single = (occurrence.c.audit.in_(numbers)) & (occurrence.c.id == key)
        for finding, text, condition in ((b"", component.c.snippet, whole), (key, own("snippet"), single)):
            query = select(component.c.key, component.c.rule, text.label("snippet"), audit.c.ordered).join(
                audit, audit.c.number == component.c.audit
            )
            if finding:
                query = query.join(occurrence, occurrence.c.component == component.c.number)
            row = connection.execute(
                query.where(condition).order_by(audit.c.number.desc()).limit(1)
            ).one_or_none()
            if row is not None:
                return Found(row.key, finding, row.rule, row.snippet, order_of(row.ordered).site)
    where = f"i kontrolkørslen ”{audit_id}”" if audit_id else "i nogen kontrolkørsel"
    raise UnknownThing(f"Der er ingen fejl med id ”{thing}” {where}; id'et står i rapportens JSON og CSV.")


def _made(row: Row[Any]) -> Acceptance:
    return Acceptance(
        id=row.id,
        site=row.site,
        component=row.component.hex(),
        finding=row.finding.hex(),
        rule=row.rule,
        reason=row.reason,
        note=row.note,
        by=row.accepted_by,
        made=row.made,
        until=row.until,
        snippet=row.snippet,
    )
