"""Findings one by one, with filters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from tilgaengelig.model.addresses import normal
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part
from tilgaengelig.web.parts import LimitQuery, PartsDep, RecordDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import INVALID, SETUP_LACKS, UNKNOWN_THING
from tilgaengelig.web.result_shapes import FindingShape
from tilgaengelig.web.shapes import Listed

router = APIRouter(prefix="/audits/{audit_id}", tags=["resultater"])

_ID = r"^[0-9a-f]{20}$"
RuleQuery = Annotated[
    str | None,
    Query(
        pattern=r"^[^\x00-\x20]{1,200}$", description="Kun fund fra denne regel", examples=[examples.RULE_ID]
    ),
]
ImpactQuery = Annotated[Impact | None, Query(description="Kun så alvorlige fund", examples=["critical"])]
OutcomeQuery = Annotated[Outcome | None, Query(description="Kun fund med dette udfald", examples=["failed"])]
ResponsibilityQuery = Annotated[
    Responsibility | None, Query(description="Kun det, som denne skal rette", examples=["redaktør"])
]
AddressQuery = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=4000,
        description="Kun fund på denne side eller PDF",
        examples=["https://www.ministerium.dk/om-os"],
    ),
]
ComponentQuery = Annotated[
    str | None,
    Query(pattern=_ID, description="Kun fund af denne komponent", examples=[examples.COMPONENT_ID]),
]
After = Annotated[
    str | None,
    Query(pattern=_ID, description="Id på det sidste fund, du har fået", examples=[examples.FINDING_ID]),
]


@router.get(
    "/findings",
    operation_id="listFindings",
    summary="Vis en kontrols fund",
    description=(
        "Hvert fund er én regel på ét sted. ”failed” er fejl, ”cantTell” kræver øjne, ”untested” er ikke testet. "
        "Filtre kan bruges sammen. Hent resten med adressen i ”next”."
    ),
    responses={**told("Fund", "FINDINGS"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def findings(
    record: RecordDep,
    parts: PartsDep,
    rule: RuleQuery = None,
    impact: ImpactQuery = None,
    outcome: OutcomeQuery = None,
    responsibility: ResponsibilityQuery = None,
    address: AddressQuery = None,
    component: ComponentQuery = None,
    limit: LimitQuery = 100,
    after: After = None,
) -> Listed[FindingShape]:
    """The findings, by id."""
    at = normal(address) if address else None
    found = parts.workshop.store.findings(
        record.id,
        rule=rule,
        impact=impact,
        outcome=outcome,
        responsibility=responsibility,
        address=at,
        component=component,
        limit=limit + 1,
        after=after,
    )
    return part(
        f"{API}/audits/{record.id}/findings",
        found,
        FindingShape.model_validate,
        lambda item: item.id,
        limit=limit,
        rule=rule,
        impact=impact,
        outcome=outcome,
        responsibility=responsibility,
        address=at,
        component=component,
    )
