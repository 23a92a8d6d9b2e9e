"""What is amiss inside the fonts that a PDF shows text in (ISO 14289-1, 7.21)."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pikepdf

from tilgaengelig.gather.pdf import cmaps, encodings, glyphs, programs
from tilgaengelig.gather.pdf.content import FontUse
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.losses import Losses
from tilgaengelig.gather.pdf.objects import dictionary, items, name, number, string, whole
from tilgaengelig.gather.pdf.operators import strings_in
from tilgaengelig.gather.pdf.widths import CidWidths
from tilgaengelig.model.document import Font, FontFlaw, Part

_SUBSET = re.compile(r"[A-Z]{6}\+")
_SYMBOLIC = 4
#: Widths may differ by so many thousandths (ISO 14289-1, 7.21.5).
_WIDTH_SLACK = 1.0
_ORDERINGS_WITH_UNICODE = frozenset(cmaps.ORDERINGS.values())
#: Bytes of a CIDSet: a CID has two bytes, so there are no more bits than these have.
_MOST_CIDS = 8192
_BAD_MARKS = ("\ufeff", "\ufffe")
_NOTDEF = ".notdef"

_T = TypeVar("_T")


def fonts_of(uses: Iterable[FontUse], limits: PdfLimits, losses: Losses) -> tuple[Font, ...]:
    """The facts of each font, the first ones where there are too many."""
    found: list[Font] = []
    for use in uses:
        if len(found) >= limits.fonts:
            losses.add(Part.FONTS, use.page, onward=True)
            break
        if use.strings:
            read = losses.reading(Part.FONTS, partial(_font, use, limits, losses), None, use.page)
            found.append(read or _unread(use))
    return tuple(found)


def _unread(use: FontUse) -> Font:
    return Font(name(use.font.get("/BaseFont")), name(use.font.get("/Subtype")), use.page)


def _font(use: FontUse, limits: PdfLimits, losses: Losses) -> Font:
    font = use.font
    composite = name(font.get("/Subtype")) == "Type0"
    reader = (_Composite if composite else _Simple)(use, limits, losses)
    flaws = set(reader.flaws())
    codes = reader.codes_of(strings_in(use.strings))
    drawn = codes if use.seen == use.strings else reader.codes_of(strings_in(use.seen))
    spoken = codes if use.spoken == use.strings else reader.codes_of(strings_in(use.spoken))
    unmapped = private = 0
    for code in codes:
        text = reader.text(code)
        if not text:
            unmapped += code in spoken
            flaws.add(FontFlaw.UNMAPPED)
            continue
        private += code in spoken and all("\ue000" <= letter <= "\uf8ff" for letter in text)
        if "\0" in text:
            flaws.add(FontFlaw.MAPPED_TO_ZERO)
        if any(mark in text for mark in _BAD_MARKS):
            flaws.add(FontFlaw.MAPPED_TO_MARK)
    if use.seen and not reader.embedded and reader.kind not in ("Type3", "Type0"):
        flaws.add(FontFlaw.NOT_EMBEDDED)
    flaws |= reader.of_codes(codes, drawn)
    basic = name(font.get("/BaseFont")) or name(dictionary(reader.descriptor).get("/FontName"))
    return Font(
        _SUBSET.sub("", basic)[:80],
        reader.kind,
        use.page,
        len(spoken),
        unmapped,
        tuple(sorted(flaws)),
        private,
    )


@dataclass(slots=True)
class _Glyph:
    """What a code leads to: an index in the program, None where nobody knows, -1 where there is none."""

    index: int | None
    width: float | None


class _Reader(ABC):
    """What simple and composite fonts have in common."""

    def __init__(self, use: FontUse, described: Any, limits: PdfLimits, losses: Losses) -> None:
        self.font = use.font
        self._page, self._losses = use.page, losses
        self.kind = name(described.get("/Subtype"))
        self.descriptor = dictionary(described.get("/FontDescriptor"))
        file = programs.embedded(self.descriptor)
        self.embedded = file is not None
        self.program: glyphs.Program | None = None
        if file is not None and programs.size(file) > limits.font:
            losses.add(Part.FONTS, use.page)
        elif file is not None:
            self.program = self._reading(lambda: programs.program(file))
        stated = self.font.get("/ToUnicode")
        self.unicode = cmaps.parsed(stated.read_bytes()) if isinstance(stated, pikepdf.Stream) else None
        self.subset = bool(
            _SUBSET.match(name(described.get("/BaseFont")) or name(self.descriptor.get("/FontName")))
        )

    def _reading(self, read: Callable[[], _T]) -> _T | None:
        """A fact of the font's program; None where that is broken."""
        return self._losses.reading(Part.FONTS, read, None, self._page)

    def of_codes(self, codes: set[bytes], drawn: set[bytes]) -> set[FontFlaw]:
        """What is amiss with the codes that are shown, as far as the program can be read."""
        found: set[FontFlaw] = set()
        if self.program is not None:
            program = self.program
            self._reading(lambda: found.update(self._of_codes(codes, drawn, program)))
        return found

    def _of_codes(self, codes: set[bytes], drawn: set[bytes], program: glyphs.Program) -> Iterator[FontFlaw]:
        for code in codes:
            glyph = self.glyph(code)
            index = glyph.index
            if index is None:
                continue
            if index == 0:
                yield FontFlaw.NOTDEF
            if code not in drawn:
                continue
            if index < 0 or index >= program.count:
                yield FontFlaw.GLYPHS_MISSING
                continue
            own = program.width(index)
            if own is not None and glyph.width is not None and abs(own - glyph.width) > _WIDTH_SLACK:
                yield FontFlaw.WIDTHS

    @abstractmethod
    def glyph(self, code: bytes) -> _Glyph:
        """The glyph of a code, and the width that the font's dictionary gives it."""


