"""What a PDF says of itself, by pikepdf: tags, title, language, permissions, links.

All walks are loops with a set of what was seen and a limit, since a file's objects may point in rings. Whatever
is not of the type that ISO 32000 asks for counts as not there.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pikepdf

from tilgaengelig.gather.net.addresses import normal
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Link

log = logging.getLogger(__name__)

_T = TypeVar("_T")

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_BCP47 = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_LONGEST_TEXT = 1_000
_LONGEST_METADATA = 1 << 20
#: Pages looked through for a language that only marked content bears.
_LANGUAGE_PAGES = 20
_LONGEST_CONTENT = 1 << 20
#: Stands in place of a language where text is no content: running heads and the like.
_ARTIFACT = "/Artifact"


@dataclass(frozen=True, slots=True)
class Structure:
    """See model.subject.DocumentFacts, which has the same fields."""

    pages: int
    tagged: bool
    title: str
    shows_title: bool
    language: str
    assistive_access: bool
    producer: str
    pdfua: int | None
    links: tuple[Link, ...]


def structure_of(pdf: pikepdf.Pdf, limits: PdfLimits) -> Structure:
    """The facts of an open document; raises what pikepdf raises where the page tree is beyond repair."""
    pages = len(pdf.pages)
    tree = _dictionary(pdf.Root.get("/StructTreeRoot"))
    nothing: dict[str, str] = {}
    xmp = _tolerant(lambda: _metadata(pdf), nothing)
    info = _dictionary(pdf.trailer.get("/Info"))
    return Structure(
        pages=pages,
        tagged=_marked(pdf) and _tolerant(lambda: _has_content(tree, limits), False),
        title=xmp.get(_DC_TITLE, "") or _text(info.get("/Title")),
        shows_title=_flag(_dictionary(pdf.Root.get("/ViewerPreferences")).get("/DisplayDocTitle")),
        language=_tolerant(lambda: _language(pdf, tree, limits), ""),
        assistive_access=_assistive_access(pdf),
        producer=_producer(info),
        pdfua=int(part) if (part := xmp.get(_PDFUA_PART, "")).isdecimal() and len(part) < 4 else None,
        links=_tolerant(lambda: tuple(_links(pdf, limits)), ()),
    )


def _tolerant(read: Callable[[], _T], otherwise: _T) -> _T:
    """One fact, or what stands for it where its objects are broken: the rest of the file may well be read.

    pikepdf, lxml and the decoders each have errors of their own; only want of memory is the whole document's.
    """
    try:
        return read()
    except MemoryError:
        raise
    except Exception as error:
        log.info("a part of a PDF is broken: %s", type(error).__name__)
        return otherwise


def _dictionary(found: object) -> pikepdf.Dictionary | dict[str, Any]:
    return found if isinstance(found, pikepdf.Dictionary) else {}


def _text(found: object) -> str:
    if not isinstance(found, pikepdf.String):
        return ""
    return cleaned(str(found)[:_LONGEST_TEXT])


def _flag(found: object) -> bool:
    """pikepdf gives a PDF boolean as a Python bool; any other object counts as false."""
    return found is True


def _marked(pdf: pikepdf.Pdf) -> bool:
    """ISO 32000-1, 14.7.1; ISO 14289-1, 6.2: /Marked says that the document follows the tagged conventions."""
    return _flag(_dictionary(pdf.Root.get("/MarkInfo")).get("/Marked"))


def _producer(info: pikepdf.Dictionary | dict[str, Any]) -> str:
    """The program that the author used, then what wrote the file, where they differ."""
    names = (_text(info.get("/Creator")), _text(info.get("/Producer")))
    return "; ".join(dict.fromkeys(name for name in names if name))


def _assistive_access(pdf: pikepdf.Pdf) -> bool:
    """ISO 32000-1, table 22; ISO 14289-1, 7.16 (Matterhorn 26-002).

    From revision 3 of the security handler, bit 10 opens text to assistive technology, and bit 5 opens it to
    anyone; in revision 2 bit 5 stands for both, and `allow.accessibility` reads it so. ISO 32000-2 has readers
    ignore bit 10, but those in use heed it.
    """
    return not pdf.is_encrypted or pdf.allow.accessibility or pdf.allow.extract


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """dc:title and pdfuaid:part out of XMP; nothing where XMP is missing or huge."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    if len(stream.read_bytes()) > _LONGEST_METADATA:
        return {}
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return {
            name: cleaned(str(metadata.get(name, ""))[:_LONGEST_TEXT]) for name in (_DC_TITLE, _PDFUA_PART)
        }


#: A piece of marked content: the page's object number and generation, and the id on that page.
_Mcid = tuple[tuple[int, int], int]
_NO_PAGE = (0, 0)


@dataclass(frozen=True, slots=True)
class _Element:
    """A structure element as far as we ask: the language it has or inherits, and the page content it holds."""

    language: str
    texts: tuple[_Mcid, ...]
    objects: bool


def _elements(tree: pikepdf.Dictionary | dict[str, Any], most: int) -> Iterator[_Element]:
    """The structure elements, each once, whatever rings they form; at most `most` of them."""
    stack: list[tuple[Any, str]] = [(kid, "") for kid in _kids(tree)[:most]]
    seen: set[tuple[int, int]] = set()
    visited = 0
    while stack and visited < most:
        element, inherited = stack.pop()
        visited += 1
        if not isinstance(element, pikepdf.Dictionary) or (element.is_indirect and element.objgen in seen):
            continue
        seen.add(element.objgen)
        language = _language_tag(element.get("/Lang")) or inherited
        kids = _kids(element)[:most]
        page = _page_of(element, _NO_PAGE)
        yield _Element(language, tuple(_texts(kids, page)), any(map(_is_object, kids)))
        stack += [(kid, language) for kid in kids if not _is_content(kid)]


