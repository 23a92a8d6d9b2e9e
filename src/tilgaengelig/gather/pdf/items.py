"""The objects that a page is painted with, by pdfium: text, pictures, areas, and what lies in forms."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it bears annotations but no py.typed

from tilgaengelig.gather.pdf import calls
from tilgaengelig.model.document import Box, Part

_DEEPEST_FORM = 8
_LONGEST_PIECE = 2_000
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi", b"-bd")
_BOLD_WEIGHT = 600
_ARTIFACT = "Artifact"
_MOST_MARKS = 20
#: Beyond the objects that are all told, so many times as many are asked for these.
_WORTH_MORE = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
_FURTHER = 5

_Matrix = tuple[float, float, float, float, float, float]
_STILL: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# pdfium fills these in. It serves one thread at a time, and each call's numbers are taken before the next call.
_SIZE, _SIDES, _MATRIX = (ctypes.c_float * 1)(), (ctypes.c_float * 4)(), (ctypes.c_float * 6)()
_SIZE_AT, _SIDES_AT, _MATRIX_AT = ctypes.addressof(_SIZE), calls.addresses(_SIDES), ctypes.addressof(_MATRIX)
#: Where letters run from right to left pdfium turns them about, and those of one object may stand apart.
_LEFTWARD = re.compile("[\u0590-\u08ff\u200f\u202b\u202e\ufb1d-\ufdff\ufe70-\ufeff\ud802\ud803\ud83a\ud83b]")
_LINE = re.compile("[^\r\n]+|[\r\n]")


@dataclass(slots=True)
class Item:
    """One object. `box` is where it stands (points of the page), `around` the form that it lies in.

    `handle` is a number for `calls`; `scale` is how much the forms around the object enlarge it; `tag` is the index
    of the tag that it belongs to, where that is known.
    """

    handle: int
    kind: int
    box: Box
    around: Item | None = None
    scale: float = 1.0
    tag: int | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is a run of text."""
        return bool(self.kind == pdfium.FPDF_PAGEOBJ_TEXT)

    @property
    def is_picture(self) -> bool:
        """Whether it is an image of dots."""
        return bool(self.kind == pdfium.FPDF_PAGEOBJ_IMAGE)

    @property
    def is_form(self) -> bool:
        """Whether it is a form, which holds objects of its own."""
        return bool(self.kind == pdfium.FPDF_PAGEOBJ_FORM)

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
        calls.text_size(self.handle, _SIZE_AT)
        scale = math.hypot(_MATRIX[2], _MATRIX[3]) if calls.object_matrix(self.handle, _MATRIX_AT) else 1.0
        found = _SIZE[0] * scale * self.scale
        return round(found, 2) if math.isfinite(found) and found > 0 else 0.0


class Words:
    """What the objects of a page say. pdfium asked for the text of one walks all of the page's letters; we do once.

    `units` are the page's letters in UTF-16, by the index that `page`, the text page's handle, has for them.
    """

    def __init__(self, page: int, units: str) -> None:
        self._page = page
        self._units = units
        self._said: dict[int, list[str]] | None = None

    def of(self, item: Item) -> str:
        """What a run of text says, with a blank after it where the page has one."""
        if self._said is None:
            self._said = self._walked()
        parts = self._said.get(item.handle)
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
        for index, owner in self._changes():
            if before:
                parts.append(self._units[start:index])
                if self._units[index] == " ":
                    parts.append(" ")
            if owner:
                parts = said.setdefault(owner, [])
                if parts and not parts[-1].endswith((" ", "\n")):
                    parts.append("\n")  # it goes on after something else
            before, start = owner, index
        if before:
            parts.append(self._units[start:])
        return said

    def _changes(self) -> Iterator[tuple[int, int]]:
        """Where the letters of another object begin, with its handle: 0 for what is no object's, as pdfium's blanks.

        On a line those of one object stand together, with blanks of pdfium's between them at most; so the end of
        them is searched for in steps that grow, and few of them are asked.
        """
        asked, page, before = calls.letter_owner, self._page, 0
        for line in _LINE.finditer(self._units):
            at, end = line.span()
            leaps = _LEFTWARD.search(line[0]) is None
            while at < end:
                owner = asked(page, at) or 0
                if owner != before:
                    yield at, owner
                    before = owner
                low, step = at, 1
                while leaps and owner and low + step < end and (asked(page, low + step) or 0) == owner:
                    low, step = low + step, step * 2
                at = min(low + step, end) if leaps and owner else at + 1
                while at - low > 1:
                    middle = (low + at) // 2
                    if (asked(page, middle) or 0) == owner:
                        low = middle
                    else:
                        at = middle


