"""Whether the program lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from fastapi import APIRouter, Response

from tilgaengelig import __version__, resources
from tilgaengelig.model.errors import TilgaengeligError
from tilgaengelig.web import problems
from tilgaengelig.web.answers import told
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.shapes import Given

log = logging.getLogger(__name__)

router = APIRouter(tags=["drift"])


class Health(Given):
    """The program answers."""

    status: str
    version: str


class Check(Given):
    """One thing that the program needs; `sentence` says what to do where it lacks."""

    name: str
    ready: bool
    sentence: str | None


class Readiness(Given):
    """Whether all that is needed is there."""

    ready: bool
    checks: list[Check]


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Lever programmet?",
    description="Svarer altid, når programmet kører; ser ikke efter noget andet.",
    responses=told("Det lever", "HEALTH"),
)
async def health() -> Health:
    """Alive."""
    return Health(status="ok", version=__version__)


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Kan programmet arbejde?",
    description="Ser efter database, axe, QualWeb og regelbog. Svarer 503, hvis noget mangler, og siger hvad.",
    responses={
        **told("Alt er der", "READY"),
        503: {
            "model": Readiness,
            "description": "Noget mangler",
            "content": {
                "application/json": {"example": "NOT_READY"},
            },
        },
    },
)
async def ready(parts: PartsDep, response: Response) -> Readiness:
    """Looks at each thing that is needed, on a thread that no page waits for."""
    checks = [await asyncio.to_thread(_check, name, look, parts) for name, look in _LOOKS.items()]
    sound = all(check.ready for check in checks)
    if not sound:
        response.status_code = 503
    return Readiness(ready=sound, checks=checks)


def _check(name: str, look: Callable[[Parts], object], parts: Parts) -> Check:
    try:
        look(parts)
    except TilgaengeligError as error:
        log.warning("%s", error)
        return Check(name=name, ready=False, sentence=problems.of_ours(error).detail)
    return Check(name=name, ready=True, sentence=None)


_LOOKS: dict[str, Callable[[Parts], object]] = {
    "database": lambda parts: parts.workshop.store.audits(limit=1),
    "axe": lambda _: resources.AXE,
    "qualweb": lambda _: resources.QUALWEB,
    "rulebook": lambda parts: parts.workshop.rulebook.digest,
}