class _Simple(_Reader):
    """Type 1, TrueType and Type 3 fonts: a byte a code."""

    def __init__(self, use: FontUse, limits: PdfLimits, losses: Losses) -> None:
        super().__init__(use, use.font, limits, losses)
        flags = whole(self.descriptor.get("/Flags"))
        self.symbolic = bool(flags & _SYMBOLIC) if flags is not None else False
        stated = self.font.get("/Encoding")
        self.stated = name(stated) or name(dictionary(stated).get("/BaseEncoding"))
        self.differences = encodings.differences(self.font)
        self.names = self._encoding(stated)
        self.first = whole(self.font.get("/FirstChar")) or 0
        # Without its first and last letter nobody knows whose the widths are (ISO 32000-1, table 111).
        ends = (whole(self.font.get(key)) for key in ("/FirstChar", "/LastChar"))
        stated = self.font.get("/Widths")
        told = isinstance(stated, pikepdf.Array) and all(end is not None for end in ends)
        self.widths: Sequence[Any] = stated if told else ()

    def _encoding(self, stated: object) -> Mapping[int, str]:
        if self.stated:
            built_on = encodings.base(self.stated)
        elif self.program is not None and self.program.encoding:
            built_on = self.program.encoding
        elif self.kind == "TrueType" and (self.symbolic or stated is None):
            built_on = {}
        else:
            built_on = encodings.base("StandardEncoding")
        return {**built_on, **self.differences}

    def codes_of(self, strings: Iterable[bytes]) -> set[bytes]:
        """Each byte."""
        return {bytes([byte]) for byte in set(b"".join(strings))}

    def text(self, code: bytes) -> str:
        """What a code is read as."""
        if self.unicode is not None and (found := self.unicode.texts.get(code)):
            return found
        if name(self.font.get("/BaseFont")) in encodings.KNOWN_SYMBOLS:
            return " "
        return encodings.letters(self.names.get(code[0], ""))

    def glyph(self, code: bytes) -> _Glyph:
        at = code[0] - self.first
        width = number(self.widths[at], -1) if 0 <= at < len(self.widths) else None
        if width is None:
            width = number(self.descriptor.get("/MissingWidth"))
        return _Glyph(self._index(code[0]), width)

    def _index(self, code: int) -> int | None:
        program = self.program
        if program is None:
            return None
        if program.tables or self.kind == "TrueType":
            return self._truetype_index(code, program)
        glyph = self.names.get(code)
        if not glyph or not program.names:
            return None
        return program.names.get(glyph, -1) if glyph != _NOTDEF else 0

    def _truetype_index(self, code: int, program: glyphs.Program) -> int | None:
        """ISO 32000-1, 9.6.6.4."""
        glyph = self.names.get(code)
        if glyph and not self.symbolic:
            letter = encodings.letters(glyph)
            windows, mac = program.tables.get((3, 1)), program.tables.get((1, 0))
            if windows is not None and len(letter) == 1 and (at := windows(ord(letter))) is not None:
                return at
            if mac is not None and (at := mac(_mac_code(glyph))) is not None:
                return at
            return program.names.get(glyph, 0 if windows is not None else None)
        symbols, mac = program.tables.get((3, 0)), program.tables.get((1, 0))
        for start in (0xF000, 0, 0xF100, 0xF200):
            if symbols is not None and (at := symbols(start + code)) is not None:
                return at
        return mac(code) if mac is not None else None

    def flaws(self) -> Iterator[FontFlaw]:
        """What is amiss whatever is shown."""
        if self.kind == "TrueType":
            yield from self._truetype_flaws()
        listed, program = self.descriptor.get("/CharSet"), self.program
        if self.subset and program is not None and isinstance(listed, pikepdf.String):
            told = set(map(str.strip, (string(listed) or "").split("/"))) - {"", _NOTDEF}
            own = self._reading(lambda: set(program.names) - {_NOTDEF})
            if own and told != own:
                yield FontFlaw.CHARSET

    def _truetype_flaws(self) -> Iterator[FontFlaw]:
        tables = self.program.tables if self.program is not None else None
        if self.symbolic:
            if "/Encoding" in self.font:
                yield FontFlaw.SYMBOLIC_ENCODING
            if tables is not None and len(tables) != 1 and (3, 0) not in tables:
                yield FontFlaw.SYMBOLIC_TABLES
            return
        if tables is not None and len(tables) <= ((3, 0) in tables):
            yield FontFlaw.NO_TABLE
        if self.stated not in ("MacRomanEncoding", "WinAnsiEncoding"):
            yield FontFlaw.NO_ENCODING
        elif self.differences:
            strange = not all(encodings.is_listed(glyph) for glyph in self.differences.values())
            if strange or (tables is not None and (3, 1) not in tables):
                yield FontFlaw.STRANGE_NAMES


