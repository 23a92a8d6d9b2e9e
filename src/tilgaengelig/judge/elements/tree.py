"""A page's outline as a tree: what is around an element, in it, before it, and beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tilgaengelig.model.subject import Element, PageFacts

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: A step in a run of text: what stands around it says what it is about.
_INLINE = frozenset({"a", "strong", "b", "em", "i", "abbr", "span", "time", "q", "label", "picture"})
_NEAR = 400
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Tree:
    """The outline of one page. Elements are told by their index, which is their order in the document."""

    def __init__(self, facts: PageFacts) -> None:
        self.elements: Sequence[Element] = facts.elements
        # What stands in an element follows it directly, so its end says all.
        self._ends = list(range(1, len(self.elements) + 1))
        for at in range(len(self.elements) - 1, -1, -1):
            parent = self.elements[at].parent
            if parent >= 0:
                self._ends[parent] = max(self._ends[parent], self._ends[at])
        self._ids = {
            element.attributes["id"]: element for element in self.elements if "id" in element.attributes
        }

    def all(self, *tags: str) -> Iterator[int]:
        """The elements of these tags that are not hidden from assistive technology."""
        for at, element in enumerate(self.elements):
            if element.tag in tags and not element.silent:
                yield at

    def inside(self, at: int) -> range:
        """All that stands in an element, at any depth."""
        return range(at + 1, self._ends[at])

    def near(self, at: int) -> range:
        """The first that stands in an element: as far as anybody looks for what belongs to something in it."""
        return range(at + 1, min(self._ends[at], at + 1 + _NEAR))

    def children(self, at: int) -> Iterator[int]:
        """What stands directly in an element, or (-1) directly in the page."""
        inner = at + 1
        end = self._ends[at] if at >= 0 else len(self.elements)
        while inner < end:
            yield inner
            inner = self._ends[inner]

    def after(self, at: int) -> int | None:
        """The next element with the same parent."""
        following = self._ends[at]
        if following < len(self.elements) and self.elements[following].parent == self.elements[at].parent:
            return following
        return None

    def around(self, at: int) -> Iterator[int]:
        """The elements around one, nearest first."""
        parent = self.elements[at].parent
        while parent >= 0:
            yield parent
            parent = self.elements[parent].parent

    def within(self, at: int, *tags: str) -> int | None:
        """The nearest element of these tags around one."""
        return next((outer for outer in self.around(at) if self.elements[outer].tag in tags), None)

    def block(self, at: int) -> int | None:
        """The block of text that an element in running text belongs to."""
        return next((outer for outer in self.around(at) if self.elements[outer].tag not in _INLINE), None)

    def is_heading(self, at: int) -> bool:
        """True for a heading by tag or by role."""
        element = self.elements[at]
        return element.role == "heading" or (element.tag in HEADINGS and not element.role)

    def headings(self) -> Iterator[int]:
        """The headings, in order."""
        return (at for at, element in enumerate(self.elements) if self.is_heading(at) and not element.silent)

    def level(self, at: int) -> int:
        """A heading's level."""
        element = self.elements[at]
        stated = element.attributes.get("aria-level", "")
        if stated.isdecimal():
            return int(stated)
        return int(element.tag[1]) if element.tag in HEADINGS else 2

    def by_ids(self, ids: str) -> Iterator[Element]:
        """The elements that an attribute such as aria-describedby names."""
        return (self._ids[name] for name in ids.split() if name in self._ids)


def plain(text: str) -> str:
    """A text for comparing: lower case, one space between words, no signs at its ends (”Læs mere »” is ”læs mere”)."""
    line = " ".join(text.lower().split())
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]


def words(text: str) -> list[str]:
    """The words of a text of two letters and more, in lower case."""
    return _LETTERS.findall(text.lower())


def short(text: str, most: int = 60) -> str:
    """A text for a message, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
