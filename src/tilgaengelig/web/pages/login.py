"""A person shows her token once, or logs in with an account of her house, and has a session until she leaves."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.access import Holder
from tilgaengelig.model.errors import NotLetIn, ProviderFails, UnknownThing
from tilgaengelig.web.access import (
    CAME_BACK,
    LOGIN,
    LONGEST_SESSION,
    SESSION_COOKIE,
    WITH_ACCOUNT,
    Proof,
)
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.places import LOGOUT
from tilgaengelig.work.signin import LONGEST, SigningIn

router = APIRouter(include_in_schema=False)

#: Names the attempt to whoever began it; it comes with her from the provider, which is another site.
_ATTEMPT_COOKIE = "paa-vej"


@router.get(LOGIN)
async def form(request: Request, parts: PartsDep) -> Response:
    """The ways in."""
    return _shown(request, parts)


@router.post(LOGIN)
async def begin(request: Request, parts: PartsDep) -> Response:
    """A session with a new name, whatever name the browser came with."""
    proof = Proof(secret=(await read_form(request)).text("noegle").strip())
    holder = await run_in_threadpool(proof.holder, parts.workshop.store) if _takes_tokens(parts) else None
    if holder is None:
        said = "Adgangsnøglen virker ikke. Se efter, om den er skrevet rigtigt, eller bed om en ny."
        return _shown(request, parts, 403, said)
    return await _let_in(request, parts, holder, proof)


@router.get(WITH_ACCOUNT)
async def leave(request: Request, parts: PartsDep) -> Response:
    """Off to the house's own log-in. It is a link and no form: a browser lets no form lead to another site."""
    try:
        name, address = await _signing_in(parts).begin()
    except NotLetIn as error:
        return _refused(request, parts, error)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        _ATTEMPT_COOKIE,
        name,
        max_age=int(LONGEST),
        path=LOGIN,
        httponly=True,
        samesite="lax",
        secure=_by_tls(request, parts),
    )
    return answer


@router.get(CAME_BACK)
async def come_back(request: Request, parts: PartsDep) -> Response:
    """Back from there: let in, or told why not."""
    name, kept = request.cookies.get(_ATTEMPT_COOKIE, ""), parts.workshop.settings.deeds_kept
    try:
        account = await _signing_in(parts).finish(name, request.query_params, kept=kept)
    except NotLetIn as error:
        answer = _refused(request, parts, error)
    else:
        answer = await _let_in(request, parts, account, Proof(account=account.id))
    answer.delete_cookie(_ATTEMPT_COOKIE, path=LOGIN)
    return answer


@router.post(LOGOUT)
async def end(request: Request, parts: PartsDep) -> Response:
    """Forgets the session, here and in the browser."""
    proof = parts.sessions.proof(request.cookies.get(SESSION_COOKIE, ""))
    parts.sessions.end(request.cookies.get(SESSION_COOKIE, ""))
    # Whoever came from the house's own log-in is still logged in there, and is told so.
    answer = RedirectResponse(f"{LOGIN}?ud=1" if proof and proof.account else LOGIN, 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


async def _let_in(request: Request, parts: Parts, holder: Holder, proof: Proof) -> Response:
    kept, store = parts.workshop.settings.deeds_kept, parts.workshop.store
    await run_in_threadpool(store.record_deed, holder.signature, request.method, request.url.path, kept=kept)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        SESSION_COOKIE,
        parts.sessions.begin(proof),
        max_age=int(LONGEST_SESSION),
        httponly=True,
        samesite="lax",
        secure=_by_tls(request, parts),
    )
    return answer


def _by_tls(request: Request, parts: Parts) -> bool:
    """A proxy before us may not say how it was asked; the address that is written down does."""
    known = parts.workshop.settings.addresses
    return request.url.scheme == "https" or any(address.startswith("https:") for address in known)


def _signing_in(parts: Parts) -> SigningIn:
    if parts.signing_in is None:
        raise UnknownThing("Her kan man kun logge ind med en adgangsnøgle.")
    return parts.signing_in


def _takes_tokens(parts: Parts) -> bool:
    oidc = parts.workshop.settings.oidc
    return oidc is None or oidc.tokens


def _refused(request: Request, parts: Parts, error: NotLetIn) -> Response:
    return _shown(request, parts, 503 if isinstance(error, ProviderFails) else 403, str(error))


def _shown(request: Request, parts: Parts, status: int = 200, problem: str = "") -> Response:
    return page(
        request,
        "log_ind.html.j2",
        status,
        problem=problem,
        back=LOGIN,  # the address that one came back to is good for one time
        oidc=parts.workshop.settings.oidc,
        tokens=_takes_tokens(parts),
        with_account=WITH_ACCOUNT,
        out="ud" in request.query_params,
    )
