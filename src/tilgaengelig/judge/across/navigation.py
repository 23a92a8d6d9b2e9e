"""What recurs from page to page should be where it was, and be called what it was called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage
from tilgaengelig.model.traits import Signpost

_T = TypeVar("_T", bound=Hashable)
#: A menu is one where so many pages have it, and an order where it has so many links in common with another page.
_PAGES = 3
_COMMON = 3
#: Where so many of the pages agree, the others are those that differ.
_AGREED = 2 / 3
_SHOWN = 3
_RUNS_ON = re.compile(
    r"(?:forrige|næste|tilbage|frem|op|videre|previous|next|up|back|prev|start|slut|første|sidste)\b",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\b(?:kontakt(?:\s*os)?|hjælp|support|chat|spørgsmål\sog\ssvar|ofte\sstillede\sspørgsmål|faq|ring\stil\sos|skriv\stil\sos)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\w\s]|\d")

Item = tuple[str, str]


def order(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Links of a menu in another order than on the other pages (WCAG 3.2.3, failure F66)."""
    for (language, group), menus in _menus(facts).items():
        usual, agreed = _usual_order(menus)
        if not usual:
            continue
        place = {item: number for number, item in enumerate(usual)}
        for page, items in menus:
            moved = _moved([item for item in items if item in place], place)
            if moved:
                names = " og ".join(f"”{name}”" for name, _ in moved[:_SHOWN])
                message = f"I menuen står {names} et andet sted i rækkefølgen end på de andre sider."
                outcome = Outcome.FAILED if agreed >= _AGREED else Outcome.CANT_TELL
                apart = told_apart(rule, language, group)
                yield SiteFinding(page.visit, finding(rule, outcome, message, component=apart))


def identification(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The same link of a menu, or the search, under another name than on the other pages (WCAG 3.2.4, F31)."""
    names: dict[tuple[str, str, str], list[tuple[SitePage, frozenset[str]]]] = defaultdict(list)
    having: Counter[tuple[str, str]] = Counter()
    for page in facts.pages():
        here: dict[tuple[str, str], set[str]] = defaultdict(set)
        for post in page.traits.signposts:
            if post.group:
                here[post.group, post.address].add(post.name)
        having.update({(page.traits.language, group) for group, _ in here})
        for (group, address), called in here.items():
            if "" not in called:
                names[page.traits.language, group, address].append((page, frozenset(called)))
        if page.traits.search:
            names[page.traits.language, "", ""].append((page, frozenset({page.traits.search})))
    for (language, group, address), called_on in names.items():
        if len(called_on) >= max(_PAGES, having[language, group] / 2):
            yield from _otherwise_called(rule, (language, group, address), called_on)


def icons(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The same link of a menu with another picture than on the other pages (WCAG 3.2.4)."""
    shown: dict[Signpost, list[tuple[SitePage, str]]] = defaultdict(list)
    for page in facts.pages():
        for post in page.traits.signposts:
            if post.group and post.icon:
                shown[post._replace(icon="")].append((page, post.icon))
    for post, pages in shown.items():
        usual, count = Counter(icon for _, icon in pages).most_common(1)[0]
        if len(pages) < _PAGES or count < _AGREED * len(pages):
            continue
        for page, icon in pages:
            if icon != usual:
                message = (
                    f"Linket ”{post.name}” har billedet {icon}, men {usual} på de andre sider. Ser de ens ud?"
                )
                apart = told_apart(rule, post.group, post.address)
                yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message, component=apart))


