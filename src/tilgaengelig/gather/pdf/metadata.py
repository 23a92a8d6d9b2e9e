"""What a PDF says of itself: the metadata stream, the information dictionary, header, permissions and bookmarks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from lxml import etree

from tilgaengelig.gather.pdf.losses import Losses
from tilgaengelig.gather.pdf.objects import LONGEST_TEXT, dictionary, name, text
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Part

_DC = "{http://purl.org/dc/elements/1.1/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LONGEST_METADATA = 1 << 20
_HEADER = re.compile(rb"%PDF-(\d\.\d)(?=[\r\n\s])")
_HEADER_WITHIN = 1024
_ACCESSIBLE = 1 << 9
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


@dataclass(slots=True)
class Metadata:
    """What XMP tells. `prefixes` are those of the PDF/UA keys; `defaults` counts texts
    that are for any language only."""

    there: bool = False
    title: str = ""
    has_title: bool = False
    part: int | None = None
    prefixes: list[str] = field(default_factory=list)
    defaults: int = 0


def metadata_of(pdf: pikepdf.Pdf, losses: Losses) -> Metadata:
    """The document's XMP; what is broken or huge counts as there, empty and lost."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return Metadata()
    # A metadata stream is XML and says so (ISO 32000-1, table 315).
    found = Metadata(there=name(stream.get("/Subtype")) == "XML")
    body = losses.reading(Part.METADATA, stream.read_bytes, b"")
    if len(body) <= _LONGEST_METADATA:
        whole = losses.reading(Part.METADATA, lambda: _read(body, found), False)
        if not whole:
            losses.add(Part.METADATA)
    else:
        losses.add(Part.METADATA)
    return found


def _read(body: bytes, found: Metadata) -> bool:
    """Whether it is well-formed to its end; what comes before the place where it is not is taken."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(body.strip(b"\0 \r\n\t"), parser)
    if root is None:
        return False
    for description in root.iter(f"{_RDF}Description"):
        for key, value in description.attrib.items():
            if str(key).startswith(_PDFUA):
                _identification(
                    found, str(key), str(value), _prefix_of_attribute(body, description, str(key))
                )
        for inner in description:
            if not isinstance(inner.tag, str):
                continue
            if inner.tag.startswith(_PDFUA):
                _identification(found, inner.tag, inner.text or "", inner.prefix or "")
            elif inner.tag == f"{_DC}title":
                found.has_title = True
                found.title = found.title or cleaned("".join(_title(inner))[:LONGEST_TEXT])
            for alternatives in inner.iter(f"{_RDF}Alt"):
                languages = [item.get(_LANG) for item in alternatives.iter(f"{_RDF}li")]
                found.defaults += languages == ["x-default"]
    return not any(fault.level == etree.ErrorLevels.FATAL for fault in parser.error_log)


def _title(element: etree._Element) -> Iterator[str]:
    """The first of the title's languages, x-default before the others."""
    items = list(element.iter(f"{_RDF}li"))
    items.sort(key=lambda item: item.get(_LANG) != "x-default")
    chosen = items[0] if items else element
    yield from (str(part) for part in chosen.itertext())


def _identification(found: Metadata, key: str, value: str, prefix: str) -> None:
    local = key.removeprefix(_PDFUA)
    if local == "part":
        value = value.strip()
        found.part = int(value) if value.isdecimal() and len(value) < 4 else 0
    if local in ("part", "amd", "corr"):
        found.prefixes.append(prefix)


def _prefix_of_attribute(body: bytes, element: etree._Element, key: str) -> str:
    """The prefix that an attribute is written with: lxml keeps the namespace only."""
    local = key.removeprefix(_PDFUA)
    prefixes = [prefix for prefix, space in element.nsmap.items() if prefix and f"{{{space}}}" == _PDFUA]
    written = (
        p for p in prefixes if re.search(rb"\s%s:%s\s*=" % (re.escape(p).encode(), local.encode()), body)
    )
    return next(written, prefixes[0] if prefixes else "")


def header_version(body: bytes) -> str:
    """The version in the file's header; "" where it is malformed."""
    start = body.find(b"%PDF-", 0, _HEADER_WITHIN)
    found = _HEADER.match(body, start) if start >= 0 else None
    return found[1].decode() if found else ""


def producer(pdf: pikepdf.Pdf) -> str:
    """The program that the author used, then what wrote the file, where they differ."""
    info = dictionary(pdf.trailer.get("/Info"))
    names = (text(info.get("/Creator")), text(info.get("/Producer")))
    return "; ".join(dict.fromkeys(name for name in names if name))


def created(pdf: pikepdf.Pdf) -> str:
    """The day on which the file says that it was made, as YYYY-MM-DD; "" where it says none (ISO 32000-1, 7.9.4)."""
    info = dictionary(pdf.trailer.get("/Info"))
    stated = _DATE.match(text(info.get("/CreationDate")))
    try:
        return dt.date(*map(int, stated.groups())).isoformat() if stated else ""
    except ValueError:
        return ""  # no day that there is


def assistive_access(pdf: pikepdf.Pdf) -> bool:
    """ISO 32000-1, table 22; ISO 14289-1, 7.16 (Matterhorn 26-002).

    Bit 10 must be set. In revision 2 of the security handler it means nothing, and bit 5 opens text to anyone, as
    `allow.accessibility` reads it. ISO 32000-2 has readers ignore bit 10, but those in use heed it.
    """
    return not pdf.is_encrypted or (bool(pdf.encryption.P & _ACCESSIBLE) and pdf.allow.accessibility)


def bookmarks(pdf: pikepdf.Pdf, most: int) -> int:
    """How many bookmarks the document has, `most` at most."""
    stack = [dictionary(pdf.Root.get("/Outlines")).get("/First")]
    seen: set[tuple[int, int]] = set()
    while stack and len(seen) < most:
        item = stack.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        stack += [item.get("/Next"), item.get("/First")]
    return len(seen)
