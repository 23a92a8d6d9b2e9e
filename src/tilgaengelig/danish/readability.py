"""Measures of how hard a Danish text is to read.

The convention: every unit that `sentences` tells apart is a period, so a heading, a list item and a line of an
address count as one each. Sources disagree here, and LIX can move by eight with the choice. Exclamation and question
marks end a period as full stops do; a colon only at the end of its line or block. Two other counts are offered beside
it: running text alone, and Björnsson's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tilgaengelig.danish.frequency import is_rare
from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.sentences import Span
from tilgaengelig.danish.words import LONG, is_long
from tilgaengelig.model.readability import Measures, Readability

# Björnsson: a full stop, question or exclamation mark or colon, and a capital after it, or nothing more.
_PERIOD = re.compile(r"""[.:!?…]["'”’»)\]]*+(?=\s+["'”“„»«(\[•–*-]*\s*+[A-ZÆØÅ]|\s*+\Z)""")
_ENDS = frozenset(".!?…:")
_CLOSERS = "\"'”“’»«)]*_"
_LISTED = re.compile(r"[•▪●◦‣■·*\uf0b7–—-]\s|\(?\d{1,3}[.)]\s|[a-zæøå]\)\s")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")


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
    return counts(Prose.of("\n\n".join(blocks)))


def counts(prose: Prose) -> Readability:
    """Count the words and sentences of a text that is read already, as `measure` does; blank lines part its blocks."""
    counted = Counter(prose.words)
    long = sum([count for word, count in counted.items() if len(word) >= LONG and is_long(word)])
    return Readability(len(prose.words), len(prose.sentences), long, len(prose.index))


def measures(prose: Prose) -> Measures:
    """Measure a text that is read already."""
    counted = Counter(prose.words)
    whole = counts(prose)
    running = [one for one in prose.sentences if _is_running(prose.text, one)]
    judged, rare = _rare(prose, counted)
    return Measures(
        whole=whole,
        prose=whole if len(running) == len(prose.sentences) else _counts(prose, running),
        periods=periods(prose.text),
        rare_words=rare,
        judged_words=judged,
    )


def periods(text: str) -> int:
    """Return the number of periods by Björnsson's own rule: stops, colons among them, before a capital or the end."""
    return len(_PERIOD.findall(text)) or int(bool(text.strip()))


def paragraphs(prose: Prose) -> Iterator[tuple[Span, Readability]]:
    """Yield each paragraph that holds a word, as its place in the text as received and its counts.

    A blank line ends a paragraph.
    """
    group: list[Sentence] = []
    for sentence in prose.sentences:
        if group and _PARAGRAPH_END.search(prose.text, group[-1].end, sentence.start):
            yield _paragraph(prose, group)
            group = []
        group.append(sentence)
    if group:
        yield _paragraph(prose, group)


def _paragraph(prose: Prose, group: list[Sentence]) -> tuple[Span, Readability]:
    return Span(*prose.received(group[0].start, group[-1].end)), _counts(prose, group)


def sentence_measures(prose: Prose) -> list[SentenceMeasure]:
    """Return the counts of each sentence, in order."""
    found = []
    for sentence in prose.sentences:
        count = len(sentence)
        long = _long_words(prose.words[sentence.first : sentence.last])
        span = Span(*prose.received(sentence.start, sentence.end))
        found.append(SentenceMeasure(span, count, long, count + 100 * long / count if count else 0.0))
    return found


def _counts(prose: Prose, sentences: Sequence[Sentence]) -> Readability:
    words, distinct = 0, set()
    long = 0
    for sentence in sentences:
        words += len(sentence)
        long += _long_words(prose.words[sentence.first : sentence.last])
        distinct.update(prose.lows[sentence.first : sentence.last])
    return Readability(words, len(sentences), long, len(distinct))


def _is_running(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence is one of running text: it ends as a sentence does, and is no item of a list."""
    if _LISTED.match(text, sentence.start):
        return False
    last = text[sentence.end - 1]
    if last in _CLOSERS:
        last = text[sentence.start : sentence.end].rstrip(_CLOSERS)[-1:]
    return last in _ENDS


def _rare(prose: Prose, counted: Counter[str]) -> tuple[int, int]:
    """How many words were judged, and how many of them are rare. A capital inside a sentence is taken for a name's."""
    small = {word: count for word, count in counted.items() if word.islower()}
    opening: Counter[str] = Counter()
    for sentence in prose.sentences:
        first = prose.words[sentence.first] if len(sentence) else ""
        if first not in small and first[1:].islower():
            opening[first.lower()] += 1
    judged = rare = 0
    for words in (small, opening):
        for word, count in words.items():
            if word.isalpha() or word.replace("-", "").isalpha():
                judged += count
                rare += count * is_rare(word)
    return judged, rare


def _long_words(found: Iterable[str]) -> int:
    return sum([is_long(word) for word in found if len(word) >= LONG])
