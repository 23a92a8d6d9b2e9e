"""The group's sites: whose they are, when they are audited next, and how they stood last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tilgaengelig.model.audit import AuditRecord, Progress
from tilgaengelig.model.website import Website
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.work.clock import next_time

router = APIRouter(include_in_schema=False)

WEBSITES = "/websteder"
_PAGE = 100
_AT_A_GLANCE = 20

WordsQuery = Annotated[str, Query(alias="ord", max_length=200)]
FirstQuery = Annotated[int, Query(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class Row:
    """A site; `coming` is UTC, and None where it is audited by hand only."""

    website: Website
    coming: dt.datetime | None
    record: AuditRecord | None
    counted: Progress | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of the list: the sites `shown`, from number `first` of the `fitting` that have all of the `words`."""

    words: str
    shown: Sequence[Website]
    first: int
    fitting: int
    known: int
    step: int = _PAGE

    @property
    def searchable(self) -> bool:
        """Whether it is more than fits in an eye."""
        return self.known > _AT_A_GLANCE


def chosen(parts: Parts, words: str, first: int) -> Choice:
    """The part of the list that an address asks for; from its start where it is not that long."""
    every = [kept.website for kept in parts.workshop.store.websites()]
    fitting = [website for website in every if website.answers_to(words)]
    start = first if first < len(fitting) else 0
    return Choice(words, fitting[start : start + _PAGE], start, len(fitting), len(every))


@router.get(WEBSITES)
def websites(request: Request, parts: PartsDep, ord_: WordsQuery = "", fra: FirstQuery = 0) -> Response:
    """The list, by house and name."""
    store = parts.workshop.store
    sites = chosen(parts, ord_, fra)
    last = store.last_audits(places=[website.order.place for website in sites.shown], finished=False)
    newest = {record.order.place: record for record in last}
    counted = store.progresses([record.id for record in last])
    rows = [_row(website, newest.get(website.order.place), counted) for website in sites.shown]
    return page(request, "websteder.html.j2", rows=rows, sites=sites)


def _row(website: Website, record: AuditRecord | None, counted: Mapping[str, Progress]) -> Row:
    coming = next_time(website, dt.datetime.now(dt.UTC))
    read = counted[record.id] if record else None
    return Row(website, coming.astimezone(dt.UTC) if coming else None, record, read)
