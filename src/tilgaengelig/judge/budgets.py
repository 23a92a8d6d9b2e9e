"""What is too much of a site: an audit held against the limits that its owners set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from tilgaengelig.model.difference import Change, Difference
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.website import Budget, Measure, Overrun

_MOST_PLACES = 10
_LIX = {
    Measure.LIX_BORGERE: Audience.BORGERE,
    Measure.LIX_KOMMUNER: Audience.KOMMUNER,
    Measure.LIX_ORGANISATIONER: Audience.ORGANISATIONER,
    Measure.LIX_PRESSE: Audience.PRESSE,
}
_IMPACT = {
    Measure.NEW_CRITICAL: Impact.CRITICAL,
    Measure.NEW_SERIOUS: Impact.SERIOUS,
    Measure.CRITICAL: Impact.CRITICAL,
    Measure.SERIOUS: Impact.SERIOUS,
}
_NEW = (Measure.NEW, Measure.NEW_CRITICAL, Measure.NEW_SERIOUS)

#: A fault that stands: its impact and one address.
Standing = tuple[Impact, str]


def overruns(
    budgets: Iterable[Budget],
    difference: Difference | None,
    open_faults: Collection[Standing],
    not_reached: Collection[str],
    lix: Mapping[Audience, Collection[tuple[float, str]]],
) -> Iterator[Overrun]:
    """The budgets that are overrun.

    `open_faults` are the components that failed and are not accepted, `not_reached` addresses that could not be read,
    `lix` is that of each text and its address, by audience. Of a site's first audit nothing is new, and
    what is accepted never is.
    """
    for budget in budgets:
        amount, where = _measured(budget, difference, open_faults, not_reached, lix)
        if amount > budget.limit:
            yield Overrun(budget, amount, tuple(where[:_MOST_PLACES]))


def _measured(
    budget: Budget,
    difference: Difference | None,
    open_faults: Collection[Standing],
    not_reached: Collection[str],
    lix: Mapping[Audience, Collection[tuple[float, str]]],
) -> tuple[float, list[str]]:
    measure = budget.measure
    if measure in _LIX:
        found = sorted(lix.get(_LIX[measure], ()), reverse=True)
        return (found[0][0] if found else 0.0), [address for value, address in found if value > budget.limit]
    if measure is Measure.NOT_REACHED:
        return len(not_reached), sorted(not_reached)
    hard_enough = _at_least(_IMPACT.get(measure))
    if measure in _NEW:
        new = (
            [
                each
                for change in (Change.NEW, Change.BACK)
                for each in difference.of(change)
                if hard_enough(each.sighting.impact) and not each.sighting.accepted
            ]
            if difference
            else []
        )
        return len(new), [each.new[0] for each in new]
    standing = [address for impact, address in open_faults if hard_enough(impact)]
    return len(standing), standing


def _at_least(least: Impact | None) -> Callable[[Impact], bool]:
    return lambda impact: least is None or impact.at_least(least)
