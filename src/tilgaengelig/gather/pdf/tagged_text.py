"""The text of each tag, with its size and place, by pdfium: what the tags say is set beside what the page shows."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it bears annotations but no py.typed
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.pages import bold_font
from tilgaengelig.gather.pdf.tags import ObjectId, TagTree
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Box, Tag

_LONGEST = 300
_LONGEST_PIECE = 2_000


@dataclass(slots=True)
class _Shown:
    """What one tag shows itself, on the first page that it is on."""

    page: int
    parts: list[str] = field(default_factory=list)
    size: float = 0.0
    bold: bool = True
    box: Box | None = None
    length: int = 0

    def take(self, text: str, size: float, box: Box, *, bold: bool, page: int) -> None:
        """One piece of text more."""
        if text.strip():
            self.size = max(self.size, size)
            self.bold = self.bold and bold
        if self.length < _LONGEST:
            self.parts.append(text)
            self.length += len(text)
        if page == self.page:
            self.box = box if self.box is None else _around(self.box, box)


def with_text(
    tree: TagTree, document: pypdfium2.PdfDocument, pages: dict[int, ObjectId], limits: PdfLimits
) -> tuple[Tag, ...]:
    """The tags with what they show; `pages` has the id of each page by its number."""
    shown: dict[int, _Shown] = {}
    for number in range(1, min(len(document), limits.pages) + 1):
        where = pages.get(number)
        if where is None:
            continue
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue  # one bad page doesn't spoil the rest
        try:
            for mcid, piece in _pieces(page, limits):
                index = tree.named_by.get((where, mcid))
                if index is not None:
                    text, size, box, bold = piece
                    shown.setdefault(index, _Shown(number)).take(text, size, box, bold=bold, page=number)
        finally:
            page.close()
    return tuple(_filled(tag, shown[index]) if index in shown else tag for index, tag in enumerate(tree.tags))


def _filled(tag: Tag, shown: _Shown) -> Tag:
    text = cleaned(_joined(shown.parts))[:_LONGEST]
    return replace(tag, text=text, size=shown.size, bold=shown.bold and bool(text), box=shown.box)


def _joined(parts: list[str]) -> str:
    """Pieces in the order of the file; pdfium ends those of a line that is over with a line break or a blank."""
    return "".join(part if part.endswith((" ", "\n", "\r")) else part + " " for part in parts)


def _pieces(page: Any, limits: PdfLimits) -> Iterator[tuple[int, tuple[str, float, Box, bool]]]:
    """The page's own pieces of text that marked content holds."""
    text = page.get_textpage()
    try:
        count = min(pdfium.FPDFPage_CountObjects(page.raw), limits.objects)
        for at in range(count):
            item = pdfium.FPDFPage_GetObject(page.raw, at)
            if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            mcid = pdfium.FPDFPageObj_GetMarkedContentID(item)
            if mcid >= 0:
                yield (
                    mcid,
                    (
                        _text(item, text.raw),
                        _size(item),
                        _box(item),
                        bold_font(pdfium.FPDFTextObj_GetFont(item)),
                    ),
                )
    finally:
        text.close()


def _text(item: Any, page: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(item, page, None, 0)
    if not 2 < length <= 2 * _LONGEST_PIECE:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFTextObj_GetText(item, page, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def _size(item: Any) -> float:
    """The size as shown: the object's own, scaled by its matrix."""
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFPageObj_GetMatrix(item, matrix) else 1.0
    found = size.value * scale
    return round(found, 2) if math.isfinite(found) and found > 0 else 0.0


def _box(item: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (round(side.value, 1) if math.isfinite(side.value) else 0.0 for side in sides)
    return left, bottom, right, top


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
