"""What is printed on the pages but is no part of the text: running heads, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from tilgaengelig.gather.pdf.pages import PageText, Piece

#: The share of a page's height, at its top and at its foot, where running heads and page numbers stand.
_MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-–]?\s*(?:side|page|s\.|p\.)?\s*(?:\d{1,4}|[ivxl]{1,7})\s*(?:(?:/|af|of|\|)\s*\d{1,4})?\s*[-–]?",
    re.IGNORECASE,
)
#: Text that repeats to the letter on so many pages (in a document of three pages or fewer: on two) is a running head.
_REPEATED = 3
#: With its numbers left out of account it must be on this share of the pages: "Bilag 1", "Bilag 2" are headings.
_MASKED_SHARE = 0.4
_LEADER = re.compile(r"\s*(?:(?:[.·_]\s?){4,}|…{2,}\s?)\s*(?P<number>\d{1,4}|[ivxl]{1,7})?\s*\Z")
_FEWEST_DOTS = 4
_SHORTEST_CONTENTS = 5


def without_furniture(pages: Sequence[PageText]) -> Iterator[Piece]:
    """The pieces that belong to the text, in the order of the file."""
    running = _running(pages)
    last_page = len(pages)
    for page in pages:
        rows = [list(row) for _, row in groupby(page.pieces, key=lambda piece: piece.row)]
        kept = [_without_running(row, page, running) for row in rows]
        yield from _without_contents([row for row in kept if row], last_page)


def _in_margin(piece: Piece, page: PageText) -> bool:
    return not page.height * _MARGIN < piece.y < page.height * (1 - _MARGIN)


def _keys(piece: Piece) -> tuple[tuple[str, int], tuple[str, int]]:
    masked = re.sub(r"\d+", "#", piece.text)
    return (piece.text, round(piece.y)), (masked if "#" in masked else "", round(piece.y))


def _running(pages: Sequence[PageText]) -> set[tuple[str, int]]:
    exact: Counter[tuple[str, int]] = Counter()
    masked: Counter[tuple[str, int]] = Counter()
    for page in pages:
        keys = [_keys(piece) for piece in page.pieces if _in_margin(piece, page)]
        exact.update({key for key, _ in keys})
        masked.update({key for _, key in keys if key[0]})
    often = 2 if len(pages) <= _REPEATED else _REPEATED
    most = max(_REPEATED, len(pages) * _MASKED_SHARE)
    return {key for key, count in exact.items() if count >= often} | {
        key for key, count in masked.items() if count >= most
    }


def _without_running(row: list[Piece], page: PageText, running: set[tuple[str, int]]) -> list[Piece]:
    if not _in_margin(row[0], page):
        return row
    kept = [piece for piece in row if not any(key in running for key in _keys(piece))]
    # A number beside text that stays is the text's own: a line of a table or of a table of contents.
    return [] if all(_PAGE_NUMBER.fullmatch(piece.text.strip()) for piece in kept) else kept


def _without_contents(rows: Sequence[list[Piece]], last_page: int) -> Iterator[Piece]:
    entries = [_entry(row) for row in rows]
    dropped = [_has_leader(row) and entry is not None for row, entry in zip(rows, entries, strict=True)]
    for start, end in _runs(entries, last_page):
        dropped[start:end] = [True] * (end - start)
    for index, row in enumerate(rows):
        between = 0 < index < len(rows) - 1 and dropped[index - 1] and dropped[index + 1]
        if dropped[index] or (between and not row[-1].text.endswith(".")):  # an entry's first line of two
            continue
        for piece in row:
            if leader := _leader(piece.text):
                piece.text = piece.text[: leader.start()]  # a line to be filled in
            if piece.text:
                yield piece


def _leader(text: str) -> re.Match[str] | None:
    """The leader that a line ends with. Few lines have so many dots, and the search looks at each blank."""
    dots = text.count(".") + text.count("·") + text.count("_")
    return _LEADER.search(text) if dots >= _FEWEST_DOTS or "……" in text else None


def _has_leader(row: Sequence[Piece]) -> bool:
    return any(_leader(piece.text) for piece in row)


def _entry(row: Sequence[Piece]) -> int | None:
    """The page number that a line of a table of contents ends with (0 for a Roman one), None for other lines."""
    last = row[-1].text.strip()
    leader = _leader(last)
    number = leader["number"] if leader else last if len(row) > 1 else ""
    if not number or not re.fullmatch(r"\d{1,4}|[ivxl]{1,7}", number):
        return None
    return int(number) if number.isdecimal() and number.isascii() else 0


def _runs(entries: Sequence[int | None], last_page: int) -> Iterator[tuple[int, int]]:
    """Where lines that end in page numbers, never falling, follow each other: (first, past the last)."""
    start = 0
    highest = 0
    for index, number in enumerate([*entries, None]):
        if number is not None and highest <= number <= last_page:
            highest = number
            continue
        if index - start >= _SHORTEST_CONTENTS:
            yield start, index
        start, highest = (index, number) if number is not None else (index + 1, 0)