def _has_content(tree: pikepdf.Dictionary | dict[str, Any], limits: PdfLimits) -> bool:
    return any(element.texts or element.objects for element in _elements(tree, limits.elements))


def _kids(element: pikepdf.Dictionary | dict[str, Any]) -> list[Any]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        return list(kids)
    return [] if kids is None else [kids]


def _is_mcid(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool)


def _is_object(kid: object) -> bool:
    """A reference to an annotation or a form (ISO 32000-1, 14.7.4.3)."""
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR


def _is_content(kid: object) -> bool:
    """Marked content or an object, not an element (ISO 32000-1, 14.7.4)."""
    reference = isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.MCR
    return _is_mcid(kid) or _is_object(kid) or reference


def _page_of(entry: pikepdf.Dictionary, otherwise: tuple[int, int]) -> tuple[int, int]:
    page = entry.get("/Pg")
    return page.objgen if isinstance(page, pikepdf.Dictionary) else otherwise


def _texts(kids: list[Any], page: tuple[int, int]) -> Iterator[_Mcid]:
    for kid in kids:
        if _is_mcid(kid):
            yield page, kid
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.MCR:
            mcid: Any = kid.get("/MCID")
            if _is_mcid(mcid):
                yield _page_of(kid, page), mcid


def _language_tag(found: object) -> str:
    tag = _text(found)
    return tag if _BCP47.fullmatch(tag) else ""


def _language(pdf: pikepdf.Pdf, tree: pikepdf.Dictionary | dict[str, Any], limits: PdfLimits) -> str:
    """The catalog's language, else the one that all content inherits (ISO 32000-1, 14.9.2; Matterhorn 11-001).

    A document whose elements or marked content all bear a language has one, even where the catalog is silent:
    then it is the most used.
    """
    stated = _language_tag(pdf.Root.get("/Lang"))
    if stated:
        return stated
    by_tag = {
        text: element.language for element in _elements(tree, limits.elements) for text in element.texts
    }
    languages = list(by_tag.values())
    if not languages or not all(languages):
        languages = list(_shown_languages(pdf, by_tag))
    if not languages or not all(languages):
        return ""
    return Counter(languages).most_common(1)[0][0]


def _shown_languages(pdf: pikepdf.Pdf, by_tag: Mapping[_Mcid, str]) -> Iterator[str]:
    """The language of each piece of text shown on the first pages, by marked content and tags; "" ends it."""
    tagged = any(by_tag.values())
    for number, page in enumerate(pdf.pages):
        if number == _LANGUAGE_PAGES:
            return
        properties = _dictionary(_dictionary(page.obj.get("/Resources")).get("/Properties"))
        if not tagged and not properties and not _says_language(page):
            yield ""  # most files end here, before anything is parsed
            return
        own = {mcid: language for (at, mcid), language in by_tag.items() if at in (page.obj.objgen, _NO_PAGE)}
        for language in _languages_on(page, properties, own):
            yield language
            if not language:
                return


def _says_language(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    read = 0
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            body = stream.read_bytes()
            read += len(body)
            if b"/Lang" in body[:_LONGEST_CONTENT]:
                return read <= _LONGEST_CONTENT
    return False


def _languages_on(
    page: pikepdf.Page, properties: pikepdf.Dictionary | dict[str, Any], by_tag: Mapping[int, str]
) -> Iterator[str]:
    scopes: list[str] = []
    # Inline images would come as another type; the filter lets none through.
    for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC Tj TJ ' \""):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "EMC":
            del scopes[-1:]
        elif name in ("BDC", "BMC"):
            scopes.append(_scope_language(list(operands), properties, by_tag))
        elif _ARTIFACT not in scopes:
            yield next((language for language in reversed(scopes) if language), "")


def _scope_language(
    operands: list[Any], properties: pikepdf.Dictionary | dict[str, Any], by_tag: Mapping[int, str]
) -> str:
    if operands[:1] == [pikepdf.Name.Artifact]:
        return _ARTIFACT
    stated = operands[1] if len(operands) > 1 else None
    if isinstance(stated, pikepdf.Name):
        stated = properties.get(str(stated))
    known = _dictionary(stated)
    mcid = known.get("/MCID")
    return _language_tag(known.get("/Lang")) or (by_tag.get(mcid, "") if isinstance(mcid, int) else "")


def _links(pdf: pikepdf.Pdf, limits: PdfLimits) -> Iterator[Link]:
    """Addresses on the web that the pages link to, each once, with the annotation's own words."""
    seen: set[str] = set()
    looked = 0
    for number, page in enumerate(pdf.pages):
        annotations = page.obj.get("/Annots")
        if number >= limits.pages or not isinstance(annotations, pikepdf.Array):
            continue
        for annotation in annotations:
            looked += 1
            if looked > limits.elements or len(seen) >= limits.links:
                return
            link = _link(annotation)
            if link and link.address not in seen:
                seen.add(link.address)
                yield link


def _link(annotation: object) -> Link | None:
    entry = _dictionary(annotation)
    action = _dictionary(entry.get("/A"))
    address = action.get("/URI")
    if action.get("/S") != pikepdf.Name.URI or not isinstance(address, pikepdf.String):
        return None
    try:
        return Link(normal(str(address)), _text(entry.get("/Contents")))
    except Unread:
        return None  # mailto: and the like, or no address at all
