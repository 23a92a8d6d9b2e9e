"""Pages that pictures fill: those that may be pictures of text, as scans are, whatever is stamped on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tilgaengelig.gather.pdf.pages import PageText

#: A scanned page may bear a number of this many letters and still be a picture of text.
_FEW_LETTERS = 10
#: So few words may be a stamp on a picture of text, or a title on a photo.
_FEW_WORDS = 15


@dataclass(frozen=True, slots=True)
class Pictured:
    """See model.subject.DocumentFacts, which has the same fields."""

    pages_without_text: tuple[int, ...]
    pages_of_few_words: tuple[int, ...]
    pictures_told: tuple[tuple[int, str], ...]


def pictured(pages: Sequence[PageText]) -> Pictured:
    """The pages that pictures fill, by what they have of text when what is stamped on most of them is left out."""
    filled = [page for page in pages if page.picture or page.told is not None]
    said = [[_masked(piece.text) for piece in page.pieces] for page in filled]
    on = Counter(line for lines in said for line in {*lines})
    stamps = {line for line, count in on.items() if count > 1 and count * 2 > len(filled)}
    silent: list[int] = []
    few: list[int] = []
    told: list[tuple[int, str]] = []
    for page, lines in zip(filled, said, strict=True):
        own = [line for line in lines if line not in stamps]
        words = " ".join(own)
        # A stamp is a line: what else all pages say, such as posters of two sizes, may be their text.
        if sum(map(str.isalpha, words)) >= _FEW_LETTERS or len(lines) > len(own) + 1:
            if page.picture and len(words.split()) < _FEW_WORDS:
                few.append(page.number)
        elif page.told is not None:
            told.append((page.number, page.told))
        else:
            silent.append(page.number)
    return Pictured(tuple(silent), tuple(few), tuple(told))


def _masked(line: str) -> str:
    """A line without its numbers, which count the pages."""
    return re.sub(r"\d+", "#", line)
