"""A Danish text read once: its sentences and its words with their places, for all that looks for something in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from tilgaengelig.danish.normal import Normal, breaks, normalise
from tilgaengelig.danish.sentences import places
from tilgaengelig.danish.words import PUNCTUATION, placed

_WRITTEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a prose: its place in `text`, and its words as a half-open range of the prose's words."""

    start: int
    end: int
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with its sentences and words.

    `text` is normalised (NFC, no invisible characters). Word number i is `words[i]`, in small letters `lows[i]`,
    and stands at `starts[i]` to `ends[i]` of `text`. A word that a hyphen cut in two at a line's end is one word,
    and its place takes in both halves. The words are just those that `words.words` finds.
    """

    normal: Normal
    sentences: tuple[Sentence, ...]
    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Prose:
        """Reads `text`. Any text will do, nothing is raised."""
        normal = normalise(text)
        words, starts, ends = _words(normal.text)
        sentences = []
        first = 0
        for start, end in places(normal.text):
            last = bisect_left(starts, end, first)
            sentences.append(Sentence(start, end, first, last))
            first = last
        return cls(normal, tuple(sentences), words, [word.lower() for word in words], starts, ends)

    @property
    def text(self) -> str:
        """The normalised text, to which all places refer."""
        return self.normal.text

    def received(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was received."""
        return self.normal.received(start, end)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The place in `text` of the words `first` to `last` (half-open, at least one)."""
        return self.starts[first], self.ends[last - 1]


def _words(text: str) -> tuple[list[str], list[int], list[int]]:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WRITTEN.finditer(text):
        written = match.group()
        start = match.start()
        if not written.isalpha():
            bare = written.strip(PUNCTUATION)
            if not bare.isalpha():
                for word, at, to in placed(written):
                    words.append(word)
                    starts.append(start + at)
                    ends.append(start + to)
                continue
            start += written.index(bare)
            written = bare
        words.append(written)
        starts.append(start)
        ends.append(start + len(written))
    for hyphen, next_line, kept in breaks(text):
        _join(words, starts, ends, hyphen, next_line, kept)
    return words, starts, ends


def _join(
    words: list[str], starts: list[int], ends: list[int], hyphen: int, next_line: int, kept: str
) -> None:
    """Makes one word of the halves before `hyphen` and from `next_line` on."""
    second = bisect_left(starts, next_line)
    first = second - 1
    if first < 0 or second >= len(words) or starts[second] != next_line or ends[first] < hyphen:
        return
    words[first] = words[first].rstrip("-\u2010") + kept + words[second]
    ends[first] = ends[second]
    del words[second], starts[second], ends[second]
