"""A person shows her token once, and has a session until she leaves."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.report.words import local
from tilgaengelig.web.access import LOGIN, LONGEST_SESSION, SESSION_COOKIE
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import PartsDep

router = APIRouter(include_in_schema=False)


@router.get(LOGIN)
async def form(request: Request) -> Response:
    """The form."""
    return page(request, "log_ind.html.j2", problem="")


@router.post(LOGIN)
async def begin(request: Request, parts: PartsDep) -> Response:
    """A session with a new name, whatever name the browser came with."""
    secret = (await read_form(request)).text("noegle").strip()
    today = local(dt.datetime.now(dt.UTC)).date()
    holder = await run_in_threadpool(parts.workshop.store.token_of, secret, today) if secret else None
    if holder is None:
        said = "Adgangsnøglen virker ikke. Se efter, om den er skrevet rigtigt, eller bed om en ny."
        return page(request, "log_ind.html.j2", 403, problem=said)
    kept = parts.workshop.settings.deeds_kept
    await run_in_threadpool(parts.workshop.store.record_deed, holder.name, "POST", LOGIN, kept=kept)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        SESSION_COOKIE,
        parts.sessions.begin(secret),
        max_age=int(LONGEST_SESSION),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/log-ud")
async def end(request: Request, parts: PartsDep) -> Response:
    """Forgets the session, here and in the browser."""
    parts.sessions.end(request.cookies.get(SESSION_COOKIE, ""))
    answer = RedirectResponse(LOGIN, 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer
