"""Findings and advice of our own, where no engine spoke before."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from tilgaengelig.danish.prose import Prose
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule

ENGINE = "tilgaengelig"


def finding(
    rule: Rule,
    outcome: Outcome,
    message: str,
    *,
    page: int | None = None,
    component: str = "",
    place: Place | None = None,
    matterhorn: tuple[str, ...] | None = None,
) -> Finding:
    """What a check of ours says of a whole subject, of one `page` of a document, or of one `place` in it.

    The same fault in many subjects is one component, since it is mended in the same way in each. `matterhorn` are
    the conditions that it breaks, where they are not all of the rule's.
    """
    return Finding(
        rule=rule.id,
        outcome=outcome,
        impact=rule.impact,
        message=message,
        engine=ENGINE,
        engine_rule=rule.check,
        wcag=rule.criteria,
        responsibility=rule.responsibility,
        place=place or Place(page=page),
        component=component or rule.id,
        matterhorn=rule.matterhorn if matterhorn is None else matterhorn,
    )


def told_apart(rule: Rule, *parts: str) -> str:
    """A component of its own for what these parts tell from its likes."""
    return hashlib.sha256("\0".join((rule.id, *parts)).encode()).hexdigest()[:16]


def advice(rule: Rule, start: int, end: int, message: str, suggestion: str | None = None) -> Advice:
    """Advice by a rule on the characters `start` to `end` of a prose's `text`."""
    if rule.kind is None:
        raise AssertionError("the rulebook gives every rule of advice its kind")
    return Advice(start, end, rule.kind, rule.id, message, suggestion)


def received(prose: Prose, one: Advice) -> Advice:
    """The advice with its places in the text as it was received."""
    start, end = prose.received(one.start, one.end)
    return replace(one, start=start, end=end)
