"""Checks of what the probes saw when the page was driven, a file a probe. Of one that was not they say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tilgaengelig.judge import own
from tilgaengelig.judge.probes import forms, hover, keyboard, layout, moving, using
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import PageFacts

#: Each check with the probe (a field of `Probed`) whose sights it judges.
_JUDGED: Mapping[str, tuple[str, Callable[[Any, Rule], Iterator[Finding]]]] = {
    "page.focus_unseen": ("keyboard", keyboard.focus_unseen),
    "page.focus_covered": ("keyboard", keyboard.focus_covered),
    "page.focus_silent": ("keyboard", keyboard.silent),
    "page.keyboard_trap": ("keyboard", keyboard.trap),
    "page.mouse_only": ("keyboard", keyboard.mouse_only),
    "page.skip_link_fails": ("keyboard", keyboard.skip_link_fails),
    "page.focus_leads_away": ("keyboard", keyboard.leads_away),
    "page.focus_order": ("keyboard", keyboard.order),
    "page.cut_when_zoomed": ("layout", layout.cut_when_zoomed),
    "page.cut_when_spaced": ("layout", layout.cut_when_spaced),
    "page.wide": ("layout", layout.wide),
    "page.one_way": ("layout", layout.one_way),
    "page.changing_text": ("moving", moving.changing),
    "page.movement": ("moving", moving.movement),
    "page.sound": ("moving", moving.sounds),
    "page.hover": ("hover", hover.hover),
    "page.single_keys": ("using", using.single_keys),
    "page.motion": ("using", using.motion),
    "page.choices": ("using", using.choices),
    "page.errors_nowhere": ("forms", forms.nowhere),
    "page.errors_untied": ("forms", forms.untied),
    "page.errors_unheard": ("forms", forms.unheard),
}


#: What an engine's rule tells of a page as well; where it did, the check says nothing more.
_TWINS = {"page.focus_silent": "aria-hidden-focus"}


def probe_of(check: str) -> str:
    """The probe that a check needs; "" for one that needs none."""
    return _JUDGED[check][0] if check in _JUDGED else ""


def _is_told(facts: PageFacts, check: str) -> bool:
    twin = _TWINS.get(check)
    return any(hit.rule == twin and hit.outcome is Outcome.FAILED for hit in facts.hits)


def _on(probe: str, check: Callable[[Any, Rule], Iterator[Finding]]) -> Callable[..., Iterator[Finding]]:
    def judged(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
        probed = facts.probed
        if probed is None or probe not in probed.asked or _is_told(facts, rule.check):
            return
        seen = getattr(probed, probe)
        if seen is None:
            message = "Prøven kunne ikke gennemføres på denne side, så reglen er ikke testet her."
            yield own.finding(rule, Outcome.UNTESTED, message, component=f"probe:{rule.id}")
            return
        for finding in check(seen, rule):
            yield replace(finding, picture=probed.pictures.get(finding.place.target))

    return judged


CHECKS: Mapping[str, Callable[..., Iterator[Finding]]] = {
    name: _on(probe, check) for name, (probe, check) in _JUDGED.items()
}
