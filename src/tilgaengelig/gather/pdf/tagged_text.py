"""The text of each tag, with its size and place, by pdfium: what the tags say is set beside what the page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tilgaengelig.gather.pdf.items import Faces, Item, Words
from tilgaengelig.gather.pdf.tags import TagTree
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Box, Tag

_LONGEST = 300
#: A gap of so many times the size of the type within a line is a tab, or many blanks.
_TAB = 1.5
_MOST_STOPS = 40


@dataclass(slots=True)
class _Shown:
    """What one tag shows itself, on the first page that it is on. `area` is that of its pictures.

    `blank` says that there are no pictures, and no letters that can be seen.
    """

    page: int
    parts: list[str] = field(default_factory=list)
    size: float = 0.0
    bold: bool = True
    box: Box | None = None
    area: Box | None = None
    length: int = 0
    blank: bool = True
    stops: list[int] = field(default_factory=list)
    _last: Box | None = None

    def take(self, text: str, size: float, box: Box, *, bold: bool, page: int) -> None:
        """One piece of text more."""
        if self.length < _LONGEST:
            self.parts.append(text)
            self.length += len(text)
        left, bottom, right, top = box
        self.blank = self.blank and not text.strip() and not (right > left and top > bottom)
        if text.strip():
            self.size = max(self.size, size)
            self.bold = self.bold and bold
            self._tabbed(box, size)
        if page == self.page:
            self.box = box if self.box is None else _around(self.box, box)

    def paint(self, box: Box, page: int) -> None:
        """One picture, line or area."""
        self.blank = False
        if page == self.page:
            self.area = box if self.area is None else _around(self.area, box)

    def _tabbed(self, box: Box, size: float) -> None:
        last, self._last = self._last, box
        if last is None or abs(last[1] - box[1]) > size * 0.4 or len(self.stops) >= _MOST_STOPS:
            return
        if box[0] - last[2] > size * _TAB:
            self.stops.append(round(box[0]))


class TaggedText:
    """Looks at page after page."""

    def __init__(self, tree: TagTree) -> None:
        self._tree = tree
        self._shown: dict[int, _Shown] = {}

    def page(self, number: int, page: Any, words: Words, items: Sequence[Item], faces: Faces) -> None:
        """Takes one page that is open, with what its objects say."""
        for item in items:
            if item.tag is None:
                continue
            shown = self._shown.setdefault(item.tag, _Shown(number))
            if item.is_text:
                bold = faces.bold(item.handle)
                shown.take(words.of(item), item.size, item.box, bold=bold, page=number)
            else:
                shown.paint(item.box, number)

    def tags(self) -> tuple[Tag, ...]:
        """The tags with what they show."""
        pieces = Counter(self._tree.named_by.values())
        return tuple(
            _filled(tag, self._shown[index], pieces[index]) if index in self._shown else tag
            for index, tag in enumerate(self._tree.tags)
        )


def _filled(tag: Tag, shown: _Shown, pieces: int) -> Tag:
    text = cleaned(_joined(shown.parts))[:_LONGEST]
    return replace(
        tag,
        text=text,
        size=shown.size,
        bold=shown.bold and bool(text),
        box=shown.box or shown.area,
        stops=tuple(shown.stops),
        blank=shown.blank and pieces == tag.content,  # the rest are links and fields
    )


def _joined(parts: list[str]) -> str:
    """Pieces in the order of the file; pdfium ends those of a line that is over with a line break or a blank."""
    return "".join(part if part.endswith((" ", "\n", "\r")) else part + " " for part in parts)


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
