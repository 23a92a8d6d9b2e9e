"""What a PDF may carry beside text and tags: layers, attached files, forms of XFA, the order of its tab stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from tilgaengelig.gather.pdf.annotations import page_annotations
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.objects import Entries, dictionary, entries, items, name, text, tree_values
from tilgaengelig.model.document import Extras

_DYNAMIC = re.compile(rb"<(?:\w+:)?dynamicRender[^>]*>\s*required\s*<")
_MOST_XFA = 8 << 20
#: The orders of tab stops that PDF/UA allows: that of the tags, and in its second part those of the annotations.
_ORDERS, _ORDERS_2 = ("S",), ("S", "A", "W")


def extras_of(pdf: pikepdf.Pdf, limits: PdfLimits, *, part: int | None) -> Extras:
    """The extras that the document as a whole tells of; those of the pages' content are filled in by the caller.

    `part` is the part of PDF/UA that it says it follows.
    """
    orders = _ORDERS_2 if part == 2 else _ORDERS
    layers = dictionary(pdf.Root.get("/OCProperties"))
    first, *others = _configurations(layers)
    return Extras(
        suspects=dictionary(pdf.Root.get("/MarkInfo")).get("/Suspects") is True,
        layers_nameless="/D" in layers and not text(first.get("/Name")),
        layers_without_name=sum(not text(found.get("/Name")) for found in others),
        layers_automatic=sum("/AS" in found for found in (first, *others)),
        attachments=tuple(_nameless(pdf, limits)),
        dynamic_form=_dynamic(pdf),
        tab_orders=tuple(
            number
            for number, page in enumerate(pdf.pages, 1)
            if number <= limits.pages
            and next(page_annotations(page), None) is not None
            and name(page.obj.get("/Tabs")) not in orders
        ),
    )


def _configurations(layers: Entries) -> Iterator[Entries]:
    """How the layers are shown (ISO 32000-1, 8.11.4.3): at first, and in the other ways that one may choose."""
    yield dictionary(layers.get("/D"))
    for found in items(layers.get("/Configs")):
        if isinstance(found, pikepdf.Dictionary):
            yield found


def _nameless(pdf: pikepdf.Pdf, limits: PdfLimits) -> Iterator[str]:
    """Embedded files whose specification lacks one of its two names (ISO 14289-1, 7.11)."""
    seen: set[tuple[int, int]] = set()
    for found in _specifications(pdf, limits):
        entry = dictionary(found)
        if "/EF" not in entry or (found.is_indirect and found.objgen in seen):
            continue
        seen.add(found.objgen)
        names = (text(entry.get("/UF")), text(entry.get("/F")))
        if not all(names):
            yield names[0] or names[1] or "uden navn"


def _specifications(pdf: pikepdf.Pdf, limits: PdfLimits) -> Iterator[Any]:
    tree = dictionary(pdf.Root.get("/Names")).get("/EmbeddedFiles")
    for _, value in tree_values(tree, "/Names", limits.elements):
        yield value
    yield from items(pdf.Root.get("/AF"))
    for page in pdf.pages:
        yield from items(page.obj.get("/AF"))
        for annotation in map(entries, page_annotations(page)):
            action = dictionary(annotation.get("/A"))
            clip = dictionary(dictionary(action.get("/R")).get("/C"))
            yield from (annotation.get("/FS"), action.get("/F"), clip.get("/D"))


def _dynamic(pdf: pikepdf.Pdf) -> bool:
    """Whether the form must be built by the reader (ISO 14289-1, 7.15)."""
    form = dictionary(pdf.Root.get("/AcroForm")).get("/XFA")
    streams = [form] if isinstance(form, pikepdf.Stream) else items(form)
    read = 0
    for stream in streams:
        if isinstance(stream, pikepdf.Stream) and read < _MOST_XFA:
            body = stream.read_bytes()
            read += len(body)
            if _DYNAMIC.search(body[:_MOST_XFA]):
                return True
    return False
