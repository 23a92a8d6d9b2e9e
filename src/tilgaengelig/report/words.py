"""How values are written in Danish, and made harmless: what every template and format shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from tilgaengelig import resources
from tilgaengelig.danish.figures import number
from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.model.addresses import readable
from tilgaengelig.model.denmark import local

if TYPE_CHECKING:
    from jinja2 import Environment

#: Control characters, overrides of writing direction and halves of surrogate pairs: they break files and
#: terminals, or make a text look like another.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CODE = re.compile(r"`([^`\n]+)`")
#: A sentence ends in one of these, and some may close after it.
_ENDS = (".", "!", "?", "…", ":")
_CLOSING = ")]\"'”’»«"


def clean(text: str) -> str:
    """The text with every harmful character made visible as U+FFFD."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n")) if _HARMFUL.search(text) else text


def cleaned(value: object) -> object:
    """A template's every value passes here on its way out."""
    return clean(value) if type(value) is str else value


def clean_all(value: Any) -> Any:
    """A value for JSON with plain strings only, and nothing harmful in them."""
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, dict):
        return {clean(str(key)): clean_all(item) for key, item in value.items()}
    return [clean_all(item) for item in value] if isinstance(value, list) else value


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 means all; 0 where there is nothing to share."""
    return 100 * part // whole if whole else 0


def is_link(address: str) -> bool:
    """True where the address may be made a link: http and https with a host, nothing else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def short_address(address: str, site: str) -> str:
    """The address without the site's own name, as that stands at the top of the report."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.netloc != site or not is_link(address):
        return readable(address)
    return readable((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters; what was longer ends in an ellipsis.

    CPR numbers are hidden, as an address may hold one.
    """
    text = without_cpr(text.strip())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def ended(text: str) -> str:
    """What a person wrote, with a full stop where it lacks one, so that what follows does not run on from it."""
    text = text.rstrip(" \t\r\n,;")
    return text if not text or text.rstrip(_CLOSING).endswith(_ENDS) else f"{text}."


def with_code(text: str) -> Markup:
    """A rule's own words, escaped; what stands in backticks is shown as code."""
    parts = _CODE.split(clean(text))
    shown = (
        Markup('<code lang="en" translate="no">{}</code>').format(part) if odd % 2 else escape(part)
        for odd, part in enumerate(parts)
    )
    return Markup("").join(shown)


@cache
def environment() -> Environment:
    """The environment of the report's own templates."""
    return templates()


def templates(*folders: Path, extensions: Sequence[str] = ()) -> Environment:
    """Jinja2 as every template is run: HTML is escaped, and an unknown name is an error.

    The report's templates may be used by those of `folders`, which are looked in first.
    """
    # Not at every start: what writes no page needs none of it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    env = Environment(
        loader=FileSystemLoader([*folders, resources.REPORTS]),
        extensions=extensions,
        autoescape=select_autoescape(
            ("html.j2", "xml.j2"), ("txt.j2",), default=True, default_for_string=True
        ),
        undefined=StrictUndefined,
        finalize=cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["percent"] = percent
    env.filters.update(
        clean=clean,
        number=number,
        local=local,
        is_link=is_link,
        short_address=short_address,
        readable=readable,
        shorten=shorten,
        ended=ended,
        with_code=with_code,
    )
    return env


def own_text(name: str) -> Markup:
    """One of our own files of style or script, as it is to stand in a page."""
    text = (resources.REPORTS / name).read_text(encoding="utf-8")
    if "</" in text or "<!--" in text:
        raise ValueError(f"{name} would end its own element")
    return Markup(text)  # noqa: S704 - our own file, not data


@cache
def all_words() -> Mapping[str, Any]:
    """The Danish words of `ord.html.j2` by their names, for the formats that are no templates."""
    return environment().get_template("ord.html.j2").module.__dict__
