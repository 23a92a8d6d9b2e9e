"""The app: every operation under /api/v1, its description, the web pages, and the guard around all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from tilgaengelig import __version__
from tilgaengelig.gather.letters.reading import LARGEST
from tilgaengelig.web import (
    acceptances,
    administration,
    audits,
    docs,
    domains,
    exemptions,
    findings,
    group,
    health,
    letters,
    metrics,
    nights,
    pages,
    problems,
    reports,
    results,
    rules,
    sites,
    statements,
)
from tilgaengelig.web.access import Access
from tilgaengelig.web.answers import PROBLEM_SCHEMA, everybodys, filled
from tilgaengelig.web.guard import BODY_BYTES, Guard, Measured
from tilgaengelig.web.meter import Metered
from tilgaengelig.web.pace import Pace
from tilgaengelig.web.parts import make_parts
from tilgaengelig.web.places import API, DOCS, LETTERS, OPENAPI, for_programs, takes_evaluation
from tilgaengelig.web.recording import Recorded
from tilgaengelig.web.tags import Tagged
from tilgaengelig.workshop import Workshop

#: A character is at most twelve bytes in JSON (two escaped halves of a pair).
_CHARACTER_BYTES = 12
_AROUND_A_LETTER = 1000
_TITLE = "tilgaengelig"
_DESCRIPTION = (
    "Kontrollér, om et websted er tilgængeligt og let at forstå. Start en kontrol, følg den, og hent fund og "
    "rapport. Mål også, hvor svært et brev er. Går noget galt, får du application/problem+json med en sætning "
    "på dansk."
)
_TAGS = [
    {"name": "kontroller", "description": "Start, følg, stop og slet kontroller af websteder."},
    {"name": "websteder", "description": "Websteder, der kontrolleres jævnligt."},
    {"name": "resultater", "description": "Det, som en kontrol fandt."},
    {
        "name": "tilsyn",
        "description": "Udkast til erklæringen, stikprøven, det, som loven undtager, og koncernens domæner.",
    },
    {"name": "breve", "description": "Mål, hvor svært et brev er. Intet gemmes."},
    {"name": "regler", "description": "Det, vi kontrollerer, og hvordan det rettes."},
    {"name": "drift", "description": "Om programmet lever og kan arbejde."},
]
#: FastAPI can report requests, with what was sent, to collectors named in the environment. Ours never does.
_SILENT: Any = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
    "exclude": lambda _scope: True,
}


class Api(FastAPI):
    """The app with our description of it: problems are described once, and no English comes in by itself."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if not self.openapi_schema:
            made = filled(super().openapi())
            schemas = made["components"]["schemas"]
            for schema in schemas.values():
                schema.pop("description", None)  # a docstring, which is for us
            schemas["Problem"] = PROBLEM_SCHEMA
            made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{"token": []}, {}]  # on loopback nothing is asked for
            everybodys(made)
            self.openapi_schema = made
        return self.openapi_schema


def make_app(workshop: Workshop, *, hosts: Collection[str] = (), demand_access: bool = False) -> FastAPI:
    """The API and the pages of a workshop. `hosts` are the names besides loopback's that it answers to.

    `demand_access` is for an app that listens beyond this machine: whoever asks must have a token.

    Raises SetupLacks or RulebookFault at once where the store or the rulebook cannot be used.
    """
    parts = make_parts(workshop)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with parts.documents:
            yield
            await parts.desk.shutdown()

    app = Api(
        title=_TITLE,
        version=__version__,
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry=_SILENT,
    )
    app.state.parts = parts

    def told(request: Request, problem: problems.Problem) -> Response:
        parts.meter.problem(problem.kind.name)
        return _told(request, problem)

    problems.install(app, told)
    routes = APIRouter(prefix=API)
    for part in (
        audits,
        findings,
        results,
        nights,
        acceptances,
        exemptions,
        statements,
        domains,
        reports,
        sites,
        group,
        letters,
        rules,
        administration,
        health,
    ):
        routes.include_router(part.router)
    app.include_router(routes)
    app.add_api_route(DOCS, lambda: _docs(app), include_in_schema=False)
    app.include_router(metrics.router)
    app.include_router(pages.router)
    letter_bytes = (
        4 * LARGEST // 3 + 2 * _CHARACTER_BYTES * workshop.settings.letter_characters + _AROUND_A_LETTER
    )
    limits = {LETTERS: letter_bytes, **pages.LIMITS}

    def limit(path: str) -> int:
        return limits.get(path, statements.EVALUATION_BYTES if takes_evaluation(path) else BODY_BYTES)

    def tell(scope: Scope, problem: problems.Problem) -> Response:
        return told(Request(scope), problem)

    app.add_middleware(Tagged)
    app.add_middleware(Recorded, store=workshop.store, kept=workshop.settings.deeds_kept)
    app.add_middleware(Measured, limit=limit, tell=tell)
    app.add_middleware(
        Access,
        store=workshop.store,
        sessions=parts.sessions,
        tell=tell,
        demanded=demand_access,
        open_letters=workshop.settings.open_letters,
        known=Pace(workshop.settings.calls_a_minute),
        unknown=Pace(workshop.settings.unknown_calls_a_minute),
    )
    app.add_middleware(Metered, meter=parts.meter)
    app.add_middleware(Guard, hosts=hosts, tell=tell)
    return app


def _told(request: Request, problem: problems.Problem) -> Response:
    """A program hears of a problem in JSON, a person on a page."""
    return problem.response() if for_programs(request.url.path) else pages.problem_page(request, problem)


def _docs(app: FastAPI) -> HTMLResponse:
    page = docs.page(app.openapi())
    return HTMLResponse(page, headers={"Content-Security-Policy": docs.POLICY})
