"""Units of layout: which line breaks are soft wraps, and which part headings, list items and address lines.

Pasted letters, plain text and text out of PDFs keep the line breaks of their layout. A blank line always parts. Any
other break is judged by the two lines it stands between and by the width at which the text is seen to be wrapped: a
line that is followed by a small letter and doesn't end a sentence is proof of a wrap at its length. Where as many
lines are longer than any wrap, each paragraph stands on a line of its own, and every break is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tilgaengelig.danish.abbreviations import ABBREVIATIONS, OPENING, UNDECIDED
from tilgaengelig.danish.boundaries import begins_sentence
from tilgaengelig.danish.wordlists import GOES_ON, MONTHS, REFERS

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"\S[^\n]*")
_BULLETS = "•▪●◦‣■\uf0b7"
_INLINE_BULLET = re.compile(rf"[{_BULLETS}](?<=\s.)(?=\s)")
_MARKER = re.compile(
    r"""(?: (?P<sign>[•▪●◦‣■·\uf0b7]|[-–—*](?=\s)|o(?=\s\s))
          | (?P<law>§\s?\d+(?:\s?[a-z])?\.|Stk\.\s\d+\.|(?:Kapitel|Artikel|Bilag|Afsnit)\s[\dIVXLC]+\b(?![,)]))
          | (?P<label>\(?(?:\d{1,3}|[a-zA-ZæøåÆØÅ]|[ivx]{1,5})\))
          | (?P<section>\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+[A-ZÆØÅ]))
          | (?P<number>\d{1,3}\.)
          | (?P<letter>[a-zæøå]\.)
        )(?:\s+|$)""",
    re.VERBOSE,
)
_CHAPTER = re.compile(r"(?:Kapitel|Artikel|Bilag|Afsnit)\s[\dIVXLC]+")
# Two columns side by side, as in a letterhead; a table's row stands alone as well.
_COLUMNS = re.compile(r"\S(?:[ \u00a0]{4,}|\t+)\S")
# "Karen Ø. Villadsen", and no more: two to four words, all with capitals.
_NAME = re.compile(
    r"(?=.{5,40}\Z)[A-ZÆØÅ][a-zæøåéü-]+(?:\s(?:[A-ZÆØÅ]\.|[A-ZÆØÅ][\wæøåéü-]*[a-zæøåéü])){1,3}"
)
# "Assensvej 118, 2. tv.": what a street's line ends in.
_FLOOR = re.compile(r"\d\S{0,3},?\s(?:st|kl|\d{1,2})\.?,?\s?(?:t\.?v|t\.?h|mf)\.?\Z")
# The last item of an agenda, above what was said of it.
_LAST_ITEM = re.compile(r"(?:(?:punkt\s|ad\s)?\d{1,2}[.):]?\s+)?evt\.", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\S+@\S+\.\w+|(?:www\.|https?:)\S+|\S+\.dk)\Z")
_ENDS_SENTENCE = (".", "!", "?", "…")
_CLOSERS = "\"'”“’»«)]*_"
_OPENERS = "\"'“”„»«‘’([*_#> "
_NARROWEST_WRAP = 30  # code points; shorter lines are no columns of text
_LONGEST_HEADING = 70
_LONGEST_ADDRESS_LINE = 40
_WIDEST_WRAP = 130
_SHORT = 0.8  # of the width: a line this short would have taken one more word


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    marker: re.Match[str] | None
    small: bool  # begins with a small letter
    digit: bool  # begins with a digit
    open: bool  # doesn't end as a sentence, nor with a colon


def units(text: str) -> Iterator[tuple[int, int]]:
    """Return (start, end) of each unit of an already normalised text, without white space at the edges."""
    if not any(bullet in text for bullet in _BULLETS):
        return _by_lines(text)
    return (piece for start, end in _by_lines(text) for piece in _at_inline_bullets(text, start, end))


def _at_inline_bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`• én • to` on one line, as text out of a PDF has it."""
    for bullet in _INLINE_BULLET.finditer(text, start + 1, end):
        yield start, _trimmed_end(text, start, bullet.start())
        start = bullet.start()
    yield start, end


