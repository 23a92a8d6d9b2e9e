"""The text of a tagged PDF as it is read out: its blocks are those of the tags, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from tilgaengelig.gather.pdf.blocks import Look, plain_line
from tilgaengelig.gather.pdf.pages import Piece
from tilgaengelig.gather.pdf.tags import TagTree
from tilgaengelig.gather.pdf.wording import joined
from tilgaengelig.model.subject import Block

#: What goes on in the line of the block around it.
_INLINE = frozenset(
    ["Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP",
     "Em", "Strong", "Sub", "NonStruct", "Private"]
)  # fmt: skip
#: What is no running text: tables of contents, marks before items, what stands in drawings and formulas.
_NO_TEXT = frozenset(["TOC", "TOCI", "Lbl", "Figure", "Formula", "math", "Artifact", "Index"])
_KINDS = {"LI": "item", "LBody": "item", "TD": "cell", "TH": "cell", "H": "heading", "Title": "heading"}
_KINDS |= {f"H{level}": "heading" for level in range(1, 10)}
#: Of less of the text than this the tags say nothing of its order.
_LEAST_SHARE = 0.5


def tagged_blocks(pieces: Sequence[Piece], tree: TagTree) -> tuple[Block, ...] | None:
    """The blocks by the tags; None where these hold too little of the text.

    What no tag holds is not read out, and is no part of the text.
    """
    held = [(_block(tree, piece.tag), piece) for piece in pieces if piece.tag is not None]
    length = sum(len(piece.text) for piece in pieces)
    if sum(len(piece.text) for _, piece in held) < _LEAST_SHARE * length or not held:
        return None
    held.sort(key=lambda one: one[0])  # stable: within a block the file's own order stands
    look = Look(pieces)
    made = (
        _made(tree, index, [piece for _, piece in run], look)
        for index, run in groupby(held, lambda one: one[0])
    )
    return tuple(block for block in made if block is not None and block.text)


def _block(tree: TagTree, index: int) -> int:
    """The nearest tag that is a block of its own."""
    for at in tree.way_up(index):
        if tree.tags[at].role not in _INLINE:
            return at
    return index


def _made(tree: TagTree, index: int, pieces: Sequence[Piece], look: Look) -> Block | None:
    roles = [tree.tags[at].role for at in tree.way_up(index)]
    if _NO_TEXT.intersection(roles):
        return None
    kind = next((_KINDS[role] for role in roles if role in _KINDS), "paragraph")
    rows = [list(row) for _, row in groupby(pieces, key=lambda piece: (piece.page, piece.row))]
    return Block(kind, "\n".join(joined(lines) for lines in _as_broken(rows, look)))


def _as_broken(rows: Sequence[Sequence[Piece]], look: Look) -> Iterator[list[str]]:
    """The rows' texts, parted where somebody broke the line by hand, as in an address within one paragraph."""
    lines: list[str] = []
    for row, following in zip_longest(rows, rows[1:]):
        lines.append(" ".join(plain_line(piece.text) for piece in row))
        if following and row[-1].page == following[0].page and not look.is_full(row[-1], following[0]):
            yield lines
            lines = []
    if lines:
        yield lines
