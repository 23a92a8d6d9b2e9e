"""Tables: whether their cells have headers, and whether they are tables at all (WCAG 1.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.texts import words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts

_NUMBER = re.compile(r"[\s(]*[-+–]?[\d.,\s]+(pct\.?|%|kr\.?|mio\.?|mia\.?|,-)?[\s)]*", re.IGNORECASE)
_BLOCKS = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "form",
        "ul",
        "ol",
        "figure",
        "video",
        "iframe",
        "section",
        "article",
        "nav",
    }
)
#: A cell of so many characters is an article, and no piece of data.
_LONGEST_CELL = 300
_HEADS = frozenset({"columnheader", "rowheader"})


@dataclass(slots=True)
class _Table:
    """One table: its rows of cells, by their index in the outline."""

    at: int
    element: Element
    rows: list[list[int]] = field(default_factory=list)
    caption: bool = False


def _tables(tree: Outline) -> Iterator[_Table]:
    """The tables that say nothing of being anything else."""
    for at in tree.all("table"):
        if tree.elements[at].role and tree.elements[at].role != "table":
            continue
        table = _Table(at, tree.elements[at])
        for inner in tree.inside(at):
            element = tree.elements[inner]
            if tree.within(inner, "table") != at:
                continue
            if element.tag == "caption":
                table.caption = True
            elif element.tag == "tr":
                table.rows.append(
                    [one for one in tree.children(inner) if tree.elements[one].tag in ("td", "th")]
                )
        yield table


def headers(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Tables of data without one header cell (WCAG failure F91), beside those whose cells axe finds without any.

    Failed where the first row heads columns of numbers; where that is not so clear, a person is asked.
    """
    told = set()
    for finding in page.engine(facts, rule, axe=axe):
        told.add(finding.place.path)
        yield finding
    tree = facts.outline
    for table in _tables(tree):
        if table.element.place.path in told or _has_headers(tree, table) or not _is_grid(tree, table):
            continue
        if _heads_numbers(tree, table):
            message = "Tabellen har ingen overskriftsceller, men første række ligner overskrifter over tal."
            yield own_finding(rule, table.element, Outcome.FAILED, message)
        else:
            message = "Tabellen har ingen overskriftsceller. Er første række eller kolonne overskrifter?"
            yield own_finding(rule, table.element, Outcome.CANT_TELL, message)


def _has_headers(tree: Outline, table: _Table) -> bool:
    cells = (tree.elements[cell] for row in table.rows for cell in row)
    return any(
        one.tag == "th" or one.role in _HEADS or "headers" in one.attributes or "scope" in one.attributes
        for one in cells
    )


def _is_grid(tree: Outline, table: _Table) -> bool:
    """At least two rows of at least two short cells, and nothing in them but words and pictures."""
    rows = [row for row in table.rows if row]
    if len(rows) < 2 or not any(len(row) > 1 for row in rows[1:]) or len(rows[0]) < 2:
        return False
    cells = [cell for row in rows[:50] for cell in row]
    if any(tree.elements[inner].tag in _BLOCKS for cell in cells for inner in tree.near(cell)):
        return False
    if any(len(tree.elements[cell].text) > _LONGEST_CELL for cell in cells):
        return False
    return sum(1 for cell in cells if tree.elements[cell].text) >= 0.5 * len(cells)


def _heads_numbers(tree: Outline, table: _Table) -> bool:
    """Words without numbers in the first row, and a column of numbers under them."""
    texts = [[tree.elements[cell].text for cell in row] for row in table.rows if row]
    first, rest = texts[0], texts[1:]
    width = len(first)
    if (
        len(rest) < 2
        or any(len(row) != width for row in rest)
        or any(_NUMBER.fullmatch(text) for text in first if text)
    ):
        return False
    if sum(1 for text in first if words(text)) < width - 1 or any(len(text) > 60 for text in first):
        return False
    return any(
        all(_NUMBER.fullmatch(row[column]) for row in rest) and words(first[column])
        for column in range(width)
    )


