"""Lines of a PDF made into paragraphs, headings, items and cells.

A PDF has letters at places and nothing else: what is one paragraph must be seen from the gaps between lines, from
indents, sizes and bold type, and from how lines end and begin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tilgaengelig.gather.pdf.pages import Piece
from tilgaengelig.gather.pdf.wording import LINE_END_HYPHEN, cleaned, ends_in_hyphen, joined
from tilgaengelig.model.subject import Block

_BULLETS = "•▪●◦‣■□▫○➢✓❖⁃∙∗\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"
_STRONG = re.compile(rf"(?:[{_BULLETS}]|o(?=\s)|·(?=\s)|(?:\d{{1,3}}|[a-zæøå]|[ivx]{{1,5}})\))\s*")
_WEAK = re.compile(r"(?:[-–—*](?=\s)|\((?:\d{1,3}|[a-zæøå])\)|\d{1,2}\.(?=\s|\Z)|[a-zæøå]\.(?=\s|\Z))\s*")
_MARKER_ALONE = re.compile(rf"[{_BULLETS}o·*–—-]|\(?(?:\d{{1,3}}|[a-zæøå]|[ivx]{{1,5}})[.)]")
_LABEL = re.compile(
    r"§\s?\d+(?:\s?[a-z])?\.?|Stk\.\s?\d+\.|\d{1,2}(?:\.\d{1,2}){0,4}\.?|(?:Kapitel|Bilag|Afsnit)\s\w+:?"
)
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"'”“’»)\]]*\Z")
#: A line that is larger than the body by this factor is of another kind.
_LARGER = 1.12
#: Lines further apart than this many times the usual distance don't belong together …
_APART = 1.22
#: … unless the sentence runs on from one to the next.
_APART_IN_SENTENCE = 1.7
_LONGEST_HEADING = 160
_INDENT = 0.7
_SHARED_EDGE = 3
#: How far to the right of its marker an item's text may begin (points).
_MARKER_REACH = 72.0


def blocks_of(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks of a document, in the order of the file."""
    whole = _merged(list(pieces))
    if not whole:
        return ()
    look = Look(whole)
    blocks = (Block(look.kind(paragraph), paragraph.text) for paragraph in _paragraphs(whole, look))
    return tuple(block for block in blocks if block.text)


@dataclass(slots=True)
class _Paragraph:
    lines: list[Piece] = field(default_factory=list)

    @property
    def last(self) -> Piece:
        return self.lines[-1]

    @property
    def text(self) -> str:
        return joined([plain_line(line.text) for line in self.lines])


class Look:
    """How the document is set: the size of its body type, the distance between lines, the columns' right edges."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        sizes: Counter[float] = Counter()
        bold = 0
        for piece in pieces:
            sizes[_rounded(piece.size)] += len(piece.text)
            bold += len(piece.text) if piece.bold else 0
        self.body = sizes.most_common(1)[0][0]
        self._bold_tells = bold * 2 < sizes.total()
        self._leading = _leadings(pieces)
        self._rights = _right_edges(pieces)
        rows = Counter((piece.page, piece.row) for piece in pieces)
        self._tabular = {row for row, count in rows.items() if count > 1}

    def leading(self, piece: Piece) -> float:
        """The usual distance between the base lines of type of this size."""
        return self._leading.get(_rounded(piece.size), piece.size * 1.25)

    def right(self, piece: Piece) -> float:
        """The right edge of the column that the piece stands in."""
        return self._rights.get(_column(piece), piece.x1)

    def kind(self, paragraph: _Paragraph) -> str:
        """heading, item, cell or paragraph."""
        first = paragraph.lines[0]
        if first.marker and not first.marker[0].isdecimal():
            return "item"
        if self._is_heading(paragraph):
            return "heading"
        if first.marker:
            return "item"
        return "cell" if (first.page, first.row) in self._tabular else "paragraph"

    def is_full(self, line: Piece, following: Piece) -> bool:
        """Whether the first word of the following line had no room at the end of this one."""
        first_word = following.text.split(" ", 1)[0]
        width = (following.x1 - following.x0) * (len(first_word) + 1) / max(len(following.text), 1)
        return line.x1 + width >= self.right(line) - following.size

    def _is_heading(self, paragraph: _Paragraph) -> bool:
        first, text = paragraph.lines[0], paragraph.text
        if len(text) > _LONGEST_HEADING or text.endswith((".", ";", ",")) or not any(map(str.isalpha, text)):
            return False
        larger = first.size >= self.body * _LARGER
        if (first.page, first.row) in self._tabular and not larger:
            return False
        return larger or (self._bold_tells and all(line.bold for line in paragraph.lines))


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _column(piece: Piece) -> tuple[int, int]:
    return piece.page, round(piece.x0 / 36)


def _leadings(pieces: Sequence[Piece]) -> dict[float, float]:
    drops: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for above, below in pairwise(pieces):
        size = _rounded(above.size)
        drop = above.y - below.y
        if above.page == below.page and size == _rounded(below.size) and size * 0.8 < drop < size * 2.2:
            drops[size][_rounded(drop)] += 1
    # The narrowest of the distances that are common: in a list of short items the gap between them may win.
    found = {}
    for size, counted in drops.items():
        most = counted.most_common(1)[0][1]
        found[size] = min(drop for drop, count in counted.items() if count * 4 >= most)
    return found


def _right_edges(pieces: Sequence[Piece]) -> dict[tuple[int, int], float]:
    """By page and left edge (in half inches, with its neighbours, for indents).

    An edge that three lines share is that of justified text, and a longer line (of a program, an address)
    runs over it. Where none is shared, the longest line tells.
    """
    ends: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for piece in pieces:
        page, column = _column(piece)
        for near in (column - 1, column, column + 1):
            ends[page, near][round(piece.x1 / 2)] += 1
    return {column: 2.0 * _edge(counted) for column, counted in ends.items()}


def _edge(ends: Counter[int]) -> int:
    shared = [end for end, count in ends.items() if count + ends.get(end + 1, 0) >= _SHARED_EDGE]
    return max(shared or ends)


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Markers and labels that stand as pieces of their own joined with the text that they belong to."""
    by_line: defaultdict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_line[piece.page, round(piece.y)].append(piece)
    gone: set[int] = set()
    for piece in pieces:
        marks = _MARKER_ALONE.fullmatch(piece.text.strip())
        if not marks and not _LABEL.fullmatch(piece.text.strip()):
            continue
        owner = _owner(piece, by_line)
        if owner is None or not (marks or _belongs(piece, owner)):
            continue
        gone.add(id(piece))
        if marks and not (owner.bold and piece.text.strip()[0].isdecimal()):
            owner.marker = piece.text.strip()
        else:
            owner.text = f"{piece.text} {owner.text}"
        owner.x0 = piece.x0
    kept = [piece for piece in pieces if id(piece) not in gone]
    for piece in kept:
        strong = _STRONG.match(piece.text)
        if strong and not piece.marker and strong.end() < len(piece.text):
            piece.marker, piece.text = strong[0].strip(), piece.text[strong.end() :]
    return kept


