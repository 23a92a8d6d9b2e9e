"""Which criteria of the act a site's pages break: what its statement ought to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tilgaengelig.judge.checks import subject_of
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Criterion, Duty, Rule
from tilgaengelig.model.supervision import Breaches


def failing(found: Breaches, rules: Mapping[str, Rule], criteria: Iterable[Criterion]) -> Mapping[str, int]:
    """How many pages break each criterion that the act demands, in the criteria's order.

    What the rules across a site found is left out: whoever judges the site anew finds it anew.
    """
    pages: dict[str, set[int]] = {one.sc: set() for one in criteria if one.duty is Duty.LOVKRAV}
    for breach in found.breaches:
        rule = rules.get(breach.rule)
        if rule is None or breach.outcome is not Outcome.FAILED or rule.duty is not Duty.LOVKRAV:
            continue
        if subject_of(rule.check) == "site":
            continue
        for sc in pages.keys() & set(breach.wcag):
            pages[sc].update(breach.pages)
    return {sc: len(broken) for sc, broken in pages.items() if broken}