def help_place(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Ways to get help that stand at the top of some pages and at the foot of others (WCAG 3.2.6)."""
    places: dict[tuple[str, str], list[tuple[SitePage, str, frozenset[bool]]]] = defaultdict(list)
    for page in facts.pages():
        here: dict[str, set[bool]] = defaultdict(set)
        called: dict[str, str] = {}
        for post in page.traits.signposts:
            if post.address.startswith(("tel:", "mailto:")) or _HELP.search(post.name):
                here[post.address].add(post.region is Region.FOOTER)
                called[post.address] = post.name or post.address
        for address, feet in here.items():
            places[page.traits.language, address].append((page, called[address], frozenset(feet)))
    for (language, address), pages in places.items():
        at_foot = Counter(foot for _, _, at in pages for foot in at)
        usual = max((False, True), key=lambda foot: at_foot[foot])
        if len(pages) < _PAGES or at_foot[usual] < _AGREED * len(pages):
            continue
        for page, name, at in pages:
            if usual not in at:
                message = f"Hjælpen ”{name}” står {_where(not usual)}, men {_where(usual)} på de andre sider."
                apart = told_apart(rule, language, address)
                yield SiteFinding(page.visit, finding(rule, Outcome.FAILED, message, component=apart))


def _where(foot: bool) -> str:
    return "i sidens fod" if foot else "i sidens top"


def _menus(facts: SiteFacts) -> Mapping[tuple[str, str], Sequence[tuple[SitePage, tuple[Item, ...]]]]:
    """The menus by language and place, each with the pages that have it and its links there, each link once."""
    menus: dict[tuple[str, str], list[tuple[SitePage, tuple[Item, ...]]]] = defaultdict(list)
    for page in facts.pages():
        here: dict[str, dict[Item, None]] = defaultdict(dict)
        for post in page.traits.signposts:
            if post.group and post.name and not _RUNS_ON.match(post.name):
                here[post.group].setdefault((post.name, post.address))
        for group, items in here.items():
            if len(items) >= _COMMON:
                menus[page.traits.language, group].append((page, tuple(items)))
    return {key: pages for key, pages in menus.items() if len(pages) >= _PAGES}


def _usual_order(menus: Sequence[tuple[SitePage, tuple[Item, ...]]]) -> tuple[tuple[Item, ...], float]:
    """The order of the menu that most pages have, and the share of the pages comparable with it that keep to it."""
    usual, count = max(
        Counter(items for _, items in menus).items(), key=lambda one: (one[1], len(one[0]), one[0])
    )
    if count < 2:
        return (), 0.0
    place = {item: number for number, item in enumerate(usual)}
    common = [[item for item in items if item in place] for _, items in menus]
    comparable = [items for items in common if len(items) >= _COMMON]
    kept = sum(not _moved(items, place) for items in comparable)
    return (usual, kept / len(comparable)) if len(comparable) >= _PAGES else ((), 0.0)


def _moved(items: Sequence[_T], place: Mapping[_T, int]) -> list[_T]:
    """Those that are out of order: what the longest run in the usual order leaves (longest increasing subsequence)."""
    if len(items) < _COMMON:
        return []
    ends: list[int] = []  # the place that ends the best run of each length
    at: list[int] = []  # for each item, the length of the best run that it ends
    for item in items:
        length = bisect_left(ends, place[item])
        ends[length : length + 1] = [place[item]]
        at.append(length)
    left, moved = len(ends) - 1, []
    highest = len(place)
    for item, length in zip(reversed(items), reversed(at), strict=True):
        if length == left and place[item] < highest:
            left, highest = left - 1, place[item]
        else:
            moved.append(item)
    return moved[::-1]


def _otherwise_called(
    rule: Rule, key: tuple[str, str, str], called_on: Sequence[tuple[SitePage, frozenset[str]]]
) -> Iterator[SiteFinding]:
    counts = Counter(name for _, names in called_on for name in names)
    usual, count = max(counts.items(), key=lambda one: (one[1], one[0]))
    if _RUNS_ON.match(usual) or count < _AGREED * len(called_on):
        return
    for page, names in called_on:
        if any(_alike(name, usual) for name in names):
            continue
        name = min(names)
        what = f"Linket til {key[2]}" if key[2] else "Søgningen"
        message = f"{what} hedder ”{name}” her, men ”{usual}” på de andre sider."
        yield SiteFinding(
            page.visit, finding(rule, Outcome.FAILED, message, component=told_apart(rule, *key))
        )


def _alike(one: str, other: str) -> bool:
    """Whether the one name has the other in it: "Kurv (2)" and "Kurv", "Nyheder, du er her" and "Nyheder"."""
    first, second = _plain(one), _plain(other)
    return first in second or second in first


def _plain(name: str) -> str:
    return " ".join(_LETTERS.sub(" ", name.lower()).split())


def common_targets(pages: Iterable[SitePage], share: float) -> frozenset[str]:
    """What the header, menu or footer of at least this share of the pages leads to."""
    every = list(pages)
    counts = Counter(
        address for page in every for address in {post.address for post in page.traits.signposts}
    )
    return frozenset(address for address, count in counts.items() if count >= share * len(every))
