"""How hard a text is to read, and for whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

WORDS_A_MINUTE = 200
"""What a grown-up reads in a minute; studies find 180 to 240 for plain prose, and fewer for hard."""


class Audience(StrEnum):
    """The four audiences that the ministry's strategy names."""

    BORGERE = "borgere"
    KOMMUNER = "kommuner"
    ORGANISATIONER = "organisationer"
    PRESSE = "presse"


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts of one text and the measures made of them.

    `words`, `sentences` and `long_words` are counts; a long word has seven letters or more. The measures
    are None where the text has no words, and never rounded here: rounding belongs to what shows them.
    """

    words: int
    sentences: int
    long_words: int
    distinct_words: int

    @property
    def lix(self) -> float | None:
        """Words a sentence plus the percentage of long words (C.-H. Björnsson, Läsbarhet, 1968)."""
        if not self.words or not self.sentences:
            return None
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def rix(self) -> float | None:
        """Long words a sentence (J. Anderson, 1983)."""
        return self.long_words / self.sentences if self.sentences else None

    @property
    def ovix(self) -> float | None:
        """How varied the words are: ln N / ln(2 - ln V / ln N), with N words of which V differ (T. Hultman, 1977).

        None below two words, and where no word comes twice: the formula has no value there. It hardly depends on
        length, but says little of a text below some hundred words.
        """
        if self.words < 2 or self.distinct_words >= self.words:
            return None
        length = math.log(self.words)
        return length / math.log(2 - math.log(self.distinct_words) / length)

    @property
    def words_per_sentence(self) -> float | None:
        """Words a sentence, on average."""
        return self.words / self.sentences if self.sentences else None

    @property
    def long_share(self) -> float | None:
        """Long words as a share of all words, 0 to 1."""
        return self.long_words / self.words if self.words else None

    @property
    def minutes(self) -> float:
        """Minutes it takes to read, at WORDS_A_MINUTE."""
        return self.words / WORDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Measures:
    """All that is measured of one text.

    `whole` counts all of it, by our convention. `prose` leaves out headings, list items and lines of an address:
    what does not end as a sentence. `periods` is Björnsson's own count. `rare_words` are words that are not common
    in Danish, nor made of common ones; names and numbers are not judged, `judged_words` are all others.
    """

    whole: Readability
    prose: Readability
    periods: int
    rare_words: int
    judged_words: int

    @property
    def rare_share(self) -> float | None:
        """Rare words as a share of the words that were judged, 0 to 1."""
        return self.rare_words / self.judged_words if self.judged_words else None

    @property
    def lix_by_periods(self) -> float | None:
        """LIX with Björnsson's count of periods instead of ours."""
        if not self.whole.words or not self.periods:
            return None
        return self.whole.words / self.periods + 100 * self.whole.long_words / self.whole.words
