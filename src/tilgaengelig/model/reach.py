"""How far the rules see into a criterion: what a machine finds, and what is left to a person."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from tilgaengelig.model.rule import Criterion, Rule


class Reach(StrEnum):
    """How much of a criterion the rules that are there can see. None of them can say that it is met."""

    FULL = "full"
    PARTIAL = "partial"
    HUMAN = "human"


def testing(criterion: Criterion, rules: Collection[Rule]) -> tuple[Rule, ...]:
    """The rules in use whose breach is, or may be, a breach of the criterion."""
    return tuple(rule for rule in rules if rule.active and rule.breaks(criterion))


def reach(criterion: Criterion, rules: Collection[Rule]) -> Reach:
    """How far these rules see; one that is switched off sees nothing."""
    used = {rule.id for rule in testing(criterion, rules)}
    if not used:
        return Reach.HUMAN
    return Reach.FULL if criterion.decided_by and used.issuperset(criterion.decided_by) else Reach.PARTIAL
