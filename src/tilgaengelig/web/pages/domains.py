"""The group's domains: which have a statement, an audit, an owner, and the group's own list of them."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.judge.inventory import inventory
from tilgaengelig.model.errors import TilgaengeligError
from tilgaengelig.model.inventory import Entry, Via
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.problems import of_ours

router = APIRouter(include_in_schema=False)

DOMAINS = "/websteder/domaener"
_PAGE = 200


@router.get(DOMAINS)
def domains(request: Request, parts: PartsDep, fra: int = Query(0, ge=0, le=1_000_000)) -> Response:
    """The list; what lacks most is first."""
    return _page(request, parts, first=fra)


@router.post(DOMAINS)
async def add(request: Request, parts: PartsDep) -> Response:
    """Puts a domain on the group's list, or says anew who answers for it."""
    form = await read_form(request)
    host, owner = form.text("domaene"), form.text("ejer")[:200]
    try:
        await run_in_threadpool(parts.workshop.store.add_domain, Entry(host, owner))
    except TilgaengeligError as error:
        problem = of_ours(error)
        return await run_in_threadpool(
            _page, request, parts, host=host, owner=owner, problem=problem.detail, status=problem.kind.status
        )
    return RedirectResponse(DOMAINS, 303)


@router.post(DOMAINS + "/fjern")
async def remove(request: Request, parts: PartsDep) -> Response:
    """Takes a domain off the list."""
    form = await read_form(request)
    await run_in_threadpool(parts.workshop.store.remove_domain, form.text("domaene"))
    return RedirectResponse(DOMAINS, 303)


def _page(
    request: Request,
    parts: Parts,
    *,
    first: int = 0,
    host: str = "",
    owner: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    store = parts.workshop.store
    rows = inventory(store.domains(), store.audited())
    start = first if first < len(rows) else 0
    return page(
        request,
        "domaener.html.j2",
        status,
        rows=rows[start : start + _PAGE],
        every=rows,
        first=start,
        step=_PAGE,
        listed=Via.LIST,
        host=host,
        owner=owner,
        problem=problem,
    )
