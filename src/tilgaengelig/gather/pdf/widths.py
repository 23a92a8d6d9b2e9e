"""The widths of glyphs, as CFF programs tell them (Adobe technical note 5177, 3.1 and 4) and as a PDF states them.

A charstring begins with its width, before the arguments of its first hint, move or end. Only so far is it read: to
run all of an outline, as fontTools does, takes many times as long, and is left for those that begin otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import pikepdf
from fontTools.misc.psCharStrings import T2WidthExtractor, calcSubrBias

from tilgaengelig.gather.pdf.objects import number, whole

_CALL_LOCAL, _RETURN, _CALL_GLOBAL = 10, 11, 29
#: Operators that take an even number of arguments, and those that take an odd one: one more is the width.
_EVEN = frozenset({1, 3, 14, 18, 19, 20, 21, 23})
_ODD = frozenset({4, 22})
_DEEPEST = 10
_MOST_ARGUMENTS = 48
#: A crafted font may have any number of ranges of widths, all of which each letter asks.
_MOST_RANGES = 5_000


def width(glyph: Any) -> float | None:
    """The width of a glyph of fontTools, in units of its font; None where nothing tells it.

    Raises what fontTools raises where the glyph or the font's tables are broken.
    """
    private = glyph.private
    arguments = _first_arguments(glyph)
    if arguments is None:
        return _run(glyph)
    return float(private.nominalWidthX + arguments[0] if arguments else private.defaultWidthX)


def _run(glyph: Any) -> float | None:
    private = glyph.private
    usual = private.nominalWidthX, private.defaultWidthX
    extractor = T2WidthExtractor(getattr(private, "Subrs", []), glyph.globalSubrs, *usual, private)
    glyph.decompile()
    extractor.execute(glyph)
    return None if extractor.width is None else float(extractor.width)


def _first_arguments(glyph: Any) -> list[float] | None:
    """Those of the first operator, where the width is among them; [] where it is not, None where that is not plain."""
    local, shared = getattr(glyph.private, "Subrs", None) or (), glyph.globalSubrs or ()
    stack: list[float] = []
    calls: list[tuple[bytes, int]] = []
    code, at = glyph.bytecode or b"", 0
    while at < len(code) and len(stack) <= _MOST_ARGUMENTS:
        byte = code[at]
        at += 1
        if byte >= 32 or byte == 28:
            value, at = _number(code, at, byte)
            stack.append(value)
        elif byte in (_CALL_LOCAL, _CALL_GLOBAL):
            called = _called(local if byte == _CALL_LOCAL else shared, stack)
            if called is None or len(calls) >= _DEEPEST:
                return None
            calls.append((code, at))
            code, at = called, 0
        elif byte == _RETURN and calls:
            code, at = calls.pop()
        elif byte in _EVEN or byte in _ODD:
            return stack if stack and (len(stack) % 2 == 1) is (byte in _EVEN) else []
        else:
            return None
    return None


def _called(routines: Sequence[Any], stack: list[float]) -> bytes | None:
    """The code of the routine whose number is the last argument."""
    index = int(stack.pop()) + calcSubrBias(routines) if stack else -1
    if not 0 <= index < len(routines):
        return None
    code: bytes | None = routines[index].bytecode
    return code


def _number(code: bytes, at: int, byte: int) -> tuple[float, int]:
    following = code[at] if at < len(code) else 0
    if byte == 28:
        return int.from_bytes(code[at : at + 2], signed=True), at + 2
    if byte <= 246:
        return byte - 139, at
    if byte <= 250:
        return (byte - 247) * 256 + following + 108, at + 1
    if byte <= 254:
        return -(byte - 251) * 256 - following - 108, at + 1
    return int.from_bytes(code[at : at + 4], signed=True) / 65536, at + 4


class CidWidths:
    """/W: `c [w1 w2 …]` or `first last w` (ISO 32000-1, 9.7.4.3). Its lists are long, and few of them are asked for."""

    def __init__(self, stated: list[Any]) -> None:
        self._runs: dict[int, Any] = {}
        self._ranges: list[tuple[int, int, float]] = []
        at = 0
        while at + 1 < len(stated) and len(self._ranges) < _MOST_RANGES:
            first, second = whole(stated[at]), stated[at + 1]
            if first is None:
                at += 1
            elif isinstance(second, pikepdf.Array):
                self._runs[first] = second
                at += 2
            else:
                last = whole(second)
                if last is not None and at + 2 < len(stated):
                    self._ranges.append((first, last, number(stated[at + 2])))
                at += 3
        self._starts = sorted(self._runs)

    def of(self, cid: int) -> float | None:
        """The width of a glyph, None where it is the usual one."""
        at = bisect_right(self._starts, cid)
        if at:
            first = self._starts[at - 1]
            if cid - first < len(self._runs[first]):
                return number(self._runs[first][cid - first])
        return next((width for first, last, width in self._ranges if first <= cid <= last), None)
