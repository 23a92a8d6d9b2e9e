"""TrueType and OpenType programs: the few tables of theirs that a PDF is judged by (ISO/IEC 14496-22, 4 and 5).

A font has thousands of letters and a page shows some dozens: letters are looked up where they stand in the program,
one by one. fontTools makes objects of all of them, which took longer than all else in a small file; it is left what
is seldom asked for, the names of glyphs.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from fontTools.ttLib import TTFont

from tilgaengelig.gather.pdf.glyphs import Letters, Program, cff

#: From a code to a glyph's index, 0 for none.
_Lookup = Callable[[int], int]

_COLLECTION = b"ttcf"
_ENTRY = 16


def truetype(body: bytes) -> Program:
    """A TrueType program, or an OpenType one of either outline.

    Raises ValueError, struct.error or KeyError on a broken one, and what fontTools raises.
    """
    tables = _Tables(body)
    if "CFF " in tables and "glyf" not in tables:
        return cff(tables["CFF "])
    (count,) = struct.unpack_from(">4xH", tables["maxp"])
    (units,) = struct.unpack_from(">18xH", tables["head"])
    return Program(
        count=count,
        names=_Names(body),
        tables=_cmap(tables["cmap"], count) if "cmap" in tables else {},
        widths=_advances(tables["hmtx"], tables["hhea"], 1000 / (units or 1000))
        if "hmtx" in tables
        else None,
    )


class _Tables(Mapping[str, bytes]):
    """The tables of a program by their tags, of the first program where it is a collection."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        start = int.from_bytes(body[12:16]) if body.startswith(_COLLECTION) else 0
        (count,) = struct.unpack_from(">4xH", body, start)
        entries = body[start + 12 : start + 12 + count * _ENTRY]
        self._places = {
            tag.decode("latin-1"): (at, length) for tag, at, length in struct.iter_unpack(">4s4xLL", entries)
        }

    def __getitem__(self, tag: str) -> bytes:
        at, length = self._places[tag]
        if at + length > len(self._body):
            raise ValueError(f"the table {tag} ends before its end")
        return self._body[at : at + length]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Names(Mapping[str, int]):
    """Where glyphs stand by the names that the program gives them, which are read only when one is asked for."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    @cached_property
    def _own(self) -> dict[str, int]:
        font = TTFont(io.BytesIO(self._body), lazy=True, fontNumber=0, checkChecksums=0)
        post = font.get("post")
        named = post is not None and post.formatType in (1.0, 2.0)
        return {name: index for index, name in enumerate(font.getGlyphOrder())} if named else {}

    def __getitem__(self, name: str) -> int:
        return self._own[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def _advances(body: bytes, header: bytes, scale: float) -> Callable[[int], float | None]:
    """The advance of a glyph; those beyond the measured ones have the last one's."""
    (measured,) = struct.unpack_from(">34xH", header)
    last = min(measured, len(body) // 4) - 1

    def width(glyph: int) -> float | None:
        at = 4 * min(glyph, last)
        return int.from_bytes(body[at : at + 2]) * scale if at >= 0 else None

    return width


def _cmap(body: bytes, count: int) -> dict[tuple[int, int], Letters]:
    """The tables of a cmap by platform and encoding; the first where several are for one encoding."""
    found: dict[tuple[int, int], Letters] = {}
    (tables,) = struct.unpack_from(">2xH", body)
    for at in range(4, 4 + 8 * tables, 8):
        platform, encoding, start = struct.unpack_from(">HHL", body, at)
        if start + 4 > len(body):
            raise ValueError("a table of a cmap lies beyond its end")
        found.setdefault((platform, encoding), _Table(body[start:], count))
    return found


class _Table:
    """One table of a cmap, read when it is first asked for a letter."""

    def __init__(self, body: bytes, count: int) -> None:
        self._body, self._count = body, count

    @cached_property
    def _lookup(self) -> _Lookup:
        kind = int.from_bytes(self._body[:2])
        if kind not in _FORMATS:
            raise ValueError(f"a table of a cmap is of format {kind}")
        return _FORMATS[kind](self._body)

    def __call__(self, code: int) -> int | None:
        """A letter's glyph: None where the table has none, 0 where it names one that is not in the program."""
        found = self._lookup(code)
        return (found if found < self._count else 0) if found else None


def _bytes(table: bytes) -> _Lookup:
    """Format 0: a glyph for each byte."""
    glyphs = table[6:262]
    return lambda code: glyphs[code] if 0 <= code < len(glyphs) else 0


def _segments(table: bytes) -> _Lookup:
    """Format 4: runs of letters, whose glyphs follow each other or stand in a list."""
    (twice,) = struct.unpack_from(">6xH", table)
    count = twice // 2
    words: tuple[int, ...] = struct.unpack_from(f">{count}H2x{3 * count}H", table, 14)
    ends, starts = words[:count], words[count : 2 * count]
    deltas, offsets = words[2 * count : 3 * count], words[3 * count :]
    offsets_at = 16 + 6 * count

    def glyph(code: int) -> int:
        at = bisect_left(ends, code)
        if at == count or code < starts[at]:
            return 0
        if not offsets[at]:
            return (code + deltas[at]) & 0xFFFF
        # The offset counts from where it stands itself.
        place = offsets_at + 2 * at + offsets[at] + 2 * (code - starts[at])
        found = int.from_bytes(table[place : place + 2])
        return (found + deltas[at]) & 0xFFFF if found else 0

    return glyph


def _trimmed(table: bytes) -> _Lookup:
    """Format 6: one run of letters."""
    first, count = struct.unpack_from(">6xHH", table)
    glyphs = table[10 : 10 + 2 * count]
    return lambda code: int.from_bytes(glyphs[2 * (code - first) :][:2]) if code >= first else 0


def _groups(table: bytes) -> _Lookup:
    """Format 12: runs of letters of any plane, whose glyphs follow each other."""
    (count,) = struct.unpack_from(">12xL", table)
    groups = list(struct.iter_unpack(">LLL", table[16 : 16 + 12 * count]))
    ends = [end for _, end, _ in groups]

    def glyph(code: int) -> int:
        at = bisect_left(ends, code)
        start, _, first = groups[at] if at < len(groups) else (code + 1, 0, 0)
        return first + code - start if code >= start else 0

    return glyph


_FORMATS: Mapping[int, Callable[[bytes], _Lookup]] = {0: _bytes, 4: _segments, 6: _trimmed, 12: _groups}
