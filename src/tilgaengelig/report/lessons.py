"""The house's own commonest faults, each with what is right beside it: material for a course."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tilgaengelig.model.rule import Example, Rule
from tilgaengelig.report.content import Fault, Lesson, RuleGroup

COMMONEST = 10
_TAG = re.compile(r"<([a-z][a-z0-9]*)", re.IGNORECASE)


def make_lessons(groups: Iterable[RuleGroup], rules: Mapping[str, Rule]) -> tuple[Lesson, ...]:
    """The rules broken in most places, commonest first; only what has code to show and a rule that is still there."""
    told = [group for group in groups if group.words.id in rules and _shown(group)]
    told.sort(key=lambda group: (-group.places, group.words.title))
    return tuple(_lesson(group, rules[group.words.id]) for group in told[:COMMONEST])


def _shown(group: RuleGroup) -> Fault | None:
    """The fault that stands in most places of those that have code."""
    faults = [fault for fault in group.faults if fault.component.snippet]
    return max(faults, key=lambda fault: fault.component.places, default=None)


def _lesson(group: RuleGroup, rule: Rule) -> Lesson:
    fault = _shown(group)
    if fault is None:
        raise AssertionError("only groups with code are taught")
    component = fault.component
    return Lesson(
        rule=rule.id,
        title=group.words.title,
        places=group.places,
        before=component.snippet,
        after=_like(component.snippet, rule.passed),
        address=component.occurrences[0].address if component.occurrences else "",
    )


def _like(snippet: str, examples: Iterable[Example]) -> Example | None:
    """The example that is most like what was found: one with the same element, or else the first."""
    found = _TAG.search(snippet)
    shown = [example for example in examples if example.html or example.page or example.text]
    same = [example for example in shown if found and found[1].lower() in _tags(example.html)]
    return next(iter([*same, *shown]), None)


def _tags(html: str) -> set[str]:
    return {name.lower() for name in _TAG.findall(html)}
