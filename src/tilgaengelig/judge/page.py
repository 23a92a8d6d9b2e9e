"""Checks of a web page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tilgaengelig.judge import own
from tilgaengelig.judge.fingerprint import component
from tilgaengelig.judge.owner import owner
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Spot
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Hit, PageFacts


def engine(
    facts: PageFacts, rule: Rule, *, axe: Sequence[str] = (), only_sure: bool = False, doubtful: bool = False
) -> Iterator[Finding]:
    """What the engines' rules named found.

    `only_sure` leaves out what an engine could not decide; `doubtful` takes its `failed` for a question, where
    its rule is known to err.
    """
    wanted = frozenset(axe)
    for hit in facts.hits:
        if hit.rule in wanted and hit.outcome is not Outcome.UNTESTED:
            if only_sure and hit.outcome is Outcome.CANT_TELL:
                continue
            yield _finding(rule, replace(hit, outcome=Outcome.CANT_TELL) if doubtful else hit)


def untested_frame(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Frames that no engine could enter."""
    for hit in facts.hits:
        if hit.outcome is Outcome.UNTESTED and hit.rule in axe:
            yield _finding(rule, hit)


def element_finding(rule: Rule, element: Element, outcome: Outcome, message: str) -> Finding:
    """What a check of ours says of one element; told apart and handed on just as what an engine says."""
    hit = Hit(
        engine=own.ENGINE,
        rule=rule.check,
        outcome=outcome,
        impact=None,
        message=message,
        place=element.place,
        # What has no address or name of its own is told from its likes by its words.
        key=element.key or f"text={element.text[:80]}",
        foreign=element.foreign,
        picture=element.picture,
    )
    return _finding(rule, hit)


def spot_finding(rule: Rule, spot: Spot, outcome: Outcome, message: str) -> Finding:
    """The same of an element that a probe met."""
    hit = Hit(
        engine=own.ENGINE,
        rule=rule.check,
        outcome=outcome,
        impact=None,
        message=message,
        place=spot.place,
        key=spot.key or f"text={spot.text}",
        foreign=spot.foreign,
    )
    return _finding(rule, hit)


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule=rule.id,
        outcome=hit.outcome,
        # How bad it is that a frame could not be entered is ours to say, not the engine's.
        impact=rule.impact if hit.outcome is Outcome.UNTESTED else hit.impact or rule.impact,
        message=hit.message or rule.title["da"],
        engine=hit.engine,
        engine_rule=hit.rule,
        wcag=rule.wcag,
        responsibility=owner(rule, hit.place, foreign=hit.foreign, inline=hit.inline),
        place=hit.place,
        component=component(rule, hit),
        foreign=hit.foreign,
        picture=hit.picture,
    )
