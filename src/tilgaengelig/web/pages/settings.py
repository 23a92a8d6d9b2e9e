"""What an administrator looks after: sites, who has access, who is told, and who did what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.access import Role
from tilgaengelig.model.addresses import completed
from tilgaengelig.model.deed import Deed
from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.website import Website
from tilgaengelig.web.access import SETTINGS
from tilgaengelig.web.pages.forms import Form, read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.pages.websites import FirstQuery, WordsQuery, chosen
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.problems import of_ours
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.clock import check_schedule

router = APIRouter(prefix=SETTINGS, include_in_schema=False)

_DEEDS = 50
#: What was done, by how its address looks; the first that fits says it. Others are told by their address.
SAID = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"POST /log-ind|GET /log-ind/retur", "Loggede ind"),
        (r"POST (/kontroller/ny|/api/v1/audits)", "Startede en kontrol"),
        (r"POST /(api/v1/audits|kontroller)/[^/]+/(stop|cancel)", "Stoppede en kontrol"),
        (r"POST /kontroller/[^/]+/igen", "Startede en kontrol igen"),
        (r"DELETE /api/v1/audits/[^/]+", "Slettede en kontrol"),
        (r"POST /kontroller/[^/]+/fejl/[^/]+/accepter|POST /api/v1/acceptances", "Accepterede en fejl"),
        (r"POST /kontroller/[^/]+/fejl/[^/]+/svar", "Svarede på en tvivl"),
        (r"POST /kontroller/[^/]+/fejl/[^/]+/fortryd|DELETE /api/v1/acceptances/.*", "Tog et svar tilbage"),
        (r"POST /kontroller/[^/]+/fejl/[^/]+/igen", "Kontrollerede en side igen"),
        (r"POST (/api/v1/sites|/indstillinger/websteder)", "Tilføjede et websted"),
        (r"DELETE /api/v1/sites/.*|POST /indstillinger/websteder/fjern", "Fjernede et websted"),
        (r"POST (/api/v1/tokens|/indstillinger/noegler)", "Lavede en adgangsnøgle"),
        (r"DELETE /api/v1/tokens/.*|POST /indstillinger/noegler/fjern", "Tog en adgangsnøgle tilbage"),
        (r"DELETE /api/v1/accounts/.*|POST /indstillinger/konti/fjern", "Fjernede en konto"),
        (r"POST (/api/v1/deeds/forget|/indstillinger/glem)", "Slettede en persons navn"),
    )
)


def said_of(deed: Deed) -> str:
    """What was done, in Danish; empty where its address alone says it."""
    asked = f"{deed.method} {deed.path}"
    return next((said for pattern, said in SAID if pattern.fullmatch(asked)), "")


@router.get("")
def overview(
    request: Request,
    parts: PartsDep,
    foer: int | None = Query(None, ge=1, le=2**31 - 1),
    ord_: WordsQuery = "",
    fra: FirstQuery = 0,
) -> Response:
    """All of it; of many sites and deeds a part."""
    return _shown(request, parts, before=foer, words=ord_, first=fra)


@router.post("/websteder")
async def add_site(request: Request, parts: PartsDep) -> Response:
    """Puts a site on the list."""
    return await _done(request, parts, _add_site, "websteder")


@router.post("/websteder/fjern")
async def remove_site(request: Request, parts: PartsDep) -> Response:
    """Takes a site off the list; its audits stay."""
    return await _done(request, parts, _remove_site, "websteder")


@router.post("/noegler")
async def issue(request: Request, parts: PartsDep) -> Response:
    """A new token, whose secret is shown on this one page."""
    return await _done(request, parts, _issue)


@router.post("/noegler/fjern")
async def revoke(request: Request, parts: PartsDep) -> Response:
    """Takes a token back, at once."""
    return await _done(request, parts, _revoke, "adgang")


@router.post("/konti/fjern")
async def remove_account(request: Request, parts: PartsDep) -> Response:
    """Takes an account away, and whoever has it is out."""
    return await _done(request, parts, _remove_account, "konti")


@router.post("/glem")
async def forget(request: Request, parts: PartsDep) -> Response:
    """Takes a person's name out of what is kept."""
    return await _done(request, parts, _forget)


def _add_site(parts: Parts, form: Form) -> None:
    address, schedule = form.text("adresse").strip(), form.text("tidsplan").strip()
    if not form.text("navn").strip() or not address:
        raise WrongUse("Skriv webstedets navn og adresse.")
    if schedule:
        check_schedule(schedule)
    order = make_order(completed(address))
    parts.workshop.store.add_website(
        Website(form.text("navn").strip(), order, house=form.text("hus").strip(), schedule=schedule)
    )


def _remove_site(parts: Parts, form: Form) -> None:
    parts.workshop.store.remove_website(form.text("navn"))


def _revoke(parts: Parts, form: Form) -> None:
    parts.workshop.store.revoke_token(form.text("id"))


def _issue(parts: Parts, form: Form) -> dict[str, Any]:
    unreadable = "Skriv den sidste dag som en dato, fx 2027-05-01."
    until = form.day("til", unreadable) if form.text("til").strip() else None
    role = form.chosen("rolle", Role, Role.LAESER)
    return {"issued": parts.workshop.store.issue_token(form.text("navn"), role, until)}


def _remove_account(parts: Parts, form: Form) -> None:
    parts.workshop.store.remove_account(form.text("id"))


def _forget(parts: Parts, form: Form) -> dict[str, Any]:
    return {"forgotten": parts.workshop.store.forget_person(form.text("navn"))}


async def _done(
    request: Request, parts: Parts, do: Callable[[Parts, Form], dict[str, Any] | None], place: str = ""
) -> Response:
    """The page once it is done: anew at `place`, or at once with what can be shown this one time only."""
    form = await read_form(request)
    try:
        made = await run_in_threadpool(do, parts, form)
    except TilgaengeligError as error:
        problem = of_ours(error)
        told: dict[str, Any] = {"status": problem.kind.status, "problem": problem.detail, "sent": form}
        return await run_in_threadpool(_shown, request, parts, **told)
    if made is None:
        return RedirectResponse(f"{SETTINGS}#{place}", 303)
    return await run_in_threadpool(_shown, request, parts, **made)


def _shown(
    request: Request,
    parts: Parts,
    *,
    status: int = 200,
    before: int | None = None,
    words: str = "",
    first: int = 0,
    **given: Any,
) -> Response:
    store, settings = parts.workshop.store, parts.workshop.settings
    deeds = store.deeds(kept=settings.deeds_kept, limit=_DEEDS + 1, before=before)
    shown: dict[str, Any] = {"problem": "", "issued": None, "forgotten": None, "sent": None} | given
    return page(
        request,
        "indstillinger.html.j2",
        status,
        back=SETTINGS,
        sites=chosen(parts, words, first),
        tokens=store.tokens(),
        accounts=store.accounts(),
        oidc=settings.oidc,
        roles=list(Role),
        recipients=settings.recipients,
        mail=settings.mail is not None,
        deeds=[(each, said_of(each)) for each in deeds[:_DEEDS]],
        following=deeds[_DEEDS - 1].id if len(deeds) > _DEEDS else None,
        deed_days=settings.deed_days,
        **shown,
    )
