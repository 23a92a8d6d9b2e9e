"""How a site does from audit to audit: three charts, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from tilgaengelig.model.denmark import local
from tilgaengelig.model.history import Stage
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.charts import Columns, Line, columns, line
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import PartsDep

router = APIRouter(include_in_schema=False)

#: So many audits are drawn; the table has all that are asked for.
DRAWN = 12
#: From the floor of a column up: the worst stands firmest.
IMPACTS = (Impact.CRITICAL, Impact.SERIOUS, Impact.MODERATE, Impact.MINOR)


@dataclass(frozen=True, slots=True)
class Trend:
    """A site's audits, and the charts of the newest of them, which are `drawn`."""

    stages: tuple[Stage, ...]
    drawn: tuple[Stage, ...]
    faults: Columns
    clean: Line
    lix: Line


def trend(stages: Sequence[Stage]) -> Trend:
    """What is drawn of these audits, oldest first. One without pages or texts has no point on the curve of these."""
    drawn = stages[-DRAWN:]
    return Trend(
        tuple(stages),
        tuple(drawn),
        columns([(_day(each), [each.faults.get(impact, 0) for impact in IMPACTS]) for each in drawn]),
        line([(_day(each), each.clean_percent) for each in drawn if each.clean_percent is not None]),
        line([(_day(each), each.lix) for each in drawn if each.lix is not None]),
    )


@router.get("/websteder/{name:path}/udvikling")
def of_site(request: Request, parts: PartsDep, name: str) -> Response:
    """How a site of the group does."""
    store = parts.workshop.store
    website = store.website(name).website
    shown = trend(store.history(website.order.place))
    return page(request, "udvikling.html.j2", website=website, trend=shown, impacts=IMPACTS)


def _day(stage: Stage) -> str:
    started = local(stage.started)
    return f"{started.day}.{started.month}."
