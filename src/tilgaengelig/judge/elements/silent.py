"""Pictures that assistive technology passes over, though they are all there is (WCAG 1.1.1)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.elements.texts import short
from tilgaengelig.judge.elements.texts import words as words_of
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts

_PICTURES = ("img", "svg", "canvas")
#: Smaller pictures are dots and lines.
_SMALL = 24
#: So many words of three letters are no chance of a machine that reads pictures.
_ENOUGH = 2


def picture(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Pictures without a word that a line before them says will come, and drawings that write what nothing else says
    (ACT e88epe).

    Of a picture that is all a page shows a person is asked. Whether any other is decoration cannot be told without
    looking at it.
    """
    tree = facts.outline
    said = any(element.text or element.name for element in tree.elements)
    for at, element in enumerate(tree.elements):
        if element.tag not in _PICTURES or not _is_passed_over(element):
            continue
        words = _written_only_there(tree, element)
        if words:
            message = f"På tegningen står der ”{short(words)}”. Det får den, der ikke ser den, ikke at vide."
            yield own_finding(rule, element, Outcome.FAILED, message)
            continue
        if not said:
            message = (
                "Siden viser kun et billede, og det er skjult for dem, der får siden læst op. Er det pynt?"
            )
            yield own_finding(rule, element, Outcome.CANT_TELL, message)
            continue
        line = _announced(tree, at)
        if line:
            message = (
                f"”{short(line)}” siger, at der kommer noget, men billedet efter er skjult for skærmlæsere."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def _is_passed_over(element: Element) -> bool:
    if "shows" not in element.attributes or min(element.look.width, element.look.height) < _SMALL:
        return False
    if element.silent or element.role in ("presentation", "none"):
        return True
    if element.tag == "img":
        # Without any alternative text it is another rule's.
        return (
            element.attributes.get("alt", " ").strip() == ""
            and "alt" in element.attributes
            and not element.name
        )
    return not element.role and not element.name


def _written_only_there(tree: Outline, drawing: Element) -> str:
    """What a script wrote into a drawing, none of which stands in the page. A photograph may show any shop's sign."""
    written = drawing.attributes.get("written", "")
    seen = {word for word in words_of(written) if len(word) > 2}
    if drawing.tag != "canvas" or len(seen) < _ENOUGH:
        return ""
    told = {word for one in tree.elements for word in words_of(f"{one.text} {one.name}")}
    return "" if seen & told else written


def _announced(tree: Outline, at: int) -> str:
    """The line right before a picture that ends with a colon, where nothing else follows that it could mean."""
    if tree.within(at, "a", "button", "label") is not None:
        return ""
    before = [one for one in tree.children(tree.elements[at].parent) if one < at]
    following = tree.after(at)
    if not before or (following is not None and tree.elements[following].tag not in _PICTURES):
        return ""
    line = tree.elements[before[-1]]
    return line.text if line.tag in ("p", "div", "h2", "h3", "h4") and line.text.endswith(":") else ""
