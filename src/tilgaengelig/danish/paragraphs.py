"""Paragraphs of a prose, the headings between them, and lists that are written as running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilgaengelig.danish.prose import Prose, Sentence

_MARKER = re.compile(r"\s*(?:[-–—*•▪●◦‣■·]|\(?\d{1,3}[.)]|\(?[a-zæøå]\))\s")
_ITEM = re.compile(r"(?<![\w.(])\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-h]))\)\s")
_LONGEST_HEADING = 12  # words
_FEWEST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together (half-open range of the prose's sentences), with their place and their words.

    A heading is one short line without a stop; an item begins with a bullet or a number.
    """

    first: int
    last: int
    start: int
    end: int
    words: int
    heading: bool
    item: bool


def paragraphs(prose: Prose) -> Iterator[Paragraph]:
    """Yields the paragraphs, headings and list items of a prose in its order."""
    sentences = prose.sentences
    first = 0
    for at in range(1, len(sentences) + 1):
        if at == len(sentences) or _parts(prose.text, sentences[at - 1], sentences[at]):
            yield _paragraph(prose, first, at)
            first = at


def _parts(text: str, one: Sentence, following: Sentence) -> bool:
    gap = text[one.end : following.start]
    if "\n" not in gap:
        return False
    return (
        gap.count("\n") > 1
        or text[one.end - 1] not in '.!?…”"»)'
        or bool(_MARKER.match(text, following.start))
    )


def _paragraph(prose: Prose, first: int, last: int) -> Paragraph:
    sentences = prose.sentences
    start, end = sentences[first].start, sentences[last - 1].end
    words = sentences[last - 1].last - sentences[first].first
    item = bool(_MARKER.match(prose.text, start))
    heading = (
        last - first == 1
        and 0 < words <= _LONGEST_HEADING
        and prose.text[end - 1] not in ".!?:;,…"
        and not item
    )
    return Paragraph(first, last, start, end, words, heading, item)


def lists_in_line(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yields the places in `text` of lists numbered within one sentence: `1) … 2) … 3) …`, `a) … b) … c) …`."""
    if ")" not in prose.text:
        return
    for sentence in prose.sentences:
        if prose.text.count(")", sentence.start, sentence.end) < _FEWEST_ITEMS:
            continue
        for group, expected in (("number", "123456789"), ("letter", "abcdefgh")):
            marks = [m for m in _ITEM.finditer(prose.text, sentence.start, sentence.end) if m[group]]
            first = [mark[group] for mark in marks[:_FEWEST_ITEMS]]
            if first == list(expected[:_FEWEST_ITEMS]):
                yield marks[0].start(), sentence.end
                break
