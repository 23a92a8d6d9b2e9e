"""All that came of one visit, kept whole or not at all; kept once more it replaces what was there.

Everything is put in table by table and sorted within each, so that writers never wait for each other in a ring.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from tilgaengelig.model.audit import Attended, VisitState
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.subject import Link
from tilgaengelig.store import frontier
from tilgaengelig.store.audits import hold_pictures
from tilgaengelig.store.columns import clean, digest
from tilgaengelig.store.counting import forget_counts
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.imprints import keep_imprint
from tilgaengelig.store.rows import asking, by_key, insert_unknown
from tilgaengelig.store.schema import (
    HELD_IN_COMMON,
    address,
    audit,
    component,
    link,
    occurrence,
    picture,
    visit,
)
from tilgaengelig.store.traits import keep_traits
from tilgaengelig.store.writing import forget_remarks, hardest_kept, keep_remarks

_ORDER = list(Outcome)
_HELD = (
    select(visit.c.audit, visit.c.address, visit.c.state)
    .join(audit, audit.c.number == visit.c.audit)
    .where(audit.c.id == bindparam("audit_id", type_=audit.c.id.type), visit.c.number == bindparam("kept"))
    .with_for_update(of=visit, key_share=True)
)
_CAME_OF = update(visit).where(visit.c.number == bindparam("kept"))
_ELSEWHERE = asking(address)
_COMPONENTS = asking(
    component, component.c.impact, component.c.picture, *(component.c[name] for name in HELD_IN_COMMON)
)


def keep(connection: Connection, audit_id: str, attended: Attended, new: Sequence[NewAddress]) -> None:
    """Keep it all, on a connection that is in a transaction."""
    _check(attended)
    row = connection.execute(_HELD, {"audit_id": audit_id, "kept": attended.visit.id}).one_or_none()
    if row is None:
        raise UnknownThing(f"Kontrolkørslen ”{audit_id}” har ingen adresse med nummer {attended.visit.id}.")
    number = attended.visit.id
    findings = by_id(attended.findings, row.address)
    if row.state is not VisitState.QUEUED:
        connection.execute(delete(link).where(link.c.source == number))
        connection.execute(delete(occurrence).where(occurrence.c.visit == number))
        forget_remarks(connection, number)
        forget_counts(connection, row.audit)
    connection.execute(
        update(visit).where(visit.c.number == number).values(_came_of(attended, findings.values()))
    )
    keep_traits(connection, number, attended.traits)
    keep_imprint(connection, number, attended.imprint)
    keep_links(connection, row.audit, {number: attended.links}, new)
    keep_findings(connection, row.audit, {number: findings})
    keep_remarks(connection, number, attended.writing)


def component_key(finding: Finding) -> bytes:
    """What tells components of one audit apart; in hex it is the component's id."""
    return digest(finding.rule, finding.engine_rule, finding.outcome, finding.component, length=10)


def _check(attended: Attended) -> None:
    """A visit that is over says what became of it, or the counts would not add up."""
    lacks = {
        VisitState.TROUBLED: attended.trouble,
        VisitState.LEFT_OUT: attended.left_out,
        VisitState.QUEUED: None,
    }
    if lacks.get(attended.state, attended) is None:
        raise ValueError(f"a visit cannot be kept as {attended.state} without its reason")


def _came_of(attended: Attended, findings: Iterable[Finding]) -> dict[str, Any]:
    text, trouble = attended.readability, attended.trouble
    outcomes = [finding.outcome for finding in findings]
    return {
        "state": attended.state,
        "left_out": attended.left_out,
        "kind": attended.kind,
        "media_type": attended.media_type,
        "status": attended.status,
        "final_address": attended.final_address,
        "forward": attended.forward,
        "trouble": trouble.kind if trouble else None,
        "trouble_detail": trouble.detail if trouble else None,
        "trouble_status": trouble.status if trouble else None,
        "title": attended.title,
        "language": attended.language,
        "text_language": attended.text_language,
        "words": text.words if text else None,
        "sentences": text.sentences if text else None,
        "long_words": text.long_words if text else None,
        "distinct_words": text.distinct_words if text else None,
        "hardest": hardest_kept(attended.writing),
        "failed": outcomes.count(Outcome.FAILED),
        "cant_tell": outcomes.count(Outcome.CANT_TELL),
        "size": attended.size,
        "facts": attended.facts,
        "seconds": attended.seconds,
        "monitored": attended.monitored,
        "checked": dt.datetime.now(dt.UTC) if attended.state is VisitState.READ else None,
    }


def keep_links(
    connection: Connection,
    audit_number: int,
    links: Mapping[int, Sequence[Link]],
    new: Sequence[NewAddress],
) -> None:
    """New addresses into the frontier, and each visit's links to their targets there, or else to elsewhere."""
    said = {
        source: dict.fromkeys((clean(each.address), clean(each.text)) for each in some)
        for source, some in links.items()
    }
    keys = {target: digest(target) for pairs in said.values() for target, _ in pairs}
    visits = frontier.add(connection, audit_number, new, also=keys.values())
    outside = {key: target for target, key in keys.items() if key not in visits}
    elsewhere = _elsewhere(connection, audit_number, outside) if outside else {}
    rows = [
        {
            "source": source,
            "ordinal": ordinal,
            "target": visits.get(keys[target]),
            "elsewhere": elsewhere.get(keys[target]),
            "text": text,
        }
        for source, pairs in said.items()
        for ordinal, (target, text) in enumerate(pairs)
    ]
    if rows:
        connection.execute(insert(link), rows)