def _trimmed_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _by_lines(text: str) -> Iterator[tuple[int, int]]:
    several = False
    blocks: list[tuple[int, int, list[_Line]]] = []  # lines only where there is more than one
    for match in _BLOCK.finditer(text):
        block = match.group().rstrip()
        start = match.start()
        lines = (
            [_line(start + m.start(), m.group().rstrip()) for m in _LINE.finditer(block)]
            if "\n" in block
            else []
        )
        several = several or bool(lines)
        blocks.append((start, start + len(block), lines))
    everywhere, wrapped = 0, True
    if several:
        proofs = [width for _, _, lines in blocks if (width := _wrap_width(lines))]
        long = sum(len(line.text) > _WIDEST_WRAP for _, _, lines in blocks for line in lines) + sum(
            end - start > _WIDEST_WRAP for start, end, lines in blocks if not lines
        )
        everywhere, wrapped = max(proofs, default=0), long <= len(proofs)
    for start, end, lines in blocks:
        if lines:
            width = (_wrap_width(lines) or everywhere) if wrapped else 0
            yield from _Block(lines, width, wrapped=wrapped).units()
        else:
            yield start, end


def _line(start: int, text: str) -> _Line:
    first = text[0]
    if not first.isalnum():
        first = text.lstrip(_OPENERS)[:1]
    last = text[-1]
    if last in _CLOSERS:
        last = text.rstrip(_CLOSERS)[-1:]
    marker = (
        None if first.isalpha() and text[1:2].isalpha() and text[0] not in "SKAB" else _MARKER.match(text)
    )
    is_open = last not in _ENDS_SENTENCE and last not in (":", "")
    return _Line(start, start + len(text), text, marker, first.islower(), first.isdigit(), is_open)


def _wrap_width(block: list[_Line]) -> int:
    """Return the widest line that is proved to be wrapped, 0 where none is."""
    width = 0
    for line, following in pairwise(block):
        length = line.end - line.start
        if length > width and line.open and following.small and not following.marker:
            width = length
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP else 0


