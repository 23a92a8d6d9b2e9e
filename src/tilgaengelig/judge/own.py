"""A finding of our own, where no engine spoke before."""

from __future__ import annotations

from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule


def finding(
    rule: Rule, outcome: Outcome, message: str, *, page: int | None = None, component: str = ""
) -> Finding:
    """What a check of ours says of a whole subject, or of one `page` of a document.

    The same fault in many subjects is one component, since it is mended in the same way in each.
    """
    return Finding(
        rule=rule.id,
        outcome=outcome,
        impact=rule.impact,
        message=message,
        engine="tilgaengelig",
        engine_rule=rule.check,
        wcag=rule.wcag,
        responsibility=rule.responsibility,
        place=Place(page=page),
        component=component or rule.id,
        matterhorn=rule.matterhorn,
    )
