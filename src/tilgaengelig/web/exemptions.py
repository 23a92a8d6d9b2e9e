"""The register of what the act exempts: put in, listed, taken out."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from tilgaengelig.model.exemption import Basis
from tilgaengelig.store import Decision
from tilgaengelig.web import supervision_examples as examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part_after
from tilgaengelig.web.parts import LimitQuery, PartsDep, SiteQuery
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import FOREIGN_ORIGIN, INVALID, SETUP_LACKS, UNKNOWN_THING, WRONG_MEDIA_TYPE
from tilgaengelig.web.shapes import DATED, WRITABLE, Given, Listed, Taken

router = APIRouter(tags=["tilsyn"])

After = Annotated[
    str | None,
    Query(max_length=100, description="Id på den sidste, du har fået", examples=[examples.EXEMPTION_ID]),
]
ExemptionPath = Annotated[str, Path(description="Dens id", examples=[examples.EXEMPTION_ID])]


class ExemptionOrder(Taken):
    """What is exempted, by which clause, why, and who decided."""

    site: Annotated[
        str, Field(min_length=1, max_length=300, description="Webstedet: navn, adresse eller vært"), WRITABLE
    ]
    pattern: Annotated[
        str,
        Field(pattern=r"^/", max_length=500, description="Begyndelsen af stien; * er hvad som helst"),
        WRITABLE,
    ]
    basis: Annotated[Basis, Field(description="Grundlaget i loven")]
    reason: Annotated[str, Field(min_length=15, max_length=2000, description="Begrundelsen"), WRITABLE]
    by: Annotated[
        str, Field(min_length=1, max_length=200, description="Den, der har besluttet det"), WRITABLE
    ]
    decided: Annotated[dt.date, Field(description="Dagen for beslutningen"), DATED]
    review: Annotated[dt.date, Field(description="Dagen, hvor I ser på det igen"), DATED]


class ExemptionShape(Given):
    """A decision in the register."""

    id: str
    site: str
    pattern: str
    basis: Basis
    reason: str
    by: str
    decided: dt.date
    review: dt.date
    made: dt.datetime


@router.post(
    "/exemptions",
    status_code=201,
    operation_id="exempt",
    summary="Skriv i registret, at noget er undtaget af loven",
    description="Det gælder for alle kontroller af webstedet. Fejlene bliver stadig vist og talt med.",
    responses={
        **told("Det står i registret", "EXEMPTION", status=201),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def exempt(
    parts: PartsDep, order: Annotated[ExemptionOrder, Body(examples=[examples.EXEMPTING])]
) -> ExemptionShape:
    """Puts a decision into the register."""
    decision = Decision(order.pattern, order.basis, order.reason, order.by, order.decided, order.review)
    return ExemptionShape.model_validate(parts.workshop.store.exempt(order.site, decision))


@router.get(
    "/exemptions",
    operation_id="listExemptions",
    summary="Vis registret over det, som loven undtager",
    description="Det, I først skal se på igen, kommer først.",
    responses={**told("Registret", "EXEMPTIONS"), **refused(INVALID, SETUP_LACKS)},
)
def list_(
    parts: PartsDep, site: SiteQuery = None, limit: LimitQuery = 100, after: After = None
) -> Listed[ExemptionShape]:
    """The register."""
    every: Any = parts.workshop.store.exemptions(site=site or None)
    return part_after(
        after,
        f"{API}/exemptions",
        every,
        ExemptionShape.model_validate,
        lambda each: each.id,
        limit=limit,
        site=site,
    )


@router.delete(
    "/exemptions/{exemption_id}",
    status_code=204,
    operation_id="unexempt",
    summary="Tag noget ud af registret",
    description="Det er ikke længere undtaget.",
    responses={
        **told("Det er taget ud", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def unexempt(parts: PartsDep, exemption_id: ExemptionPath) -> None:
    """Takes it out."""
    parts.workshop.store.unexempt(exemption_id)