class _Block:
    """Lines without a blank line between them."""

    def __init__(self, lines: list[_Line], width: int, *, wrapped: bool) -> None:
        self._lines = lines
        self._wrapped = wrapped
        self._width = width
        kinds = Counter(kind for line in lines if line.marker and (kind := _kind(line.marker)))
        self._listed = {kind for kind, count in kinds.items() if count > 1}
        self._longest = max(len(line.text) for line in lines)
        self._after_colon = False

    def units(self) -> Iterator[tuple[int, int]]:
        start = self._lines[0].start
        for line, following in pairwise(self._lines):
            if self._parts(line, following):
                yield start, line.end
                start = following.start
        yield start, self._lines[-1].end

    def _parts(self, line: _Line, following: _Line) -> bool:
        if line.marker and line.marker.end() == len(line.text):
            # A bullet alone on its line belongs to the next; "Kapitel 1" is a heading above another.
            return line.text[0].isalpha() and _CHAPTER.fullmatch(line.text) is not None
        if _stands_alone(line) or _has_columns(following):
            return True
        if _LAST_ITEM.fullmatch(line.text) and not following.small:
            return True
        if line.text[-1] == ":":
            self._after_colon = following.small and not following.marker
            return True
        if following.marker and self._begins_item(line, following, following.marker):
            return True
        goes_on = _goes_on(line.text, following.digit) and not self._is_heading(line, following)
        if line.text[-1] in ",-–(/&§" or goes_on:
            return self._in_plain_list(line, following)
        if following.small:
            return self._small_parts(line, following)
        self._after_colon = False
        if not line.open and not _stop_is_doubtful(line.text):
            return False  # full stops are judged by what follows, in `boundaries`
        return self._is_short(line, following)

    def _is_heading(self, line: _Line, following: _Line) -> bool:
        """Say whether a line that ends in a preposition is whole: "Det har vi lagt vægt på" above a new sentence."""
        return begins_sentence(following.text.split(maxsplit=1)[0]) and (
            following.text[0].isupper() and self._is_short(line, following)
        )

    def _begins_item(self, line: _Line, following: _Line, marker: re.Match[str]) -> bool:
        if marker["sign"] in tuple(_BULLETS):
            return True
        if marker.lastgroup in ("law", "label", "section"):
            if _kind(marker) in self._listed:
                return True
            is_wrapped = marker.lastgroup != "label" and line.open and not self._is_short(line, following)
            return not _refers(line.text) and not is_wrapped
        kind = _kind(marker)
        if kind in self._listed or line.text[-1] in ";,":
            return not (kind == "number" and _is_date(following.text[marker.end() :]) and line.open)
        if not line.open:
            return not _stop_is_doubtful(line.text) or not following.text[marker.end() :][:1].islower()
        return following.text[marker.end() :][:1].isupper() and self._is_short(line, following)

    def _in_plain_list(self, line: _Line, following: _Line) -> bool:
        """Items without bullets, in small letters below a line that ends in a colon."""
        return (
            self._after_colon
            and line.small
            and following.small
            and len(line.text) < _NARROWEST_WRAP
            and line.text[-1] not in "-–(/&"
        )

    def _small_parts(self, line: _Line, following: _Line) -> bool:
        if line.open and len(line.text) <= _LONGEST_ADDRESS_LINE and _ADDRESS.match(following.text):
            return True
        if not self._after_colon or not line.open:
            return False
        length = len(line.text)
        return length <= _LONGEST_HEADING and self._longest <= _LONGEST_HEADING

    def _is_short(self, line: _Line, following: _Line) -> bool:
        """Say whether `line` ends before the text's width does, or looks like a heading where no width is known."""
        if not self._wrapped:
            return True
        length = len(line.text)
        first_word = len(following.text.split(maxsplit=1)[0])
        if self._width:
            return length + 1 + first_word <= self._width * _SHORT or length > self._width * 1.5
        if following.digit:
            return length <= _LONGEST_ADDRESS_LINE
        return length <= _LONGEST_HEADING or length > _WIDEST_WRAP


def _has_columns(line: _Line) -> bool:
    """Say whether a line has more than one column; the gap after an item's marker makes none."""
    return _COLUMNS.search(line.text, line.marker.end() if line.marker else 0) is not None


def _stands_alone(line: _Line) -> bool:
    """Say whether a line is one of a letterhead or a signature, whatever the next begins with."""
    if _has_columns(line):
        return True
    return _NAME.fullmatch(line.text) is not None or _FLOOR.search(line.text) is not None


def _goes_on(text: str, before_digit: bool) -> bool:
    """Say whether a line's last word needs another: a preposition, "jf.", or "nr." where a number follows."""
    last = text.rsplit(maxsplit=1)[-1]
    if last[-1] != ".":
        return last in GOES_ON
    abbreviation = last[:-1].lower()
    return abbreviation in OPENING or (before_digit and abbreviation in UNDECIDED)


def _refers(text: str) -> bool:
    """Say whether a line's last word may refer to the number, letter or paragraph that the next begins with."""
    return text.rsplit(maxsplit=1)[-1].lower().rstrip(".") in REFERS


def _kind(marker: re.Match[str]) -> str:
    return marker["sign"] or marker.lastgroup or ""


def _is_date(rest: str) -> bool:
    word = re.match(r"[^\W\d_]+", rest)
    return word is not None and word.group() in MONTHS


def _stop_is_doubtful(text: str) -> bool:
    """Say whether the full stop at a line's end may belong to an abbreviation or a number."""
    if text[-1] != ".":
        return False
    token = text.rsplit(maxsplit=1)[-1][:-1].lstrip("(").lower()
    return token in ABBREVIATIONS or token.isdigit()
