"""Checks of how the pages look: contrast, the order that the eye follows, and tables made of tabs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tilgaengelig.danish.figures import floored, number
from tilgaengelig.judge.document.lines import place_of, runs, text_blocks
from tilgaengelig.judge.document.telling import MOST, asked, counted, on_pages, shortened
from tilgaengelig.judge.document.tree import Tree, around, needs_tags
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Box, Faint, Tag
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

#: What stands in these may be a logo or part of a drawing, of which no contrast is asked.
_PICTURES = ("Figure", "Formula", "Artifact")
#: Tags that are laid out as one thing, whatever is within them.
_WHOLE = ("Table", "L", "TOC", "Figure", "Formula", "Caption", "Note", "FENote", "Form", "Aside")
#: What may stand elsewhere on the page than where it is read: notes, captions, pictures, boxes.
_FLOATING = ("Figure", "Formula", "Caption", "Note", "FENote", "Form", "Aside", "Artifact")
#: Two blocks stand in one column where they share so much of the narrower one's width.
_ONE_COLUMN = 0.5
#: A block stands above another where it ends above the other's beginning, give or take (points).
_SLACK = 3.0
#: So many blocks on a page, and so large a share of its steps upward, and the tags surely go another way.
_LEAST_BLOCKS = 4
_MOSTLY_UP = 0.5
_LEAST_TABBED_ROWS = 3
_SAME_STOP = 6
_LONGEST_CELL_ROW = 160


def contrast(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Text that stands out too little from what is behind it (WCAG 1.4.3, G18): one finding a pair of colours."""
    tree = Tree(facts)
    groups: defaultdict[tuple[bool, str, str], list[Faint]] = defaultdict(list)
    for faint in facts.faint:
        groups[_certain(tree, faint), faint.color, faint.ground].append(faint)
    for (certain, color, ground), found in list(groups.items())[:MOST]:
        # Of those that are as faint, the longest text tells most.
        worst = min(found, key=lambda faint: (faint.ratio / faint.needed, -len(faint.text)))
        measured = f"har kontrasten {number(floored(worst.ratio), 1)} ({color} på {ground})"
        which = f"Teksten ”{shortened(worst.text, 40)}”"
        needed = number(floored(worst.needed), 1)
        pages = sorted({faint.page for faint in found})
        more = (
            f" Det samme gælder {counted(len(found) - 1, 'sted', 'steder')} til. "
            f"Se {on_pages(pages, facts.pages).lower()}."
            if len(found) > 1
            else ""
        )
        place = Place(page=worst.page, box=worst.box)
        if certain:
            message = f"{which} {measured}. Den skal have mindst {needed}.{more}"
            yield finding(rule, Outcome.FAILED, message, place=place)
        else:
            message = f"{which} {measured}, men skal normalt have {needed}. Kan den læses?{more}"
            yield asked(rule, message, place)


def _certain(tree: Tree, faint: Faint) -> bool:
    """Whether it is text that must be read, and no logo, watermark or part of a drawing."""
    if not faint.sure or faint.artifact or faint.inside:
        return False
    if faint.tag is None:
        return True
    return tree.tags[faint.tag].role not in _PICTURES and not tree.inside(faint.tag, *_PICTURES)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block of text where it stands."""

    index: int
    page: int
    box: Box
    floating: bool


@needs_tags
def reading_order(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """The order of the tags against that of the page (WCAG 1.3.2, Matterhorn 09-001): upward within a column.

    Certain only where a page is one column and most steps on it go upward. Else it may be a box or a note. The
    condition is one for a person to decide, so no verdict on PDF/UA follows from it.
    """
    tree = Tree(facts)
    by_page: defaultdict[int, list[_Placed]] = defaultdict(list)
    for placed in _placed(tree, dict(facts.turns)):
        by_page[placed.page].append(placed)
    sure: list[_Placed] = []
    doubtful: list[tuple[_Placed, _Placed]] = []
    for blocks in by_page.values():
        ups = [(one, other) for one, other in pairwise(blocks) if _goes_up(one, other)]
        if not ups:
            continue
        column = all(_shares_column(one, other) for one, other in pairwise(blocks))
        if column and len(blocks) >= _LEAST_BLOCKS and len(ups) > _MOSTLY_UP * (len(blocks) - 1):
            sure.append(blocks[0])
        else:
            doubtful += [pair for pair in ups if not (pair[0].floating or pair[1].floating)]
    if sure:
        where = on_pages((one.page for one in sure), facts.pages)
        message = f"{where} bliver læst op i en anden rækkefølge end den, der står på siden: nedefra og op."
        yield finding(rule, Outcome.FAILED, message, place=tree.place(sure[0].index), matterhorn=())
    if doubtful:
        first, then = doubtful[0]
        one, other = (shortened(tree.text(placed.index), 40) for placed in (first, then))
        where = on_pages((placed.page for placed, _ in doubtful), facts.pages)
        message = (
            f"{where} læser op fra neden. For eksempel kommer ”{other}” efter ”{one}”, men står over det på "
            "siden. Er rækkefølgen rigtig?"
        )
        yield asked(rule, message, tree.place(then.index))


def _placed(tree: Tree, turns: Mapping[int, int]) -> Iterator[_Placed]:
    """The blocks in the order of the tags, as the pages are shown; what is laid out as one thing is one block."""
    skip: set[int] = set()
    for index, tag in enumerate(tree.tags):
        if index in skip:
            continue
        if tag.role in _WHOLE:
            below = tree.within(index)
            skip.update(below)
            parts = [tree.tags[at] for at in (index, *below)]
        else:
            parts = [tag] if tag.text else []
        page = next((part.page for part in parts if part.page is not None and part.box), None)
        boxes = [part.box for part in parts if part.box and part.page == page]
        if page is not None and boxes:
            floating = tag.role in _FLOATING or tree.inside(index, *_FLOATING)
            yield _Placed(index, page, _turned(around(boxes), turns.get(page, 0)), floating)


def _turned(box: Box, turns: int) -> Box:
    """A box after quarter turns with the clock about the origin: only where boxes stand to each other counts."""
    left, bottom, right, top = box
    for _ in range(turns):
        left, bottom, right, top = bottom, -right, top, -left
    return left, bottom, right, top


def _shares_column(one: _Placed, other: _Placed) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return shared >= _ONE_COLUMN * min(one.box[2] - one.box[0], other.box[2] - other.box[0])


def _goes_up(one: _Placed, other: _Placed) -> bool:
    return other.box[1] >= one.box[3] - _SLACK and _shares_column(one, other)


@needs_tags
def tabbed_table(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Paragraphs in a row whose lines are parted at the same places by tabs or blanks (Matterhorn 15-001, F34)."""
    tree = Tree(facts)
    for run in runs(text_blocks(tree), lambda index, block: _is_tabbed(tree, index, block)):
        stops = Counter(stop // _SAME_STOP for _, block in run for stop in block.stops)
        rows = max((stops[at] + stops[at + 1] for at in stops), default=0)
        if rows >= _LEAST_TABBED_ROWS:
            example = shortened(run[0][1].text, 40)
            message = f"{rows} linjer i træk er stillet op med tabulator, for eksempel ”{example}”. Er det en tabel?"
            yield asked(rule, message, place_of(tree, run))


def _is_tabbed(tree: Tree, index: int, block: Tag) -> bool:
    tabbed = block.role in ("P", "Div", "NonStruct", "Span") and bool(block.stops)
    short = len(block.text) <= _LONGEST_CELL_ROW * max(len(block.stops), 1)
    return tabbed and short and not tree.inside(index, "Table", "TOC", "L", "Form", "Index")
