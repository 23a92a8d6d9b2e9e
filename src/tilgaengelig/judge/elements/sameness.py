"""What has the same name: links and frames that nobody can tell apart who does not see the page."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from tilgaengelig.judge import page
from tilgaengelig.judge.elements import links
from tilgaengelig.judge.elements.texts import plain, short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts
from tilgaengelig.model.wordlist import WordList


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
    judged = {one.place.path for one in facts.elements}
    yield from page.elsewhere(
        facts, rule, judged, _frames_alike(facts, rule), axe=axe, qualweb=qualweb, doubted=doubted
    )


def _frames_alike(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
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
    for group in _alike(facts.outline):
        apart = len({_host(facts.elements[at]) for at in group} - {""}) > 1
        for at in group:
            element = facts.elements[at]
            message = f"{len(group)} links hedder ”{short(_name(element))}”, men fører hver sit sted hen."
            if apart:
                yield own_finding(rule, element, Outcome.FAILED, message)
            else:
                yield own_finding(rule, element, Outcome.CANT_TELL, f"{message} Er det alligevel det samme?")
    yield from page.elsewhere(
        facts, rule, {one.place.path for one in facts.elements}, axe=axe, qualweb=qualweb, doubted=doubted
    )


def told_by_sight(facts: PageFacts, rule: Rule, *, words: WordList) -> Iterator[Finding]:
    """Links of one name that only their looks tell apart (WCAG 2.4.4; failure F63; ACT fd3a94).

    Who sees the page knows them by a picture, or by a line above that does not belong to them in the code. Links that
    are as hard to tell for everybody are excepted by the criterion. What tells their purpose in the code is no fault:
    the text and pictures of their block, and the heading that they stand under (technique H80). Pictures by links in
    blocks of their own are asked about. Links whose words say nothing at all are told by `links.without_purpose`.
    """
    tree = facts.outline
    headings = list(tree.headings())
    shown = (one for one in tree.elements if one.tag == "img" and "shows" in one.attributes)
    images = list(islice(shown, _MOST_IMAGES))
    told = links.told_by_nothing(tree, words)
    for alike in _alike(tree):
        group = [at for at in alike if at not in told]
        if len(group) < 2 or len(set(_places(tree, headings, group, words))) > 1:
            continue
        by_line = _all_differ(_line_above(tree, at) for at in group)
        if not by_line and not _all_differ(_picture(tree.elements[at], images) for at in group):
            continue
        blocks = {tree.within(at, *_BLOCKS) for at in group}
        apart = None not in blocks and len(blocks) == len(group)
        for at in group:
            element = tree.elements[at]
            message = (
                f"{len(group)} links hedder ”{short(_name(element))}”. Kun det, man kan se, skiller dem ad."
            )
            if by_line or not apart:
                yield own_finding(rule, element, Outcome.FAILED, message)
            else:
                yield own_finding(rule, element, Outcome.CANT_TELL, f"{message} Kan man høre forskel på dem?")


def _all_differ(told: Iterable[str]) -> bool:
    """Whether each says something, and none what another says."""
    seen: set[str] = set()
    for one in told:
        if not one or one in seen:
            return False
        seen.add(one)
    return True


def _alike(tree: Outline) -> Iterator[list[int]]:
    """The links of one name that lead to more than one place."""
    named: dict[str, list[int]] = defaultdict(list)
    for at, element in enumerate(tree.elements):
        is_link = (
            element.tag == "a" and "href" in element.attributes and not element.role
        ) or element.role == "link"
        if is_link and not element.silent and plain(_name(element)):
            named[plain(_name(element))].append(at)
    for group in named.values():
        if len({_target(tree.elements[at]) for at in group} - {""}) > 1:
            yield group


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


_BLOCKS = ("p", "li", "td", "th", "dd", "dt")


def _places(
    tree: Outline, headings: Sequence[int], group: Sequence[int], generic: WordList
) -> Iterator[tuple[str, ...]]:
    """What belongs to each link in the code beside its own name, and the heading over it."""
    rows: dict[int | None, str] = {None: ""}
    for at, told in zip(group, links.contexts(tree, group, generic), strict=True):
        row = tree.within(at, "tr")
        if row is not None and row not in rows:
            rows[row] = plain("\n".join(tree.elements[cell].text for cell in tree.children(row)))
        yield (*map(plain, told), rows[row], _heading(tree, headings, at))


def _heading(tree: Outline, headings: Sequence[int], at: int) -> str:
    """What the heading over a link says."""
    before = bisect(headings, at)
    return plain(_name(tree.elements[headings[before - 1]])) if before else ""


#: So far above or beside a link does its picture stand, in CSS px.
_BY = 60
#: Each link is held against so many pictures: a page of thousands of both would take minutes.
_MOST_IMAGES = 1000


def _picture(link: Element, images: Sequence[Element]) -> str:
    """A picture in a link or by it, that a person takes for the link's own."""
    own = link.attributes.get("behind") or link.attributes.get("drawn")
    return own or next((one.attributes.get("src", "") for one in images if _stands_by(one, link)), "")


def _line_above(tree: Outline, at: int) -> str:
    """The line before a link or its block that leads up to it (”Det har Ankestyrelsen også:”)."""
    block = tree.block(at)
    for outer in (at, block) if block is not None else (at,):
        before = _before(tree, outer)
        if before is not None and tree.elements[before].text.endswith(":"):
            return tree.elements[before].text
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
