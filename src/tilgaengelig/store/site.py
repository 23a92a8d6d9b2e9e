"""A site for the rules that look across its pages: what was read, the ways to it, and what the rules found kept."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from tilgaengelig.model.audit import LeftOut, SubjectKind, VisitState
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.site import ACROSS, SiteFacts, SiteFinding, SitePage
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store.audits import number_of, one
from tilgaengelig.store.keeping import by_id, keep_findings
from tilgaengelig.store.lookups import lookups
from tilgaengelig.store.rows import in_turn
from tilgaengelig.store.schema import component, link, occurrence, visit
from tilgaengelig.store.traits import all_traits

#: Pages that were there and that we could not read.
_LOST = frozenset(
    {
        TroubleKind.CONNECTION_LOST,
        TroubleKind.TIMEOUT,
        TroubleKind.SERVER_ERROR,
        TroubleKind.RATE_LIMITED,
        TroubleKind.BOT_WALL,
        TroubleKind.BROWSER_TIMEOUT,
        TroubleKind.BROWSER_CRASH,
        TroubleKind.OUR_FAULT,
    }
)
_COUNTS = (
    update(visit)
    .where(visit.c.number == bindparam("number_"))
    .values(failed=bindparam("failed_"), cant_tell=bindparam("cant_tell_"))
)


def site_facts(connection: Connection, audit_id: str) -> SiteFacts:
    """The site as far as it was read."""
    record = one(connection, audit_id)
    audit = number_of(connection, audit_id)
    columns = (
        visit.c.number,
        visit.c.address,
        visit.c.state,
        visit.c.kind,
        visit.c.left_out,
        visit.c.trouble,
    )
    query = select(*columns, visit.c.forward).where(visit.c.audit == audit)
    rows: list[Row[Any]] = list(connection.execute(query.order_by(visit.c.depth, visit.c.address)))
    onward, sources = _links(connection, audit, rows)
    clicks = _clicks([row.number for row in rows if row.address == record.order.start], onward, _sent(rows))
    traits = all_traits(connection, audit)
    pages = tuple(
        SitePage(
            row.number,
            row.address,
            row.kind,
            traits[row.number],
            clicks.get(row.number),
            sources.get(row.number, 0),
        )
        for row in rows
        if row.number in traits
    )
    return SiteFacts(
        today=day_of(record.started),
        whole=(
            record.order.prefix == "/" and record.is_mapped and not any(_missing(row, traits) for row in rows)
        ),
        all=tuple(sorted(pages, key=lambda page: _LAST if page.clicks is None else page.clicks)),
        start=record.order.start,
        lookups=lookups(connection, audit),
    )


_LAST = 1 << 30


def keep_site(connection: Connection, audit_id: str, found: Sequence[SiteFinding]) -> None:
    """What the site rules found, in place of what they found before."""
    audit = number_of(connection, audit_id)
    ours = (component.c.audit == audit) & component.c.engine_rule.startswith(ACROSS, autoescape=True)
    before = select(occurrence.c.visit).join(component, component.c.number == occurrence.c.component)
    touched = {*connection.scalars(before.where(ours)), *(each.visit for each in found)}
    connection.execute(delete(component).where(ours))
    addresses = _addresses(connection, audit, touched)
    by_visit: dict[int, list[Finding]] = defaultdict(list)
    for number, each in found:
        if number not in addresses:
            raise UnknownThing(f"Kontrolkørslen ”{audit_id}” har ingen adresse med nummer {number}.")
        by_visit[number].append(each)
    told = {number: by_id(several, addresses[number]) for number, several in by_visit.items()}
    keep_findings(connection, audit, told)
    count(connection, audit, touched)


def _missing(row: Row[Any], known: Container[int]) -> bool:
    """Whether the site rules would have to know of it and do not; `known` are the visits that have traits."""
    if row.state is VisitState.LEFT_OUT:
        return row.left_out is not LeftOut.TRAP
    if row.state is VisitState.READ:
        return row.kind is SubjectKind.PAGE and row.number not in known
    return row.state is VisitState.QUEUED or (row.state is VisitState.TROUBLED and row.trouble in _LOST)


def _sent(rows: Sequence[Row[Any]]) -> Mapping[int, int]:
    """Where each redirect leads, by visit."""
    known = {row.address: row.number for row in rows}
    return {row.number: known[row.forward] for row in rows if row.forward and row.forward in known}


def _links(
    connection: Connection, audit: int, rows: Sequence[Row[Any]]
) -> tuple[Mapping[int, array[int]], Mapping[int, int]]:
    """Each page's links onward, and how many other pages lead to each; redirects count for what they lead to."""
    sent = _sent(rows)
    onward: dict[int, array[int]] = defaultdict(lambda: array("q"))
    sources: dict[int, int] = defaultdict(int)
    query = (
        select(link.c.source, link.c.target)
        .join(visit, visit.c.number == link.c.source)
        .where(visit.c.audit == audit, link.c.target.is_not(None))
        .order_by(link.c.source)
        .execution_options(yield_per=5000)
    )
    for source, group in groupby(connection.execute(query), lambda row: int(row.source)):
        ends = {_end(int(row.target), sent) for row in group} - {source}
        onward[source].extend(sorted(ends))
        for end in ends:
            sources[end] += 1
    return onward, sources


def _end(number: int, sent: Mapping[int, int]) -> int:
    seen = {number}
    while number in sent and sent[number] not in seen:
        number = sent[number]
        seen.add(number)
    return number


def _clicks(
    first: Sequence[int], onward: Mapping[int, Sequence[int]], sent: Mapping[int, int]
) -> dict[int, int]:
    """How many links the shortest way from the front page takes."""
    level = {_end(number, sent) for number in first}
    clicks: dict[int, int] = {}
    away = 0
    while level:
        clicks |= dict.fromkeys(level, away)
        level = {target for number in level for target in onward.get(number, ()) if target not in clicks}
        away += 1
    return clicks


def _addresses(connection: Connection, audit: int, numbers: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in in_turn(sorted(numbers)):
        query = select(visit.c.number, visit.c.address).where(
            visit.c.audit == audit, visit.c.number.in_(some)
        )
        found |= {row.number: row.address for row in connection.execute(query)}
    return found


def count(connection: Connection, audit: int, numbers: Iterable[int]) -> None:
    """Puts down the counts of these visits, as their findings now are."""
    for some in in_turn(sorted(numbers)):
        query = (
            select(occurrence.c.visit, component.c.outcome, func.count().label("n"))
            .join(component, component.c.number == occurrence.c.component)
            .where(occurrence.c.visit.in_(some))
            .group_by(occurrence.c.visit, component.c.outcome)
        )
        counts = {(row.visit, row.outcome): row.n for row in connection.execute(query)}
        values = [
            {
                "number_": number,
                "failed_": counts.get((number, Outcome.FAILED), 0),
                "cant_tell_": counts.get((number, Outcome.CANT_TELL), 0),
            }
            for number in some
        ]
        connection.execute(_COUNTS.where(visit.c.audit == audit), values)
