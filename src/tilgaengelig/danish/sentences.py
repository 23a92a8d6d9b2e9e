"""Where the sentences of a Danish text begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tilgaengelig.danish.boundaries import CANDIDATE, ends_sentence
from tilgaengelig.danish.lines import units
from tilgaengelig.danish.normal import joined, normalise

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open place in a text: code points of the text as it was received, without white space at its edges."""

    start: int
    end: int


def split(text: str) -> list[Span]:
    """Return the sentences of `text` in order.

    A sentence ends at a full stop, question mark or exclamation mark that ends one, and with every unit of layout:
    paragraph (blank line), heading, list item, line of an address. A colon ends a sentence only where its line ends.
    What holds no word (a ruler of dashes, a lone bullet) belongs to the sentence before it, or else after it; a text
    without any word has no sentence. Any text will do, nothing is raised.
    """
    normal = normalise(text)
    return [Span(*normal.received(start, end)) for start, end in places(normal.text)]


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` as `split` finds them, each on one line.

    White space is collapsed to single spaces, letters are composed (NFC), soft hyphens taken out, and a word that a
    hyphen cut in two at a line's end is made whole.
    """
    normal = normalise(text).text
    return [" ".join(joined(normal[start:end]).split()) for start, end in places(normal)]


def places(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of an already normalised text."""
    found: list[tuple[int, int]] = []
    wordless: int | None = (
        None  # where a piece without words began that is to be joined with the next sentence
    )
    for unit_start, unit_end in units(text):
        for start, end in _in_unit(text, unit_start, unit_end):
            if text[start].isalnum() or _WORD.search(text, start, end):
                found.append((start if wordless is None else wordless, end))
                wordless = None
            elif found:
                found[-1] = (found[-1][0], end)
            elif wordless is None:
                wordless = start
    return found


def _in_unit(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for stop in CANDIDATE.finditer(text, start, end):
        if ends_sentence(text, start, end, stop):
            pieces.append((start, stop.end()))
            start = stop.end()
            while text[start].isspace():
                start += 1
    pieces.append((start, end))
    return pieces
