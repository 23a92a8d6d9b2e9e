"""Headings, and text that only looks like one (WCAG 1.3.1, 2.4.6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tilgaengelig.judge import own, page
from tilgaengelig.judge.elements.texts import plain, short, words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import AROUND, Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import HEADINGS, Element, Outline, PageFacts

#: What a template or an editor in haste leaves behind.
_PLACEHOLDER = re.compile(
    r"(overskrift|mellemrubrik|underoverskrift|rubrik|titel|heading|headline|title|subheading)( ?\d+| her)|"
    r"(skriv|indsæt|tilføj|indtast) (din |en |jeres )?(overskrift|titel|tekst)( her)?|"
    r"(add|your|insert) (heading|title|headline)( here)?|lorem ipsum.*|xxx+",
    re.IGNORECASE,
)
#: What may be left behind as well, and may be what the text is about: the title of a report, the test of a device.
_MAYBE = re.compile(
    r"(ny |min )?(overskrift|mellemrubrik|underoverskrift|rubrik|titel|heading|headline|title|subheading)|"
    r"untitled|uden titel|todo|tbd|test",
    re.IGNORECASE,
)


def placeholder(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Headings that were never written: what a template puts there (WCAG 2.4.6; ACT b49b2e)."""
    tree = facts.outline
    for at in tree.headings():
        element = tree.elements[at]
        said = plain(element.text or element.name)
        told = f"Overskriften hedder ”{short(element.text or element.name)}”."
        if _PLACEHOLDER.fullmatch(said):
            message = f"{told} Den siger ikke, hvad teksten under den handler om."
            yield own_finding(rule, element, Outcome.FAILED, message)
        elif _MAYBE.fullmatch(said):
            message = f"{told} Er det det, teksten under den handler om?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def too_long(facts: PageFacts, rule: Rule, *, most: int = 90) -> Iterator[Finding]:
    """Headings of more than `most` characters: a sentence that has been made a heading."""
    tree = facts.outline
    for at in tree.headings():
        text = " ".join(tree.elements[at].text.split())
        if len(text) > most:
            message = f"Overskriften ”{short(text)}” er på {len(text)} tegn. Kan den siges på højst {most}?"
            yield own_finding(rule, tree.elements[at], Outcome.FAILED, message)


