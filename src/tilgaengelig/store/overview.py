"""An audit whole: its components, its subjects, its broken links, and the truth about what was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, select

from tilgaengelig.model.audit import LeftOut, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.overview import BrokenLink, Component, Coverage, Occurrence, Overview, SubjectRow
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.trouble import BROKEN, Trouble, TroubleKind
from tilgaengelig.store.audits import number_of, one
from tilgaengelig.store.findings import own
from tilgaengelig.store.schema import SHARED, address, component, link, occurrence, picture, visit

_WHOLE = ("rule", "engine", "engine_rule", "outcome", "impact", "wcag", "matterhorn")


def overview(connection: Connection, audit_id: str, occurrences: int | None) -> Overview:
    """All of it, in an order that tells nothing of the order in which the pages were read."""
    audit = number_of(connection, audit_id)
    query = select(visit).where(visit.c.audit == audit).order_by(visit.c.depth, visit.c.address)
    rows = connection.execute(query).all()
    return Overview(
        audit=one(connection, audit_id),
        coverage=_coverage(rows),
        components=tuple(sorted(_components(connection, audit, occurrences), key=_worst_first)),
        subjects=tuple(map(_subject, rows)),
        broken=tuple(_broken(connection, audit, rows)),
    )


def _worst_first(each: Component) -> tuple[int, int, str]:
    return (each.impact.rank, -each.pages, each.id)


def _coverage(rows: Sequence[Row[Any]]) -> Coverage:
    states = Counter(row.state for row in rows)
    documents = sum(row.state is VisitState.READ and row.kind is SubjectKind.DOCUMENT for row in rows)
    troubled = Counter(row.trouble for row in rows if row.state is VisitState.TROUBLED)
    left_out = Counter(row.left_out for row in rows if row.state is VisitState.LEFT_OUT)
    return Coverage(
        found=len(rows),
        pages=states[VisitState.READ] - documents,
        documents=documents,
        redirected=states[VisitState.REDIRECTED],
        waiting=states[VisitState.QUEUED],
        troubled={kind: troubled[kind] for kind in TroubleKind if kind in troubled},
        left_out={why: left_out[why] for why in LeftOut if why in left_out},
    )


def _subject(row: Row[Any]) -> SubjectRow:
    readability = None
    if row.words is not None:
        readability = Readability(row.words, row.sentences, row.long_words, row.distinct_words)
    return SubjectRow(
        address=row.address,
        state=row.state,
        kind=row.kind or SubjectKind.UNKNOWN,
        depth=row.depth,
        status=row.status,
        media_type=row.media_type or "",
        title=row.title or "",
        language=row.language or "",
        text_language=row.text_language or "",
        readability=readability,
        failed=row.failed or 0,
        cant_tell=row.cant_tell or 0,
        trouble=_trouble(row),
        left_out=row.left_out,
        forward=row.forward or "",
        size=row.size or 0,
        facts=row.facts or {},
        seconds=row.seconds or {},
    )


def _trouble(row: Row[Any]) -> Trouble | None:
    return Trouble(row.trouble, row.trouble_detail, row.trouble_status) if row.trouble else None


def _components(connection: Connection, audit: int, occurrences: int | None) -> Iterator[Component]:
    """Each with its first places; what it says of itself is what the first of them says."""
    wholes = {row.number: row for row in connection.execute(_components_query(audit))}
    places = connection.execute(_places_query(audit, occurrences)).mappings()
    for number, group in groupby(places, key=lambda place: place["component"]):
        whole, some = wholes[number], list(group)
        yield Component(
            id=whole.key.hex(),
            rule=whole.rule,
            engine=whole.engine,
            engine_rule=whole.engine_rule,
            outcome=Outcome(whole.outcome),
            impact=whole.impact,
            responsibility=some[0]["responsibility"],
            region=Region(some[0]["region"]),
            wcag=whole.wcag,
            matterhorn=whole.matterhorn,
            message=some[0]["message"],
            snippet=some[0]["snippet"],
            pages=whole.pages,
            places=whole.places,
            occurrences=tuple(map(_occurrence, some[:occurrences])),
            picture=whole.picture_data,
        )


def _components_query(audit: int) -> Any:
    counts = (
        select(
            occurrence.c.component,
            func.count(occurrence.c.visit.distinct()).label("pages"),
            func.count().label("places"),
        )
        .where(occurrence.c.audit == audit)
        .group_by(occurrence.c.component)
        .subquery()
    )
    return (
        select(
            component.c.number,
            component.c.key,
            *(component.c[name] for name in _WHOLE),
            picture.c.data.label("picture_data"),
            counts.c.pages,
            counts.c.places,
        )
        .join(counts, counts.c.component == component.c.number)
        .outerjoin(picture, picture.c.number == component.c.picture)
    )


def _places_query(audit: int, occurrences: int | None) -> Any:
    order = (visit.c.depth, visit.c.address, occurrence.c.ordinal, occurrence.c.id)
    place = func.row_number().over(partition_by=occurrence.c.component, order_by=order).label("place")
    every = (
        select(
            occurrence.c.component,
            occurrence.c.id,
            occurrence.c.page,
            visit.c.address,
            *(own(name).label(name) for name in SHARED),
            place,
        )
        .join(component, component.c.number == occurrence.c.component)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(occurrence.c.audit == audit)
        .subquery()
    )
    query = select(every).order_by(every.c.component, every.c.place)
    return query if occurrences is None else query.where(every.c.place <= max(occurrences, 1))


def _occurrence(place: RowMapping) -> Occurrence:
    return Occurrence(
        id=place["id"].hex(),
        address=place["address"],
        target=place["target"],
        snippet=place["snippet"],
        message=place["message"],
        viewports=place["viewports"],
        page=place["page"],
    )


def _broken(connection: Connection, audit: int, rows: Sequence[Row[Any]]) -> Iterator[BrokenLink]:
    """Dead ends, each with the links to it and to the addresses that send on to it."""
    broken = [row for row in rows if row.state is VisitState.TROUBLED and row.trouble in BROKEN]
    senders: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.state is VisitState.REDIRECTED:
            senders[row.forward].append(row)
    ways = {row.number: _ways(row, senders) for row in broken}
    sources = _sources(connection, audit, {number for numbers in ways.values() for number in numbers})
    addresses = {row.number: row.address for row in rows}
    for row in sorted(broken, key=lambda row: str(row.address)):
        said = {(addresses[source], text) for number in ways[row.number] for source, text in sources[number]}
        trouble = _trouble(row)
        if trouble is not None:
            yield BrokenLink(row.address, trouble, tuple(sorted(said)))


def _ways(row: Row[Any], senders: Mapping[str, Iterable[Row[Any]]]) -> set[int]:
    """The visits by which one ends at this one: itself, and what sends on to it, however often."""
    ways, queue = {row.number}, [row]
    while queue:
        for sender in senders.get(queue.pop().address, ()):
            if sender.number not in ways:
                ways.add(sender.number)
                queue.append(sender)
    return ways


def _sources(connection: Connection, audit: int, targets: set[int]) -> Mapping[int, list[tuple[int, str]]]:
    """(source visit, text) of the links to each of these visits; some were linked to before they were found."""
    sources: dict[int, list[tuple[int, str]]] = defaultdict(list)
    some = sorted(targets)
    for start in range(0, len(some), 500):
        numbers = some[start : start + 500]
        direct = select(link.c.target, link.c.source, link.c.text).where(link.c.target.in_(numbers))
        before = (
            select(visit.c.number, link.c.source, link.c.text)
            .join(address, (address.c.audit == visit.c.audit) & (address.c.key == visit.c.key))
            .join(link, link.c.elsewhere == address.c.number)
            .where(visit.c.audit == audit, visit.c.number.in_(numbers))
        )
        for query in (direct, before):
            for target, source, text in connection.execute(query):
                sources[target].append((source, text))
    return sources
