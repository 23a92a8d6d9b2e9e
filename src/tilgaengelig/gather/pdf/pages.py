"""What stands on the pages of a PDF, and where, by pdfium: pieces of lines, and pictures of whole pages.

Lengths are in points (1/72 inch) in the direction of reading: x grows along the line, y grows upward. Only the
first and last letter of a piece and those beside a gap are measured: a call for each letter would cost more than
all the rest.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, Protocol

import pypdfium2  # type: ignore[import-untyped]  # it bears annotations but no py.typed
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from tilgaengelig.gather.pdf import calls
from tilgaengelig.gather.pdf.items import Faces, Item, Words, items_of
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.owners import Owners
from tilgaengelig.gather.pdf.wording import LINE_END_HYPHEN
from tilgaengelig.model.document import Part

_LINES = re.compile(f"[^\r\n{LINE_END_HYPHEN}]*+{LINE_END_HYPHEN}|[^\r\n{LINE_END_HYPHEN}]++")
#: What parts words: pdfium's blanks, those of the text itself, and what stands for nothing.
_BLANK = frozenset(" \t\xa0\0") | frozenset(map(chr, range(0x2000, 0x200C)))
_BLANKS = re.compile(f"[{''.join(_BLANK)}]+")
_LONE = re.compile("[\ud800-\udfff]")
_HYPHEN = ord(LINE_END_HYPHEN)
#: A space wider than this many times the size of the type parts cells, not words.
_CELL_GAP = 1.5
#: Pictures that cover less of the page than this leave room for text that was never there.
_SCAN_COVER = 0.5
#: A page of more letters than this is no picture of text with a number or a stamp on it.
_LITTLE_TEXT = 300


@dataclass(slots=True)
class Piece:
    """Text on one line without a wide gap. `y` is the base line, `size` the height of the type.

    `row` counts lines down the page as they come in the file; the cells of a table's row share it. `marker` is
    the bullet or number that stands before it, where it begins an item. `tag` is that which it begins in, where known.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    row: int
    page: int
    marker: str = ""
    tag: int | None = None


@dataclass(slots=True)
class PageText:
    """One page: its number (from 1), its height in the direction of reading, and its pieces in file order.

    `picture` is True where pictures that nothing is said of cover most of a page that has little text. Where
    such a page has others `told` is what the file says of them: "" where they are decoration. `lost` is what could not
    be read of it, or not to its end; `turns` the quarter turns with the clock that it is shown with.
    """

    number: int
    height: float
    pieces: list[Piece] = field(default_factory=list)
    picture: bool = False
    told: str | None = None
    lost: set[Part] = field(default_factory=set)
    turns: int = 0


class Look(Protocol):
    """Something else that wants to see each page while it is open, with the objects on it and what they say."""

    def page(self, number: int, page: Any, words: Words, items: Sequence[Item], faces: Faces) -> None:
        """Takes one page."""


def read_pages(
    body: bytes, limits: PdfLimits, owners: Owners | None = None, looks: Sequence[Look] = ()
) -> Iterator[PageText]:
    """Each page in turn, never two open at once; raises pypdfium2.PdfiumError where pdfium sees no document.

    `owners` knows the tags that objects belong to, where there are any.
    """
    left = limits.characters
    with pypdfium2.PdfDocument(body) as document:
        for number in range(1, min(len(document), limits.pages) + 1):
            try:
                page = _page(document, number, limits, left, owners, looks)
            except pypdfium2.PdfiumError:
                page = PageText(number, 0.0, lost={Part.TEXT})  # one bad page doesn't spoil the rest
            left -= sum(len(piece.text) + 1 for piece in page.pieces)
            yield page
            if left <= 0:
                return


