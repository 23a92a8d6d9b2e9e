"""The tags of a document as a tree."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any

from tilgaengelig.model.document import Box, Tag
from tilgaengelig.model.finding import Finding, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

Check = Callable[..., Iterator[Finding]]
_LONGEST_PATH = 12
_LONGEST_TEXT = 2_000
#: So many tags around another tell enough of it.
_HIGHEST = 200
#: Types that group others and say nothing of them (ISO 32000-1, table 333): a list or a table may have them within.
_SEEN_THROUGH = frozenset({"Div", "NonStruct", "Part"})


def needs_tags(check: Check) -> Check:
    """Of a document without tags we say that, and nothing that follows from it."""

    @wraps(check)
    def guarded(facts: DocumentFacts, rule: Rule, **settings: Any) -> Iterator[Finding]:
        return check(facts, rule, **settings) if facts.tagged else iter(())

    return guarded


@dataclass(slots=True)
class _Ways:
    """What is known of each tag by where it stands, found in one walk: a file may nest its tags without end.

    `order` has the tags as they are read, `at` each one's place there and `end` the place behind all below it.
    `roles` has the roles above as bits, `holder` what it is a part of, `nth` its number among its likes and theirs.
    `pages` and `boxes` are those of the tag with all below it; `spoken` the places in `order` that show text.
    """

    kids: list[list[int]]
    order: list[int]
    at: list[int]
    end: list[int]
    bits: dict[str, int]
    roles: list[int]
    holder: list[int]
    nth: list[tuple[int, int]]
    pages: list[int | None]
    boxes: list[Box | None]
    spoken: list[int]


def _walked(tags: tuple[Tag, ...]) -> _Ways:
    kids: list[list[int]] = [[] for _ in tags]
    tops: list[int] = []
    for index, tag in enumerate(tags):
        (kids[tag.parent] if 0 <= tag.parent < index else tops).append(index)
    order: list[int] = []
    at, end = [0] * len(tags), [0] * len(tags)
    stack = list(reversed(tops))
    while stack:
        index = stack.pop()
        at[index] = len(order)
        order.append(index)
        stack += reversed(kids[index])
    bits: dict[str, int] = {}
    roles, holder = [0] * len(tags), [-1] * len(tags)
    for index, tag in enumerate(tags):
        mine = roles[index] | bits.setdefault(tag.role, 1 << len(bits))
        for kid in kids[index]:
            roles[kid] = mine
            holder[kid] = holder[index] if tag.role in _SEEN_THROUGH else index
    pages, boxes = [tag.page for tag in tags], [tag.box for tag in tags]
    for index in reversed(range(len(tags))):
        below = kids[index]
        end[index] = end[below[-1]] if below else at[index] + 1
        if pages[index] is None:
            pages[index] = next((pages[kid] for kid in below if pages[kid] is not None), None)
        page = pages[index]
        own = boxes[index] if tags[index].page == page else None
        boxes[index] = _union(own, *(boxes[kid] for kid in below if pages[kid] == page))
    spoken = [place for place, index in enumerate(order) if tags[index].text]
    return _Ways(
        kids, order, at, end, bits, roles, holder, _numbered(tags, [tops, *kids]), pages, boxes, spoken
    )


def _numbered(tags: tuple[Tag, ...], families: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Each tag's number among those of its type beside it, and how many they are."""
    found = [(1, 1)] * len(tags)
    for family in families:
        likes: defaultdict[str, list[int]] = defaultdict(list)
        for index in family:
            likes[tags[index].kind].append(index)
        for same in likes.values():
            for number, index in enumerate(same, 1):
                found[index] = number, len(same)
    return found


def _union(*boxes: Box | None) -> Box | None:
    known = [box for box in boxes if box is not None]
    return around(known) if known else None


#: The tags that were last asked for, and the ways in them: a score of checks ask in turn for the same ones.
_last: tuple[tuple[Tag, ...], _Ways] = ((), _walked(()))


def _ways(tags: tuple[Tag, ...]) -> _Ways:
    global _last
    known = _last
    if known[0] is not tags:
        known = _last = (tags, _walked(tags))
    return known[1]


class Tree:
    """Tags by their index in reading order, with the ways down and up."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.tags = facts.tags
        self._ways = _ways(facts.tags)

    def of(self, *roles: str) -> Iterator[tuple[int, Tag]]:
        """The tags of these roles, in reading order."""
        return ((index, tag) for index, tag in enumerate(self.tags) if tag.role in roles)

    def parent_role(self, index: int) -> str:
        """The role of the tag that this one is a part of; "" at the top. What only groups tags is seen through."""
        holder = self._ways.holder[index]
        return self.tags[holder].role if holder >= 0 else ""

    def parts(self, index: int) -> Iterator[int]:
        """The tags that this one is made of, with those in what only groups them."""
        kids = self._ways.kids
        stack = list(reversed(kids[index]))
        while stack:
            at = stack.pop()
            if self.tags[at].role in _SEEN_THROUGH:
                stack += reversed(kids[at])
            else:
                yield at

    def kid_roles(self, index: int) -> list[str]:
        """The roles of the tags that this one is made of."""
        return [self.tags[kid].role for kid in self.parts(index)]

    def within(self, index: int) -> Sequence[int]:
        """The tags below, at any depth."""
        return self._ways.order[self._ways.at[index] + 1 : self._ways.end[index]]

    def holds(self, test: Callable[[Tag], bool]) -> list[bool]:
        """Of each tag by its index, whether the test holds of it or of any below it."""
        found = [test(tag) for tag in self.tags]
        for index in reversed(range(len(found))):
            found[index] = found[index] or any(found[kid] for kid in self._ways.kids[index])
        return found

    def inside(self, index: int, *roles: str) -> bool:
        """Whether the tag stands in one of these roles."""
        bits = self._ways.bits
        return any(self._ways.roles[index] & bits.get(role, 0) for role in roles)

    def above(self, index: int) -> Iterator[int]:
        """The tags above, nearest first, as far as anybody asks for."""
        for _ in range(_HIGHEST):
            parent = self.tags[index].parent
            if not 0 <= parent < index:
                return
            yield parent
            index = parent

    def text(self, index: int) -> str:
        """The beginning of what is shown by the tag and all below it."""
        ways, found, length = self._ways, [], 0
        at = bisect_left(ways.spoken, ways.at[index])
        while at < len(ways.spoken) and ways.spoken[at] < ways.end[index] and length < _LONGEST_TEXT:
            found.append(self.tags[ways.order[ways.spoken[at]]].text)
            length += len(found[-1])
            at += 1
        return " ".join(found)

    def page(self, index: int) -> int | None:
        """The first page that the tag or anything below it is on."""
        return self._ways.pages[index]

    def box(self, index: int) -> Box | None:
        """Where the tag and all below it stand on its first page."""
        return self._ways.boxes[index]

    def place(self, index: int) -> Place:
        """Where the tag stands: its page, its box there, and the tags that lead to it."""
        above = islice(self.above(index), _LONGEST_PATH - 1)
        way = [self._step(index), *(self.tags[at].kind for at in above)]
        path = " > ".join(reversed(way))
        return Place(target=path, path=path, page=self.page(index), box=self.box(index))

    def _step(self, index: int) -> str:
        """The tag's type, with its number among its likes where it is not the only one."""
        kind = self.tags[index].kind
        number, likes = self._ways.nth[index]
        return f"{kind}[{number}]" if likes > 1 else kind


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
