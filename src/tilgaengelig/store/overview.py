"""An audit whole: its components, its subjects, its broken links, and the truth about what was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, join, literal, outerjoin, select

from tilgaengelig.model.acceptance import Answers
from tilgaengelig.model.audit import LeftOut, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component, Coverage, DocumentFinding, Occurrence, Overview, SubjectRow
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.writing import Remark, Writing
from tilgaengelig.store.acceptances import answered, in_audit
from tilgaengelig.store.audits import number_of, one
from tilgaengelig.store.counting import counts_of, firsts_of, is_counted
from tilgaengelig.store.findings import own
from tilgaengelig.store.linking import broken_links, linking_pages
from tilgaengelig.store.lookups import lookups
from tilgaengelig.store.schema import SHARED, component, occurrence, picture, visit
from tilgaengelig.store.traits import statements_at
from tilgaengelig.store.writing import hardest_of, remarks_by_visit, wordings

_WHOLE = ("rule", "engine", "engine_rule", "outcome", "impact", "wcag", "matterhorn", "foreign_host")


def overview(connection: Connection, audit_id: str, occurrences: int | None) -> Overview:
    """All of it, in an order that tells nothing of the order in which the pages were read."""
    audit = number_of(connection, audit_id)
    rows = _visits(connection, audit)
    addresses = {row.number: row.address for row in rows}
    said = in_audit(connection, audit_id)
    components = _components(connection, audit, occurrences, addresses, said)
    return Overview(
        audit=one(connection, audit_id),
        coverage=_coverage(rows),
        components=tuple(sorted(components, key=_worst_first)),
        subjects=_subjects(connection, audit, rows, said),
        broken=tuple(broken_links(connection, audit, rows, addresses)),
        wording=wordings(connection, audit),
        linked=linking_pages(connection, audit, rows, addresses),
        in_documents={} if occurrences == 0 else _in_documents(connection, audit, rows, said),
        lookups=lookups(connection, audit),
        statements=statements_at(connection, {row.number: row.address for row in rows if _is_statement(row)}),
    )


def subjects(connection: Connection, audit_id: str) -> tuple[SubjectRow, ...]:
    """The addresses of an audit alone, in the same order."""
    audit = number_of(connection, audit_id)
    return _subjects(connection, audit, _visits(connection, audit), in_audit(connection, audit_id))


def _visits(connection: Connection, audit: int) -> Sequence[Row[Any]]:
    query = select(visit).where(visit.c.audit == audit).order_by(visit.c.depth, visit.c.address)
    return connection.execute(query).all()


def _subjects(
    connection: Connection, audit: int, rows: Iterable[Row[Any]], said: Mapping[str, Answers]
) -> tuple[SubjectRow, ...]:
    """A visit counts what a machine saw, so what people say of its doubts is put to that."""
    remarks, changes = remarks_by_visit(connection, audit), answered(connection, audit, said)
    return tuple(
        _subject(row, remarks.get(row.number, ()), changes.get(row.number, Counter())) for row in rows
    )


def _is_statement(row: Row[Any]) -> bool:
    return bool((row.facts or {}).get("statement"))


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


def _subject(row: Row[Any], remarks: tuple[Remark, ...], changes: Mapping[Outcome, int]) -> SubjectRow:
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
        writing=Writing(remarks, hardest_of(row)),
        failed=(row.failed or 0) + changes[Outcome.FAILED],
        cant_tell=(row.cant_tell or 0) + changes[Outcome.CANT_TELL],
        trouble=_trouble(row),
        left_out=row.left_out,
        forward=row.forward or "",
        size=row.size or 0,
        facts=row.facts or {},
        seconds=row.seconds or {},
        checked=row.checked,
    )


def _trouble(row: Row[Any]) -> Trouble | None:
    return Trouble(row.trouble, row.trouble_detail, row.trouble_status) if row.trouble else None


def _components(
    connection: Connection,
    audit: int,
    occurrences: int | None,
    addresses: Mapping[int, str],
    said: Mapping[str, Answers],
) -> Iterator[Component]:
    """Each with its first places; what it says of itself is what the first of them says, which is read in any case."""
    places: dict[int, list[Row[Any]]] = defaultdict(list)
    counted = is_counted(connection, audit)
    most = None if occurrences is None else max(occurrences, 1)
    day = today()
    for row in connection.execute(_places_query(audit, most, counted)):
        places[row.component].append(row)
    for whole in connection.execute(_components_query(audit, counted)):
        some = sorted(places.pop(whole.number), key=lambda row: int(row.place))
        first = some[0]
        answers = said.get(whole.key.hex(), Answers())
        yield Component(
            id=whole.key.hex(),
            rule=whole.rule,
            engine=whole.engine,
            engine_rule=whole.engine_rule,
            outcome=answers.outcome(whole.outcome, day) or whole.outcome,
            impact=whole.impact,
            responsibility=first.responsibility,
            region=first.region,
            wcag=whole.wcag,
            matterhorn=whole.matterhorn,
            message=first.message,
            snippet=first.snippet,
            pages=whole.pages,
            places=whole.places,
            occurrences=tuple(_occurrence(row, addresses[row.visit]) for row in some[:occurrences]),
            picture=whole.picture_data,
            foreign=whole.foreign_host or "",
            accepted=answers.whole,
            accepted_places=tuple(answers.single),
        )


def _components_query(audit: int, counted: bool) -> Any:
    columns: list[ColumnElement[Any]] = [
        component.c.number,
        component.c.key,
        *(component.c[name] for name in _WHOLE),
        picture.c.data.label("picture_data"),
    ]
    pictured = outerjoin(component, picture, picture.c.number == component.c.picture)
    if counted:
        query = select(*columns, component.c.pages, component.c.places).select_from(pictured)
        return query.where(component.c.audit == audit, component.c.pages > 0)
    counts = counts_of(audit)
    query = select(*columns, counts.c.pages, counts.c.places).select_from(pictured)
    return query.join(counts, counts.c.component == component.c.number)


def _places_query(audit: int, most: int | None, counted: bool) -> Any:
    """What the first places say, `most` of each component or all."""
    columns: list[ColumnElement[Any]] = [occurrence.c[name] for name in ("component", "visit", "id", "page")]
    columns += [own(name).label(name) for name in SHARED]
    together = join(occurrence, component, component.c.number == occurrence.c.component)
    if counted and most == 1:
        query = select(*columns, literal(1).label("place")).select_from(together)
        is_first = (occurrence.c.audit == audit) & (occurrence.c.id == component.c.first)
        return query.where(component.c.audit == audit, is_first)
    placed = firsts_of(audit, most)
    query = select(*columns, placed.c.place).select_from(together)
    return query.join(placed, (occurrence.c.audit == audit) & (occurrence.c.id == placed.c.id))


def _in_documents(
    connection: Connection, audit: int, rows: Sequence[Row[Any]], said: Mapping[str, Answers]
) -> dict[str, tuple[DocumentFinding, ...]]:
    """What was found in each PDF that was read, the gravest first, without doubts that turned out to be no fault."""
    query = (
        select(
            occurrence.c.visit,
            occurrence.c.page,
            component.c.key,
            component.c.rule,
            component.c.outcome,
            component.c.impact,
            component.c.matterhorn,
            own("responsibility").label("responsibility"),
            own("message").label("message"),
            own("target").label("target"),
            picture.c.data.label("picture"),
        )
        .join(component, component.c.number == occurrence.c.component)
        .join(visit, visit.c.number == occurrence.c.visit)
        .outerjoin(picture, picture.c.number == occurrence.c.picture)
        .where(occurrence.c.audit == audit, visit.c.kind == SubjectKind.DOCUMENT)
        .order_by(occurrence.c.visit, component.c.rule, occurrence.c.ordinal, occurrence.c.id)
    )
    documents = [row for row in rows if row.state is VisitState.READ and row.kind is SubjectKind.DOCUMENT]
    found: dict[int, list[DocumentFinding]] = {row.number: [] for row in documents}
    day = today()
    for row in connection.execute(query):
        outcome = said.get(row.key.hex(), Answers()).outcome(row.outcome, day)
        if outcome is None or row.visit not in found:
            continue
        found[row.visit].append(
            DocumentFinding(
                rule=row.rule,
                outcome=outcome,
                impact=row.impact,
                responsibility=row.responsibility,
                message=row.message,
                target=row.target,
                page=row.page,
                matterhorn=row.matterhorn,
                picture=row.picture,
            )
        )
    return {
        row.address: tuple(sorted(found[row.number], key=lambda one: one.impact.rank)) for row in documents
    }


def _occurrence(row: Row[Any], address: str) -> Occurrence:
    return Occurrence(
        id=row.id.hex(),
        address=address,
        target=row.target,
        snippet=row.snippet,
        message=row.message,
        viewports=row.viewports,
        page=row.page,
    )
