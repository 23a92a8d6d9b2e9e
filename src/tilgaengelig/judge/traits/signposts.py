"""The links around a page's content, and the other ways that it shows to the site's pages and to its people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

from tilgaengelig.model.finding import AROUND
from tilgaengelig.model.subject import Element, Outline, PageFacts
from tilgaengelig.model.traits import Signpost, Way

#: A page keeps so many links, and so many characters of them, at most.
_MOST = 150
_ROOM = 16_000
_LONGEST_NAME = 100
_LONGEST_ADDRESS = 300

_SEARCH = re.compile(r"\b(?:søg|soeg|search|fritekst)", re.IGNORECASE)
#: A longer name of a button is no ”Åbn søgning”.
_SHORT = 40
_TO_SEARCH = re.compile(
    r"(?:(?:(?:åbn|vis|open|show) )?(?:søg|søgning|søgefelt|search)|søg på .{3,40}|søgeside|avanceret søgning)",
    re.IGNORECASE,
)
_MAP = re.compile(
    r"\b(?:sitemap|site map|oversigt over (?:siden|webstedet|hjemmesiden)|sidekort|webstedskort)\b", re.I
)
_INDEX = re.compile(
    r"\b(?:a\s?(?:til|-|–)\s?[zåø]|alle emner|emneoversigt|stikord\w*|indeks|indholdsfortegnelse|indhold)\b",
    re.I,
)
_STEP = re.compile(r"\b(?:trin|step)\s+\d{1,2}\s+(?:af|of)\s+\d{1,2}\b", re.IGNORECASE)
_CONTACT = re.compile(r"\bkontakt(?!linse)", re.IGNORECASE)
_LIST = re.compile(r">(?:ul|ol|table|p|a)\b")
_FIELDS = frozenset({"input", "select", "textarea"})
_NO_FIELDS = frozenset({"hidden", "search", "submit", "button", "reset", "image"})


def signposts(facts: PageFacts) -> tuple[Signpost, ...]:
    """The links of header, menus and footer in their order; what leads to a place on the page itself is none."""
    here = urldefrag(facts.address)[0]
    found: list[Signpost] = []
    room = _ROOM
    for index, element in _links(facts):
        if element.place.region not in AROUND:
            continue
        address, fragment = urldefrag(element.attributes["href"])
        if fragment and address == here:
            continue
        name = " ".join((element.name or element.text).split())[:_LONGEST_NAME]
        one = Signpost(
            name,
            address[:_LONGEST_ADDRESS],
            element.place.region,
            _group(facts.elements, index),
            _icon(facts.elements, index),
        )
        room -= len(one.name) + len(one.address) + len(one.icon)
        if len(found) >= _MOST or room < 0:
            break
        found.append(one)
    return tuple(found)


def search(facts: PageFacts) -> str:
    """What the search around the content is called, by its field."""
    for at, element in enumerate(facts.elements):
        if element.tag == "input" and _is_search(element) and _is_around(facts.outline, at):
            return (element.name or element.attributes.get("placeholder", ""))[:_LONGEST_NAME]
    return ""


def _is_around(tree: Outline, at: int) -> bool:
    """Whether an element stands in the page's own header, menu or footer: by region, any search does."""
    around = [tree.elements[outer] for outer in tree.around(at)]
    if any(one.tag == "main" or one.role == "main" for one in around):
        return False
    return tree.elements[at].place.region in AROUND and any(map(_is_landmark, around))


def ways(facts: PageFacts) -> tuple[Way, ...]:
    """The ways other than from link to link that the page shows."""
    found = set()
    for element in facts.elements:
        if element.tag == "input" and _is_search(element):
            found.add(Way.SEARCH)
        elif _is_button(element) and not element.name and element.place.region in AROUND:
            found.add(Way.UNCLEAR)
        elif element.tag == "a" or _is_button(element):
            said = f"{element.name} {element.text}"
            if len(said) > 2 * _LONGEST_NAME:
                continue
            if _TO_SEARCH.fullmatch(element.name.strip()) or _opens_search(element):
                found.add(Way.SEARCH)
            if _MAP.search(said):
                found.add(Way.MAP)
            if _INDEX.search(said):
                found.add(Way.INDEX)
    return tuple(sorted(found))


def _is_button(element: Element) -> bool:
    return element.tag == "button" or element.role == "button"


def _opens_search(element: Element) -> bool:
    """Whether a button shows a search field that is hidden until then, and so in no outline: ”Vis søgefelt”."""
    return _is_button(element) and len(element.name) <= _SHORT and _SEARCH.search(element.name) is not None


def process(facts: PageFacts) -> bool:
    """True of a step in filling something in: it says so, or has three fields or more."""
    if any(_STEP.search(block.text) for block in facts.blocks):
        return True
    fields = [
        element
        for element in facts.elements
        if element.tag in _FIELDS
        and element.attributes.get("type", "") not in _NO_FIELDS
        and element.place.region not in AROUND
    ]
    return len(fields) >= 3


def reachable(facts: PageFacts) -> bool:
    """True where the page gives a number or an address to write to, or leads to a page on contact."""
    for _, element in _links(facts):
        if element.attributes["href"].startswith(("tel:", "mailto:")) or _CONTACT.search(element.name[:60]):
            return True
    return False


def _links(facts: PageFacts) -> Iterator[tuple[int, Element]]:
    for index, element in enumerate(facts.elements):
        if element.tag in ("a", "area") and element.attributes.get("href"):
            yield index, element


def _is_search(element: Element) -> bool:
    kind = element.attributes.get("type", "text")
    if kind == "search" or element.role == "searchbox":
        return True
    said = " ".join(element.attributes.get(key, "") for key in ("name", "id", "placeholder"))
    called = element.attributes.get("name") == "q" or _SEARCH.search(f"{said} {element.name}")
    return kind == "text" and bool(called)


def _is_landmark(element: Element) -> bool:
    """Whether an element is a header, a menu or a footer by its tag or role."""
    return element.tag in ("nav", "header", "footer") or element.role in (
        "navigation",
        "banner",
        "contentinfo",
    )


def _group(elements: Sequence[Element], index: int) -> str:
    """The menu around a link: the nearest nav, or else the header or footer, told by its place in the page."""
    at = elements[index].parent
    while at >= 0:
        around = elements[at]
        if _is_landmark(around):
            said = f"{around.place.path}\0{around.name}"
            return hashlib.blake2b(said.encode(), digest_size=4).hexdigest()
        at = around.parent
    # Menus of older sites are a list in a div: told apart by the place of the list.
    path = elements[index].place.path
    return hashlib.blake2b(_LIST.split(path)[0].encode(), digest_size=4).hexdigest()


def _icon(elements: Sequence[Element], index: int) -> str:
    """The file of the picture in a link, where it has just one."""
    pictures = [
        one.key
        for one in elements[index + 1 : index + 6]
        if one.parent == index and one.tag == "img" and one.key.startswith("src=")
    ]
    return pictures[0].removeprefix("src=")[:_LONGEST_NAME] if len(pictures) == 1 else ""
