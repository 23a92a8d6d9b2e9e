"""Checks of a web page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tilgaengelig.danish.figures import brief, floored
from tilgaengelig.judge import own
from tilgaengelig.judge.fingerprint import component
from tilgaengelig.judge.owner import owner
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Spot
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Contrast, Element, Hit, PageFacts
from tilgaengelig.model.supervision import MONITORED, QUALWEB

#: What is said where only the authority's engine fails an element, and it is known to err in that.
_ASKED = "Tilsynets program melder en fejl her. Vores andre prøver ser den ikke. Er det en fejl?"


def engine(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
    only_sure: bool = False,
    doubtful: bool = False,
    doubtful_about: Sequence[str] = (),
    doubtful_with: Sequence[str] = (),
    poorer: Sequence[str] = (),
    left_to: Sequence[str] = (),
) -> Iterator[Finding]:
    """What the engines' rules named found: one finding of an element, whichever engines fail it.

    `qualweb` are rules of QualWeb that are believed; of one in `doubted` we ask where axe does not agree. `only_sure`
    leaves out what axe could not decide; `doubtful` takes its `failed` for a question, where its rule is known to err,
    `doubtful_about` where its message names one of these, and `doubtful_with` where the element's own code does.
    `poorer` are rules of axe whose faults break this too, since it demands more. What one in `left_to` fails, the same
    element or the whole page, is another rule's to tell.
    """
    believed = frozenset(qualweb)
    told = {hit.place.target for hit in facts.hits if hit.rule in left_to and hit.outcome is Outcome.FAILED}
    if "html" in told:
        return
    ours = [
        hit
        for hit in facts.hits
        if (hit.rule in axe or (hit.rule in poorer and hit.outcome is Outcome.FAILED))
        and hit.outcome is not Outcome.UNTESTED
        and hit.place.target not in told
        and not (only_sure and hit.outcome is Outcome.CANT_TELL)
    ]
    theirs = _by_element(facts, {*qualweb, *doubted})
    joined = [theirs.pop(hit.place.target, []) for hit in ours]
    sole = _sole_paths(facts) if theirs and ours else frozenset()
    for target, alone in list(theirs.items()):
        same = next((at for at, hit in enumerate(ours) if _is_about(alone[0], hit, sole)), None)
        if same is not None:
            joined[same] += theirs.pop(target)
    for hit, also in zip(ours, joined, strict=True):
        code = hit.place.snippet.partition(">")[0]
        asked = hit.rule in axe and (
            doubtful
            or any(word in hit.message for word in doubtful_about)
            or any(word in code for word in doubtful_with)
        )
        said = replace(hit, outcome=Outcome.CANT_TELL) if asked else hit
        if said.outcome is Outcome.CANT_TELL and _any(also, believed):
            # What axe says is why it cannot tell; the rule's title then says it better.
            said = replace(hit, outcome=Outcome.FAILED, message="")
        yield _finding(rule, said, monitored(also))
    for alone in theirs.values():
        sure = _any(alone, believed)
        yield _finding(
            rule, sure or replace(alone[0], outcome=Outcome.CANT_TELL, message=_ASKED), monitored(alone)
        )


def _any(hits: Iterable[Hit], names: Collection[str]) -> Hit | None:
    return next((hit for hit in hits if hit.rule in names), None)


def _is_about(theirs: Hit, ours: Hit, sole: Collection[str]) -> bool:
    """True where axe says of a table, a frame's document or the page what QualWeb says of a cell, frame, element.

    `sole` are the paths that name one element.
    """
    place, other = ours.place, theirs.place
    return (
        place.target == "html"
        or place.target.startswith(f"{other.target} >>> ")
        or (
            other.target.startswith(f"{place.target} ")
            and not other.target.startswith(f"{place.target} >>> ")
        )
        or (bool(place.path) and other.path.startswith(f"{place.path}>") and place.path in sole)
    )


def _sole_paths(facts: PageFacts) -> frozenset[str]:
    """The paths that name one element: two tables side by side have the same, and a cell is in one of them."""
    times = Counter(one.place.path for one in facts.elements)
    return frozenset(path for path, number in times.items() if number == 1)


def beside(
    told: Iterable[Finding],
    facts: PageFacts,
    rule: Rule,
    judged: Collection[str],
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """What a check of ours says (`told`), and what engines say where it did not look itself (`judged`, by path).

    What the authority counts is noted on what we say of the same element, or stands by itself where we say nothing.
    """
    ours, sole = list(told), _sole_paths(facts)
    for found in engine(facts, rule, axe=axe, qualweb=qualweb, doubted=doubted):
        if found.place.path not in judged or " >>> " in found.place.target:
            yield found
        elif found.monitored:
            at = _same(ours, found, sole)
            if at is None:
                yield found
            else:
                ours[at] = replace(ours[at], monitored=found.monitored)
    yield from ours


def _same(ours: Sequence[Finding], theirs: Finding, sole: Collection[str]) -> int | None:
    """Which of our findings is about the same element, or about what is in it; `sole` paths name one element."""
    place = theirs.place
    free = [at for at, one in enumerate(ours) if not one.monitored]
    alike = [
        at for at in free if (ours[at].place.path, ours[at].place.snippet) == (place.path, place.snippet)
    ]
    within = (at for at in free if place.path in sole and ours[at].place.path.startswith(f"{place.path}>"))
    return next(chain(alike, within), None)


def frame_out_of_reach(
    facts: PageFacts, rule: Rule, *, axe: Sequence[str] = (), doubted: Sequence[str] = ()
) -> Iterator[Finding]:
    """Frames that nobody gets into by keyboard (WCAG 2.1.1). While a dialog must be answered first, that is asked."""
    behind = any("inert" in one.attributes for one in facts.elements)
    yield from engine(facts, rule, axe=axe, doubted=doubted, doubtful=behind)


def monitored(hits: Iterable[Hit]) -> tuple[str, ...]:
    """The criteria that the authority counts as broken where its engine says so; other engines' hits do not count."""
    found = {sc for hit in hits if hit.engine == QUALWEB for sc in MONITORED[hit.rule]}
    return tuple(sorted(found))


