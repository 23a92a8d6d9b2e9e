"""The register of what the act exempts: seen by all, written by those who may, with what may be exempted beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.denmark import today
from tilgaengelig.model.errors import TilgaengeligError, UnknownThing, WrongUse
from tilgaengelig.model.exemption import Basis
from tilgaengelig.report.exempted import Suggested
from tilgaengelig.store import Decision
from tilgaengelig.web.pages.forms import Form, read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.problems import of_ours

router = APIRouter(include_in_schema=False)

EXEMPTED = "/websteder/undtaget"
_YEAR = dt.timedelta(days=365)
_FIELDS = ("websted", "sti", "grundlag", "begrundelse", "navn", "besluttet", "igen")


@router.get(EXEMPTED)
def register(
    request: Request,
    parts: PartsDep,
    websted: str = Query("", max_length=300),
    sti: str = Query("", max_length=500),
    grundlag: str = Query("", max_length=50),
) -> Response:
    """The register, of one site where the address names one; a suggestion fills in the form."""
    site = parts.workshop.store.site_named(websted)
    sent = {"websted": site, "sti": sti, "grundlag": grundlag}
    return _page(request, parts, site, sent)


@router.post(EXEMPTED)
async def add(request: Request, parts: PartsDep) -> Response:
    """Puts a decision into the register."""
    form = await read_form(request)
    site = await run_in_threadpool(parts.workshop.store.site_named, form.text("websted"))
    try:
        await run_in_threadpool(parts.workshop.store.exempt, site, _decision(form))
    except TilgaengeligError as error:
        problem = of_ours(error)
        sent = {name: form.text(name) for name in _FIELDS}
        return await run_in_threadpool(
            _page, request, parts, site, sent, problem=problem.detail, status=problem.kind.status
        )
    return RedirectResponse(f"{EXEMPTED}?{urlencode({'websted': site})}", 303)


@router.post(EXEMPTED + "/fjern")
async def remove(request: Request, parts: PartsDep) -> Response:
    """Takes a decision out of the register."""
    form = await read_form(request)
    gone = await run_in_threadpool(parts.workshop.store.unexempt, form.text("id"))
    return RedirectResponse(f"{EXEMPTED}?{urlencode({'websted': gone.site})}", 303)


def _page(
    request: Request,
    parts: Parts,
    site: str,
    sent: Mapping[str, str],
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    day = today()
    usual = {"besluttet": day.isoformat(), "igen": (day + _YEAR).isoformat()}
    return page(
        request,
        "undtaget.html.j2",
        status,
        rows=parts.workshop.store.exemptions(site=site or None),
        suggested=_suggested(parts, site) if site else (),
        site=site,
        today=day,
        bases=list(Basis),
        sent=dict.fromkeys(_FIELDS, "") | usual | dict(sent),
        problem=problem,
    )


def _suggested(parts: Parts, site: str) -> tuple[Suggested, ...]:
    """What may be exempted by its age on the newest audit of the site; nothing where there is none."""
    try:
        record = parts.workshop.store.audit_of_site(site)
    except UnknownThing:
        return ()
    return parts.reports.of(record).exemptions.suggested


def _decision(form: Form) -> Decision:
    try:
        basis = Basis(form.text("grundlag"))
    except ValueError as error:
        raise WrongUse("Vælg det sted i loven, der undtager indholdet.") from error
    return Decision(
        form.text("sti"),
        basis,
        form.text("begrundelse")[:2000],
        form.text("navn")[:200],
        form.day("besluttet", "Skriv dagen for beslutningen som en dato, fx 2027-05-01."),
        form.day("igen", "Skriv dagen, hvor I ser på det igen, som en dato, fx 2027-05-01."),
    )
