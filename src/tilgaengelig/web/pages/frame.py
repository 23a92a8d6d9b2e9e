"""How a page is made: its templates, its language, and the headers that hold a browser to it."""

from __future__ import annotations

import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from tilgaengelig import __version__
from tilgaengelig.report.words import templates
from tilgaengelig.web.pages.static import address

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
#: Danish is what the templates are written in; each other language has a catalogue beside them.
LANGUAGES = ("da", "en")
LANGUAGE_COOKIE = "sprog"
#: Nothing from elsewhere, nothing inline, no plug-ins; forms go home and nowhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    # With no referrer at all a browser hides the origin of our own forms, by which we know them.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Cookie",
}
#: htmx must write no style of its own, evaluate nothing, and keep no copy of a page (it may hold a letter).
_HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyEnabled": False,
        "historyCacheSize": 0,
    }
)


def page(request: Request, template: str, status: int = 200, **given: Any) -> HTMLResponse:
    """A page, or a part of one, from a template of ours."""
    return HTMLResponse(part(request, template, **given), status, dict(_HEADERS))


def part(request: Request, template: str, **given: Any) -> str:
    """The mark-up that a template makes."""
    made = _environment(language(request)).get_template(template)
    holder = getattr(request.state, "holder", None)
    return made.render(path=request.url.path, lang=language(request), holder=holder, **given)


def language(request: Request) -> str:
    """The language that the reader has chosen; Danish where none is."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


@cache
def _environment(lang: str) -> Environment:
    env = templates(TEMPLATES, extensions=("jinja2.ext.i18n",))
    known = catalogue(lang)

    def said(words: str) -> str:
        return known.get(words, words)

    def counted(one: str, many: str, number: int) -> str:
        return said(one if number == 1 else many)

    env.install_gettext_callables(said, counted, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        static=address, version=__version__, htmx_config=_HTMX, key=lambda: secrets.token_urlsafe(16)
    )
    return env


def catalogue(lang: str) -> dict[str, str]:
    """What the Danish words of the templates are called in the language; empty for Danish itself."""
    path = TEMPLATES / f"{lang}.po"
    if lang == LANGUAGES[0]:
        return {}
    with path.open("rb") as file:
        return {
            str(each.id): str(each.string) for each in read_po(file, locale=lang) if each.id and each.string
        }
