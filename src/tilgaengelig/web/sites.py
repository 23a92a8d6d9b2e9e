"""Sites that are audited by the clock: added, listed, removed. An address that comes by the API opens nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from tilgaengelig.model.website import Kept
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part_after
from tilgaengelig.web.parts import LimitQuery, PartsDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import (
    FOREIGN_ORIGIN,
    INVALID,
    SETUP_LACKS,
    UNKNOWN_THING,
    WRONG_MEDIA_TYPE,
)
from tilgaengelig.web.shapes import Listed
from tilgaengelig.web.site_shapes import SiteOrder, SiteShape, StageShape

router = APIRouter(prefix="/sites", tags=["websteder"])

WordsQuery = Annotated[
    str,
    Query(
        max_length=200,
        description="Kun dem, der har alle disse ord i navn, adresse eller hus",
        examples=["ministeriet"],
    ),
]
After = Annotated[
    str | None, Query(max_length=200, description="Det sidste websted, du har fået", examples=["ministeriet"])
]
SitePath = Annotated[str, Path(description="Webstedets navn", examples=["ministeriet"])]


@router.get(
    "",
    operation_id="listSites",
    summary="Vis de websteder, der kontrolleres jævnligt",
    description="Efter hus og navn. ”next” er, hvornår det næste gang er deres tur.",
    responses={**told("Websteder", "SITES"), **refused(INVALID, SETUP_LACKS)},
)
def list_(
    parts: PartsDep, words: WordsQuery = "", limit: LimitQuery = 100, after: After = None
) -> Listed[SiteShape]:
    """A part of them; the administration of a state has thousands."""
    rows = [each for each in parts.workshop.store.websites() if each.website.answers_to(words)]
    return part_after(
        after,
        f"{API}/sites",
        rows,
        SiteShape.of,
        _name,
        limit=limit,
        words=words or None,
    )


@router.post(
    "",
    status_code=201,
    operation_id="addSite",
    summary="Tilføj et websted",
    description="Uret (”tilgaengelig schedule”) kontrollerer det, når det er dets tur.",
    responses={
        **told("Webstedet er tilføjet", "SITE", status=201),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def add(parts: PartsDep, order: Annotated[SiteOrder, Body(examples=[examples.SITE_ORDER])]) -> SiteShape:
    """Adds it."""
    parts.workshop.store.add_website(order.website())
    return SiteShape.of(parts.workshop.store.website(order.name))


@router.get(
    "/{name}",
    operation_id="getSite",
    summary="Vis et websted med dets indstillinger",
    description="”limits” er de grænser, som webstedets ejere har sat.",
    responses={**told("Webstedet", "SITE"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def get(parts: PartsDep, name: SitePath) -> SiteShape:
    """One of them."""
    return SiteShape.of(parts.workshop.store.website(name))


@router.get(
    "/{name}/history",
    operation_id="getSiteHistory",
    summary="Vis, hvordan det går et websted fra kontrol til kontrol",
    description="De 24 nyeste færdige kontroller, den ældste først. ”clean” er sider uden fejl, ”lix” et gennemsnit.",
    responses={**told("Webstedets kontroller", "HISTORY"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def history(parts: PartsDep, name: SitePath) -> Listed[StageShape]:
    """What is drawn on its page."""
    place = parts.workshop.store.website(name).website.order.place
    return Listed[StageShape](items=[StageShape.of(each) for each in parts.workshop.store.history(place)])


@router.delete(
    "/{name}",
    status_code=204,
    operation_id="removeSite",
    summary="Fjern et websted",
    description="Det kontrolleres ikke mere af uret. Dets kontroller bliver liggende.",
    responses={
        **told("Webstedet er fjernet", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def remove(parts: PartsDep, name: SitePath) -> None:
    """Forgets it."""
    parts.workshop.store.remove_website(name)


def _name(kept: Kept) -> str:
    return kept.website.name
