"""Lists and paragraphs that are there for their looks: items and lines that hold nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Outline, PageFacts

#: Nothing but spaces, line breaks and marks of style.
_HOLLOW = re.compile(
    r"<(p|li)\b[^>]*>"
    r"(\s|&nbsp;|&#160;|\u200b|<br\b[^>]*>|</?(span|strong|b|em|i|u|font)(\s(style|lang|dir)=\"[^\"]*\")?>)*"
    r"</\1>"
)
#: Lower than this a paragraph makes no air.
_LOWEST = 8


def empty_lines(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Empty paragraphs and items. Several in a row are one fault, told at the first."""
    tree = facts.outline
    last = None
    for at in tree.all("p", "li"):
        element = tree.elements[at]
        hollow = not element.text and not tree.near(at) and _HOLLOW.fullmatch(element.place.snippet)
        # An empty paragraph that fills a cell is how editors leave a cell empty; what has a role is a control.
        if (
            not hollow
            or element.role
            or element.look.height < _LOWEST
            or tree.within(at, "td", "th") is not None
        ):
            continue
        before, last = last, at
        if before is not None and tree.after(before) == at:
            continue
        message = (
            "Der er et tomt punkt i listen."
            if element.tag == "li"
            else "Der er et tomt afsnit, der kun giver luft."
        )
        yield own_finding(rule, element, Outcome.FAILED, message)


def single_item(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Lists of one item in the page's own content: a paragraph with a dot, or the only one there is so far.

    A list that has a name is meant as one, and so is one whose item is linked to (a note); what is to be pressed (a
    chosen filter) is no paragraph.
    """
    tree = facts.outline
    linked = {tree.elements[at].attributes.get("href", "").partition("#")[2] for at in tree.all("a")}
    for at in tree.all("ul", "ol"):
        element = tree.elements[at]
        content = element.place.region is Region.MAIN and tree.within(at, "li", "nav", "td") is None
        items = [inner for inner in tree.children(at) if tree.elements[inner].tag == "li"]
        meant = element.attributes.keys() & {"aria-label", "aria-labelledby"}
        if not content or element.role or meant or len(items) != 1:
            continue
        if _is_text(tree, items[0]) and tree.elements[items[0]].attributes.get("id", "") not in linked - {""}:
            message = "Listen har kun ét punkt. Skal det være et almindeligt afsnit?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def _is_text(tree: Outline, item: int) -> bool:
    """Whether an item of a list has words of its own, and is not merely a button."""
    said = tree.elements[item].text
    return bool(said) and all(
        tree.elements[one].tag != "button" or tree.elements[one].text != said for one in tree.inside(item)
    )
