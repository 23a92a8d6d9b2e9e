"""How hard a text is to read, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
