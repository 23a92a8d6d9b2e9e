"""The section "Ville vi bestå i nat?": the estimate with the words of its criteria and faults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tilgaengelig.model.rule import Criterion
from tilgaengelig.model.supervision import Earlier, Estimate
from tilgaengelig.report.content import CountedCriterion, Fault, MendStep, Supervision

#: So many steps are named; a reader does not plan more at a time.
STEPS = 15


def make_supervision(
    estimate: Estimate | None,
    criteria: Iterable[Criterion],
    faults: Sequence[Fault],
    *,
    earlier: Sequence[Earlier] = (),
    engine: str = "",
) -> Supervision | None:
    """The estimate as a report shows it; None where there is none."""
    if estimate is None:
        return None
    known = {criterion.sc: criterion for criterion in criteria}
    by_component = {fault.component.id: fault for fault in faults}
    steps = (
        MendStep(mend, by_component[mend.component])
        for mend in estimate.mends[:STEPS]
        if mend.component in by_component
    )
    return Supervision(
        estimate=estimate,
        criteria=tuple(CountedCriterion(known[row.sc], row) for row in estimate.criteria if row.sc in known),
        steps=tuple(steps),
        earlier=tuple(earlier),
        engine=engine,
    )