def _by_element(facts: PageFacts, rules: Iterable[str]) -> dict[str, list[Hit]]:
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for hit in facts.hits:
        if hit.engine == QUALWEB and hit.rule in rules:
            found[hit.place.target].append(hit)
    return dict(found)


def language_stated(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Pages without a language, or with none that there is (WCAG 3.1.1). Where there is nothing to read, none lacks."""
    if facts.wordless and not facts.elements and not facts.title:
        facts = replace(facts, hits=tuple(hit for hit in facts.hits if hit.rule not in _LACKS_LANGUAGE))
    yield from engine(facts, rule, axe=axe, qualweb=qualweb, doubted=doubted)


_LACKS_LANGUAGE = frozenset({"html-has-lang", "QW-ACT-R2"})
#: Rounding must not make a fault.
_NEARLY = 0.05
#: What a sign without words needs (1.4.11).
_NEEDED_SIGN = 3.0


def contrast(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str],
    poorer: Sequence[str] = (),
    enhanced: bool = False,
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Text of too little contrast (WCAG 1.4.3; with `enhanced` 1.4.6): what axe knows, and what the pixels say beside.

    `poorer` are the rules of axe whose faults break this too, since it demands more. What pixels don't decide is asked.
    """
    decided = (_by_pixels(hit, enhanced=enhanced) for hit in facts.hits)
    kept = tuple(hit for hit in decided if hit and (hit.rule not in poorer or hit.outcome is Outcome.FAILED))
    yield from engine(replace(facts, hits=kept), rule, axe=(*axe, *poorer), doubted=doubted)


def _by_pixels(hit: Hit, *, enhanced: bool) -> Hit | None:
    """What is left of an engine's doubt once the pixels are seen: a fault, the doubt, or nothing."""
    if hit.contrast is None or hit.outcome is Outcome.FAILED:
        return hit
    if hit.contrast.sign:
        return None if enhanced else _sign(hit, hit.contrast)
    needed = (4.5 if hit.contrast.large else 7.0) if enhanced else (3.0 if hit.contrast.large else 4.5)
    if hit.contrast.best < needed - _NEARLY:
        message = (
            f"Kontrasten til det, der er bag teksten, er højst {brief(floored(hit.contrast.best))}:1. "
            f"Den skal være mindst {brief(needed)}:1."
        )
        return replace(hit, outcome=Outcome.FAILED, message=message)
    return hit if hit.contrast.least < needed else None


def _sign(hit: Hit, contrast: Contrast) -> Hit | None:
    """What is left of a doubt about an icon: no text, and pale only where one must see it (1.4.11)."""
    if contrast.least >= _NEEDED_SIGN:
        return None
    least = brief(floored(contrast.least))
    message = f"Tegnet har måske kun kontrasten {least}:1. Skal man kunne se det for at bruge siden?"
    return replace(hit, message=message)


def untested_frame(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Frames that no engine could enter."""
    for hit in facts.hits:
        if hit.outcome is Outcome.UNTESTED and hit.rule in axe:
            yield _finding(rule, hit)


def own_finding(rule: Rule, one: Element | Spot, outcome: Outcome, message: str) -> Finding:
    """What a check of ours says of one element; told apart and handed on just as what an engine says."""
    hit = Hit(
        engine=own.ENGINE,
        rule=rule.check,
        outcome=outcome,
        impact=None,
        message=message,
        place=one.place,
        # What has no address or name of its own is told from its likes by its words.
        key=one.key or f"text={one.text[:80]}",
        foreign=one.foreign,
        picture=one.picture if isinstance(one, Element) else None,
    )
    return _finding(rule, hit)


def _finding(rule: Rule, hit: Hit, broken: tuple[str, ...] = ()) -> Finding:
    return Finding(
        rule=rule.id,
        outcome=hit.outcome,
        # How bad it is that a frame could not be entered, or that no law demands it, is ours to say, not the engine's.
        impact=rule.impact if hit.outcome is Outcome.UNTESTED or rule.beyond else hit.impact or rule.impact,
        message=hit.message or rule.title["da"],
        engine=hit.engine,
        engine_rule=hit.rule,
        wcag=rule.criteria,
        responsibility=owner(rule, hit.place, foreign=hit.foreign, inline=hit.inline),
        place=hit.place,
        component=component(rule, hit),
        foreign=hit.foreign,
        picture=hit.picture,
        monitored=broken,
    )
