"""The tags of a document as a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any

from tilgaengelig.model.document import Box, Tag
from tilgaengelig.model.finding import Finding, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

Check = Callable[..., Iterator[Finding]]
_LONGEST_PATH = 12
#: Types that group others and say nothing of them (ISO 32000-1, table 333): a list or a table may have them within.
_SEEN_THROUGH = frozenset({"Div", "NonStruct", "Part"})


def needs_tags(check: Check) -> Check:
    """Of a document without tags we say that, and nothing that follows from it."""

    @wraps(check)
    def guarded(facts: DocumentFacts, rule: Rule, **settings: Any) -> Iterator[Finding]:
        return check(facts, rule, **settings) if facts.tagged else iter(())

    return guarded


#: The tags that were last asked for, and the ways down in them: a score of checks ask in turn for the same ones.
_last: tuple[tuple[Tag, ...], list[list[int]]] = ((), [])


def _kids(tags: tuple[Tag, ...]) -> list[list[int]]:
    """The tags directly below each, by index."""
    global _last
    known = _last
    if known[0] is not tags:
        kids: list[list[int]] = [[] for _ in tags]
        for index, tag in enumerate(tags):
            if 0 <= tag.parent < index:
                kids[tag.parent].append(index)
        known = _last = (tags, kids)
    return known[1]


class Tree:
    """Tags by their index in reading order, with the ways down and up."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.tags = facts.tags
        self.kids = _kids(facts.tags)

    def of(self, *roles: str) -> Iterator[tuple[int, Tag]]:
        """The tags of these roles, in reading order."""
        return ((index, tag) for index, tag in enumerate(self.tags) if tag.role in roles)

    def parent_role(self, index: int) -> str:
        """The role of the tag that this one is a part of; "" at the top. What only groups tags is seen through."""
        roles = (self.tags[at].role for at in self.above(index))
        return next((role for role in roles if role not in _SEEN_THROUGH), "")

    def parts(self, index: int) -> Iterator[int]:
        """The tags that this one is made of, with those in what only groups them."""
        stack = list(reversed(self.kids[index]))
        while stack:
            at = stack.pop()
            if self.tags[at].role in _SEEN_THROUGH:
                stack += reversed(self.kids[at])
            else:
                yield at

    def kid_roles(self, index: int) -> list[str]:
        """The roles of the tags that this one is made of."""
        return [self.tags[kid].role for kid in self.parts(index)]

    def within(self, index: int) -> Iterator[int]:
        """The tags below, at any depth."""
        stack = list(reversed(self.kids[index]))
        while stack:
            at = stack.pop()
            yield at
            stack += reversed(self.kids[at])

    def inside(self, index: int, role: str) -> bool:
        """Whether the tag stands in one of this role."""
        return any(self.tags[at].role == role for at in self.above(index))

    def above(self, index: int) -> Iterator[int]:
        """The tags above, nearest first."""
        at = self.tags[index].parent
        while at >= 0:
            yield at
            at = self.tags[at].parent

    def text(self, index: int) -> str:
        """What is shown by the tag and all below it."""
        parts = (self.tags[at].text for at in (index, *self.within(index)))
        return " ".join(part for part in parts if part)

    def page(self, index: int) -> int | None:
        """The first page that the tag or anything below it is on."""
        pages = (self.tags[at].page for at in (index, *self.within(index)))
        return next((page for page in pages if page is not None), None)

    def box(self, index: int) -> Box | None:
        """Where the tag and all below it stand on its first page."""
        page = self.page(index)
        inside = (self.tags[at] for at in (index, *self.within(index)))
        boxes = [tag.box for tag in inside if tag.box is not None and tag.page == page]
        return around(boxes) if boxes else None

    def place(self, index: int) -> Place:
        """Where the tag stands: its page, its box there, and the tags that lead to it."""
        way = [self._step(index), *(self.tags[at].kind for at in self.above(index))][:_LONGEST_PATH]
        path = " > ".join(reversed(way))
        return Place(target=path, path=path, page=self.page(index), box=self.box(index))

    def _step(self, index: int) -> str:
        """The tag's type, with its number among its likes where it is not the only one."""
        tag = self.tags[index]
        likes = self.kids[tag.parent] if tag.parent >= 0 else range(index + 1)
        same = [at for at in likes if self.tags[at].kind == tag.kind and self.tags[at].parent == tag.parent]
        return f"{tag.kind}[{same.index(index) + 1}]" if len(same) > 1 else tag.kind


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
