"""What one audit knows of its site, to be held against another's; and which audits are of the same site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from tilgaengelig.model.acceptance import Answers
from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.difference import Met, Sighting, Snapshot
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.markup import content
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store.acceptances import in_audit
from tilgaengelig.store.audits import number_of, one, record_of
from tilgaengelig.store.findings import own
from tilgaengelig.store.rows import component_keys, in_turn
from tilgaengelig.store.schema import audit, component, occurrence, visit


def snapshot(connection: Connection, audit_id: str) -> Snapshot:
    """The audit as far as it came."""
    number = number_of(connection, audit_id)
    record = one(connection, audit_id)
    columns = (
        visit.c.number,
        visit.c.address,
        visit.c.state,
        visit.c.left_out,
        visit.c.trouble,
        visit.c.trouble_detail,
        visit.c.forward,
        visit.c.facts,
    )
    visits: list[Row[Any]] = list(connection.execute(select(*columns).where(visit.c.audit == number)))
    addresses = {row.number: row.address for row in visits}
    sightings, untested = _sightings(connection, number, addresses, in_audit(connection, audit_id))
    answered = _answered(record.order.start, {row.address: row for row in visits})
    return Snapshot(
        audit=record,
        met={row.address: _met(row, answered=answered) for row in visits},
        sightings=sightings,
        forwards={row.address: row.forward for row in visits if row.forward},
        untested=untested,
        driven=frozenset(row.address for row in visits if row.facts and row.facts.get("probed")),
        whole=(
            answered
            and record.state is AuditState.DONE
            and record.is_mapped
            and not any(_hides(row) for row in visits)
        ),
    )


def _answered(start: str, visits: Mapping[str, Row[Any]]) -> bool:
    """Whether the start address, followed to where it sends on, was read.

    All pages are found from there. Where it was not read, it says nothing of the others that they were not found.
    """
    at: str | None = start
    for _ in visits:  # who sends on in a ring comes to no end
        row = visits.get(at or "")
        if row is None or row.state is not VisitState.REDIRECTED:
            return row is not None and row.state is VisitState.READ
        at = row.forward
    return False


def _met(row: Row[Any], *, answered: bool) -> Met:
    if row.state is VisitState.READ:
        return Met.READ
    gone = row.state is VisitState.REDIRECTED or row.trouble is TroubleKind.NOT_FOUND
    # A server that is being seen to may say "not found" of everything, or send it all to one page on that.
    return Met.GONE if gone and answered else Met.NOT_REACHED


def _hides(row: Row[Any]) -> bool:
    """Whether pages may lie behind this address that were not found tonight because it was not read."""
    if row.state is VisitState.LEFT_OUT:
        return row.left_out is not LeftOut.TRAP
    if row.trouble is TroubleKind.ROBOTS:
        # Only where robots.txt could not be had something is said of it; what it forbids it forbids every night.
        return bool(row.trouble_detail)
    return row.state is VisitState.QUEUED or (
        row.state is VisitState.TROUBLED and row.trouble not in _DEAD_ENDS
    )


#: What never leads on to pages of the site, tonight or any other night.
_DEAD_ENDS = frozenset(
    {
        TroubleKind.NOT_FOUND,
        TroubleKind.UNSUPPORTED_TYPE,
        TroubleKind.DOWNLOAD,
        TroubleKind.DOCUMENT_CORRUPT,
        TroubleKind.DOCUMENT_ENCRYPTED,
        TroubleKind.DOCUMENT_TOO_HEAVY,
        # A page that stays empty must not leave every night in doubt; a start page that is empty is asked of beside.
        TroubleKind.EMPTY,
    }
)


def _sightings(
    connection: Connection,
    number: int,
    addresses: Mapping[int, str],
    said: Mapping[str, Answers],
) -> tuple[dict[str, Sighting], dict[str, frozenset[str]]]:
    places: defaultdict[int, dict[str, int]] = defaultdict(dict)
    counted = (
        select(occurrence.c.component, occurrence.c.visit, func.count().label("places"))
        .where(occurrence.c.audit == number)
        .group_by(occurrence.c.component, occurrence.c.visit)
        .execution_options(yield_per=5000)
    )
    for row in connection.execute(counted):
        places[row.component][addresses[row.visit]] = row.places
    sightings: dict[str, Sighting] = {}
    untested: defaultdict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(component).where(component.c.audit == number)):
        pages = places.get(row.number)
        if not pages:
            continue
        if row.outcome is Outcome.UNTESTED:
            for address in pages:
                untested[address].add(row.rule)
        else:
            sightings[row.key.hex()] = _sighting(row, said.get(row.key.hex(), Answers()), pages)
    return sightings, {address: frozenset(rules) for address, rules in untested.items()}


def _sighting(row: Row[Any], said: Answers, pages: Mapping[str, int]) -> Sighting:
    day = today()
    return Sighting(
        component=row.key.hex(),
        rule=row.rule,
        engine_rule=row.engine_rule,
        # A doubt that is no fault stands as what it was: to leave it out would tell it as mended.
        outcome=said.outcome(row.outcome, day) or row.outcome,
        impact=row.impact,
        responsibility=row.handed or row.responsibility,
        message=row.message,
        snippet=row.snippet,
        pages=pages,
        fingerprint=row.fingerprint,
        doubt=row.outcome is Outcome.CANT_TELL,
        accepted=said.excuse(sum(pages.values()), day) is not None,
    )


def contents(
    connection: Connection, audit_id: str, components: Collection[str]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """What stands in each place of these components: (address, content). Those that the audit lacks are left out."""
    number = number_of(connection, audit_id)
    found: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for keys in in_turn(component_keys(components)):
        query = (
            select(component.c.key, visit.c.address, own("snippet").label("snippet"))
            .join(occurrence, occurrence.c.component == component.c.number)
            .join(visit, visit.c.number == occurrence.c.visit)
            .where(component.c.audit == number, component.c.key.in_(keys))
        )
        for row in connection.execute(query):
            found[row.key.hex()].append((row.address, content(row.snippet)))
    return found


def before(connection: Connection, audit_id: str, most: int) -> Iterator[AuditRecord]:
    """The audits of the same site that were finished before this one began, the newest first."""
    record, number = one(connection, audit_id), number_of(connection, audit_id)
    of_site = (audit.c.place == record.order.place) & (audit.c.number < number)
    query = (
        select(audit)
        .where(of_site, audit.c.state == AuditState.DONE)
        .order_by(audit.c.number.desc())
        .limit(most)
    )
    return (record_of(row) for row in connection.execute(query))


def known_before(connection: Connection, audit_id: str, components: Collection[str]) -> dict[str, str]:
    """Those of the components that audits of the same site had before this one, each with the newest of these."""
    record, number = one(connection, audit_id), number_of(connection, audit_id)
    newest: dict[bytes, int] = {}
    for keys in in_turn(component_keys(components)):
        query = (
            select(component.c.key, func.max(audit.c.number).label("newest"))
            .join(audit, audit.c.number == component.c.audit)
            .where(
                audit.c.place == record.order.place,
                audit.c.number < number,
                component.c.key.in_(keys),
            )
            .group_by(component.c.key)
        )
        newest.update((row.key, row.newest) for row in connection.execute(query))
    ids: dict[int, str] = {}
    for numbers in in_turn(sorted(set(newest.values()))):
        named = select(audit.c.number, audit.c.id).where(audit.c.number.in_(numbers))
        ids.update((row.number, row.id) for row in connection.execute(named))
    return {key.hex(): ids[of] for key, of in newest.items()}
