"""The annotations of a PDF's pages: links, form fields, comments, media (ISO 32000-1, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pikepdf

from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.losses import Losses
from tilgaengelig.gather.pdf.objects import (
    Entries,
    dictionary,
    entries,
    items,
    language_tag,
    meet,
    name,
    rectangle,
    string,
    text,
    whole,
)
from tilgaengelig.gather.pdf.tags import TagTree
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.document import Annotation, Box, Part
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Link

_HIDDEN = 2
_DEEPEST_FIELD = 30
_LONGEST_ADDRESS = 2_000


def annotations_of(
    pdf: pikepdf.Pdf, tree: TagTree, limits: PdfLimits, losses: Losses
) -> Iterator[Annotation]:
    """The annotations in the order of the file, the first ones where there are too many."""
    looked = 0
    for page_number, page in enumerate(pdf.pages, 1):
        if page_number > limits.pages:
            return losses.add(Part.ANNOTATIONS, page_number, onward=True)
        crop = losses.reading(Part.ANNOTATIONS, partial(_crop, page), None, page_number)
        for entry in page_annotations(page):
            looked += 1
            if looked > limits.annotations:
                return losses.add(Part.ANNOTATIONS, page_number, onward=True)
            reading = partial(_annotation, entry, page_number, crop, tree)
            found = losses.reading(Part.ANNOTATIONS, reading, None, page_number)
            if found is not None:
                yield found


def _crop(page: pikepdf.Page) -> Box | None:
    return rectangle(page.cropbox)


def page_annotations(page: pikepdf.Page) -> Iterator[Entries]:
    """The annotations of one page."""
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        for entry in annotations:
            if isinstance(entry, pikepdf.Dictionary):
                yield entry


def links_of(annotations: Iterator[Annotation] | tuple[Annotation, ...], most: int) -> Iterator[Link]:
    """Addresses on the web that the pages link to, each once, with the annotation's own words."""
    seen: set[str] = set()
    for annotation in annotations:
        if not annotation.address or len(seen) >= most:
            continue
        try:
            address = normal(annotation.address)
        except Unread:
            continue  # mailto: and the like, or no address at all
        if address not in seen:
            seen.add(address)
            yield Link(address, annotation.contents)


def _annotation(found: Entries, page: int, crop: Box | None, tree: TagTree) -> Annotation:
    entry = entries(found)
    kind = name(entry.get("/Subtype"))
    key = whole(entry.get("/StructParent"))
    holder = tree.holder_of_object(key)
    above = tree.tags[holder] if holder is not None and holder >= 0 else None
    box = rectangle(entry.get("/Rect"))
    field = _field(entry) if kind == "Widget" else {}
    action = dictionary(entry.get("/A"))
    return Annotation(
        kind=kind,
        page=page,
        tag=tree.role_of_object(key),
        described=bool(text(entry.get("/Contents"))),
        alternative=bool(above and above.alt),
        contents=text(entry.get("/Contents")),
        hidden=bool((whole(entry.get("/F")) or 0) & _HIDDEN),
        outside=bool(crop and box and not meet(crop, box)),
        field=(text(field.get("/T")) or "?") if kind == "Widget" else "",
        label=text(field.get("/TU")),
        language=bool(language_tag(entry.get("/Lang")) or language_tag(field.get("/Lang")))
        or bool(above and above.language),
        address=_address(action.get("/URI"))[:_LONGEST_ADDRESS] if name(action.get("/S")) == "URI" else "",
        media=tuple(_media(entry)),
        box=box,
    )


def _address(found: object) -> str:
    """An address. It is ASCII by the standard, and what programs write beyond that is UTF-8, as on the web."""
    said = string(found)
    if said is None or said.isascii():
        return said or ""
    written: bytes = bytes(found)  # type: ignore[call-overload]
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return said


def _field(entry: Entries) -> Entries:
    """A widget's form field: itself, or the field that it is one widget of."""
    at = entry
    for _ in range(_DEEPEST_FIELD):
        if "/T" in at or "/Parent" not in at:
            break
        at = dictionary(at.get("/Parent"))
    return at


def _media(entry: Entries) -> Iterator[str]:
    """What the media clips that an annotation plays lack (ISO 14289-1, 7.18.6.2)."""
    actions = [entry.get("/A"), *dictionary(entry.get("/AA")).values()]
    for action in actions:
        rendition = dictionary(dictionary(action).get("/R"))
        stack, looked = [rendition], 0
        while stack and looked < _DEEPEST_FIELD:
            at = stack.pop()
            looked += 1
            stack += [dictionary(inner) for inner in items(at.get("/R"))]
            clip = dictionary(at.get("/C"))
            if not clip:
                continue
            if "/CT" not in clip:
                yield "CT"
            if not _has_alternative(clip.get("/Alt")):
                yield "Alt"


def _has_alternative(stated: object) -> bool:
    """Pairs of a language and a text (ISO 32000-1, table 274), none of them empty of words."""
    pairs = items(stated) if isinstance(stated, pikepdf.Array) else []
    return bool(pairs) and len(pairs) % 2 == 0 and all(text(words) for words in pairs[1::2])