def repeated(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Headings that say the same under the same heading: a list of headings then tells nothing of the second."""
    tree = facts.outline
    seen: dict[tuple[int, ...], set[str]] = defaultdict(set)
    above: list[tuple[int, int]] = []
    for at in tree.headings():
        element, level = tree.elements[at], tree.level(at)
        while above and above[-1][0] >= level:
            above.pop()
        name, place = plain(element.text or element.name), tuple(heading for _, heading in above)
        if name and name in seen[place]:
            message = (
                f"Der er to overskrifter, der hedder ”{short(element.text or element.name)}”, i samme afsnit."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)
        seen[place].add(name)
        above.append((level, at))


def long_text_without(facts: PageFacts, rule: Rule, *, most: int = 400) -> Iterator[Finding]:
    """Long text with no heading in it (WCAG 2.4.10 is AAA). `most` counts words of the paragraphs that are shown.

    Headings in menus and footer divide nothing, though a page's main heading may stand in its header. What stands under
    the terms of a list, or folded away under its own, is divided by these.
    """
    tree = facts.outline
    headings = [at for at in tree.headings() if tree.level(at) == 1 or not _is_around(tree, at)]
    if len(headings) > 1:
        return  # whatever their levels, they divide the text
    paragraphs = (
        tree.elements[at]
        for at in tree.all("p")
        if not _is_around(tree, at) and tree.within(at, "dd", "details") is None
    )
    counted = sum(len(words(one.text)) for one in paragraphs)
    if counted > most:
        message = f"Siden har {counted} ord uden en eneste mellemoverskrift."
        yield own.finding(rule, Outcome.FAILED, message)


def _is_around(tree: Outline, at: int) -> bool:
    return tree.elements[at].place.region in AROUND


def fake(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Text made to look like a heading (WCAG failure F2). Never more than a question: bold text may be just that."""
    targets = set()
    for finding in page.engine(facts, rule, axe=axe, doubtful=True):
        targets.add(finding.place.snippet[:80])
        yield finding
    tree = facts.outline
    usual = _usual_size(tree)
    for at in tree.all("p", "div"):
        element = tree.elements[at]
        if element.place.snippet[:80] in targets or not _looks_like_heading(tree, at, usual):
            continue
        message = f"”{short(element.text)}” ligner en overskrift. Er den det, skal den også være det i koden."
        yield own_finding(rule, element, Outcome.CANT_TELL, message)


def _usual_size(tree: Outline) -> float:
    """The size of most of the running text."""
    sizes: dict[float, int] = defaultdict(int)
    for element in tree.elements:
        if element.tag in ("p", "li", "div", "td"):
            sizes[element.look.size] += len(element.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=16.0)


def _looks_like_heading(tree: Outline, at: int, usual: float) -> bool:
    """A short line by itself, bold or large, with ordinary text under it."""
    element = tree.elements[at]
    text = element.text
    if (
        element.role
        or "\n" in text
        or not 3 <= len(text) <= 80
        or not text[0].isalnum()
        or text.rstrip()[-1:] in ".,;:!"
    ):
        return False
    if (
        tree.within(
            at,
            "li",
            "td",
            "th",
            "a",
            "button",
            "label",
            "nav",
            "footer",
            "header",
            "figure",
            "blockquote",
            "address",
            "dt",
        )
        is not None
    ):
        return False
    inner = [tree.elements[one] for one in tree.near(at)]
    # What holds a picture, a field or a link is more than a line of words.
    if any(one.tag not in ("strong", "b", "em", "i", "span", "abbr") for one in inner):
        return False
    bold = element.look.weight >= 600 or any(
        one.tag in ("strong", "b") and plain(one.text) == plain(text) for one in inner
    )
    large = element.look.size >= 1.2 * usual
    following = tree.after(at)
    if not (bold or large) or following is None:
        return False
    under = tree.elements[following]
    return (
        under.tag in ("p", "ul", "ol", "div")
        and under.look.weight < 600
        and len(_text(tree, following)) > max(60, 2 * len(text))
    )


def _text(tree: Outline, at: int) -> str:
    element = tree.elements[at]
    return element.text or " ".join(
        tree.elements[inner].text for inner in tree.children(at) if tree.elements[inner].tag == "li"
    )


def emphasised(facts: PageFacts, rule: Rule, *, least: int = 25) -> Iterator[Finding]:
    """Whole paragraphs in bold or italics, of `least` words and more.

    The one right after a heading may be the lead of its text, as may the first such one after the main heading: its day
    and its sender may stand between.
    """
    tree = facts.outline
    usual = _usual_size(tree)
    after_heading = None
    lead_to_come = False
    for at, element in enumerate(tree.elements):
        if element.tag in HEADINGS:
            after_heading = tree.after(at)
            lead_to_come = lead_to_come or element.tag == "h1"
        if element.tag != "p" or element.silent or len(words(element.text)) < least:
            continue
        is_lead, lead_to_come = lead_to_come or at == after_heading, False
        if is_lead:
            continue
        if tree.within(at, "blockquote", "figure", "figcaption", "a", "q") is not None:
            continue
        how = _emphasis(tree, at, usual)
        if how:
            message = (
                f"Hele afsnittet er skrevet med {how}. Så falder ingen ord i øjnene, og det er svært at læse."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def _emphasis(tree: Outline, at: int, usual: float) -> str:
    element = tree.elements[at]
    inner = [tree.elements[one] for one in tree.near(at)]
    bold = element.look.weight >= 600 or _covered(
        element, [one for one in inner if one.tag in ("strong", "b")]
    )
    italic = element.look.italic or _covered(element, [one for one in inner if one.tag in ("em", "i")])
    if element.look.size > 1.15 * usual:
        return ""
    return "fed skrift" if bold else "kursiv" if italic else ""


def _covered(element: Element, inner: Sequence[Element]) -> bool:
    """Whether nearly all of an element's text stands in these."""
    return sum(len(one.text) for one in inner) >= 0.95 * len(element.text) > 0
