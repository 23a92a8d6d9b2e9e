"""What each visit says to the site rules, kept small and read all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from tilgaengelig.model.finding import Region
from tilgaengelig.model.statement import Statement, Status
from tilgaengelig.model.traits import Deadline, PressContact, Signpost, Traits, Way
from tilgaengelig.store.schema import trait, visit

_T = TypeVar("_T")


def keep_traits(connection: Connection, number: int, traits: Traits | None) -> None:
    """What a visit says to the site rules, in place of what it said before."""
    connection.execute(delete(trait).where(trait.c.visit == number))
    if traits is not None:
        row = {"visit": number, "told": _told(traits), "sketch": traits.sketch}
        connection.execute(insert(trait), row)


def _told(traits: Traits) -> dict[str, Any]:
    """All but the sketch, as JSON has it; what is empty is left out."""
    told = {
        "title": traits.title,
        "heading": traits.heading,
        "language": traits.language,
        "signposts": [list(each) for each in traits.signposts],
        "search": traits.search,
        "ways": list(traits.ways),
        "process": traits.process,
        "reachable": traits.reachable,
        "press": list(traits.press) if traits.press else None,
        "updated": traits.updated.isoformat() if traits.updated else None,
        "deadlines": [(each.day.isoformat(), each.said) for each in traits.deadlines],
        "statement": told_statement(traits.statement) if traits.statement else None,
        "words": traits.words,
        "kinds": list(traits.kinds),
        "hosts": list(traits.hosts),
    }
    return {key: value for key, value in told.items() if value}


def all_traits(connection: Connection, audit: int) -> dict[int, Traits]:
    """The traits of all pages by visit. What menus say again and again is held once."""
    query = (
        select(trait.c.visit, trait.c.told, trait.c.sketch)
        .join(visit, visit.c.number == trait.c.visit)
        .where(visit.c.audit == audit)
        .execution_options(yield_per=200)
    )
    known: dict[Any, Any] = {}

    def once(value: _T) -> _T:
        kept: _T = known.setdefault(value, value)
        return kept

    return {row.visit: _from_told(row.told, row.sketch, once) for row in connection.execute(query)}


def _from_told(told: Mapping[str, Any], sketch: bytes, once: Callable[[Any], Any]) -> Traits:
    signposts = (
        once(Signpost(name, address, Region(region), group, icon))
        for name, address, region, group, icon in told.get("signposts", ())
    )
    return Traits(
        title=told.get("title", ""),
        heading=told.get("heading", ""),
        language=told.get("language", ""),
        signposts=once(tuple(signposts)),
        search=told.get("search", ""),
        ways=tuple(map(Way, told.get("ways", ()))),
        process=told.get("process", False),
        reachable=told.get("reachable", False),
        press=PressContact(*told["press"]) if "press" in told else None,
        updated=dt.date.fromisoformat(told["updated"]) if "updated" in told else None,
        deadlines=tuple(
            Deadline(dt.date.fromisoformat(day), said) for day, said in told.get("deadlines", ())
        ),
        statement=statement_of(told["statement"]) if "statement" in told else None,
        words=told.get("words", 0),
        sketch=sketch,
        kinds=once(tuple(told.get("kinds", ()))),
        hosts=once(tuple(told.get("hosts", ()))),
    )


def statements_at(connection: Connection, pages: Mapping[int, str]) -> tuple[tuple[str, Statement], ...]:
    """The statements that these pages are, by their addresses; `pages` has few."""
    some = sorted(pages)[:500]
    query = select(trait.c.visit, trait.c.told).where(trait.c.visit.in_(some)).order_by(trait.c.visit)
    found = ((pages[row.visit], row.told.get("statement")) for row in connection.execute(query))
    return tuple((address, statement_of(told)) for address, told in found if told)


def told_statement(statement: Statement) -> list[Any]:
    """A statement as JSON has it."""
    return [one.isoformat() if isinstance(one, dt.date) else one for one in statement]


def statement_of(told: Sequence[Any]) -> Statement:
    """The statement again; one that was kept by an older version says less."""
    commitment, status, method, telephone, written, enforcement, burden, day, *more = told
    hosts, listed, criteria, contact = more or ((), -1, (), False)
    return Statement(
        commitment,
        Status(status),
        method,
        telephone,
        written,
        enforcement,
        burden,
        dt.date.fromisoformat(day) if day else None,
        tuple(hosts),
        listed,
        tuple(criteria),
        contact,
    )
