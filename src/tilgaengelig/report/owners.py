"""What a fault is to the one who mends it: a template's, a supplier's, or accepted for now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.model.supplier import Suppliers
from tilgaengelig.report.content import Fault, SupplierGroup

_ONCE = frozenset({Responsibility.UDVIKLER, Responsibility.DESIGNER})


def is_template(component: Component) -> bool:
    """One element on many pages that is mended in one place for them all."""
    stands = any(place.target for place in component.occurrences[:1])
    return component.responsibility in _ONCE and component.pages > 1 and stands


def settled(component: Component, day: dt.date) -> Component:
    """The component as a person has answered for it: of what was in doubt, a fault where she says that it is one."""
    return replace(component, outcome=component.answers.outcome(component.outcome, day) or component.outcome)


def acceptance(component: Component, day: dt.date) -> tuple[Acceptance | None, Acceptance | None]:
    """What holds on that day for the whole component, and what held before and has run out."""
    excuse = component.answers.excuse(component.places, day)
    whole = component.accepted
    if excuse is not None or whole is None or whole.reason is Reason.CONFIRMED:
        return excuse, None
    return None, whole


def accepted_places(component: Component, day: dt.date) -> int:
    """How many single places of it are accepted on that day."""
    return len(component.answers.alone(day))


def by_supplier(faults: Iterable[Fault], suppliers: Suppliers) -> tuple[SupplierGroup, ...]:
    """Open faults that suppliers brought, by supplier, the one with the heaviest faults first."""
    groups: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.component.foreign and fault.accepted is None and fault.component.outcome is Outcome.FAILED:
            groups[suppliers.of(fault.component.foreign).id].append(fault)
    made = [
        SupplierGroup(suppliers.of(members[0].component.foreign), tuple(members))
        for members in groups.values()
    ]
    return tuple(
        sorted(made, key=lambda group: (-sum(fault.weight for fault in group.faults), group.supplier.name))
    )
