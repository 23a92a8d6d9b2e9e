"""Instructions that only make sense to those who see shape, place or colour (WCAG 1.3.3; failures F14, F26)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.danish.sentences import sentences
from tilgaengelig.judge.elements.texts import short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Outline, PageFacts

_SHAPES = (
    r"grønne?|røde?|blå|gule?|orange|lilla|sorte?|hvide?|grå|runde?|trekantede?|firkantede?|ovale?|stjerneformede?|"
    r"green|red|blue|yellow|orange|purple|black|white|gr[ae]y|round|square|triangle|triangular|oval|star-shaped"
)
_PLACES = (
    r"(?:ude |oppe |nede )?(?:til (?:højre|venstre)|(?:i|på) (?:højre|venstre) side|"
    r"i (?:højre|venstre) (?:spalte|kolonne)|øverst|nederst)|(?:on|to|at) the (?:far )?(?:right|left|top|bottom)"
)
_MENUS = r"menu(?:en)?|navigation(?:en)?"
_BUTTONS = r"knap(?:pen)?|button"
_THINGS = (
    rf"(?P<thing>{_MENUS}|{_BUTTONS}|boks(?:en)?|felt(?:et)?|link(?:et)?|ikon(?:et)?|symbol(?:et)?|"
    r"box|field|icon|arrow)"
)
_POINTS = re.compile(
    rf"\b(?:(?:den|det|de|the) (?:{_SHAPES}) {_THINGS}|{_THINGS.replace('<thing>', '<placed>')},? (?:{_PLACES}))(?!\w)|"
    r"\b(?:below|under(?:neath)?|above|beside) the (?:star|circle|square|triangle)\b|"
    r"\b(?:under|over|ved siden af) (?:stjernen|cirklen|firkanten|trekanten)\b",
    re.IGNORECASE,
)
#: What tells a reader to do something; what only describes is no instruction.
_ACTS = re.compile(
    r"\b(?:find|klik|tryk|brug|vælg|se|gå|læs|åbn|benyt|udfyld|click|press|use|select|choose|see|look|go|open|read|found)\b",
    re.IGNORECASE,
)
#: A name makes the place a help and not the only way: ”knappen Send til højre”, the button labelled "Howdy".
_NAMED = re.compile(
    r"[”“\"»«‘][^”“\"»«’]{2,60}[”“\"»«’]|\b(?:med teksten|kaldet|der hedder|labelled|labeled|named|called)\b"
)
_TEXTS = frozenset({"p", "li", "dd", "td", "div", "label", "figcaption"})


def pointed_at(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Instructions that point by shape, colour or place alone.

    Failed where the page has several menus without a name, so that nothing but the place says which is meant; what
    it has one of is found without the place. Of all else a person is asked.
    """
    tree = facts.outline
    for at, element in enumerate(tree.elements):
        if element.tag not in _TEXTS or element.silent or not element.text or _is_off(tree, at):
            continue
        if any(tree.elements[inner].tag in _TEXTS and tree.elements[inner].text for inner in tree.near(at)):
            continue
        for sentence in sentences(element.text):
            found = (
                _POINTS.search(sentence) if _ACTS.search(sentence) and not _NAMED.search(sentence) else None
            )
            outcome = _outcome(tree, found) if found else None
            if outcome and found:
                message = f"”{short(sentence, 90)}” peger på noget med ”{found[0].strip()}”."
                asked = "" if outcome is Outcome.FAILED else " Kan man også finde det uden at se siden?"
                yield own_finding(rule, element, outcome, f"{message}{asked}")
                break


def _outcome(tree: Outline, found: re.Match[str]) -> Outcome | None:
    thing = (found["thing"] or found["placed"] or "").lower()
    if re.fullmatch(_MENUS, thing):
        menus = [one for one in tree.elements if one.tag == "nav" or one.role == "navigation"]
        if len(menus) == 1:
            return None
        return (
            Outcome.FAILED if len(menus) > 1 and not any(menu.name for menu in menus) else Outcome.CANT_TELL
        )
    if re.fullmatch(_BUTTONS, thing):
        buttons = [one for one in tree.elements if one.tag == "button" or one.role == "button"]
        return None if len(buttons) == 1 else Outcome.CANT_TELL
    return Outcome.CANT_TELL


def _is_off(tree: Outline, at: int) -> bool:
    look = tree.elements[at].look
    return look.x + look.width <= 0 or look.y + look.height <= 0
