"""What has the same name: links and frames that nobody can tell apart who does not see the page."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.texts import plain, short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts


def frames_alike(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Frames of one title that hold different things (WCAG 4.1.2; technique H64; ACT 4b1c6c).

    Of frames from elsewhere only the address is known: those are asked about. Frames in frames are axe's to tell.
    """
    alike: dict[str, list[Element]] = defaultdict(list)
    for at in facts.outline.all("iframe"):
        alike[plain(facts.elements[at].name)].append(facts.elements[at])
    for name, frames in alike.items():
        held = {frame.attributes.get("holds") for frame in frames}
        addresses = {frame.attributes.get("src") for frame in frames}
        same = any(len(told) == 1 and None not in told for told in (held, addresses))
        if not name or len(frames) < 2 or same:
            continue
        for frame in frames:
            message = f"{len(frames)} rammer hedder alle ”{short(frame.name)}”"
            if None in held:
                asked = f"{message}. Viser de det samme?"
                yield own_finding(rule, frame, Outcome.CANT_TELL, asked)
            else:
                yield own_finding(rule, frame, Outcome.FAILED, f"{message}, men viser ikke det samme.")
    yield from page.elsewhere(
        facts, rule, {one.place.path for one in facts.elements}, axe=axe, qualweb=qualweb, doubted=doubted
    )


def links_alike(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Links of one name that lead to different places (WCAG 2.4.9, level AAA; ACT b20e66).

    On one site two addresses may show the same, so that is asked. In frames, axe tells.
    """
    for links in _alike(facts.outline):
        apart = len({_host(facts.elements[at]) for at in links} - {""}) > 1
        for at in links:
            element = facts.elements[at]
            message = f"{len(links)} links hedder ”{short(_name(element))}”, men fører hver sit sted hen."
            if apart:
                yield own_finding(rule, element, Outcome.FAILED, message)
            else:
                yield own_finding(rule, element, Outcome.CANT_TELL, f"{message} Er det alligevel det samme?")
    yield from page.elsewhere(
        facts, rule, {one.place.path for one in facts.elements}, axe=axe, qualweb=qualweb, doubted=doubted
    )


def told_by_sight(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Links of one name that only their looks tell apart (WCAG 2.4.4; failure F63; ACT fd3a94).

    Who sees the page knows them by a picture, or by a line above that does not belong to them in the code. Links that
    are as hard to tell for everybody are excepted by the criterion. What tells their purpose in the code is no fault:
    the text of their block, and the heading that they stand under (technique H80).
    """
    tree = facts.outline
    headings = list(tree.headings())
    for links in _alike(tree):
        if len({(_context(tree, at), _heading(tree, headings, at)) for at in links}) > 1:
            continue
        tokens = [_token(tree, at) for at in links]
        if all(tokens) and len(set(tokens)) == len(tokens):
            for at in links:
                element = tree.elements[at]
                message = f"{len(links)} links hedder ”{short(_name(element))}”. Kun det, man kan se, skiller dem ad."
                yield own_finding(rule, element, Outcome.FAILED, message)


def _alike(tree: Outline) -> Iterator[list[int]]:
    """The links of one name that lead to more than one place."""
    named: dict[str, list[int]] = defaultdict(list)
    for at, element in enumerate(tree.elements):
        is_link = (
            element.tag == "a" and "href" in element.attributes and not element.role
        ) or element.role == "link"
        if is_link and not element.silent and plain(_name(element)):
            named[plain(_name(element))].append(at)
    for links in named.values():
        if len({_target(tree.elements[at]) for at in links} - {""}) > 1:
            yield links


def _name(element: Element) -> str:
    return element.name or element.text


def _target(element: Element) -> str:
    """Where a link leads: its address without the place on the page, or the script that it runs."""
    href = element.attributes.get("href", "").partition("#")[0]
    return href.rstrip("/") or element.attributes.get("onclick", "")


def _host(element: Element) -> str:
    try:
        return urlsplit(element.attributes.get("href", "")).netloc
    except ValueError:
        return ""  # no address that anybody could follow


def _context(tree: Outline, at: int) -> str:
    """What belongs to a link in the code beside its own name: the rest of its block, and what describes it."""
    element = tree.elements[at]
    told = " ".join(one.text for one in tree.by_ids(element.attributes.get("aria-describedby", "")))
    block = tree.within(at, "p", "li", "td", "th", "dd", "dt")
    around = tree.elements[block].text.replace(element.text, " ") if block is not None else ""
    row = tree.within(at, "tr")
    if row is not None:
        around += " ".join(tree.elements[cell].text for cell in tree.children(row))
    return plain(f"{told} {element.attributes.get('title', '')} {around}")


def _heading(tree: Outline, headings: Sequence[int], at: int) -> str:
    """What the heading over a link says."""
    before = bisect(headings, at)
    return plain(_name(tree.elements[headings[before - 1]])) if before else ""


#: So far above or beside a link does its picture stand, in CSS px.
_BY = 60


def _token(tree: Outline, at: int) -> str:
    """What a person sees by a link and takes for its own: a picture in it or by it, or the line above it."""
    link = tree.elements[at]
    own = link.attributes.get("behind") or link.attributes.get("drawn")
    if own:
        return own
    block = tree.block(at)
    for outer in (at, block) if block is not None else (at,):
        before = _before(tree, outer)
        if before is not None and tree.elements[before].text.endswith(":"):
            return tree.elements[before].text
    for element in tree.elements:
        if element.tag == "img" and element.attributes.get("shows") is not None and _stands_by(element, link):
            return element.attributes.get("src", "")
    return ""


def _before(tree: Outline, at: int) -> int | None:
    """The element right before one, with the same parent."""
    siblings = [one for one in tree.children(tree.elements[at].parent) if one < at]
    return siblings[-1] if siblings else None


def _stands_by(image: Element, link: Element) -> bool:
    """An image right above a link or to its left, as its icon."""
    one, other = image.look, link.look
    above = other.y - (one.y + one.height)
    left = other.x - (one.x + one.width)
    apart = abs((one.x + one.width / 2) - (other.x + other.width / 2))
    level = abs((one.y + one.height / 2) - (other.y + other.height / 2))
    return (0 <= above <= _BY and apart <= _BY) or (0 <= left <= _BY and level <= _BY / 2)
