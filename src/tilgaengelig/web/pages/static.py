"""Style, script, fonts and icons: all from this machine, each address with its content's mark so it may be kept."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from tilgaengelig import resources
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.web.places import STATIC

router = APIRouter(include_in_schema=False)

_OWN = Path(__file__).resolve().parent.parent / "static"
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
_REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_PRINTED_SHEET = re.compile(r"@page\s*\{[^}]*\}")
#: The design system sets 1rem to 10 pixels; the report's style is written for the browser's own 16.
_REM_RATIO = 1.6


@cache
def _files() -> dict[str, bytes]:
    """Every file by its name after STATIC. All of them together are smaller than one picture of a telephone."""
    return dict(_found())


def _found() -> Iterator[tuple[str, bytes]]:
    for name, folder in (
        ("egen", _OWN),
        ("dkfds", resources.DKFDS / "dist"),
        ("htmx", resources.HTMX / "dist"),
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield f"{name}/{path.relative_to(folder).as_posix()}", _content(path)
    sources = (resources.REPORTS / "rapport.css", resources.REPORTS / "haandbog" / "haandbog.css")
    style = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    yield "egen/rapport.css", _within(style, ".rapport").encode()


def _content(path: Path) -> bytes:
    """A file as it is sent. The design system's list of fonts asks for four old formats first; ours is in site.css."""
    if path.suffix == ".css" and path.parent.parent == resources.DKFDS / "dist":
        return _FONT_FACE.sub("", path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


def _within(style: str, selector: str) -> str:
    """The report's and the handbook's own style, for parts of them that stand in a page of the design system."""
    scaled = _REM.sub(lambda found: f"{float(found[1]) * _REM_RATIO:g}rem", _PRINTED_SHEET.sub("", style))
    return f"{selector} {{\n{scaled}\n}}\n"


def address(name: str) -> str:
    """Where a file is, with a mark that changes when the file does."""
    return f"{STATIC}/{name}?{_mark(name)}"


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(_files()[name]).hexdigest()[:12]


@router.get(STATIC + "/{name:path}")
async def static(name: str) -> Response:
    """One of the files; nothing else on the disk has a name here."""
    content = _files().get(name)
    if content is None:
        raise UnknownThing("Filen findes ikke.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers=_KEPT)