def _owner(mark: Piece, by_line: dict[tuple[int, int], list[Piece]]) -> Piece | None:
    """The nearest text to the right on (about) the same line: some programs write all markers after the text."""
    line = round(mark.y)
    near = (piece for y in (line - 1, line, line + 1) for piece in by_line.get((mark.page, y), ()))
    right = [
        piece for piece in near if mark.x1 - 1 <= piece.x0 <= mark.x1 + _MARKER_REACH and not piece.marker
    ]
    return min(right, key=lambda piece: piece.x0, default=None)


def _belongs(label: Piece, owner: Piece) -> bool:
    """A number that is a heading's, not a cell of a table."""
    if label.bold != owner.bold or not any(map(str.isalpha, owner.text)):
        return False
    return label.bold or not label.text.strip().isdecimal()


def _paragraphs(pieces: Sequence[Piece], look: Look) -> Iterator[_Paragraph]:
    paragraph = _Paragraph()
    for piece in pieces:
        if paragraph.lines and not _goes_on(paragraph, piece, look):
            yield paragraph
            paragraph = _Paragraph()
        if not paragraph.lines and not piece.marker:
            _take_weak_marker(piece)
        paragraph.lines.append(piece)
    if paragraph.lines:
        yield paragraph


def _take_weak_marker(piece: Piece) -> None:
    """A dash or a number at the head of a block; a bold or large one is a heading's number and stays."""
    weak = _WEAK.match(piece.text)
    if weak and weak.end() < len(piece.text) and not (piece.bold and weak[0][0].isdecimal()):
        piece.marker, piece.text = weak[0].strip(), piece.text[weak.end() :]


def _goes_on(paragraph: _Paragraph, piece: Piece, look: Look) -> bool:
    """Whether the piece continues the paragraph."""
    last = paragraph.last
    if piece.marker or (piece.page, piece.row) == (last.page, last.row):
        return False
    runs_on = _runs_on(last, piece)
    if not _same_type(last, piece) and not (runs_on and look.is_full(last, piece)):
        return False
    if piece.page != last.page or piece.y > last.y:  # the next page or column
        return runs_on
    drop = (last.y - piece.y) / look.leading(last)
    if drop < 0.5 or not _overlap(last, piece):
        return False
    if runs_on:
        return drop <= _APART_IN_SENTENCE
    return drop <= _APART and _wraps(paragraph, piece, look)


def _runs_on(last: Piece, piece: Piece) -> bool:
    """Whether the sentence plainly hasn't ended: the line ends open, and what follows begins small."""
    if ends_in_hyphen(last.text):
        return True
    return not _ENDS_SENTENCE.search(last.text) and piece.text.lstrip('(»”"')[:1].islower()


def _same_type(one: Piece, other: Piece) -> bool:
    alike = one.size < other.size * _LARGER and other.size < one.size * _LARGER
    return alike and one.bold == other.bold


def _overlap(one: Piece, other: Piece) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _wraps(paragraph: _Paragraph, piece: Piece, look: Look) -> bool:
    """Whether the line break before the piece is one that the column's width made."""
    last = paragraph.last
    weak = _WEAK.match(piece.text)
    ended = bool(_ENDS_SENTENCE.search(last.text))
    if weak and (ended or paragraph.lines[0].marker or piece.text[weak.end() :][:1].isupper()):
        return False
    left = min(line.x0 for line in paragraph.lines)
    if ended and not paragraph.lines[0].marker and piece.x0 > left + piece.size * _INDENT:
        return False
    if ended and paragraph.lines[0].marker and piece.x0 < left - piece.size * _INDENT:
        return False
    return look.is_full(last, piece)


def plain_line(line: str) -> str:
    """The line cleaned, with the hyphen at its end kept for the join."""
    parted = line.endswith((LINE_END_HYPHEN, "\u00ad"))
    return cleaned(line) + (LINE_END_HYPHEN if parted else "")
