"""What a PDF is built of, by pikepdf: all that is told without showing a page.

All walks are loops with a set of what was seen and a limit, since a file's objects may point in rings. Whatever
is not of the type that ISO 32000 asks for counts as not there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pikepdf

from tilgaengelig.gather.pdf import metadata
from tilgaengelig.gather.pdf.annotations import annotations_of, links_of
from tilgaengelig.gather.pdf.content import Shown, shown_content
from tilgaengelig.gather.pdf.extras import extras_of
from tilgaengelig.gather.pdf.fonts import fonts_of
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.losses import Losses
from tilgaengelig.gather.pdf.objects import dictionary, flag, language_tag, malformed_language, name, text
from tilgaengelig.gather.pdf.owners import Owners
from tilgaengelig.gather.pdf.tags import TagTree, tag_tree
from tilgaengelig.model.document import (
    Annotation,
    Extras,
    Font,
    Identity,
    Loss,
    PageContent,
    Part,
    Silent,
    Tag,
)
from tilgaengelig.model.subject import Link


@dataclass(frozen=True, slots=True)
class Structure:
    """See model.subject.DocumentFacts, which has the same fields."""

    pages: int
    tagged: bool
    title: str
    shows_title: bool
    language: str
    marked_language: str
    assistive_access: bool
    producer: str
    created: str
    pdfua: int | None
    links: tuple[Link, ...]
    identity: Identity
    tags: tuple[Tag, ...]
    content: tuple[PageContent, ...]
    fonts: tuple[Font, ...]
    annotations: tuple[Annotation, ...]
    silent: Silent
    extras: Extras
    lost: tuple[Loss, ...]


def structure_of(pdf: pikepdf.Pdf, version: str, limits: PdfLimits) -> tuple[Structure, TagTree, Owners]:
    """The facts of an open document, whose header says `version`, the tree that they came of, and what it holds.

    Raises what pikepdf raises where the page tree is beyond repair.
    """
    losses = Losses(pdf)
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    losses.heed(Part.FILE)
    xmp = metadata.metadata_of(pdf, losses)
    # The catalog may say a later version than the header (ISO 32000-1, table 28).
    versions = version, name(pdf.Root.get("/Version"))
    newer = xmp.part == 2 or any(stated.startswith("2") for stated in versions)
    tree = losses.reading(Part.TAGS, lambda: tag_tree(pdf, pages, limits, newer=newer), TagTree())
    if len(tree.tags) > limits.elements:
        losses.add(Part.TAGS)
    stated = language_tag(pdf.Root.get("/Lang"))
    shown = losses.reading(
        Part.CONTENT, lambda: shown_content(pdf, tree, limits, losses, language=stated), Shown()
    )
    nothing: tuple[Annotation, ...] = ()
    annotations = losses.reading(
        Part.ANNOTATIONS, lambda: tuple(annotations_of(pdf, tree, limits, losses)), nothing
    )
    bookmarks = losses.reading(Part.BOOKMARKS, lambda: metadata.bookmarks(pdf, limits.elements), 0)
    malformed = malformed_language(pdf.Root.get("/Lang"))
    extras = losses.reading(Part.EXTRAS, lambda: extras_of(pdf, limits, part=xmp.part), Extras())
    fonts = fonts_of(shown.fonts.values(), limits, losses)
    tagged = _marked(pdf) and tree.has_content
    structure = Structure(
        pages=len(pdf.pages),
        tagged=tagged,
        title=xmp.title or text(dictionary(pdf.trailer.get("/Info")).get("/Title")),
        shows_title=flag(dictionary(pdf.Root.get("/ViewerPreferences")).get("/DisplayDocTitle")),
        language=stated or _inherited(tree, shown),
        marked_language=max(shown.spoken, key=lambda one: shown.spoken[one], default=""),
        assistive_access=metadata.assistive_access(pdf),
        producer=metadata.producer(pdf),
        created=metadata.created(pdf),
        pdfua=xmp.part or None,
        links=tuple(links_of(annotations, limits.links)),
        identity=Identity(
            version=version,
            metadata=xmp.there,
            pdfua_prefixes=tuple(prefix for prefix in xmp.prefixes if prefix != "pdfuaid"),
            xmp_title=xmp.has_title,
        ),
        tags=tuple(tree.tags),
        content=tuple(shown.pages),
        fonts=fonts,
        annotations=annotations,
        silent=Silent() if stated else _silent(tree, annotations, bookmarks, xmp.defaults),
        extras=replace(
            extras,
            references=shown.references,
            shared_forms=shown.shared_forms,
            bookmarks=bookmarks,
            malformed_language=malformed,
            malformed_in_parts=tuple(dict.fromkeys((*tree.malformed, *shown.malformed))),
        ),
        lost=(),
    )
    losses.heed(Part.FILE)
    ids = {number: page.obj.objgen for number, page in enumerate(pdf.pages, 1) if number <= limits.pages}
    return replace(structure, lost=losses.found), tree, Owners(tree, ids, shown.forms, tagged=tagged)


def _marked(pdf: pikepdf.Pdf) -> bool:
    """ISO 32000-1, 14.7.1; ISO 14289-1, 6.2: /Marked says that the document follows the tagged conventions."""
    return flag(dictionary(pdf.Root.get("/MarkInfo")).get("/Marked"))


def _inherited(tree: TagTree, shown: Shown) -> str:
    """The language of a document whose catalog is silent, but all of whose tags or text bear one: the most used."""
    used: Counter[str] = Counter()
    for tag, language in zip(tree.tags, tree.languages, strict=True):
        used[language] += tag.content
    used += Counter()  # without those of no content
    if any(page.no_language for page in shown.pages) and ("" in used or not used):
        return ""
    del used[""]
    used.update(shown.languages)
    return used.most_common(1)[0][0] if used else ""


def _silent(tree: TagTree, annotations: tuple[Annotation, ...], bookmarks: int, defaults: int) -> Silent:
    """What has words and no language, where the catalog names none (ISO 14289-1, 7.2)."""
    return Silent(
        bookmarks=bookmarks,
        alternatives=sum(
            not tag.language and any(words is not None for words in (tag.alt, tag.actual, tag.expansion))
            for tag in tree.tags
        ),
        annotations=sum(one.described and not one.language for one in annotations),
        fields=sum(bool(one.label) and not one.language for one in annotations),
        metadata=defaults,
    )
