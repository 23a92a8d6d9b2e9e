"""The group's domains: what each lacks, and the group's own list of them. The API asks nothing of the domains."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from tilgaengelig.judge.inventory import inventory
from tilgaengelig.model.inventory import Entry, Via
from tilgaengelig.web import supervision_examples as examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part_after
from tilgaengelig.web.parts import LimitQuery, PartsDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import FOREIGN_ORIGIN, INVALID, SETUP_LACKS, UNKNOWN_THING, WRONG_MEDIA_TYPE
from tilgaengelig.web.shapes import WRITABLE, Given, Listed, Taken

router = APIRouter(prefix="/inventory", tags=["tilsyn"])

After = Annotated[
    str | None,
    Query(max_length=300, description="Det sidste domæne, du har fået", examples=[examples.HOST]),
]
HostPath = Annotated[
    str, Path(max_length=300, description="Domænet, som det står på listen", examples=[examples.HOST])
]


class DomainOrder(Taken):
    """A domain for the list, or new words on one that is there."""

    host: Annotated[str, Field(min_length=1, max_length=300, description="Domænet"), WRITABLE]
    owner: Annotated[str | None, Field(max_length=200, description="Den, der har ansvaret"), WRITABLE] = None
    note: Annotated[str | None, Field(max_length=500, description="Det, I ellers vil huske"), WRITABLE] = None


class DomainShape(Given):
    """A domain of the list."""

    host: str
    owner: str
    note: str
    made: dt.datetime


class HoldingShape(Given):
    """A domain of the group (`certain`), or one that may be; `statement` is null where we do not know."""

    host: str
    certain: bool
    via: list[Via]
    sources: list[str]
    owner: str
    audited: dt.date | None
    statement: bool | None
    updated: dt.date | None


@router.get(
    "",
    operation_id="listInventory",
    summary="Vis koncernens domæner, og hvad de mangler",
    description=(
        "De er fundet i jeres liste og i de kontroller, der er gemt: links, sitemaps og viderestillinger. Det, der "
        "mangler mest, kommer først. ”certain” er false, hvor et menneske skal sige, om domænet er jeres."
    ),
    responses={**told("Domænerne", "INVENTORY"), **refused(INVALID, SETUP_LACKS)},
)
def list_(parts: PartsDep, limit: LimitQuery = 100, after: After = None) -> Listed[HoldingShape]:
    """The inventory."""
    store = parts.workshop.store
    rows = inventory(store.domains(), store.audited())
    return part_after(
        after,
        f"{API}/inventory",
        rows,
        HoldingShape.model_validate,
        lambda each: each.host,
        limit=limit,
    )


@router.post(
    "",
    status_code=201,
    operation_id="addDomain",
    summary="Skriv et domæne på jeres liste",
    description="Står det der i forvejen, gælder det nye. Det, du ikke nævner, bliver stående.",
    responses={
        **told("Det står på listen", "DOMAIN", status=201),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def add(
    parts: PartsDep, order: Annotated[DomainOrder, Body(examples=[examples.DOMAIN_ORDER])]
) -> DomainShape:
    """Puts it on the list."""
    made = parts.workshop.store.add_domain(Entry(order.host, order.owner, order.note))
    return DomainShape.model_validate(made)


@router.delete(
    "/{host}",
    status_code=204,
    operation_id="removeDomain",
    summary="Tag et domæne af jeres liste",
    description="Det kan stadig være med, fordi en kontrol har mødt det.",
    responses={
        **told("Det er taget af", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def remove(parts: PartsDep, host: HostPath) -> None:
    """Takes it off."""
    parts.workshop.store.remove_domain(host)
