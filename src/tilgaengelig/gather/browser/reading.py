"""The words in pictures, read by Tesseract where it stands on this machine (WCAG 1.4.5).

Tesseract (Debian: tesseract-ocr with tesseract-ocr-dan) is a program of its own and never required: without it no
picture is read, and what is asked of pictures says so.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from tilgaengelig.model.subject import Element

#: A page's first pictures are read; more than these would keep it too long (about half a second a picture).
MOST = 6
SECONDS_A_PICTURE = 5.0
SECONDS_A_PAGE = 10.0
#: Smaller pictures (CSS px) are icons; larger than so many bytes is no picture of text.
LEAST_WIDTH, LEAST_HEIGHT = 60, 15
_SURE = 70.0  # Tesseract's own confidence in a word, of 100
_LANGUAGES = ("dan", "eng")


def read(elements: Sequence[Element], picture: Callable[[str], bytes | None]) -> tuple[Element, ...]:
    """The elements with what stands in their pictures as `written`; `picture` takes one of an element, as PNG."""
    spoken = languages()
    if not spoken:
        return tuple(elements)
    start = time.monotonic()
    words: dict[int, str] = {}
    for at in list(_pictures(elements))[:MOST]:
        if time.monotonic() - start > SECONDS_A_PAGE:
            break
        shot = picture(elements[at].place.target)
        if shot:
            words[at] = _words(shot, spoken)
    return tuple(
        replace(one, attributes={**one.attributes, "written": words[at]}) if at in words else one
        for at, one in enumerate(elements)
    )


@lru_cache(maxsize=1)
def languages() -> str:
    """The languages that Tesseract reads here, as it wants them said ("dan+eng"); empty where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        said = subprocess.run(  # noqa: S603 - our own program
            [program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "+".join(one for one in _LANGUAGES if one in said.stdout.split())


def words_of(table: str) -> str:
    """The words that Tesseract is sure of, from its table (TSV: the confidence is column 11, the word column 12)."""
    found = []
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) == 12 and cells[11].strip() and float(cells[10]) >= _SURE:
            found.append(cells[11].strip())
    return " ".join(found)


def _pictures(elements: Sequence[Element]) -> Iterator[int]:
    """Pictures that may hold words, each file once."""
    met = set()
    for at, one in enumerate(elements):
        button = one.tag == "input" and one.attributes.get("type", "").lower() == "image"
        shown = "shows" in one.attributes and one.tag in ("img", "canvas")
        if (
            not (button or shown or one.role == "img")
            or one.look.width < LEAST_WIDTH
            or one.look.height < LEAST_HEIGHT
        ):
            continue
        source = one.attributes.get("src") or one.place.target
        if source not in met:
            met.add(source)
            yield at


def _words(picture: bytes, spoken: str) -> str:
    try:
        made = subprocess.run(  # noqa: S603 - nothing in it comes from outside
            ["tesseract", "stdin", "stdout", "-l", spoken, "--psm", "11", "tsv"],  # noqa: S607 - found above
            input=picture,
            capture_output=True,
            timeout=SECONDS_A_PICTURE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return words_of(made.stdout.decode("utf-8", "replace"))
