"""What an audit came to: components and their pictures, every address, broken links."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.web import examples
from tilgaengelig.web.answers import file, refused, told
from tilgaengelig.web.paging import part_after
from tilgaengelig.web.parts import LimitQuery, PartsDep, RecordDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import INVALID, SETUP_LACKS, UNKNOWN_THING
from tilgaengelig.web.result_shapes import AddressShape, BrokenLinkShape, ComponentShape
from tilgaengelig.web.shapes import Listed
from tilgaengelig.web.site_shapes import StageShape

router = APIRouter(prefix="/audits/{audit_id}", tags=["resultater"])

AfterComponent = Annotated[
    str | None,
    Query(
        max_length=100,
        description="Id på den sidste komponent, du har fået",
        examples=[examples.COMPONENT_ID],
    ),
]
AfterAddress = Annotated[
    str | None,
    Query(
        max_length=4000,
        description="Den sidste adresse, du har fået",
        examples=["https://www.ministerium.dk/om-os"],
    ),
]
StateQuery = Annotated[
    VisitState | None, Query(description="Kun adresser i denne tilstand", examples=["troubled"])
]
ComponentPath = Annotated[str, Path(description="Komponentens id", examples=[examples.COMPONENT_ID])]


@router.get(
    "/history",
    operation_id="getHistory",
    summary="Vis, hvordan det går kontrollens websted fra kontrol til kontrol",
    description="De 24 nyeste færdige kontroller, den ældste først. ”clean” er sider uden fejl, ”lix” et gennemsnit.",
    responses={**told("Webstedets kontroller", "HISTORY"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def history(record: RecordDep, parts: PartsDep) -> Listed[StageShape]:
    """What is drawn on its page, for sites too that nobody has put on the list."""
    stages = parts.workshop.store.history(record.order.place)
    return Listed[StageShape](items=[StageShape.of(each) for each in stages])


@router.get(
    "/components",
    operation_id="listComponents",
    summary="Vis en kontrols komponenter",
    description="En komponent er den samme fejl på én eller mange sider. Den værste kommer først.",
    responses={**told("Komponenter", "COMPONENTS"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def components(
    record: RecordDep, parts: PartsDep, limit: LimitQuery = 100, after: AfterComponent = None
) -> Listed[ComponentShape]:
    """The components, worst first."""
    every = parts.overviews.of(record).components
    return part_after(
        after,
        f"{API}/audits/{record.id}/components",
        every,
        lambda item: ComponentShape.of(record.id, item),
        lambda item: item.id,
        limit=limit,
    )


@router.get(
    "/components/{component_id}/picture",
    operation_id="getPicture",
    summary="Hent billedet af en komponent",
    description="Et udsnit af den side, hvor fejlen først blev set.",
    response_class=Response,
    responses={**file("Billedet", "image/webp"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def picture(record: RecordDep, parts: PartsDep, component_id: ComponentPath) -> Response:
    """The picture, where one was taken."""
    found = parts.workshop.store.picture(record.id, component_id)
    if not found:
        raise UnknownThing("Der er ikke noget billede af den komponent.")
    return Response(found, media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


@router.get(
    "/pages",
    operation_id="listPages",
    summary="Vis alle adresser, som en kontrol fandt",
    description=(
        "Også dem, der ikke blev læst: ”trouble” siger hvorfor, og hvad man kan gøre. ”checked” er fra før kontrollen "
        "begyndte, når adressen ikke var ændret og derfor ikke blev åbnet igen."
    ),
    responses={**told("Adresser", "ADDRESSES"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def pages(
    record: RecordDep,
    parts: PartsDep,
    state: StateQuery = None,
    limit: LimitQuery = 100,
    after: AfterAddress = None,
) -> Listed[AddressShape]:
    """Every address, read or not, from the start outwards."""
    rows = [row for row in parts.overviews.of(record).subjects if state in (None, row.state)]
    return part_after(
        after,
        f"{API}/audits/{record.id}/pages",
        rows,
        AddressShape.of,
        lambda row: row.address,
        limit=limit,
        state=state,
    )


@router.get(
    "/broken-links",
    operation_id="listBrokenLinks",
    summary="Vis en kontrols døde links",
    description="Adresser, som ingen kan komme til, og de sider, der linker til dem.",
    responses={**told("Døde links", "BROKEN"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def broken_links(
    record: RecordDep, parts: PartsDep, limit: LimitQuery = 100, after: AfterAddress = None
) -> Listed[BrokenLinkShape]:
    """The dead ends, with who leads to them."""
    every = parts.overviews.of(record).broken
    return part_after(
        after,
        f"{API}/audits/{record.id}/broken-links",
        every,
        BrokenLinkShape.of,
        lambda link: link.address,
        limit=limit,
    )