def _mac_code(glyph: str) -> int:
    return next((code for code, named in encodings.base("MacRomanEncoding").items() if named == glyph), -1)


class _Composite(_Reader):
    """Type 0 fonts: codes lead to CIDs by a CMap, and CIDs to glyphs."""

    def __init__(self, use: FontUse, limits: PdfLimits, losses: Losses) -> None:
        descendants = items(use.font.get("/DescendantFonts"))
        self.cid_font = dictionary(descendants[0]) if descendants else pikepdf.Dictionary()
        super().__init__(use, self.cid_font, limits, losses)
        stated = self.font.get("/Encoding")
        self.encoding = name(stated)
        self.embedded_map = stated if isinstance(stated, pikepdf.Stream) else None
        if self.embedded_map is not None:
            self.map = cmaps.parsed(self.embedded_map.read_bytes())
            self.encoding = name(self.embedded_map.get("/CMapName"))
        else:
            self.map = cmaps.two_bytes()
        self.known_cids = self.embedded_map is not None or self.encoding in cmaps.IDENTITY
        self.default = number(self.cid_font.get("/DW"), 1000)
        self.widths = CidWidths(items(self.cid_font.get("/W")))
        mapped = self.cid_font.get("/CIDToGIDMap")
        self.to_glyph = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else None
        self.collection = dictionary(self.cid_font.get("/CIDSystemInfo"))

    def codes_of(self, strings: Iterable[bytes]) -> set[bytes]:
        """As the CMap parts them."""
        return self.map.codes(strings)

    def text(self, code: bytes) -> str:
        """What a code is read as; " " where a collection of the registry tells."""
        if self.unicode is not None:
            return self.unicode.texts.get(code, "") or ("" if not self._collection_tells() else " ")
        return " " if self._collection_tells() else ""

    def _collection_tells(self) -> bool:
        ordering = string(self.collection.get("/Ordering"))
        return ordering in _ORDERINGS_WITH_UNICODE or self.encoding in cmaps.ORDERINGS

    def _cid(self, code: bytes) -> int | None:
        if not self.known_cids:
            return None
        if self.embedded_map is not None and self.encoding not in cmaps.IDENTITY:
            found = self.map.cids.get(code)
            return found if found is not None else (None if self.map.base else 0)
        return int.from_bytes(code)

    def glyph(self, code: bytes) -> _Glyph:
        cid = self._cid(code)
        if cid is None or self.program is None:
            return _Glyph(None, None)
        stated = self.widths.of(cid)
        width = self.default if stated is None else stated
        if self.kind == "CIDFontType2":
            if self.to_glyph is None:
                return _Glyph(cid, width)
            pair = self.to_glyph[2 * cid : 2 * cid + 2]
            return _Glyph(int.from_bytes(pair) if len(pair) == 2 else 0, width)
        if self.program.cids is not None:
            return _Glyph(self.program.cids.get(cid, -1), width)
        return _Glyph(cid, width)

    def flaws(self) -> Iterator[FontFlaw]:
        """What is amiss whatever is shown."""
        yield from self._map_flaws()
        direct = self.cid_font.get("/CIDToGIDMap")
        if (
            self.kind == "CIDFontType2"
            and self.embedded
            and self.to_glyph is None
            and name(direct) != "Identity"
        ):
            yield FontFlaw.NO_CID_MAP
        listed = self.descriptor.get("/CIDSet")
        told = listed.read_bytes() if self.subset and isinstance(listed, pikepdf.Stream) else None
        if told is not None and self.program is not None and not self._listed_rightly(told, self.program):
            yield FontFlaw.CIDSET

    def _map_flaws(self) -> Iterator[FontFlaw]:
        if self.embedded_map is not None:
            if self.map.writing_mode != (whole(self.embedded_map.get("/WMode")) or 0):
                yield FontFlaw.WRITING_MODE
            base = self.map.base or name(self.embedded_map.get("/UseCMap"))
            if base and base not in cmaps.ORDERINGS and base not in cmaps.IDENTITY:
                yield FontFlaw.BASE_CMAP
        elif self.encoding not in cmaps.ORDERINGS and self.encoding not in cmaps.IDENTITY:
            yield FontFlaw.UNKNOWN_CMAP
        if self.encoding not in cmaps.IDENTITY:
            yield from self._collection_flaws()

    def _collection_flaws(self) -> Iterator[FontFlaw]:
        """The font's collection against the CMap's (ISO 14289-1, 7.21.3.1)."""
        registry: str | None = "Adobe"
        ordering, supplement = cmaps.ORDERINGS.get(self.encoding), None
        if self.embedded_map is not None:
            stated = dictionary(self.embedded_map.get("/CIDSystemInfo"))
            registry = string(stated.get("/Registry")) or self.map.registry
            ordering = string(stated.get("/Ordering")) or self.map.ordering
            supplement = whole(stated.get("/Supplement"))
            supplement = self.map.supplement if supplement is None else supplement
        elif ordering is None:
            return
        if string(self.collection.get("/Registry")) != registry:
            yield FontFlaw.REGISTRY
        if string(self.collection.get("/Ordering")) != ordering:
            yield FontFlaw.ORDERING
        own = whole(self.collection.get("/Supplement"))
        if supplement is not None and (own is None or own > supplement):
            yield FontFlaw.SUPPLEMENT

    def _listed_rightly(self, bits: bytes, program: glyphs.Program) -> bool:
        """Whether a CIDSet names just the CIDs that there are; that of no glyph does not count."""
        cids: Iterable[int] = program.cids if program.cids is not None else range(program.count)
        if self.kind == "CIDFontType2" and self.to_glyph is not None:
            pairs = self.to_glyph
            cids = [at // 2 for at in range(0, len(pairs) - 1, 2) if pairs[at : at + 2] != b"\0\0"]
        listed = {
            8 * at + bit
            for at, byte in enumerate(bits[:_MOST_CIDS])
            for bit in range(8)
            if byte & (0x80 >> bit)
        }
        return listed - {0} == set(cids) - {0}
