"""What the authority's simplified monitoring might give for an audit's findings, and what lifts it most.

The authority's text: for each criterion that is not met on an evaluated page points are deducted, and a site that
fails all criteria on all pages gets 0 of 500. Read as 500 · (1 - broken / (pages · criteria)); whole points,
rounded down. Its engine is another than ours, so this is an estimate.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Criterion, Duty, Responsibility, Rule
from tilgaengelig.model.supervision import (
    FULL_POINTS,
    Breach,
    Breaches,
    CriterionCount,
    Estimate,
    Mend,
    ScoreBand,
)

#: What these mend, they mend in one place for all pages; an editor goes from page to page.
_ONCE = frozenset({Responsibility.UDVIKLER, Responsibility.DESIGNER, Responsibility.LEVERANDOER})
#: Where more faults than this break a criterion on one page, mending one of them brings the others no nearer.
_FEW = 8


def estimate(found: Breaches, rules: Mapping[str, Rule], criteria: Iterable[Criterion]) -> Estimate | None:
    """The estimate for an audit; None where no page was read, or no criterion is counted.

    Only breaches of rules that the act demands count, on web pages and against the criteria marked `simplified`.
    """
    counted = [criterion for criterion in criteria if criterion.simplified]
    if not found.pages or not counted:
        return None
    cells = found.pages * len(counted)
    broken = [
        (breach, places)
        for breach in found.breaches
        if (places := _broken(breach, rules.get(breach.rule), counted))
    ]
    failed = _pages_of(broken, Outcome.FAILED)
    doubtful = _pages_of(broken, Outcome.CANT_TELL)
    rows = tuple(
        CriterionCount(one.sc, len(failed[at]), len(doubtful[at] - failed[at]))
        for at, one in enumerate(counted)
    )
    lost = sum(row.failed for row in rows)
    points = _points(lost, cells)
    target = ScoreBand.of(points).above
    steps: tuple[Mend, ...] = ()
    if target is not None:
        faults = [_Fault(breach, places) for breach, places in broken if breach.outcome is Outcome.FAILED]
        steps = tuple(_steps(_Grid(faults, len(counted)), lost, cells, target))
    return Estimate(
        pages=found.pages,
        points=points,
        lowest=_points(lost + sum(row.doubtful for row in rows), cells),
        criteria=rows,
        target=target,
        mends=steps,
    )


def _points(lost: int, cells: int) -> int:
    return FULL_POINTS * (cells - lost) // cells


def _broken(breach: Breach, rule: Rule | None, counted: Sequence[Criterion]) -> tuple[int, ...]:
    """The criteria that a breach breaks, by their place in the list."""
    if rule is None or rule.duty is not Duty.LOVKRAV:
        return ()
    return tuple(at for at, one in enumerate(counted) if one.sc in breach.wcag and rule.breaks(one))


def _pages_of(
    broken: Iterable[tuple[Breach, tuple[int, ...]]], outcome: Outcome
) -> defaultdict[int, set[int]]:
    pages: defaultdict[int, set[int]] = defaultdict(set)
    for breach, places in broken:
        if breach.outcome is outcome:
            for at in places:
                pages[at].update(breach.pages)
    return pages


@dataclass(frozen=True, slots=True)
class _Fault:
    breach: Breach
    criteria: tuple[int, ...]

    @property
    def once(self) -> bool:
        return self.breach.responsibility in _ONCE and self.breach.element

    @property
    def work(self) -> int:
        """How many places somebody must go to."""
        return 1 if self.once else len(self.breach.pages)


class _Grid:
    """Which faults still break which criterion on which page: a cell is given back with the last of them."""

    def __init__(self, faults: Sequence[_Fault], width: int) -> None:
        self.faults = faults
        self._width = width
        self._left: dict[int, int] = defaultdict(int)
        self._in: dict[int, array[int]] = defaultdict(lambda: array("l"))
        for number, fault in enumerate(faults):
            for cell in self._cells(fault):
                self._left[cell] += 1
                self._in[cell].append(number)

    def _cells(self, fault: _Fault) -> Iterator[int]:
        for page in fault.breach.pages:
            for at in fault.criteria:
                yield page * self._width + at

    def mend(self, number: int) -> int:
        """Take a fault away; how many cells that gives back."""
        freed = 0
        for cell in self._cells(self.faults[number]):
            self._left[cell] -= 1
            freed += not self._left[cell]
        return freed

    def put_back(self, number: int) -> int:
        """Undo `mend`; how many cells that breaks again."""
        broken = 0
        for cell in self._cells(self.faults[number]):
            broken += not self._left[cell]
            self._left[cell] += 1
        return broken

    def worth(self, number: int) -> float:
        """What mending a fault brings for its work: its share of each cell that it is in."""
        fault = self.faults[number]
        return sum(1 / self._left[cell] for cell in self._cells(fault)) / fault.work

    def risen(self, number: int) -> Iterator[tuple[int, float]]:
        """Faults whose share of a cell has risen since this one was mended, and what that adds to their worth."""
        for cell in self._cells(self.faults[number]):
            left, members = self._left[cell], self._in[cell]
            if not 0 < left <= _FEW:
                continue
            before = len(members) if left == _FEW else left + 1
            for near in members:
                yield near, (1 / left - 1 / before) / self.faults[near].work


def _steps(grid: _Grid, lost: int, cells: int, target: ScoreBand) -> Iterator[Mend]:
    """A cheap way to the band: what brings most for its work first, then without what turned out not to be needed."""
    chosen, given = _greedy(grid, lost, cells, target)
    kept = set(chosen)
    # The dearest first: it is the one that one would rather be without.
    for number in sorted(chosen, key=lambda each: -grid.faults[each].work):
        lost_again = grid.put_back(number)
        if _points(lost - given + lost_again, cells) >= target.least:
            kept.discard(number)
            given -= lost_again
        else:
            grid.mend(number)
    way = [number for number in chosen if number in kept]
    for number in way:
        grid.put_back(number)
    given = 0
    for number in way:
        gain = grid.mend(number)
        given += gain
        fault = grid.faults[number]
        yield Mend(
            component=fault.breach.component,
            rule=fault.breach.rule,
            responsibility=fault.breach.responsibility,
            once=fault.once,
            pages=len(fault.breach.pages),
            gain=FULL_POINTS * gain / cells,
            total=_points(lost - given, cells),
        )


def _greedy(grid: _Grid, lost: int, cells: int, target: ScoreBand) -> tuple[list[int], int]:
    """Faults in the order in which to mend them until the band is reached, and the cells that this gives back."""
    worth = [grid.worth(number) for number in range(len(grid.faults))]
    queue = [(-value, number) for number, value in enumerate(worth)]
    heapify(queue)
    chosen: dict[int, None] = {}
    given = 0
    while queue and _points(lost - given, cells) < target.least:
        value, number = heappop(queue)
        # An entry that has since risen in worth stood higher up, and was taken there.
        if number in chosen or -value != worth[number]:
            continue
        chosen[number] = None
        given += grid.mend(number)
        touched = set()
        for near, more in grid.risen(number):
            worth[near] += more
            touched.add(near)
        for near in touched.difference(chosen):
            heappush(queue, (-worth[near], near))
    return list(chosen), given
