"""Who links to what: the ways to what nobody can read, and to the documents that were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from tilgaengelig.model.audit import SubjectKind, VisitState
from tilgaengelig.model.overview import BrokenLink
from tilgaengelig.model.trouble import BROKEN, Trouble
from tilgaengelig.store.rows import in_turn
from tilgaengelig.store.schema import address, link, visit

#: So many of the pages that link to a document are told; a footer may link to it from every page there is.
_MOST_LINKING = 5


def broken_links(
    connection: Connection, audit: int, rows: Sequence[Row[Any]], addresses: Mapping[int, str]
) -> Iterator[BrokenLink]:
    """Dead ends, each with the links to it and to the addresses that send on to it.

    What was away with the whole site is none: there is no link to mend.
    """
    broken = [
        row
        for row in rows
        if row.state is VisitState.TROUBLED and row.trouble in BROKEN and not (row.facts or {}).get("outage")
    ]
    senders = _senders(rows)
    ways = {row.number: _ways(row, senders) for row in broken}
    sources = _sources(connection, audit, {number for numbers in ways.values() for number in numbers})
    for row in sorted(broken, key=lambda row: str(row.address)):
        said = {(addresses[source], text) for number in ways[row.number] for source, text in sources[number]}
        if said:  # else it is the start, or only a sitemap names it
            trouble = Trouble(row.trouble, row.trouble_detail, row.trouble_status)
            yield BrokenLink(row.address, trouble, tuple(sorted(said)))


def linking_pages(
    connection: Connection, audit: int, rows: Sequence[Row[Any]], addresses: Mapping[int, str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The first pages that link to each document that was read, or to an address that sends on to it."""
    documents = [row for row in rows if row.state is VisitState.READ and row.kind is SubjectKind.DOCUMENT]
    senders = _senders(rows)
    ways = {row.number: _ways(row, senders) for row in documents}
    targets = {number for numbers in ways.values() for number in numbers}
    sources = _sources(connection, audit, targets, most=_MOST_LINKING)
    turns = {row.number: turn for turn, row in enumerate(rows)}
    told: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in documents:
        pages = dict(sorted(pair for way in ways[row.number] for pair in sources[way]))
        first = sorted(pages, key=turns.__getitem__)[:_MOST_LINKING]
        told[row.address] = tuple((addresses[page], pages[page]) for page in first)
    return told


def _senders(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    """What sends on, by the address that it sends to."""
    senders: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.state is VisitState.REDIRECTED:
            senders[row.forward].append(row)
    return senders


def _ways(row: Row[Any], senders: Mapping[str, Iterable[Row[Any]]]) -> set[int]:
    """The visits by which one ends at this one: itself, and what sends on to it, however often."""
    ways, queue = {row.number}, [row]
    while queue:
        for sender in senders.get(queue.pop().address, ()):
            if sender.number not in ways:
                ways.add(sender.number)
                queue.append(sender)
    return ways


def _sources(
    connection: Connection, audit: int, targets: set[int], most: int | None = None
) -> Mapping[int, list[tuple[int, str]]]:
    """(source visit, text) of the links to each of these visits; some were linked to before they were found.

    With `most`, only the first pages by either way, each with one text, an empty one where there is no other.
    """
    sources: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for numbers in in_turn(sorted(targets)):
        direct = select(link.c.target, link.c.source, link.c.text).where(link.c.target.in_(numbers))
        before = (
            select(visit.c.number.label("target"), link.c.source, link.c.text)
            .join(address, (address.c.audit == visit.c.audit) & (address.c.key == visit.c.key))
            .join(link, link.c.elsewhere == address.c.number)
            .where(visit.c.audit == audit, visit.c.number.in_(numbers))
        )
        for query in (direct, before):
            for target, source, text in connection.execute(query if most is None else _first(query, most)):
                sources[target].append((source, text))
    return sources


def _first(links: Select[Any], most: int) -> Select[Any]:
    """The links of the pages that come first, one a page."""
    found = links.subquery()
    one_each = (
        select(found.c.target, found.c.source, func.max(found.c.text).label("text"))
        .group_by(found.c.target, found.c.source)
        .subquery()
    )
    order = (visit.c.depth, visit.c.address)
    turn = func.row_number().over(partition_by=one_each.c.target, order_by=order).label("turn")
    ranked = select(one_each, turn).join(visit, visit.c.number == one_each.c.source).subquery()
    return select(ranked.c.target, ranked.c.source, ranked.c.text).where(ranked.c.turn <= most)