def items_of(page: int, most: int) -> tuple[list[Item], set[Part]]:
    """The objects of a page in the order in which they are painted, forms before what is in them.

    Of a page with more than so many, such as a map, lines and areas are left out from there on, and of one with many
    times more all is: what is lost by it comes with them. Forms are walked with a stack of our own, since they may
    lie in each other as deep as anyone likes.
    """
    found: list[Item] = []
    lost: set[Part] = set()
    count, walked = min(calls.page_count(page), most * _FURTHER + 1), 0
    stack: list[tuple[int, Item | None, _Matrix, int]] = [
        (calls.page_object(page, at), None, _STILL, 0) for at in reversed(range(count))
    ]
    while stack:
        if walked >= most * _FURTHER:
            return found, {Part.LOOKS, Part.TEXT}
        walked += 1
        handle, around, matrix, depth = stack.pop()
        kind = calls.object_kind(handle)
        if walked > most and kind not in _WORTH_MORE:
            lost.add(Part.LOOKS)
            continue
        calls.object_bounds(handle, *_SIDES_AT)
        left, bottom, right, top = _SIDES
        box = left, bottom, right, top
        if around is None:
            item = Item(handle, kind, _rounded(box))
        else:
            item = Item(handle, kind, _moved(box, matrix), around, _scale(matrix))
        found.append(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _after(_matrix(handle), matrix)
            room = min(calls.form_count(handle), most * _FURTHER + 1 - walked)
            stack += [(calls.form_object(handle, at), item, inner, depth + 1) for at in reversed(range(room))]
    return found, lost


class Faces:
    """Which texts of a page are bold, each and its font asked once."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}
        self._fonts: dict[int, bool] = {}

    def bold(self, text: int) -> bool:
        """Whether a text object is bold: by its font's name or weight, or feigned by a line around the letters."""
        found = self._bold.get(text)
        if found is None:
            # Stroked letters are how programs feign a bold type that they lack.
            stroked = calls.text_mode(text) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
            found = self._bold[text] = stroked or self._is_bold(calls.text_font(text) or 0)
        return found

    def _is_bold(self, font: int) -> bool:
        if font not in self._fonts:
            self._fonts[font] = bool(font) and _bold_font(font)
        return self._fonts[font]


def _bold_font(font: int) -> bool:
    name = ctypes.create_string_buffer(256)
    calls.font_name(font, name, len(name))
    lower = name.value.lower()
    return any(word in lower for word in _BOLD_NAMES) or calls.font_weight(font) >= _BOLD_WEIGHT


def _marks(handle: int) -> Iterator[str]:
    """The names of the marked content around an object."""
    for at in range(min(calls.object_marks(handle), _MOST_MARKS)):
        buffer, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
        mark = calls.object_mark(handle, at)
        if calls.mark_name(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(length)):
            yield bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _matrix(handle: int) -> _Matrix:
    if not calls.object_matrix(handle, _MATRIX_AT):
        return _STILL
    a, b, c, d, e, f = _MATRIX
    return (a, b, c, d, e, f) if math.isfinite(a + b + c + d + e + f) else _STILL


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
    left, bottom, right, top = (round(side, 1) if math.isfinite(side) else 0.0 for side in box)
    return left, bottom, right, top
