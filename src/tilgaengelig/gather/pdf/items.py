"""The objects that a page is painted with, by pdfium: text, pictures, areas, and what lies in forms."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it bears annotations but no py.typed

from tilgaengelig.model.document import Box

_DEEPEST_FORM = 8
_LONGEST_PIECE = 2_000
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi", b"-bd")
_BOLD_WEIGHT = 600
_ARTIFACT = "Artifact"
_MOST_MARKS = 20

_Matrix = tuple[float, float, float, float, float, float]
_STILL: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Item:
    """One object. `box` is where it stands (points of the page), `around` the form that it lies in.

    `scale` is how much the forms around it enlarge it.
    """

    handle: Any
    kind: int
    box: Box
    around: Item | None = None
    scale: float = 1.0

    @property
    def is_text(self) -> bool:
        """Whether it is a run of text."""
        return bool(self.kind == pdfium.FPDF_PAGEOBJ_TEXT)

    @property
    def mcid(self) -> int:
        """The marked content that it belongs to, -1 for none. What lies in a form counts by the form's own ids."""
        return -1 if self.around else int(pdfium.FPDFPageObj_GetMarkedContentID(self.handle))

    @property
    def artifact(self) -> bool:
        """Whether it or a form around it is marked as decoration."""
        at: Item | None = self
        while at is not None:
            if _ARTIFACT in _marks(at.handle):
                return True
            at = at.around
        return False

    @property
    def upright(self) -> bool:
        """Whether its lines run along the page, as those of text do and those of watermarks don't."""
        a, b, _, _, _, _ = _matrix(self.handle)
        return abs(b) <= abs(a) * 0.1

    @property
    def size(self) -> float:
        """The height of its type in points as shown: the object's own, scaled by its matrix; 0 where unknown."""
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(self.handle, size)
        scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFPageObj_GetMatrix(self.handle, matrix) else 1.0
        found = size.value * scale * self.scale
        return round(found, 2) if math.isfinite(found) and found > 0 else 0.0


class Words:
    """What the objects of a page say. pdfium asked for the text of one walks all of the page's letters; we do once.

    `units` are the page's letters in UTF-16, by the index that `page`, the text page's handle, has for them.
    """

    def __init__(self, page: Any, units: str) -> None:
        self._page = page
        self._units = units
        self._said: dict[int, list[str]] | None = None

    def of(self, item: Item) -> str:
        """What a run of text says, with a blank after it where the page has one."""
        if self._said is None:
            self._said = self._walked()
        parts = self._said.get(ctypes.addressof(item.handle.contents))
        said = "".join(parts)[:_LONGEST_PIECE] if parts else ""
        return (
            said
            if said.isascii()
            else said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )

    def _walked(self) -> dict[int, list[str]]:
        said: dict[int, list[str]] = {}
        parts: list[str] = []
        before, start = 0, 0
        page = ctypes.cast(self._page, ctypes.c_void_p).value
        for index, unit in enumerate(self._units):
            owner = _owner_of(page, index) or 0
            if owner == before:
                continue
            if before:
                parts.append(self._units[start:index])
                if unit == " ":
                    parts.append(unit)
            if owner:
                parts = said.setdefault(owner, [])
                if parts and not parts[-1].endswith((" ", "\n")):
                    parts.append("\n")  # it goes on after something else
            before, start = owner, index
        if before:
            parts.append(self._units[start:])
        return said


#: pdfium's own function without the conversions around it, since it is called for each letter.
_owner_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


def items_of(page: Any, most: int) -> list[Item]:
    """The objects of a page in the order in which they are painted, at most so many; forms before what is in them.

    Forms are walked with a stack of our own, since they may lie in each other as deep as anyone likes.
    """
    found: list[Item] = []
    bounds = _Bounds()
    count = min(pdfium.FPDFPage_CountObjects(page), most)
    stack: list[tuple[Any, Item | None, _Matrix, int]] = [
        (pdfium.FPDFPage_GetObject(page, at), None, _STILL, 0) for at in reversed(range(count))
    ]
    while stack and len(found) < most:
        handle, around, matrix, depth = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(handle)
        box = bounds.of(handle)
        if around is None:
            item = Item(handle, kind, _rounded(box))
        else:
            item = Item(handle, kind, _moved(box, matrix), around, _scale(matrix))
        found.append(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _after(_matrix(handle), matrix)
            room = min(pdfium.FPDFFormObj_CountObjects(handle), most - len(found))
            stack += [
                (pdfium.FPDFFormObj_GetObject(handle, at), item, inner, depth + 1)
                for at in reversed(range(room))
            ]
    return found


class Faces:
    """Which fonts of a page are bold, each asked once."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}

    def bold(self, text: Any) -> bool:
        """Whether a text object is bold: by its font's name or weight, or feigned by a line around the letters."""
        if pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            return True  # how programs feign a bold type that they lack
        font = pdfium.FPDFTextObj_GetFont(text)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._bold:
            self._bold[key] = bool(font) and _bold_font(font)
        return self._bold[key]


def _bold_font(font: Any) -> bool:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    lower = name.value.lower()
    return any(word in lower for word in _BOLD_NAMES) or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT


def _marks(handle: Any) -> Iterator[str]:
    """The names of the marked content around an object."""
    for at in range(min(pdfium.FPDFPageObj_CountMarks(handle), _MOST_MARKS)):
        buffer, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(handle, at)
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length):
            yield bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


class _Bounds:
    """Where an object stands in the page or the form that holds it; one set of numbers serves for all."""

    def __init__(self) -> None:
        self._sides = tuple(ctypes.c_float() for _ in range(4))

    def of(self, handle: Any) -> Box:
        left, bottom, right, top = self._sides
        pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value


def _matrix(handle: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return _STILL
    values = (found.a, found.b, found.c, found.d, found.e, found.f)
    return values if all(map(math.isfinite, values)) else _STILL


def _after(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741
    return (
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        e * k + f * m + o,
        e * l + f * n + p,
    )


def _scale(matrix: _Matrix) -> float:
    found = math.hypot(matrix[2], matrix[3])
    return found if math.isfinite(found) else 1.0


def _moved(box: Box, matrix: _Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in box[::2] for y in box[1::2]]
    across, up = zip(*corners, strict=True)
    return _rounded((min(across), min(up), max(across), max(up)))


def _rounded(box: Box) -> Box:
    if not math.isfinite(sum(box)):
        box = tuple(side if math.isfinite(side) else 0.0 for side in box)  # type: ignore[assignment]
    left, bottom, right, top = box
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)
