"""A Danish text read once: its sentences and its words with their places, for all that looks for something in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import KeysView, Set
from dataclasses import dataclass

from tilgaengelig.danish.normal import Normal, breaks, normalise
from tilgaengelig.danish.sentences import places
from tilgaengelig.danish.words import PUNCTUATION, placed


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
    and its place takes in both halves. The words are just those that `words.words` finds. `index` has for each
    word in small letters the numbers of its places: who looks for words asks it, and need not read the text again.
    """

    normal: Normal
    sentences: tuple[Sentence, ...]
    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    index: dict[str, list[int]]

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
        lows = [word.lower() for word in words]
        index: defaultdict[str, list[int]] = defaultdict(list)
        for number, low in enumerate(lows):
            index[low].append(number)
        return cls(normal, tuple(sentences), words, lows, starts, ends, dict(index))

    @property
    def text(self) -> str:
        """The normalised text, to which all places refer."""
        return self.normal.text

    def received(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was received."""
        return self.normal.received(start, end)

    def places_of(self, wanted: KeysView[str] | Set[str]) -> list[int]:
        """The numbers of all words that are `wanted`, in their order."""
        index = self.index
        return sorted([number for low in wanted & index.keys() for number in index[low]])

    def sentence_of(self, word: int) -> int:
        """The number of the sentence in which a word stands."""
        return bisect_right(self.sentences, word, key=lambda sentence: sentence.first) - 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The place in `text` of the words `first` to `last` (half-open, at least one)."""
        return self.starts[first], self.ends[last - 1]


def _words(text: str) -> tuple[list[str], list[int], list[int]]:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    add, begin, finish, find = words.append, starts.append, ends.append, text.find
    at = 0
    for written in text.split():
        start = find(written, at)
        at = start + len(written)
        if written.isalpha():
            add(written)
            begin(start)
            finish(at)
        elif (bare := written.strip(PUNCTUATION)).isalpha():
            start = find(bare, start)
            add(bare)
            begin(start)
            finish(start + len(bare))
        else:
            for word, first, last in placed(written):
                add(word)
                begin(start + first)
                finish(start + last)
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
