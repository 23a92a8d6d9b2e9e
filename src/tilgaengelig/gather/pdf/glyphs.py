"""Font programs: which glyphs they have, how wide these are, and how codes find them. Type 1 and CFF, by fontTools.

Widths are in thousandths of the type's size, as PDF counts them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fontTools import cffLib
from fontTools.misc import eexec

from tilgaengelig.gather.pdf import widths

_NOTDEF = ".notdef"
_CHARSTRING_KEY, _EEXEC_KEY = 4330, 55665
_GLYPH = re.compile(rb"/([^\s/{}()<>\[\]]{1,100})\s+(\d{1,5})\s+(?:RD|-\||\S{1,4}) ")
_ENCODED = re.compile(rb"dup\s+(\d{1,3})\s*/(\S{1,100})\s+put")
_LENIV = re.compile(rb"/lenIV\s+(-?\d{1,2})")
_MATRIX = re.compile(rb"/FontMatrix\s*\[\s*([0-9.eE+-]+)")
#: From a letter's code to the index of its glyph, None where there is none.
Letters = Callable[[int], int | None]


@dataclass(slots=True)
class Program:
    """A font program. `count` is of its glyphs; `names` lead from glyph names to indexes, `cids` from CIDs.

    `tables` are those of a TrueType program's cmap by platform and encoding. `encoding` is the program's own.
    """

    count: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    cids: Mapping[int, int] | None = None
    tables: Mapping[tuple[int, int], Letters] = field(default_factory=dict)
    encoding: Mapping[int, str] = field(default_factory=dict)
    widths: Callable[[int], float | None] | None = None

    def width(self, glyph: int) -> float | None:
        """A glyph's width; None where the program does not tell."""
        return self.widths(glyph) if self.widths and 0 <= glyph < self.count else None


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
