"""The authority's simplified monitoring, as far as it can be reckoned beforehand: an estimate, never a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Responsibility

#: A site without a breach has so many points.
FULL_POINTS = 500

#: The authority's engine, as facts and findings name it.
QUALWEB = "qualweb"

#: Its rules among the versions that an audit was made with.
ENGINE = "qualweb-act-rules"

#: QualWeb's rules that count in the monitoring, with the criteria that each breaks where it fails (`success-criteria`
#: of act-rules 0.7.5, levels A and AA). Left out are those that only warn (R10, R40, R44): a warning is no failure.
MONITORED: Mapping[str, tuple[str, ...]] = {
    "QW-ACT-R1": ("2.4.2",),
    "QW-ACT-R2": ("3.1.1",),
    "QW-ACT-R4": ("2.2.1",),
    "QW-ACT-R5": ("3.1.1",),
    "QW-ACT-R6": ("1.1.1", "4.1.2"),
    "QW-ACT-R7": ("1.3.4",),
    "QW-ACT-R11": ("4.1.2",),
    "QW-ACT-R12": ("2.4.4", "4.1.2"),
    "QW-ACT-R13": ("4.1.2",),
    "QW-ACT-R14": ("1.4.4",),
    "QW-ACT-R16": ("4.1.2",),
    "QW-ACT-R17": ("1.1.1",),
    "QW-ACT-R19": ("4.1.2",),
    "QW-ACT-R21": ("1.1.1",),
    "QW-ACT-R22": ("3.1.2",),
    "QW-ACT-R24": ("1.3.5",),
    "QW-ACT-R30": ("2.5.3",),
    "QW-ACT-R33": ("1.3.1",),
    "QW-ACT-R36": ("1.3.1",),
    "QW-ACT-R37": ("1.4.3",),
    "QW-ACT-R38": ("1.3.1",),
    "QW-ACT-R39": ("1.3.1",),
    "QW-ACT-R42": ("1.1.1",),
    "QW-ACT-R43": ("2.1.1",),
    "QW-ACT-R65": ("4.1.2",),
    "QW-ACT-R66": ("4.1.2",),
    "QW-ACT-R67": ("1.4.12",),
    "QW-ACT-R68": ("1.4.12",),
    "QW-ACT-R69": ("1.4.12",),
    "QW-ACT-R70": ("2.1.1",),
}


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

    `element`: it is one element with a place in the page, and not a judgement of the page as a whole. `monitored` are
    the criteria that the authority's engine says it breaks, each with the pages.
    """

    component: str
    rule: str
    outcome: Outcome
    wcag: tuple[str, ...]
    responsibility: Responsibility
    element: bool
    pages: Sequence[int]
    monitored: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breaches:
    """All breaches of an audit, with how many web pages were read.

    `monitored` are the pages that the authority's engine judged, each with the criteria that it fails there.
    """

    pages: int
    breaches: tuple[Breach, ...]
    monitored: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """On how many pages a criterion is lost; `doubtful` are other pages, where it may be."""

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
class Earlier:
    """What the estimate came to in an audit of the same site: begun at `started` (UTC), on so many pages."""

    started: dt.datetime
    points: int
    pages: int

    @property
    def band(self) -> ScoreBand:
        """The band of the points."""
        return ScoreBand.of(self.points)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Points as the authority's formula gives them on `pages` pages, of which its engine judged `monitored`.

    `points` counts what its engine fails, and our own failures where it did not judge the page; `lowest` counts what
    else our tests fail as well, and each doubt of ours where it did not judge. `mends` lead to `target`, the next
    band, or as far towards it as our findings go; they are empty, and `target` None, in the best one.
    """

    pages: int
    monitored: int
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
    def reached(self) -> bool:
        """Whether the mends lead all the way: the engine may fail a page where we have nothing to mend."""
        return bool(self.target and self.mends and self.mends[-1].total >= self.target.least)

    @property
    def lowest_band(self) -> ScoreBand:
        """The band if every doubt turns out to be a failure."""
        return ScoreBand.of(self.lowest)