def layout(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Tables that seem to place content, not to relate it (WCAG 1.3.2; failure F46 where they have a table's marks)."""
    tree = facts.outline
    for table in _tables(tree):
        rows = [row for row in table.rows if row]
        if not rows or table.caption or _has_headers(tree, table):
            continue
        one_column = max(len(row) for row in rows) == 1
        holds = any(
            tree.elements[inner].tag in _BLOCKS
            for row in rows[:50]
            for cell in row
            for inner in tree.near(cell)
        )
        if one_column or holds or len(rows) == 1:
            message = "Bliver tabellen kun brugt til at styre, hvor tingene står på siden?"
            yield own_finding(rule, table.element, Outcome.CANT_TELL, message)


def ragged(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Tables whose rows have not the same number of columns, once cells that span several are counted.

    A row without a cell, as of a table that is to be filled yet, shows nothing and is passed over.
    """
    tree = facts.outline
    for table in _tables(tree):
        widths = [width for width, row in zip(_widths(tree, table), table.rows, strict=True) if row]
        if len(widths) > 1 and _has_headers(tree, table) and len(set(widths)) > 1:
            message = f"Tabellens rækker har ikke lige mange kolonner: fra {min(widths)} til {max(widths)}."
            yield own_finding(rule, table.element, Outcome.FAILED, message)


def _widths(tree: Outline, table: _Table) -> list[int]:
    """How many columns each row fills, with the cells that reach down from the rows before."""
    widths = []
    reaching: list[tuple[int, int]] = []  # columns, and the rows that are left
    for row in table.rows:
        reaching = [(columns, left) for columns, left in reaching if left > 0]
        width = sum(columns for columns, _ in reaching)
        reaching = [(columns, left - 1) for columns, left in reaching]
        for cell in row:
            columns = _span(tree.elements[cell], "colspan")
            width += columns
            down = _span(tree.elements[cell], "rowspan")
            if down > 1:
                reaching.append((columns, down - 1))
        widths.append(width)
    return widths


def _span(cell: Element, name: str) -> int:
    """How many columns or rows a cell reaches over, as browsers read it."""
    stated = cell.attributes.get(name, "")
    if not (stated.isascii() and stated.isdigit()) or len(stated) > 5:
        return 1
    value = int(stated)
    # A rowspan of 0 reaches to the end.
    return min(value, 1000) or (65534 if name == "rowspan" else 1)


def spaced(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Tables with a whole row or column that is empty: air, made of cells."""
    tree = facts.outline
    for table in _tables(tree):
        rows = [row for row in table.rows if row]
        width = max((len(row) for row in rows), default=0)
        if len(rows) < 3 or width < 2 or not _has_headers(tree, table):
            continue
        full = [[not _is_empty(tree, cell) for cell in row] for row in rows]
        even = all(len(row) == width for row in full)
        empty_rows = sum(1 for row in full if not any(row))
        empty_columns = (
            sum(1 for column in range(width) if not any(row[column] for row in full)) if even else 0
        )
        what = [
            f"{number} {one if number == 1 else many}"
            for number, one, many in (
                (empty_rows, "tom række", "tomme rækker"),
                (empty_columns, "tom kolonne", "tomme kolonner"),
            )
            if number
        ]
        if what:
            message = f"Tabellen har {' og '.join(what)}. Skærmlæseren læser hver tom celle op."
            yield own_finding(rule, table.element, Outcome.FAILED, message)


def _is_empty(tree: Outline, cell: int) -> bool:
    return (
        not tree.elements[cell].text
        and not tree.near(cell)
        and "<img" not in tree.elements[cell].place.snippet
    )


_COLUMNS = re.compile(r"\S[ ]{3,}\S[^\n]*\S[ ]{3,}\S|\S\t+\S")
_CODE = re.compile(r"[{};$#<>=\\|]|::|//|^\s*(sudo|apt|cd|ls|mount) ", re.MULTILINE)


def made_of_spaces(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Preformatted text that sets out columns (WCAG failure F34): a table that only eyes can see."""
    for element in facts.elements:
        if element.tag != "pre" or element.silent:
            continue
        lines = element.text.split("\n")
        columns = [line for line in lines if len(line) < 200 and _COLUMNS.search(line)]
        if len(columns) >= 3 and len(columns) >= 0.6 * len(lines) and not _CODE.search(element.text):
            message = "Er det en tabel, der er stillet op med mellemrum?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)
