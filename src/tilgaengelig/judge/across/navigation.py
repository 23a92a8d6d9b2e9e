"""What recurs from page to page should be where it was, and be called what it was called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
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
_Menu = tuple[Signpost, ...]
_Called = tuple[Sequence[SitePage], frozenset[str]]


def order(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Links of a menu in another order than on the other pages (WCAG 3.2.3, failure F66)."""
    for (language, group), versions in _versions(facts).items():
        menus: dict[tuple[Item, ...], list[SitePage]] = defaultdict(list)
        for menu, pages in versions.items():
            menus[_items(menu)] += pages
        usual, agreed = _usual_order(menus)
        place = {item: number for number, item in enumerate(usual)}
        for items, pages in menus.items():
            moved = _moved([item for item in items if item in place], place)
            if not moved:
                continue
            names = " og ".join(f"”{name}”" for name, _ in moved[:_SHOWN])
            message = f"I menuen står {names} et andet sted i rækkefølgen end på de andre sider."
            outcome = Outcome.FAILED if agreed >= _AGREED else Outcome.CANT_TELL
            told = finding(rule, outcome, message, component=told_apart(rule, language, group))
            yield from (SiteFinding(page.visit, told) for page in pages)


def identification(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The same link of a menu, or the search, under another name than on the other pages (WCAG 3.2.4, F31)."""
    searches: dict[str, list[_Called]] = defaultdict(list)
    for page in facts.pages():
        if page.traits.search:
            searches[page.traits.language].append(((page,), frozenset({page.traits.search})))
    for language, asked in searches.items():
        yield from _otherwise_called(rule, (language, "", ""), asked)
    for (language, group), versions in _versions(facts).items():
        having = sum(map(len, versions.values()))
        for address, called in _names(versions).items():
            if sum(len(pages) for pages, _ in called) >= having / 2:
                yield from _otherwise_called(rule, (language, group, address), called)


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
                apart = told_apart(rule, post.group, facts.local(post.address))
                yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message, component=apart))


def help_place(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Ways to get help that stand at the top of some pages and at the foot of others (WCAG 3.2.6)."""
    places: dict[tuple[str, str], list[tuple[SitePage, str, frozenset[bool]]]] = defaultdict(list)
    for page in facts.pages():
        here: dict[str, set[bool]] = defaultdict(set)
        called: dict[str, str] = {}
        for post in page.traits.signposts:
            if _is_help(post):
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
                apart = told_apart(rule, language, facts.local(address))
                yield SiteFinding(page.visit, finding(rule, Outcome.FAILED, message, component=apart))


@lru_cache(maxsize=20_000)
def _is_help(post: Signpost) -> bool:
    return post.address.startswith(("tel:", "mailto:")) or bool(_HELP.search(post.name))


def _where(foot: bool) -> str:
    return "i sidens fod" if foot else "i sidens top"


def _versions(facts: SiteFacts) -> Mapping[tuple[str, str], Mapping[_Menu, list[SitePage]]]:
    """The menus by language and place, each as it is on some pages, with those. Most pages share one version."""
    menus: dict[tuple[str, str], dict[_Menu, list[SitePage]]] = defaultdict(lambda: defaultdict(list))
    for page in facts.pages():
        for group, posts in groupby(sorted(page.traits.signposts, key=_group), key=_group):
            menus[page.traits.language, group][tuple(posts)].append(page)
    return {key: versions for key, versions in menus.items() if sum(map(len, versions.values())) >= _PAGES}


def _names(versions: Mapping[_Menu, Sequence[SitePage]]) -> Mapping[str, Sequence[_Called]]:
    """What a menu calls each address, with the pages on which it does; links without a name are others' to tell."""
    names: dict[str, list[_Called]] = defaultdict(list)
    for posts, pages in versions.items():
        here: dict[str, set[str]] = defaultdict(set)
        for post in posts:
            here[post.address].add(post.name)
        for address, said in here.items():
            if "" not in said:
                names[address].append((pages, frozenset(said)))
    return names


def _group(post: Signpost) -> str:
    return post.group


def _items(menu: _Menu) -> tuple[Item, ...]:
    """The links of a menu, each once; those that lead on from page to page are no part of it."""
    return tuple(
        dict.fromkeys(
            (post.name, post.address) for post in menu if post.name and not _RUNS_ON.match(post.name)
        )
    )


def _usual_order(menus: Mapping[tuple[Item, ...], Sequence[SitePage]]) -> tuple[tuple[Item, ...], float]:
    """The order of the menu that most pages have, and the share of the pages comparable with it that keep to it."""
    usual = max(menus, key=lambda items: (len(menus[items]), len(items), items))
    place = {item: number for number, item in enumerate(usual)}
    kept = comparable = 0
    for items, pages in menus.items():
        common = [item for item in items if item in place]
        if len(common) >= _COMMON:
            comparable += len(pages)
            kept += 0 if _moved(common, place) else len(pages)
    return (usual, kept / comparable) if len(menus[usual]) > 1 and comparable >= _PAGES else ((), 0.0)


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
    rule: Rule, key: tuple[str, str, str], called: Sequence[_Called]
) -> Iterator[SiteFinding]:
    counts: Counter[str] = Counter()
    for pages, names in called:
        counts.update(dict.fromkeys(names, len(pages)))
    usual, count = max(counts.items(), key=lambda one: (one[1], one[0]))
    every = sum(len(pages) for pages, _ in called)
    if every < _PAGES or count < _AGREED * every or _RUNS_ON.match(usual):
        return
    for pages, names in called:
        if any(_alike(name, usual) for name in names):
            continue
        what = f"Linket til {key[2]}" if key[2] else "Søgningen"
        message = f"{what} hedder ”{min(names)}” her, men ”{usual}” på de andre sider."
        told = finding(rule, Outcome.FAILED, message, component=told_apart(rule, *key))
        yield from (SiteFinding(page.visit, told) for page in pages)


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