def _page(
    document: pypdfium2.PdfDocument,
    number: int,
    limits: PdfLimits,
    left: int,
    owners: Owners | None,
    looks: Sequence[Look],
) -> PageText:
    page = document[number - 1]
    try:
        box = page.get_bbox()
        faces = Faces()
        text = page.get_textpage()
        try:
            items, lost = items_of(calls.address(page.raw), limits.objects)
            if owners is not None:
                owners.tell(number, items)
            tags = {item.handle: item.tag for item in items if item.is_text and item.tag is not None}
            labels = owners.labels(tags.values()) if owners is not None else frozenset()
            reader = _TextReader(text.raw, number, box, faces, tags, labels)
            pieces = reader.pieces(left)
            width, height = box[2] - box[0], box[3] - box[1]
            found = PageText(number, width if reader.mostly_turned else height, pieces, lost=lost)
            found.turns = page.get_rotation() // 90
            letters = (letter for piece in pieces for letter in piece.text if letter.isalpha())
            if sum(1 for _ in islice(letters, _LITTLE_TEXT)) < _LITTLE_TEXT:
                told = [(item, owners and owners.told(item)) for item in items if item.is_picture]
                silent = [item for item, words in told if words is None]
                found.picture = _covered(silent, width * height) > _SCAN_COVER
                if not found.picture and _covered([item for item, _ in told], width * height) > _SCAN_COVER:
                    found.told = max((words or "" for _, words in told), key=len)
            words = Words(calls.address(text.raw), reader.units)
            for look in looks:
                look.page(number, page, words, items, faces)
        finally:
            text.close()
        return found
    finally:
        page.close()


class _Type(NamedTuple):
    """How a letter is set: its size, its quarter turns, whether it is bold, and the tag that it is in."""

    size: float
    turn: int
    bold: bool
    tag: int | None


