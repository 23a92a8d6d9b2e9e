"""Header cells and what they head, as HTML assigns them (WCAG 1.3.1; ACT d0f69e)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.texts import short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts

_WIDEST = 200
#: A table that covers more places, or has more headers times cells, is asked about and not judged.
_MOST_PLACES, _MOST_PAIRS = 200_000, 2_000_000
_HEADERS = frozenset({"columnheader", "rowheader"})
_ROLES = frozenset({"table", "grid", "treegrid"})
_CELLS = frozenset({"cell", "gridcell", *_HEADERS})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with the columns and rows that it covers."""

    element: Element
    column: int
    width: int
    row: int
    height: int

    @property
    def heads(self) -> bool:
        return self.element.role in _HEADERS or (self.element.tag == "th" and not self.element.role)


def header_without_cells(
    facts: PageFacts,
    rule: Rule,
    *,
    axe: Sequence[str] = (),
    qualweb: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> Iterator[Finding]:
    """Header cells that head no cell: below them, beside them, or by `headers`.

    Of a table that has no data at all a person is asked: it may be filled later. In frames, axe tells.
    """
    judged: set[str] = set()
    found = _without_cells(facts, rule, judged)
    yield from page.elsewhere(facts, rule, judged, found, axe=axe, qualweb=qualweb, doubted=doubted)


def _without_cells(facts: PageFacts, rule: Rule, judged: set[str]) -> Iterator[Finding]:
    """The faults; the paths of what was looked at go into `judged`."""
    tree = facts.outline
    for at in _tables(tree):
        cells = _cells(tree, at)
        if cells is None:
            message = "Tabellen er for stor til, at vi kan se, om hver overskrift har celler. Har de det?"
            yield own_finding(rule, facts.elements[at], Outcome.CANT_TELL, message)
            continue
        judged.update([facts.elements[at].place.path, *(cell.element.place.path for cell in cells)])
        filled = any(not cell.heads for cell in cells)
        if not filled and any(cell.heads and cell.element.text for cell in cells):
            message = "Tabellen har overskrifter, men ingen celler. Bliver den fyldt ud senere?"
            yield own_finding(rule, facts.elements[at], Outcome.CANT_TELL, message)
        for cell in cells if filled else ():
            if cell.heads and cell.element.text and not cell.element.silent and not _assigned(cell, cells):
                message = f"Overskriften ”{short(cell.element.text)}” har ingen celler."
                yield own_finding(rule, cell.element, Outcome.FAILED, message)


def _tables(tree: Outline) -> Iterator[int]:
    for at, element in enumerate(tree.elements):
        native = element.tag == "table" and element.role in ("", *_ROLES)
        if (native or element.role in _ROLES) and not element.silent:
            yield at


def _cells(tree: Outline, table: int) -> list[_Cell] | None:
    """The cells of a table in their columns and rows (HTML, 4.9.12.1); None for a table beyond our limits."""
    found: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = [at for at in tree.inside(table) if _is_row(tree.elements[at]) and _owner(tree, at) == table]
    for row, at in enumerate(rows):
        column = 0
        for inner in tree.children(at):
            element = tree.elements[inner]
            if element.tag not in ("td", "th") and element.role not in _CELLS:
                continue
            while (row, column) in taken:
                column += 1
            width, height = _span(element, "colspan"), min(_span(element, "rowspan"), len(rows) - row)
            taken.update((row + down, column + along) for down in range(height) for along in range(width))
            if len(taken) > _MOST_PLACES:
                return None
            found.append(_Cell(element, column, width, row, height))
            column += width
    return found if sum(cell.heads for cell in found) * len(found) <= _MOST_PAIRS else None


def _is_row(element: Element) -> bool:
    return element.role == "row" or (element.tag == "tr" and not element.role)


def _owner(tree: Outline, at: int) -> int | None:
    """The table that a row belongs to."""
    return next(
        (
            one
            for one in tree.around(at)
            if tree.elements[one].tag == "table" or tree.elements[one].role in _ROLES
        ),
        None,
    )


def _span(element: Element, name: str) -> int:
    stated = element.attributes.get(name, "")
    return (
        max(1, min(int(stated), _WIDEST)) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1
    )


def _assigned(header: _Cell, cells: Sequence[_Cell]) -> bool:
    scope = header.element.attributes.get("scope", "").lower()
    name = header.element.attributes.get("id")
    ids = {cell.element.attributes.get("id") for cell in cells}
    group = _rows_of_group(header, cells) if scope == "rowgroup" else range(0)
    for cell in cells:
        if cell is header:
            continue
        # A reference that leads nowhere is another rule's; the cell then belongs where it stands.
        named = [one for one in cell.element.attributes.get("headers", "").split() if one in ids]
        if named:
            if name in named:
                return True
            continue
        below = cell.row > header.row and _meet(cell.column, cell.width, header.column, header.width)
        beside = cell.column > header.column and _meet(cell.row, cell.height, header.row, header.height)
        if header.element.role == "columnheader" or scope in ("col", "colgroup"):
            beside = False
        if header.element.role == "rowheader" or scope in ("row", "rowgroup"):
            below = False
        # The header of a group of rows heads all their cells, those before it in its row too.
        beside = beside or cell.row in group
        # A header without scope in a row of headers heads its column; the next header is no cell of its.
        if below or (beside and not cell.heads):
            return True
    return False


def _rows_of_group(header: _Cell, cells: Sequence[_Cell]) -> range:
    """The rows that the header of a group of rows heads: from its own to the next such header's."""
    later = (
        cell.row
        for cell in cells
        if cell.row > header.row and cell.element.attributes.get("scope", "").lower() == "rowgroup"
    )
    last = max(cell.row + cell.height for cell in cells)
    return range(header.row, min(later, default=last))


def _meet(one: int, size: int, other: int, extent: int) -> bool:
    return one < other + extent and other < one + size
