"""The blocks of text that the tags make: a program may tag each line or word of a paragraph by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from tilgaengelig.judge.document.tree import Tree, around
from tilgaengelig.model.document import Tag
from tilgaengelig.model.finding import Place

#: What goes on in the line of the block around it (ISO 32000-1, 14.8.4.4). LibreOffice and WeasyPrint make one a line.
_INLINE = frozenset(
    {"Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Em", "Strong", "Sub", "NonStruct"}
)
#: What is one piece of text with all that goes on in its lines. Others, such as Sect, only hold blocks.
_HOLDERS = frozenset({"P", "H", "Title", "Lbl", "LBody", "TD", "TH", "Caption", "Note", "FENote", "TOCI"}) | {
    f"H{level}" for level in range(1, 10)
}
#: A gap within a line of so many times the size of its type is a tab, as where one tag holds all of the line.
_TAB = 1.5
_ONE_LINE = 0.4
_TALLEST = 1.8

TextBlock = tuple[int, Tag]


def text_blocks(tree: Tree) -> list[TextBlock]:
    """The tags that are a piece of text, by index and in reading order, each with the text of all its lines.

    Its size is that of most of its letters, it is bold where all of them are, and its stops (points) are also
    those between tags of one line.
    """
    shown = [(_holder(tree, index), index) for index, tag in enumerate(tree.tags) if tag.text]
    return [
        (holder, _whole(tree.tags[holder], [tree.tags[index] for _, index in run]))
        for holder, run in groupby(shown, lambda one: one[0])
    ]


def runs(blocks: Sequence[TextBlock], holds: Callable[[int, Tag], bool]) -> Iterator[list[TextBlock]]:
    """Blocks that follow each other and of which it holds."""
    return (list(run) for held, run in groupby(blocks, lambda block: holds(*block)) if held)


def place_of(tree: Tree, run: Sequence[TextBlock]) -> Place:
    """Where the first block of a run stands, with the box around all of the run that is on its page."""
    place = tree.place(run[0][0])
    boxes = [block.box for _, block in run if block.box is not None and block.page == place.page]
    return replace(place, box=around(boxes)) if boxes else place


def _holder(tree: Tree, index: int) -> int:
    """The block that a tag goes on in; the tag itself where it is one, or is in none."""
    if tree.tags[index].role not in _INLINE:
        return index
    around_it = next((at for at in tree.above(index) if tree.tags[at].role not in _INLINE), index)
    return around_it if tree.tags[around_it].role in _HOLDERS else index


def _whole(tag: Tag, parts: Sequence[Tag]) -> Tag:
    if len(parts) == 1 and parts[0] is tag:
        return tag
    sizes: Counter[float] = Counter()
    for part in parts:
        sizes[part.size] += len(part.text)
    boxes = [part.box for part in parts if part.box is not None and part.page == parts[0].page]
    return replace(
        tag,
        page=parts[0].page,
        text=" ".join(part.text for part in parts),
        size=sizes.most_common(1)[0][0],
        bold=all(part.bold for part in parts),
        box=around(boxes) if boxes else None,
        stops=(*(stop for part in parts for stop in part.stops), *_stops(parts)),
    )


def _stops(parts: Sequence[Tag]) -> Iterator[int]:
    """Where a tag begins after a wide gap within the line of the one before it."""
    for before, after in pairwise(parts):
        if before.box is None or after.box is None or before.page != after.page:
            continue
        flat = all(box[3] - box[1] <= after.size * _TALLEST for box in (before.box, after.box))
        level = abs(before.box[1] - after.box[1]) <= after.size * _ONE_LINE
        if flat and level and after.box[0] - before.box[2] > after.size * _TAB:
            yield round(after.box[0])
