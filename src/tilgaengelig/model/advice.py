"""Advice: what a writer could say more plainly, at its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AdviceKind(StrEnum):
    """What a piece of advice is about; the words of the contract of `letter --json`."""

    LONG_SENTENCE = "long-sentence"
    PASSIVE = "passive"
    VERBAL_NOUN = "verbal-noun"
    OFFICIALESE = "officialese"
    EMBEDDED_CLAUSE = "embedded-clause"
    HEAVY_OPENING = "heavy-opening"
    NOUN_CHAIN = "noun-chain"
    DOUBLE_NEGATION = "double-negation"
    ABBREVIATION = "abbreviation"
    FOREIGN_TERM = "foreign-term"
    IMPERSONAL = "impersonal"
    LONG_PARAGRAPH = "long-paragraph"
    LAW_REFERENCE = "law-reference"
    VAGUE_DEADLINE = "vague-deadline"
    CAPITALS = "capitals"
    LETTER_PART = "letter-part"
    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice on the characters `start` to `end`, by the rule of that id.

    Places are code points, half-open: of the prose while it is judged, of the text as received in all that is
    shown. `suggestion` is what may stand there instead; None where there is no one wording that fits.
    """

    start: int
    end: int
    kind: AdviceKind
    rule: str
    message: str
    suggestion: str | None = None
