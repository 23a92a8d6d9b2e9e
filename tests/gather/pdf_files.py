"""Tagged PDFs made for one barrier each: `Node` is a tag with what it shows, `tagged` a whole document of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from test_pdf import Line, content, made


@dataclass
class Node:
    """A tag. `lines` and `paint` (content as it is) are its own; `more` goes into its dictionary."""

    role: str
    kids: Sequence[Node] = ()
    lines: Sequence[Line] = ()
    paint: bytes = b""
    more: dict[str, Any] = field(default_factory=dict)


def text(role: str, y: float, words: str, *, x: float = 72, size: float = 11, **more: Any) -> Node:
    """A tag with one line of text."""
    return Node(role, lines=[Line(x, y, words, size)], more=more)


def tagged(*pages: Sequence[Node], change: Callable[[pikepdf.Pdf], object] = lambda pdf: None) -> bytes:
    """A document of these pages, which lacks nothing but what the nodes lack."""
    streams = [_stream(_flat(page)) for page in pages]

    def finish(pdf: pikepdf.Pdf) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        numbers: list[Any] = []
        whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
        kids = []
        for number, page in enumerate(pages):
            sheet = pdf.pages[number].obj
            sheet.StructParents, sheet.Tabs = number, Name.S
            held: list[pikepdf.Object] = []
            kids += [_element(pdf, node, whole, sheet, held) for node in page]
            numbers += [number, pdf.make_indirect(Array(held))]
        whole.K = Array(kids)
        root.K = Array([whole])
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("da-DK")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = "Vejledning om støtte"
            metadata["pdfuaid:part"] = "1"
        change(pdf)

    return made(streams, finish)


def _flat(nodes: Sequence[Node]) -> list[Node]:
    """The nodes that hold content, in reading order: their places are their MCIDs."""
    found: list[Node] = []
    for node in nodes:
        if node.lines or node.paint:
            found.append(node)
        found += _flat(node.kids)
    return found


def _stream(nodes: Sequence[Node]) -> bytes:
    return b"\n".join(
        b"/%s <</MCID %d>> BDC %s %s EMC" % (node.role.encode(), number, node.paint, content(node.lines))
        for number, node in enumerate(nodes)
    )


def _element(
    pdf: pikepdf.Pdf, node: Node, above: pikepdf.Object, sheet: pikepdf.Object, held: list[pikepdf.Object]
) -> pikepdf.Object:
    made_of: list[Any] = []
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name("/" + node.role), P=above, Pg=sheet, **node.more)
    )
    if node.lines or node.paint:
        made_of.append(len(held))
        held.append(element)
    made_of += [_element(pdf, kid, element, sheet, held) for kid in node.kids]
    element.K = Array(made_of)
    return element
