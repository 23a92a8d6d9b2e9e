"""How a page is made: its templates, its language, and the headers that hold a browser to it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from markupsafe import Markup

from tilgaengelig import __version__
from tilgaengelig.model.access import Role
from tilgaengelig.report.words import templates
from tilgaengelig.web.pages.static import address

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
#: Danish is what the templates are written in. Each other language has a catalogue beside them, and a folder with the
#: words that they share with the report.
LANGUAGES = {"da": "Dansk", "en": "English"}
DANISH = "da"
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
    """The mark-up that a template makes, in the reader's language."""
    return rendered(request, template, language(request), **given)


def rendered(request: Request, template: str, lang: str, **given: Any) -> str:
    """The mark-up in that language; the parts of the report are there in Danish alone."""
    made = _environment(lang).get_template(template)
    holder = getattr(request.state, "holder", None)
    administers = not getattr(request.state, "demanded", False)
    if holder is not None:
        administers = holder.role is Role.ADMINISTRATOR
    shared = {
        "path": request.url.path,
        "back": _back(request),
        "holder": holder,
        "administers": administers,
        "may_write": holder is None or holder.role.may(Role.REDAKTOER),
        "languages": LANGUAGES,
    }
    return made.render(shared | given, lang=lang)


def _back(request: Request) -> str:
    """Where this page can be asked for again: what came of something sent stands at no address."""
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query if request.method == "GET" else request.url.path


def language(request: Request) -> str:
    """The language that the reader has chosen; Danish where none is."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else DANISH


@cache
def _environment(lang: str) -> Environment:
    own = () if lang == DANISH else (TEMPLATES / lang,)
    env = templates(*own, TEMPLATES, extensions=("jinja2.ext.i18n",))
    known = catalogue(lang)

    def said(words: str) -> str:
        return known.get((words,), (words,))[0]

    def counted(one: str, many: str, number: int) -> str:
        return known.get((one, many), (one, many))[number != 1]

    env.install_gettext_callables(said, counted, newstyle=True)  # type: ignore[attr-defined]
    sentences = catalogue(lang, "-fejl")

    def told(sentence: str) -> str:
        """A sentence on what went wrong. Most have places that are filled, and stay Danish, marked so."""
        if lang == DANISH or (sentence,) in sentences:
            return sentences.get((sentence,), (sentence,))[0]
        return Markup('<span lang="da">{}</span>').format(sentence)

    env.globals.update(
        told=told,
        static=address,
        version=__version__,
        htmx_config=_HTMX,
        key=lambda: secrets.token_urlsafe(16),
    )
    return env


def catalogue(lang: str, of: str = "") -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the Danish words of the templates are called in the language, for one and for many where it matters.

    `of` "-fejl" has the sentences on what went wrong, which stand in our code. It is empty for Danish itself.
    """
    path = TEMPLATES / f"{lang}{of}.po"
    if lang == DANISH:
        return {}
    with path.open("rb") as file:
        return {
            _forms(each.id): _forms(each.string)
            for each in read_po(file, locale=lang)
            if each.id and each.string
        }


def _forms(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
