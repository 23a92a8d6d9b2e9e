"""The authority's simplified monitoring, as far as it can be reckoned beforehand: an estimate, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Responsibility

#: A site without a breach has so many points.
FULL_POINTS = 500


class ScoreBand(StrEnum):
    """The authority's three bands of points. They are names of a score: none says that the act is complied with."""

    FULL = "fuldt ud"
    PARTIAL = "delvist"
    NOT = "ikke"

    @property
    def least(self) -> int:
        """The points from which on the band holds."""
        return _LEAST[self]

    @property
    def above(self) -> ScoreBand | None:
        """The next better band; None above the best."""
        order = list(ScoreBand)
        at = order.index(self)
        return order[at - 1] if at else None

    @classmethod
    def of(cls, points: int) -> ScoreBand:
        """The band of so many points, 0 to FULL_POINTS."""
        return next(band for band in cls if points >= band.least)


_LEAST = {ScoreBand.FULL: 476, ScoreBand.PARTIAL: 376, ScoreBand.NOT: 0}


@dataclass(frozen=True, slots=True)
class Breach:
    """A component that breaks a rule, or may do so, on web pages. `pages` are their numbers, each once, sorted.

    `element`: it is one element with a place in the page, and not a judgement of the page as a whole.
    """

    component: str
    rule: str
    outcome: Outcome
    wcag: tuple[str, ...]
    responsibility: Responsibility
    element: bool
    pages: Sequence[int]


@dataclass(frozen=True, slots=True)
class Breaches:
    """All breaches of an audit, with how many web pages were read."""

    pages: int
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """On how many pages a criterion is broken; `doubtful` pages are others, where a person must tell."""

    sc: str
    failed: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Mend:
    """One step towards the next band. `once`: it is mended in one place, whatever the number of `pages`.

    `gain` are the points that it gives back where the steps before it are done (0 where others must follow before
    any come back), `total` the whole points then reached.
    """

    component: str
    rule: str
    responsibility: Responsibility
    once: bool
    pages: int
    gain: float
    total: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Points as the authority's formula gives them for our findings on `pages` pages.

    `points` counts what failed; `lowest` counts each doubt as a failure too. `mends` lead to `target`, the next
    band; they are empty, and `target` None, in the best one.
    """

    pages: int
    points: int
    lowest: int
    criteria: tuple[CriterionCount, ...]
    target: ScoreBand | None
    mends: tuple[Mend, ...]

    @property
    def band(self) -> ScoreBand:
        """The band of the points."""
        return ScoreBand.of(self.points)

    @property
    def lowest_band(self) -> ScoreBand:
        """The band if every doubt turns out to be a failure."""
        return ScoreBand.of(self.lowest)
