"""What the authority's simplified monitoring might give for an audit's findings, and what lifts it most.

The authority's text: for each criterion that is not met on an evaluated page points are deducted, and a site that
fails all criteria on all pages gets 0 of 500. Read as 500 · (1 - broken / (pages · criteria)); whole points,
rounded down. On pages that its engine judged here its verdict counts, whatever we say of it ourselves; on others our
own. Its version and its settings may be others than ours, and so may the pages: this is an estimate.
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

    Of our own verdict only breaches of rules that the act demands count, on web pages and against the criteria
    marked `simplified`.
    """
    known = {criterion.sc: criterion for criterion in criteria}
    counted = {one.sc: at for at, one in enumerate(one for one in known.values() if one.simplified)}
    if not found.pages or not counted:
        return None
    cells = found.pages * len(counted)
    faults = [_Fault(breach, *_cells(breach, found, rules, known, counted)) for breach in found.breaches]
    failed = _pages_of(fault.cells for fault in faults)
    for page, broken in found.monitored.items():
        for sc in broken:
            if sc in counted:
                failed[counted[sc]].add(page)
    doubtful = _pages_of(fault.doubts for fault in faults)
    rows = tuple(
        CriterionCount(sc, len(failed[at]), len(doubtful[at] - failed[at])) for sc, at in counted.items()
    )
    lost = sum(row.failed for row in rows)
    points = _points(lost, cells)
    target = ScoreBand.of(points).above
    steps: tuple[Mend, ...] = ()
    if target is not None:
        grid = _Grid([fault for fault in faults if fault.cells], len(counted))
        steps = tuple(_steps(grid, lost, cells, target))
    return Estimate(
        pages=found.pages,
        monitored=len(found.monitored),
        points=points,
        lowest=_points(lost + sum(row.doubtful for row in rows), cells),
        criteria=rows,
        target=target,
        mends=steps,
    )


def _points(lost: int, cells: int) -> int:
    return FULL_POINTS * (cells - lost) // cells


#: A page's number, and a criterion's place in the list.
_Cell = tuple[int, int]


def _cells(
    breach: Breach,
    found: Breaches,
    rules: Mapping[str, Rule],
    criteria: Mapping[str, Criterion],
    counted: Mapping[str, int],
) -> tuple[list[_Cell], list[_Cell]]:
    """What a breach costs, and what else it may cost."""
    lost = [(page, counted[sc]) for sc, pages in breach.monitored.items() if sc in counted for page in pages]
    sure = breach.outcome is Outcome.FAILED
    rule = rules.get(breach.rule)
    if rule is None or rule.duty is not Duty.LOVKRAV:
        return lost, []
    doubts: list[_Cell] = []
    broken = [at for sc, at in counted.items() if sc in breach.wcag and rule.breaks(criteria[sc])]
    for page in breach.pages:
        judged = page in found.monitored
        if judged and not sure:
            continue  # its engine has looked, and has no doubt
        into = lost if sure and not judged else doubts
        into.extend((page, at) for at in broken)
    return lost, doubts


def _pages_of(many: Iterable[Iterable[_Cell]]) -> defaultdict[int, set[int]]:
    """The pages of each criterion."""
    pages: defaultdict[int, set[int]] = defaultdict(set)
    for cells in many:
        for page, at in cells:
            pages[at].add(page)
    return pages


@dataclass(frozen=True, slots=True)
class _Fault:
    breach: Breach
    cells: Sequence[_Cell]
    doubts: Sequence[_Cell]

    @property
    def once(self) -> bool:
        return self.breach.responsibility in _ONCE and self.breach.element

    @property
    def pages(self) -> int:
        """On how many pages it costs something."""
        return len({page for page, _ in self.cells})

    @property
    def work(self) -> int:
        """How many places somebody must go to."""
        return 1 if self.once else self.pages


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
        for page, at in fault.cells:
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
            pages=fault.pages,
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
