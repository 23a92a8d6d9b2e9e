"""What the codes of a simple font stand for: glyph names, and the letters of those (ISO 32000-1, annex D)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pikepdf
from fontTools import agl
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding

from tilgaengelig.gather.pdf.objects import dictionary, items, name, whole

_NOTDEF = ".notdef"
#: Fonts of symbols without a program of their own have encodings that every reader knows.
KNOWN_SYMBOLS = ("Symbol", "ZapfDingbats")


@cache
def _windows() -> dict[int, str]:
    """WinAnsiEncoding: code page 1252, with bullets where it has no letter."""
    found = {}
    for code in range(32, 256):
        letter = bytes([code]).decode("cp1252", "ignore")
        found[code] = str(agl.UV2AGL.get(ord(letter), _NOTDEF)) if letter else "bullet"
    return found | {0x7F: "bullet", 0xA0: "space", 0xAD: "hyphen", 0xB5: "mu", 0xB7: "periodcentered"}


@cache
def _listed(which: str) -> dict[int, str]:
    order = MacRoman if which == "MacRomanEncoding" else StandardEncoding
    found = {code: glyph for code, glyph in enumerate(order) if glyph != _NOTDEF}
    return found | {0xCA: "space"} if which == "MacRomanEncoding" else found


def base(which: str) -> Mapping[int, str]:
    """A predefined encoding by its name; an empty one where there is none of that name."""
    if which == "WinAnsiEncoding":
        return _windows()
    return _listed(which) if which in ("MacRomanEncoding", "StandardEncoding") else {}


def differences(font: pikepdf.Dictionary) -> dict[int, str]:
    """What a font's own encoding changes in the one it builds on."""
    found: dict[int, str] = {}
    code = 0
    for item in items(dictionary(font.get("/Encoding")).get("/Differences")):
        stated = whole(item)
        if stated is not None:
            code = stated
        elif isinstance(item, pikepdf.Name):
            found[code] = name(item)
            code += 1
    return found


def letters(glyph: str) -> str:
    """The letters that a glyph's name stands for by the Adobe Glyph List; "" for none."""
    return agl.toUnicode(glyph) if glyph and glyph != _NOTDEF else ""


def is_listed(glyph: str) -> bool:
    """Whether the Adobe Glyph List knows the name, or it is made as the list has it (uni20AC)."""
    return bool(letters(glyph))
