"""Measures of how hard a Danish text is to read.

The convention: every unit that `sentences` tells apart is a period, so a heading, a list item and a line of an
address count as one each. Sources disagree here, and LIX can move by eight with the choice. Exclamation and question
marks end a period as full stops do; a colon only at the end of its line or block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tilgaengelig.danish.normal import joined, normalise
from tilgaengelig.danish.sentences import Span, places
from tilgaengelig.danish.words import LONG, is_long, words_of
from tilgaengelig.model.readability import Readability


@dataclass(frozen=True, slots=True)
class SentenceMeasure:
    """Counts of one sentence; `span` is its place in the text as received.

    `lix` is words plus the percentage of long words: the LIX of a text that held this sentence alone.
    """

    span: Span
    words: int
    long_words: int
    lix: float


def measure(blocks: Sequence[str]) -> Readability:
    """Count the words and sentences of a text given as its blocks: paragraphs, headings, list items, table cells.

    A block's end always ends a sentence. `sentences` is the number that `sentences.split` finds in each block, summed;
    `distinct_words` disregards capitals. No blocks, or none with a word, give zeros.
    """
    count = long = periods = 0
    distinct: set[str] = set()
    for block in blocks:
        text = normalise(block).text
        periods += len(places(text))
        found = words_of(joined(text))
        count += len(found)
        long += _long_words(found)
        distinct.update(found)
    different = len({word.lower() for word in distinct})
    return Readability(words=count, sentences=periods, long_words=long, distinct_words=different)


def sentence_measures(text: str) -> list[SentenceMeasure]:
    """Return the counts of each sentence of `text`, in order."""
    normal = normalise(text)
    measures = []
    for start, end in places(normal.text):
        found = words_of(joined(normal.text[start:end]))
        long = _long_words(found)
        lix = len(found) + 100 * long / len(found)
        measures.append(SentenceMeasure(Span(*normal.received(start, end)), len(found), long, lix))
    return measures


def _long_words(found: Iterable[str]) -> int:
    return sum([is_long(word) for word in found if len(word) >= LONG])
