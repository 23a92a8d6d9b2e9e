"""What a report shows of how hard the site is to read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.overview import SubjectRow
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.writing import HardSentence


@dataclass(frozen=True, slots=True)
class LixGoal:
    """What an audience's texts should keep to: `goal` is what to aim at, above `limit` is too hard."""

    goal: float
    limit: float


class Band(StrEnum):
    """Björnsson's five bands of LIX."""

    VERY_EASY = "very-easy"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very-hard"


class Fit(StrEnum):
    """How a text stands to its audience's goal."""

    WITHIN = "within"
    NEAR = "near"
    OVER = "over"


class NotScored(StrEnum):
    """Why a text that was read has no LIX."""

    FOREIGN = "foreign"
    SHORT = "short"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TextRow:
    """The readability of one page or document; `lix` is rounded to one decimal, as it is shown.

    `heaviest` are the two kinds of advice that there is most of, `hardest` is its hardest sentence.
    """

    address: str
    title: str
    words: int
    sentences: int
    long_words: int
    lix: float
    band: Band
    fit: Fit
    audience: Audience
    heaviest: tuple[AdviceKind, ...]
    hardest: HardSentence | None


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """The texts of the site that are for one audience. `failed` counts the faults on these pages and documents."""

    audience: Audience
    goal: LixGoal
    texts: int
    median: float
    over_limit: int
    failed: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """One of the site's hardest sentences, and where it stands."""

    sentence: HardSentence
    address: str


@dataclass(frozen=True, slots=True)
class NotScoredGroup:
    """Pages and documents that were read and have no LIX, for the same reason."""

    reason: NotScored
    rows: tuple[SubjectRow, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """How hard the site is to read: rows hardest first, and what was not scored.

    `audiences` has a row for each audience that the site has texts for. `hardest` are the hardest sentences of the
    texts that are too hard for their audience, one a text.
    """

    rows: tuple[TextRow, ...]
    not_scored: tuple[NotScoredGroup, ...]
    median: float | None
    over_goal: int
    over_limit: int
    audiences: tuple[AudienceRow, ...]
    hardest: tuple[Quoted, ...]
