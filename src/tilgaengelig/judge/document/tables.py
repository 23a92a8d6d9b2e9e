"""Checks of tables: how their tags fit together, and whether their cells have headers (ISO 14289-1, 7.2 and 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tilgaengelig.judge.document.telling import MOST, asked
from tilgaengelig.judge.document.tree import Tree, needs_tags
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Tag
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

_SECTIONS = ("THead", "TBody", "TFoot")
_SCOPES = ("Row", "Column", "Both")
_PARENTS = {"TR": ("Table", *_SECTIONS), "TH": ("TR",), "TD": ("TR",)} | dict.fromkeys(_SECTIONS, ("Table",))
#: Beyond so many columns a span is a slip of whoever wrote the file.
_MOST_COLUMNS = 500
#: Beyond so many places that the cells of a document take up their spans are a trap: no file has so many elements.
_MOST_PLACES = 200_000


@dataclass(slots=True)
class Grid:
    """The cells of a table by row and column. `overlaps` says that spans run into each other.

    `cut` says that it is only the beginning of a table, `room` how many places there are for those after it.
    """

    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    overlaps: bool = False
    overhangs: bool = False
    cut: bool = False
    room: int = 0

    @property
    def ragged(self) -> bool:
        """Whether the rows are not all of one width."""
        return len(set(self.widths)) > 1


def grids_of(tree: Tree) -> Iterator[tuple[int, Grid]]:
    """Each table by its index, with its cells; together no more of them than a file can honestly have."""
    room = _MOST_PLACES
    for index, _ in tree.of("Table"):
        grid = _laid_out(tree, index, room)
        room = grid.room
        yield index, grid


def _laid_out(tree: Tree, table: int, room: int) -> Grid:
    """The table's cells laid out by their spans, as HTML does."""
    grid = Grid(room=room)
    rows = list(rows_of(tree, table))
    for number, row in enumerate(rows):
        column = 0
        for index in tree.parts(row):
            cell = tree.tags[index]
            if cell.role not in ("TH", "TD") or grid.cut:
                continue
            while (number, column) in grid.cells:
                column += 1
            grid.overhangs |= number + cell.rows > len(rows)
            _fill(grid, number, column, index, cell, len(rows))
            column += min(cell.columns, _MOST_COLUMNS)
    grid.widths = [0] * len(rows)
    for number, _ in grid.cells:
        grid.widths[number] += 1
    return grid


def _fill(grid: Grid, row: int, column: int, index: int, cell: Tag, rows: int) -> None:
    columns = min(cell.columns, _MOST_COLUMNS)
    for down in range(row, min(row + cell.rows, rows)):
        if grid.room < columns:
            grid.cut = True
            return
        grid.room -= columns
        for across in range(column, column + columns):
            grid.overlaps |= (down, across) in grid.cells
            grid.cells[down, across] = index


def rows_of(tree: Tree, table: int) -> Iterator[int]:
    """The rows of a table, those in its sections too."""
    for kid in tree.parts(table):
        if tree.tags[kid].role == "TR":
            yield kid
        elif tree.tags[kid].role in _SECTIONS:
            yield from (inner for inner in tree.parts(kid) if tree.tags[inner].role == "TR")


@needs_tags
def build(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Tables whose tags do not fit together, or whose rows are of different widths (Matterhorn 09-004)."""
    tree = Tree(facts)
    told = 0
    for index, grid in grids_of(tree):
        wrong = next(_faults(tree, index, grid), "")
        if wrong and told < MOST:
            told += 1
            yield finding(rule, Outcome.FAILED, f"Tabellen {wrong}.", place=tree.place(index))
        elif grid.cut:
            question = "Tabellen er så stor, at resten ikke er prøvet. Passer dens celler sammen?"
            yield asked(rule, question, tree.place(index))
            break
    for index, tag in tree.of(*_PARENTS):
        if tree.parent_role(index) not in _PARENTS[tag.role] and told < MOST:
            told += 1
            message = f"Koden {tag.role} hører hjemme i en tabel, men står et andet sted."
            yield finding(rule, Outcome.FAILED, message, place=tree.place(index))
            return


def _faults(tree: Tree, table: int, grid: Grid) -> Iterator[str]:
    yield from _table_faults(tree.kid_roles(table))
    for kid in tree.parts(table):
        if tree.tags[kid].role in _SECTIONS and set(tree.kid_roles(kid)) - {"TR"}:
            yield "har dele, der indeholder andet end rækker"
    for row in rows_of(tree, table):
        if set(tree.kid_roles(row)) - {"TH", "TD"}:
            yield "har rækker, der indeholder andet end celler"
    yield from _grid_faults(grid)


def _table_faults(kids: list[str]) -> Iterator[str]:
    if set(kids) - {"TR", "Caption", *_SECTIONS}:
        yield "indeholder koder, der ikke hører til i en tabel"
    if kids.count("THead") > 1 or kids.count("TFoot") > 1:
        yield "har mere end ét hoved eller én fod"
    if ("THead" in kids or "TFoot" in kids) and "TBody" not in kids:
        yield "har hoved eller fod, men ingen krop"
    if kids.count("Caption") > 1 or "Caption" in kids[1:-1]:
        yield "har sin billedtekst et forkert sted"


def _grid_faults(grid: Grid) -> Iterator[str]:
    if grid.overlaps:
        yield "har celler, der dækker hinanden"
    if grid.ragged and not grid.cut:
        widths = sorted(set(grid.widths))
        yield f"har rækker med forskelligt antal celler (fra {widths[0]} til {widths[-1]})"
    if grid.overhangs:
        yield "har celler, der går ud over tabellens sidste række"


@needs_tags
def headers(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Data cells that no header cell leads to (Matterhorn 15-003)."""
    tree = Tree(facts)
    told = 0
    for index, grid in grids_of(tree):
        message = _header_fault(tree, grid) if not grid.cut else ""
        if message and told < MOST:
            told += 1
            yield finding(rule, Outcome.FAILED, message, place=tree.place(index))


def _header_fault(tree: Tree, grid: Grid) -> str:
    heads = {index for index in grid.cells.values() if tree.tags[index].role == "TH"}
    data = {index for index in grid.cells.values() if tree.tags[index].role == "TD"}
    ids = {tree.tags[index].id for index in heads if tree.tags[index].id}
    if any(set(tree.tags[index].headers) - ids for index in data):
        return "Tabellens celler henviser til overskriftsceller, som ikke findes."
    unscoped = [index for index in heads if tree.tags[index].scope not in _SCOPES]
    if unscoped and any(not tree.tags[index].headers for index in data):
        return "Tabellens overskriftsceller siger ikke, om de hører til rækken eller kolonnen (Scope)."
    return ""
