"""Names: whether what is shown is what the code says (WCAG 2.5.3), and whether it may say anything (1.3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.texts import short, unbroken
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, PageFacts

_ASIDE = re.compile(r"\([^()]{0,200}\)")
_SPOKEN = re.compile(r"[^\W_]+")
_CUT_SHORT = re.compile(r"\b[^\W\d_]{1,5}\.(?=\W|$)")
#: Who speaks to a computer says the first words of a long label, not all of it.
_LONG_LABEL = 12


def label_in_name(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Controls whose name does not hold the words shown on them, in their order (WCAG 2.5.3; failure F96; ACT 2ee8b8).

    What is in brackets need not be spoken, and signs are none. Words that are cut short, or stand for others (”DA”),
    may be spoken in full, a card of many words by the first of them, and in a switch they may tell its state (”Til”):
    these are asked about. In frames, axe tells.
    """
    judged = {element.place.path for element in facts.elements if _is_shown(element)}
    told = _misnamed(facts, rule)
    yield from page.beside(told, facts, rule, judged, axe=axe, qualweb=qualweb, doubted=doubted)


def _is_shown(element: Element) -> bool:
    return "seen" in element.attributes and bool(element.name) and not element.silent


def _misnamed(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    for element in facts.elements:
        if not _is_shown(element):
            continue
        label, name = element.attributes["seen"], element.name
        if _holds(name, label):
            continue
        message = f"Der står ”{short(label)}”, men koden kalder det ”{short(name)}”."
        words = _spoken(label)
        unsure = (
            len(words) > _LONG_LABEL
            or _CUT_SHORT.search(label)
            or (len(words) == 1 and len(words[0]) < 3)
            or element.role == "switch"
        )
        if unsure:
            asked = f"{message} Virker det, når man siger det, der står?"
            yield own_finding(rule, element, Outcome.CANT_TELL, asked)
        else:
            yield own_finding(rule, element, Outcome.FAILED, message)


def dialog(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Dialogs that nobody is told the name of: those by role, of which axe tells, and those by element."""
    yield from page.engine(facts, rule, axe=axe)
    for at in facts.outline.all("dialog"):
        element = facts.elements[at]
        if not element.role and not element.name:
            message = "Dialogen er åben, men har intet navn, som skærmlæsere kan læse op."
            yield own_finding(rule, element, Outcome.FAILED, message)


def _spoken(text: str) -> list[str]:
    """The words and figures of a text as they are spoken: no signs, and nothing in brackets."""
    return _SPOKEN.findall(_ASIDE.sub(" ", unicodedata.normalize("NFKC", unbroken(text)).casefold()))


def _holds(name: str, label: str) -> bool:
    said, shown = _spoken(name), _spoken(label)
    if not shown or (len(shown) == 1 and len(shown[0]) == 1):
        return True  # a sign: ”X” closes, and is not said
    if any(said[at : at + len(shown)] == shown for at in range(len(said) - len(shown) + 1)):
        return True
    # ”E-mail” and ”email” are spoken alike; figures are not: ”2021” is no ”20 21”.
    whole = "".join(shown)
    return len(whole) > 3 and whole.isalpha() and whole in "".join(said)


#: What has no role of its own, or one that must bear no name (WAI-ARIA 1.2, 5.2.8.6).
_NAMELESS_TAGS = frozenset({"p", "div", "span", "b", "i", "em", "strong", "caption", "q"})
_NAMELESS_ROLES = frozenset(
    {"caption", "code", "deletion", "emphasis", "generic", "insertion", "none", "paragraph", "presentation", "strong",
     "subscript", "superscript"}
)  # fmt: skip
_FOR_NAMES = ("aria-braillelabel", "aria-brailleroledescription", "aria-roledescription")


def prohibited(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Words for Braille, or for a role, on what has no role that could bear them (ACT kb1m8s).

    `aria-label` in the same place is axe's to tell.
    """
    for element in facts.elements:
        given = [name for name in _FOR_NAMES if element.attributes.get(name, "").strip()]
        if given and not element.silent and _is_nameless(element):
            message = f"{given[0]} står på <{element.tag}>, som ikke har en rolle, der må få et navn."
            yield own_finding(rule, element, Outcome.FAILED, message)


def _is_nameless(element: Element) -> bool:
    return element.role in _NAMELESS_ROLES if element.role else element.tag in _NAMELESS_TAGS
