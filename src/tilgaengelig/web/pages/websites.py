"""The group's sites: whose they are, when they are audited next, and how they stood last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tilgaengelig.model.audit import AuditRecord, Progress
from tilgaengelig.model.website import Website
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import PartsDep
from tilgaengelig.work.clock import next_time

router = APIRouter(include_in_schema=False)

WEBSITES = "/websteder"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A site; `coming` is UTC, and None where it is audited by hand only."""

    website: Website
    coming: dt.datetime | None
    record: AuditRecord | None
    counted: Progress | None


@router.get(WEBSITES)
def websites(request: Request, parts: PartsDep, fra: int = Query(0, ge=0, le=1_000_000)) -> Response:
    """The list, by house and name."""
    store = parts.workshop.store
    every = [kept.website for kept in store.websites()]
    start = fra if fra < len(every) else 0
    shown = every[start : start + _PAGE]
    last = store.last_audits(places=[website.order.place for website in shown], finished=False)
    newest = {record.order.place: record for record in last}
    counted = store.progresses([record.id for record in last])
    rows = [_row(website, newest.get(website.order.place), counted) for website in shown]
    return page(request, "websteder.html.j2", rows=rows, total=len(every), first=start, step=_PAGE)


def _row(website: Website, record: AuditRecord | None, counted: Mapping[str, Progress]) -> Row:
    coming = next_time(website, dt.datetime.now(dt.UTC))
    read = counted[record.id] if record else None
    return Row(website, coming.astimezone(dt.UTC) if coming else None, record, read)
