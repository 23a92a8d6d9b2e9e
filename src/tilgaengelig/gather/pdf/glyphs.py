"""Font programs: which glyphs they have, how wide these are, and how codes find them. By fontTools.

Widths are in thousandths of the type's size, as PDF counts them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fontTools import cffLib
from fontTools.misc import eexec
from fontTools.ttLib import TTFont

from tilgaengelig.gather.pdf import widths

_NOTDEF = ".notdef"
_CHARSTRING_KEY, _EEXEC_KEY = 4330, 55665
_GLYPH = re.compile(rb"/([^\s/{}()<>\[\]]{1,100})\s+(\d{1,5})\s+(?:RD|-\||\S{1,4}) ")
_ENCODED = re.compile(rb"dup\s+(\d{1,3})\s*/(\S{1,100})\s+put")
_LENIV = re.compile(rb"/lenIV\s+(-?\d{1,2})")
_MATRIX = re.compile(rb"/FontMatrix\s*\[\s*([0-9.eE+-]+)")


@dataclass(slots=True)
class Program:
    """A font program. `count` is of its glyphs; `names` lead from glyph names to indexes, `cids` from CIDs.

    `tables` are the (platform, encoding) pairs of a TrueType program's cmap. `encoding` is the program's own.
    """

    count: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    cids: Mapping[int, int] | None = None
    tables: Mapping[tuple[int, int], Mapping[int, int]] = field(default_factory=dict)
    encoding: Mapping[int, str] = field(default_factory=dict)
    widths: Callable[[int], float | None] | None = None

    def width(self, glyph: int) -> float | None:
        """A glyph's width; None where the program does not tell."""
        return self.widths(glyph) if self.widths and 0 <= glyph < self.count else None


def truetype(body: bytes) -> Program:
    """A TrueType program, or an OpenType one of either outline. Raises what fontTools raises on a broken one."""
    font = TTFont(io.BytesIO(body), lazy=True, fontNumber=0, checkChecksums=0)
    if "CFF " in font and "glyf" not in font:
        return cff(font.reader["CFF "])
    count = font["maxp"].numGlyphs
    scale = 1000 / (font["head"].unitsPerEm or 1000)
    names = _Names(font)
    return Program(
        count=count,
        names=names,
        tables=_Tables(font, names),
        widths=_advances(font.reader["hmtx"], font["hhea"].numberOfHMetrics, scale)
        if "hmtx" in font
        else None,
    )