def _elsewhere(connection: Connection, audit_number: int, targets: Mapping[bytes, str]) -> dict[bytes, int]:
    """The numbers of addresses that are not in the frontier."""
    known = by_key(connection, _ELSEWHERE, audit_number, targets)
    unknown = sorted(targets.keys() - known.keys())
    if unknown:
        rows = [{"audit": audit_number, "key": key, "address": targets[key]} for key in unknown]
        insert_unknown(connection, address, rows)
        known |= by_key(connection, _ELSEWHERE, audit_number, unknown)
    return {key: row.number for key, row in known.items()}


def by_id(findings: Iterable[Finding], at: str) -> dict[bytes, Finding]:
    """Findings by id. Where two claim one id, the graver outcome stands: failed, then what needs eyes."""
    found: dict[bytes, Finding] = {}
    for each in findings:
        said = (each.rule, each.engine_rule, each.component)
        rule, engine_rule, fingerprint = cleaned = tuple(map(clean, said))
        finding = each
        if cleaned != said:
            finding = replace(each, rule=rule, engine_rule=engine_rule, component=fingerprint)
        key = bytes.fromhex(finding.id(at))
        found[key] = min(found.get(key, finding), finding, key=lambda one: _ORDER.index(one.outcome))
    return found


def keep_findings(
    connection: Connection, audit_number: int, findings: Mapping[int, Mapping[bytes, Finding]]
) -> None:
    """The findings of visits, each by its id, with their components."""
    every = sorted(
        ((key, source, each) for source, some in findings.items() for key, each in some.items()),
        key=lambda one: one[0],
    )
    if not every:
        return
    ids = {key: component_key(each) for key, _, each in every}
    said = _one_each((ids[key], each) for some in findings.values() for key, each in some.items())
    components = _components(connection, audit_number, said)
    own_pictures = {each.picture for _, _, each in every if each.picture and each.place.page}
    numbers = _pictures(connection, own_pictures) if own_pictures else {}
    rows = []
    for key, source, each in every:
        shared, own = components[ids[key]], _shared(each)
        rows.append(
            {
                "visit": source,
                "component": shared.number,
                "audit": audit_number,
                "ordinal": each.ordinal,
                "page": each.place.page,
                "id": key,
                "picture": numbers[hashlib.sha256(each.picture).digest()]
                if each.picture in own_pictures
                else None,
            }
            | {name: None if own[name] == shared._mapping[name] else own[name] for name in HELD_IN_COMMON}
        )
    connection.execute(insert(occurrence), rows)


def _one_each(findings: Iterable[tuple[bytes, Finding]]) -> dict[bytes, Finding]:
    """What is said of each component: the first finding, with the worst impact and the first picture."""
    said: dict[bytes, Finding] = {}
    for key, finding in findings:
        first = said.setdefault(key, finding)
        if first is not finding:
            worst = min(first.impact, finding.impact, key=lambda impact: impact.rank)
            said[key] = replace(first, impact=worst, picture=first.picture or finding.picture)
    return said


def _components(
    connection: Connection, audit_number: int, findings: Mapping[bytes, Finding]
) -> dict[bytes, Any]:
    """The components' rows, made where they are not there; the worst impact and the first picture stay."""
    known = by_key(connection, _COMPONENTS, audit_number, findings)
    unknown = sorted(findings.keys() - known.keys())
    if unknown:
        insert_unknown(
            connection, component, [_component(audit_number, key, findings[key]) for key in unknown]
        )
        known |= by_key(connection, _COMPONENTS, audit_number, unknown)
    pictures = {
        key: finding.picture
        for key, finding in sorted(findings.items())
        if finding.picture and known[key].picture is None
    }
    numbers = _pictures(connection, pictures.values()) if pictures else {}
    for key, finding in sorted(findings.items()):
        row = known[key]
        if finding.impact.rank < row.impact.rank:
            milder = component.c.impact.in_(
                [impact for impact in Impact if impact.rank > finding.impact.rank]
            )
            worse = update(component).where(component.c.number == row.number, milder)
            connection.execute(worse.values(impact=finding.impact))
        if key in pictures:
            shown = numbers[hashlib.sha256(pictures[key]).digest()]
            without = update(component).where(component.c.number == row.number, component.c.picture.is_(None))
            connection.execute(without.values(picture=shown))
    return known


def _component(audit_number: int, key: bytes, finding: Finding) -> dict[str, Any]:
    return {
        "audit": audit_number,
        "key": key,
        "rule": finding.rule,
        "engine": finding.engine,
        "engine_rule": finding.engine_rule,
        "outcome": finding.outcome,
        "fingerprint": finding.component,
        "impact": finding.impact,
        "wcag": finding.wcag,
        "matterhorn": finding.matterhorn,
        "foreign_host": finding.foreign,
    } | _shared(finding)


def _shared(finding: Finding) -> dict[str, Any]:
    """What the occurrences of a component have in common, as it will come back from the database."""
    return {
        "responsibility": finding.responsibility,
        "region": finding.place.region,
        "message": clean(finding.message),
        "snippet": clean(finding.place.snippet),
        "target": clean(finding.place.target),
        "viewports": tuple(clean(name) for name in finding.place.viewports),
        "monitored": finding.monitored,
    }


def _pictures(connection: Connection, pictures: Iterable[bytes]) -> dict[bytes, int]:
    """The numbers of pictures by their SHA-256; the same picture is kept once, whichever audits show it."""
    hold_pictures(connection)
    data = {hashlib.sha256(each).digest(): each for each in pictures}
    insert_unknown(connection, picture, [{"sha": sha, "data": data[sha]} for sha in sorted(data)])
    query = select(picture.c.sha, picture.c.number).where(picture.c.sha.in_(data))
    return {row.sha: row.number for row in connection.execute(query)}
