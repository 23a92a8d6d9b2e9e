"""The group's sites: whose they are, when they are audited next, and how they stood last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from tilgaengelig.model.audit import AuditRecord, Progress
from tilgaengelig.model.website import Website
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.work.clock import next_time

router = APIRouter(include_in_schema=False)

WEBSITES = "/websteder"
#: The newest audits that a site's last one is looked for among.
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A site; `coming` is UTC, and None where it is audited by hand only."""

    website: Website
    coming: dt.datetime | None
    record: AuditRecord | None
    counted: Progress | None


@router.get(WEBSITES)
def websites(request: Request, parts: PartsDep) -> Response:
    """The list, by house and name."""
    newest: dict[str, AuditRecord] = {}
    for record in parts.workshop.store.audits(limit=_LOOKED_AT):
        newest.setdefault(record.order.start, record)
    rows = [_row(parts, kept.website, newest) for kept in parts.workshop.store.websites()]
    return page(request, "websteder.html.j2", rows=rows)


def _row(parts: Parts, website: Website, newest: dict[str, AuditRecord]) -> Row:
    record = newest.get(website.order.start)
    counted = parts.workshop.store.progress(record.id) if record else None
    coming = next_time(website, dt.datetime.now(dt.UTC))
    return Row(website, coming.astimezone(dt.UTC) if coming else None, record, counted)
