"""What came forth under the mouse (WCAG 1.4.13)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Hover
from tilgaengelig.model.rule import Rule


def hover(seen: Hover, rule: Rule) -> Iterator[Finding]:
    """What the mouse cannot go into (F95), and what lies over other content and is not sent away by Escape."""
    for one in seen.found:
        if not one.stays:
            message = (
                f"Det, der kommer frem ved {called(one.spot)}, forsvinder, når man flytter musen derhen."
            )
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        elif one.covers and not one.gone:
            message = f"Kan man lukke det, der kommer frem ved {called(one.spot)}, uden at flytte musen?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)