def _advances(body: bytes, measured: int, scale: float) -> Callable[[int], float | None]:
    """The advance of a glyph; those beyond the measured ones have the last one's."""
    last = min(measured, len(body) // 4) - 1

    def width(glyph: int) -> float | None:
        at = 4 * min(glyph, last)
        return int.from_bytes(body[at : at + 2]) * scale if at >= 0 else None

    return width


class _Names(Mapping[str, int]):
    """Where glyphs stand by their names, which are read only when one is asked for."""

    def __init__(self, font: TTFont) -> None:
        self._font = font

    @cached_property
    def order(self) -> dict[str, int]:
        """Those of the program, or made up where it has none."""
        return {name: index for index, name in enumerate(self._font.getGlyphOrder())}

    @cached_property
    def _own(self) -> dict[str, int]:
        post = self._font.get("post")
        return self.order if post is not None and post.formatType in (1.0, 2.0) else {}

    def __getitem__(self, name: str) -> int:
        return self._own[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


class _Tables(Mapping[tuple[int, int], Mapping[int, int]]):
    """The tables of a cmap, each read when it is asked for; the first where several are for one encoding."""

    def __init__(self, font: TTFont, names: _Names) -> None:
        self._names = names
        self._tables: dict[tuple[int, int], Any] = {}
        self._read: dict[tuple[int, int], dict[int, int]] = {}
        for table in font["cmap"].tables if "cmap" in font else ():
            self._tables.setdefault((table.platformID, table.platEncID), table)

    def __getitem__(self, key: tuple[int, int]) -> Mapping[int, int]:
        if key not in self._read:
            letters, order = self._tables[key].cmap, self._names.order
            self._read[key] = {code: order.get(name, 0) for code, name in letters.items()}
        return self._read[key]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def cff(body: bytes) -> Program:
    """A bare CFF program (Type1C, CIDFontType0C)."""
    fonts = cffLib.CFFFontSet()
    fonts.decompile(io.BytesIO(body), None)
    top = fonts[0]
    strings = top.CharStrings
    charset = list(top.charset)
    scale = 1000 * top.FontMatrix[0] if hasattr(top, "FontMatrix") else 1.0

    def width(glyph: int) -> float | None:
        found = widths.width(strings[charset[glyph]])
        return None if found is None else found * scale

    if hasattr(top, "ROS"):
        cids = {int(name[3:]): index for index, name in enumerate(charset) if name[3:].isdecimal()}
        cids[0] = 0
        return Program(count=len(charset), cids=cids, widths=width)
    encoding = top.Encoding if isinstance(getattr(top, "Encoding", None), list) else []
    own = {code: name for code, name in enumerate(encoding) if name != ".notdef"}
    names = {name: index for index, name in enumerate(charset)}
    return Program(count=len(charset), names=names, encoding=own, widths=width)


def type1(body: bytes) -> Program:
    """A Type 1 program: names, widths and encoding read without running it."""
    start = body.find(b"eexec")
    if start < 0:
        return Program()
    clear, closed = body[:start], body[start + 5 :].lstrip(b" \t\r\n")
    if re.match(rb"[0-9A-Fa-f\s]{8}", closed):
        closed = bytes.fromhex(
            re.sub(rb"[^0-9A-Fa-f]", b"", closed)[: len(closed) // 2 * 2].decode()[: len(closed) & ~1]
        )
    private, _ = eexec.decrypt(closed, _EEXEC_KEY)
    found = _LENIV.search(private)
    skip = int(found[1]) if found else 4
    matrix = _MATRIX.search(clear)
    scale = 1000 * float(matrix[1]) if matrix else 1.0
    strings: dict[str, bytes] = {}
    at = max(private.find(b"/CharStrings"), 0)
    at += len(b"/CharStrings") if at else 0
    while entry := _GLYPH.search(private, at):
        end = entry.end() + int(entry[2])
        strings.setdefault(entry[1].decode("latin-1"), private[entry.end() : end])
        at = end
    # A Type 1 program has its glyphs in any order; elsewhere glyph 0 is the one that stands for none.
    strings = {_NOTDEF: strings.pop(_NOTDEF, b"")} | strings
    names = {name: index for index, name in enumerate(strings)}
    bodies = list(strings.values())
    encoding = {int(code): name.decode("latin-1") for code, name in _ENCODED.findall(clear)}

    def width(glyph: int) -> float | None:
        plain = bodies[glyph] if skip < 0 else eexec.decrypt(bodies[glyph], _CHARSTRING_KEY)[0][skip:]
        wide = _side_bearing_and_width(plain)
        return None if wide is None else wide * scale

    return Program(count=len(names), names=names, encoding=encoding, widths=width)


def _side_bearing_and_width(plain: bytes) -> float | None:
    """The width that a charstring begins with: `sbx wx hsbw` or `sbx sby wx wy sbw` (Type 1 Font Format, 6.4)."""
    stack: list[float] = []
    at = 0
    while at < len(plain) and len(stack) < 24:
        byte = plain[at]
        at += 1
        if byte >= 32:
            value, at = _number(plain, at, byte)
            stack.append(value)
        elif byte == 13:
            return stack[1] if len(stack) > 1 else None
        elif byte == 12 and plain[at : at + 1] == b"\x07":
            return stack[2] if len(stack) > 3 else None
        elif byte == 12 and plain[at : at + 1] == b"\x0c" and len(stack) > 1 and stack[-1]:
            divisor = stack.pop()
            stack[-1] /= divisor
            at += 1
        else:
            return None
    return None


def _number(plain: bytes, at: int, byte: int) -> tuple[float, int]:
    if byte <= 246:
        return byte - 139, at
    following = plain[at] if at < len(plain) else 0
    if byte <= 250:
        return (byte - 247) * 256 + following + 108, at + 1
    if byte <= 254:
        return -(byte - 251) * 256 - following - 108, at + 1
    return int.from_bytes(plain[at : at + 4], signed=True), at + 4