class _TextReader:
    """Reads the text of one page. pdfium finds the lines; we measure them."""

    def __init__(
        self,
        page: Any,
        number: int,
        box: tuple[float, float, float, float],
        faces: Faces,
        tags: Mapping[int, int],
        labels: frozenset[int],
    ) -> None:
        self._text = page
        self._tags = tags
        self._labels = labels
        self._page = calls.address(page)
        self._number = number
        self._edges = box
        self._faces = faces
        self._box, self._origin = (ctypes.c_double * 4)(), (ctypes.c_double * 2)()
        self._sides, self._point = calls.addresses(self._box), calls.addresses(self._origin)
        self._matrix = (ctypes.c_float * 6)()
        self._types: dict[int, _Type] = {}
        #: The page's text as UTF-16 units, and with none for what is half a letter.
        self.units = self.letters = ""
        self._row = 0
        self._turned = 0
        # Where the line before ended.
        self._height = math.inf
        self._end = 0.0

    @property
    def mostly_turned(self) -> bool:
        """Whether most lines run up or down the page."""
        return self._turned * 2 > self._row

    def pieces(self, most: int) -> list[Piece]:
        """All pieces of the page, in the order of the file."""
        self.units = self._units(most)
        self.letters = _LONE.sub("\ufffd", self.units)
        # pdfium goes straight on with the next line after a hyphen that it found at a line's end.
        return [piece for line in _LINES.finditer(self.units) for piece in self._line(*line.span())]

    def _units(self, most: int) -> str:
        """The page's letters as UTF-16 units, each at the index that pdfium knows it by."""
        count = min(pdfium.FPDFText_CountChars(self._text), most)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(self._text, 0, count, buffer) == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
            return text if len(text) == count else "".join(map(chr, buffer[:count]))
        # Some letters are left out of the text or take two units: ask for each, so that the places are right.
        return "".join(map(chr, map(self._unit, range(count))))

    def _unit(self, index: int) -> int:
        if pdfium.FPDFText_IsHyphen(self._text, index) == 1:
            return _HYPHEN
        code: int = pdfium.FPDFText_GetUnicode(self._text, index)
        return code if code <= 0xFFFF else 0xFFFD

    def _line(self, start: int, end: int) -> list[Piece]:
        while start < end and self.letters[start] in _BLANK:
            start += 1
        while end > start and self.letters[end - 1] in _BLANK:
            end -= 1
        if start == end:
            return []
        first, middle, last = map(self._type, (start, (start + end) // 2, end - 1))
        turn = first.turn
        # The middle one of three, since a line may begin with a drop cap or end with a note's number.
        size = sorted((first.size, middle.size, last.size))[1]
        self._begin_row(self._span(start, turn)[0], self._base(start, turn), size, turn)
        found = [self._piece(first, last, turn, size) for first, last in self._parted(start, end, turn, size)]
        self._end = found[-1].x1
        return found

    def _begin_row(self, x0: float, y: float, size: float, turn: int) -> None:
        """A new row, unless pdfium parted what stands beside each other on one line: the cells of a table."""
        if abs(y - self._height) > size * 0.2 or x0 < self._end:
            self._row += 1
            self._turned += turn % 2
        self._height = y

    def _parted(self, start: int, end: int, turn: int, size: float) -> Iterator[tuple[int, int]]:
        """The line's pieces, parted at wide gaps and after labels, as (first, past the last)."""
        first = start
        for gap in _BLANKS.finditer(self.letters, start, end):
            width = self._span(gap.end(), turn)[0] - self._span(gap.start() - 1, turn)[1]
            if not -size < width < size * _CELL_GAP:
                yield from self._unlabelled(first, gap.start())
                first = gap.end()
        yield from self._unlabelled(first, end)

    def _unlabelled(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """What begins with the mark of an item, as two pieces: text is that of the tag that it begins in."""
        if self._labels and self._type(first).tag in self._labels:
            for index in range(first + 1, end):
                if self.letters[index] not in _BLANK and self._type(index).tag not in self._labels:
                    yield first, first + len(self.letters[first:index].rstrip("".join(_BLANK)))
                    first = index
                    break
        yield first, end

    def _piece(self, first: int, last: int, turn: int, size: float) -> Piece:
        text = self.letters[first:last]
        x0, x1 = self._span(first, turn)[0], self._span(last - 1, turn)[1]
        begins, middle = self._type(first), (first + last) // 2
        bold = (
            begins.bold
            and (self.letters[middle] in _BLANK or self._type(middle).bold)
            and self._type(last - 1).bold
        )
        base = self._base(first, turn)
        return Piece(text, x0, max(x0, x1), base, size, bold, self._row, self._number, tag=begins.tag)

    def _span(self, index: int, turn: int) -> tuple[float, float]:
        """Where a letter begins and ends along its line."""
        calls.letter_box(self._page, index, *self._sides)
        box = self._box
        page_left, page_bottom, page_right, page_top = self._edges
        if not turn:
            return box[0] - page_left, box[1] - page_left
        if turn == 1:  # the line runs up the page
            return box[2] - page_bottom, box[3] - page_bottom
        if turn == 2:
            return page_right - box[1], page_right - box[0]
        return page_top - box[3], page_top - box[2]

    def _base(self, index: int, turn: int) -> float:
        """How high above the page's foot the letter's base line is."""
        calls.letter_origin(self._page, index, *self._point)
        x, y = self._origin
        page_left, page_bottom, page_right, page_top = self._edges
        heights = (y - page_bottom, page_right - x, page_top - y, x - page_left)
        return heights[turn]

    def _type(self, index: int) -> _Type:
        """How a letter is set: as all of its object are, but for the blanks that pdfium puts in."""
        owner = calls.letter_owner(self._page, index) or 0
        if not owner or self.letters[index] in _BLANK:
            return self._measured(index, owner)
        found = self._types.get(owner)
        if found is None:
            found = self._types[owner] = self._measured(index, owner)
        return found

    def _measured(self, index: int, owner: int) -> _Type:
        bold, tag = bool(owner) and self._faces.bold(owner), self._tags.get(owner)
        return _Type(self._size(index), self._turn(index), bold, tag)

    def _turn(self, index: int) -> int:
        """Quarter turns against the clock from upright text. The page's own /Rotate is not asked: letters tell."""
        angle: float = calls.letter_angle(self._page, index)
        return round(-angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0

    def _size(self, index: int) -> float:
        """The size as shown: the font's own size may be 1 and the matrix do the rest."""
        size: float = calls.letter_size(self._page, index)
        if calls.letter_matrix(self._page, index, ctypes.addressof(self._matrix)):
            size *= math.hypot(self._matrix[2], self._matrix[3])
        return size if math.isfinite(size) and size > 0 else 1.0


def _covered(pictures: Sequence[Item], area: float) -> float:
    """How much of the page's area pictures take up; those that lie on each other count twice."""
    if area <= 0:
        return 0.0
    boxes = (picture.box for picture in pictures)
    return sum(min((right - left) * (top - bottom), area) for left, bottom, right, top in boxes) / area
