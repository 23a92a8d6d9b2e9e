"""What became of a site since the audit before, and the work on its faults."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.task import TaskState
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part
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
from tilgaengelig.web.shapes import Listed
from tilgaengelig.web.site_shapes import DifferenceShape, TaskOrder, TaskShape
from tilgaengelig.work.since import difference

router = APIRouter(tags=["resultater"])

AssigneeQuery = Annotated[
    str | None, Query(max_length=200, description="Kun det, der er givet til denne", examples=["Bo Lund"])
]
After = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Nummeret på den sidste, du har fået", examples=[17])
]


@router.get(
    "/audits/{audit_id}/difference",
    operation_id="getDifference",
    summary="Vis, hvad der er sket siden sidst",
    description=(
        "Kontrollen holdt op mod den før af det samme websted. ”not-reached” er fejl på sider, der ikke kunne læses "
        "denne gang: de er hverken rettede eller nye. Fejl, der står uændret, er talt med, men ikke nævnt."
    ),
    responses={**told("Siden sidst", "DIFFERENCE"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def since(record: RecordDep, parts: PartsDep) -> DifferenceShape:
    """The difference; the first audit of a site has none."""
    found = difference(parts.workshop.store, record.id)
    if found is None:
        raise UnknownThing("Det er den første kontrol af webstedet, så der er intet at holde den op mod.")
    return DifferenceShape.of(found)


@router.get(
    "/tasks",
    operation_id="listTasks",
    summary="Vis, hvem der arbejder på hvilke fejl",
    description="Det, som nogen sidst er begyndt på, kommer først.",
    responses={**told("Arbejdet på fejl", "TASKS"), **refused(INVALID, SETUP_LACKS)},
)
def tasks(
    parts: PartsDep,
    site: SiteQuery = None,
    assignee: AssigneeQuery = None,
    limit: LimitQuery = 100,
    after: After = None,
) -> Listed[TaskShape]:
    """The work on faults."""
    rows = parts.workshop.store.tasks_begun(
        site=site or None, assignee=assignee or None, limit=limit + 1, before=after
    )
    return part(
        f"{API}/tasks",
        rows,
        TaskShape.of,
        lambda each: str(each.number),
        limit=limit,
        site=site,
        assignee=assignee,
    )


@router.post(
    "/tasks",
    operation_id="workOnFault",
    summary="Giv en fejl til nogen, meld den rettet, eller skriv om den",
    description=(
        "Fejlen følger webstedet fra kontrol til kontrol. Er den meldt rettet, ser den næste kontrol efter og åbner "
        "den igen, hvis den ikke er."
    ),
    responses={
        **told("Sådan står det nu", "TASK"),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def work_on(parts: PartsDep, order: Annotated[TaskOrder, Body(examples=[examples.TASK_ORDER])]) -> TaskShape:
    """Does something about a fault."""
    with named_in_the_body():
        made = parts.workshop.store.work_on(
            order.id,
            audit_id=order.audit,
            by=order.by,
            assignee=order.assignee,
            state=TaskState.CLAIMED if order.mended else None,
            text=order.text,
        )
    return TaskShape.of(made)
