"""The front page: the things one can do, and how the sites stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.audit import AuditRecord, Progress
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import LANGUAGE_COOKIE, LANGUAGES, page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.places import LANGUAGE
from tilgaengelig.work.desk import Activity

router = APIRouter(include_in_schema=False)

_LOOKED_AT = 100
_SHOWN = 8
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Standing:
    """A site's newest audit: how far it came, and what this process does with it now."""

    site: str
    record: AuditRecord
    counted: Progress
    activity: Activity


@router.get("/")
def front(request: Request, parts: PartsDep) -> Response:
    """The front page."""
    return page(request, "forside.html.j2", standings=list(_newest(parts)))


@router.post(LANGUAGE)
async def choose_language(request: Request) -> Response:
    """Remembers the language, and goes back to the page it was chosen on."""
    form = await read_form(request)
    chosen, back = form.text("sprog"), form.text("tilbage")
    # Only a path of ours: what begins with two slashes, or a backslash, is another's address.
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(safe, 303)
    if chosen in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=_YEAR,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    return answer


def _newest(parts: Parts) -> Iterator[Standing]:
    seen: set[str] = set()
    for record in parts.workshop.store.audits(limit=_LOOKED_AT):
        site = record.order.site
        if site in seen:
            continue
        seen.add(site)
        counted = parts.workshop.store.progress(record.id)
        yield Standing(site, record, counted, parts.activity(record.id, counted.state))
        if len(seen) == _SHOWN:
            return
