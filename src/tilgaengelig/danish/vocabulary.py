"""Many words and phrases looked for in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.wordlists import ENGLISH

Meaning = TypeVar("Meaning")

_QUOTES = "\"'”“„»«’‘"
#: After these a capital is no name: a new line of talk, a list item, what a colon introduces.
_OPENS = frozenset(_QUOTES + ":;.!?…–—-•*|/(\n")
_LONGEST_GAP = 80  # code points between two words of a phrase; more is layout, not a space


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[Meaning]):
    """A phrase's words in small letters (as written where it has capitals), and the signs that stand between them."""

    words: tuple[str, ...]
    exact: bool
    signs: tuple[str, ...]
    stop: bool
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase found in a prose: the half-open range of its words, and what it was given to mean.

    `stop` says that the phrase is written with a full stop, which stands after its words.
    """

    first: int
    last: int
    meaning: Meaning
    stop: bool = False


class Vocabulary(Generic[Meaning]):
    """Words and phrases with their meanings, ready to be found.

    A phrase is written as in running text. A comma in it may be left out in the text, any other sign in it must be
    there ("Børne- og Undervisningsministeriet"), and a sign that is not in it parts it. A phrase with a capital is
    found only as it is written; a stop at its end must stand in the text too. The longest phrase at a place wins, and
    none overlaps the one before.
    """

    def __init__(self, meanings: Mapping[str, Meaning] | Iterable[tuple[str, Meaning]]) -> None:
        pairs = meanings.items() if isinstance(meanings, Mapping) else meanings
        by_first: dict[str, dict[str, list[_Pattern[Meaning]]]] = {}
        for phrase, meaning in pairs:
            pattern = _pattern(phrase, meaning)
            first, second = (*pattern.words, "")[:2]
            by_first.setdefault(first.lower(), {}).setdefault(second.lower(), []).append(pattern)
        for by_second in by_first.values():
            for patterns in by_second.values():
                patterns.sort(key=lambda one: -len(one.words))
        self._by_first = by_first

    def find(self, prose: Prose) -> Iterator[Found[Meaning]]:
        """Yields what stands in the prose, in its order. Names and what is quoted as a word alone are passed over."""
        begins: frozenset[int] | None = None
        free = 0
        lows = prose.lows
        for at in prose.places_of(self._by_first.keys()):
            if at < free:
                continue
            by_second = self._by_first[lows[at]]
            longer = by_second.get(lows[at + 1], ()) if at + 1 < len(lows) else ()
            for pattern in (*longer, *by_second.get("", ())):
                last = at + len(pattern.words)
                if not _stands(prose, pattern, at, last):
                    continue
                if begins is None:
                    begins = frozenset(sentence.first for sentence in prose.sentences)
                if pattern.exact or not _is_name(prose, at, begins):
                    yield Found(at, last, pattern.meaning, pattern.stop)
                    free = last
                break


def _pattern(phrase: str, meaning: Meaning) -> _Pattern[Meaning]:
    written = Prose.of(phrase)
    count = len(written.words)
    exact = not phrase.islower()
    gaps = (written.text[written.ends[at] : written.starts[at + 1]] for at in range(count - 1))
    return _Pattern(
        tuple(written.words if exact else written.lows),
        exact,
        tuple(gap.strip() for gap in gaps),
        written.text[written.ends[-1] :].startswith("."),
        meaning,
    )


def _stands(prose: Prose, pattern: _Pattern[Meaning], at: int, last: int) -> bool:
    """Whether the pattern's words stand there, with nothing but space and its own signs between them."""
    words = prose.words if pattern.exact else prose.lows
    if tuple(words[at:last]) != pattern.words:
        return False
    text = prose.text
    for offset, sign in enumerate(pattern.signs):
        gap = text[prose.ends[at + offset] : prose.starts[at + offset + 1]]
        if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
            return False
        if gap.strip() not in ((sign, "") if sign == "," else (sign,)):
            return False
    if pattern.stop and not text.startswith(".", prose.ends[last - 1]):
        return False
    before = text[prose.starts[at] - 1 : prose.starts[at]]
    after = text[prose.ends[last - 1] : prose.ends[last - 1] + 1]
    return not (before and after and before in _QUOTES and after in _QUOTES)


def _is_name(prose: Prose, at: int, begins: frozenset[int]) -> bool:
    """Whether the capital of a word can only be that of a name: it stands within a sentence, where nothing opens."""
    if not prose.words[at][0].isupper() or at in begins:
        return False
    before = prose.text[max(0, prose.starts[at] - 4) : prose.starts[at]].rstrip(" \t")
    return not before or before[-1] not in _OPENS


_GLOSS = re.compile(
    r"""[”"»]?\s*+
        (?: \((?!\s*+(?:§|jf|se\s|nr|stk|\d))[^()]{8,200}\)
          | ,?\s*+(?:det\ vil\ sige|det\ betyder|dvs\.|altså|også\ kaldet|der\ betyder|som\ betyder|d\.v\.s\.)
          | \s*+(?:betyder|er,\ (?:at|når)|vil\ sige)
          | \.\s*+Det\ (?:betyder|vil\ sige|er,\ (?:at|når)) )""",
    re.VERBOSE,
)
_NAMES = re.compile(
    r"(?:\(|kald(?:er|es|t|et)\s|hedder\s|såkaldte?\s|betegnes\s)(?:vi\s|det\s|for\s|også\s)*[”\"»]?\Z"
)
_BEFORE = 30  # code points before a word in which it may be introduced: "det kaldes også "


_NEAR = 6  # words to either side


def is_english(prose: Prose, at: int) -> bool:
    """Whether the words around word number `at` are English: there an English word is no foreign one."""
    return not ENGLISH.isdisjoint(prose.lows[max(0, at - _NEAR) : at + _NEAR])


def is_explained(prose: Prose, first: int, last: int) -> bool:
    """Whether the words are explained where they stand: in a bracket after them, by "det vil sige", or as the name
    that they themselves are for what was said before: "du må se papirerne i sagen (aktindsigt)"."""
    start, end = prose.span(first, last)
    return bool(_GLOSS.match(prose.text, end) or _NAMES.search(prose.text[max(0, start - _BEFORE) : start]))
