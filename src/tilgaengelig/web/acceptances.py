"""Faults that are accepted for a time: accepted, listed, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.store import Ground
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part_after
from tilgaengelig.web.parts import LimitQuery, PartsDep, RecordDep, SiteQuery
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import (
    FOREIGN_ORIGIN,
    INVALID,
    SETUP_LACKS,
    UNKNOWN_THING,
    WRONG_MEDIA_TYPE,
    named_in_the_body,
)
from tilgaengelig.web.result_shapes import AcceptanceShape
from tilgaengelig.web.shapes import DATED, WRITABLE, Listed, Taken

router = APIRouter(tags=["resultater"])

After = Annotated[
    str | None,
    Query(max_length=100, description="Id på den sidste, du har fået", examples=[examples.ACCEPTANCE_ID]),
]
AcceptancePath = Annotated[str, Path(description="Acceptens id", examples=[examples.ACCEPTANCE_ID])]


class AcceptanceOrder(Taken):
    """What is to be accepted, why, by whom and until when."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{20}$", description="Komponentens eller fundets id")]
    reason: Annotated[Reason, Field(description="Grunden")]
    note: Annotated[str, Field(max_length=2000, description="Grunden med jeres egne ord"), WRITABLE] = ""
    by: Annotated[str, Field(min_length=1, max_length=200, description="Den, der accepterer"), WRITABLE]
    until: Annotated[dt.date, Field(description="Den sidste dag, den gælder"), DATED]


@router.post(
    "/audits/{audit_id}/acceptances",
    status_code=201,
    operation_id="accept",
    summary="Acceptér en fejl til en bestemt dag",
    description=(
        "Gælder hele webstedet, også i de næste kontroller. Fejlen tæller stadig med i alt. Den er åben igen, når "
        "dagen er gået, eller når indholdet bliver et andet. Er den accepteret i forvejen, gælder det nye."
    ),
    responses={
        **told("Fejlen er accepteret", "ACCEPTANCE", status=201),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def accept(
    record: RecordDep, parts: PartsDep, order: Annotated[AcceptanceOrder, Body(examples=[examples.ACCEPTING])]
) -> AcceptanceShape:
    """Accepts a component or a finding of the audit."""
    ground = Ground(order.reason, order.by, order.until, order.note)
    with named_in_the_body():
        made = parts.workshop.store.accept(order.id, ground, audit_id=record.id)
    return AcceptanceShape.model_validate(made)


@router.get(
    "/acceptances",
    operation_id="listAcceptances",
    summary="Vis, hvad der er accepteret",
    description="Også det, der er udløbet. Det, der slutter først, kommer først.",
    responses={**told("Accepterede fejl", "ACCEPTANCES"), **refused(INVALID, SETUP_LACKS)},
)
def list_(
    parts: PartsDep, site: SiteQuery = None, limit: LimitQuery = 100, after: After = None
) -> Listed[AcceptanceShape]:
    """What is accepted."""
    every: Any = parts.workshop.store.accepted(site=site or None)
    return part_after(
        after,
        f"{API}/acceptances",
        every,
        AcceptanceShape.model_validate,
        lambda each: each.id,
        limit=limit,
        site=site,
    )


@router.delete(
    "/acceptances/{acceptance_id}",
    status_code=204,
    operation_id="unaccept",
    summary="Tag en accept tilbage",
    description="Fejlen er åben igen med det samme.",
    responses={
        **told("Fejlen er åben igen", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def unaccept(parts: PartsDep, acceptance_id: AcceptancePath) -> None:
    """Takes it back."""
    parts.workshop.store.withdraw(acceptance_id)
