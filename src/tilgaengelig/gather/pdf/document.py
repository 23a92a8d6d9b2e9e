"""A PDF's bytes to facts, in this process: no other exception than Unread leaves, whatever the bytes.

A document may still hang or crash the process that reads it, which is why `worker` has one to spare.
"""

from __future__ import annotations

import io
import time
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import groupby

import pikepdf
import pikepdf.settings
import pypdfium2  # type: ignore[import-untyped]  # it bears annotations but no py.typed

from tilgaengelig.gather.pdf.blocks import blocks_of
from tilgaengelig.gather.pdf.contrast import Contrast
from tilgaengelig.gather.pdf.furniture import without_furniture
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.metadata import header_version
from tilgaengelig.gather.pdf.owners import Owners
from tilgaengelig.gather.pdf.pages import Look, PageText, Piece, read_pages
from tilgaengelig.gather.pdf.pictured import pictured
from tilgaengelig.gather.pdf.structure import Structure, structure_of
from tilgaengelig.gather.pdf.tagged_blocks import tagged_blocks
from tilgaengelig.gather.pdf.tagged_text import TaggedText
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Faint, Loss, Part
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Block, DocumentFacts
from tilgaengelig.model.trouble import TroubleKind

#: Readers look so far for the header (ISO 32000-1, annex H, note 13), since mail and web servers put things before it.
_HEADER_WITHIN = 1024
_OTHER_TYPES: Mapping[bytes, str] = {
    b"PK\x03\x04": "application/zip",
    b"\xd0\xcf\x11\xe0": "application/x-ole-storage",
    b"{\\rtf": "application/rtf",
    b"%!PS": "application/postscript",
    b"<!do": "text/html",
    b"<htm": "text/html",
    b"<?xm": "application/xml",
}


def read_document(body: bytes, address: str, limits: PdfLimits = PdfLimits()) -> DocumentFacts:  # noqa: B008 - frozen
    """The facts of a PDF.

    Raises Unread: EMPTY (no bytes), UNSUPPORTED_TYPE (no PDF), DOCUMENT_ENCRYPTED (it takes a password to open it, or
    a program that knows its lock), DOCUMENT_TOO_HEAVY (it took more memory than there is) or DOCUMENT_CORRUPT
    (whatever else is wrong).
    """
    try:
        return _read(body, address, limits)
    except Unread:
        raise
    except pikepdf.PasswordError as error:
        raise Unread(TroubleKind.DOCUMENT_ENCRYPTED) from error
    except pikepdf.PdfError as error:
        # A lock of its own, as of shops and archives, is told from damage by qpdf's words alone.
        words = str(error).lower()
        locked = "unsupported" in words and "encryption" in words
        kind = TroubleKind.DOCUMENT_ENCRYPTED if locked else TroubleKind.DOCUMENT_CORRUPT
        raise Unread(kind) from error
    except (MemoryError, RecursionError) as error:
        raise Unread(TroubleKind.DOCUMENT_TOO_HEAVY) from error
    except Exception as error:  # two libraries, four decoders and a hostile file: no list of errors is whole
        raise Unread(TroubleKind.DOCUMENT_CORRUPT) from error


def _read(body: bytes, address: str, limits: PdfLimits) -> DocumentFacts:
    _must_be_pdf(body)
    started = time.monotonic()
    # qpdf's limits are the process's, and this package is its only user here: setting them again is harmless.
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=limits.stream, run_length_max_memory=limits.stream, doc_max_warnings=10_000
    )
    # The Pdf must live as long as any of its objects is looked at.
    with pikepdf.open(io.BytesIO(body)) as pdf:
        structure, tree, owners = structure_of(pdf, header_version(body), limits)
        opened = time.monotonic()
        contrast = Contrast(limits)
        tagged = TaggedText(tree)
        looks: list[Look] = [
            *([contrast] if limits.looks else []),
            *([tagged] if structure.tagged else []),
        ]
        pages = _pages(pdf, body, limits, owners, looks)
        if structure.tagged:
            structure = replace(structure, tags=tagged.tags())
    if not structure.pages:
        raise Unread(TroubleKind.DOCUMENT_CORRUPT)
    lost = (*structure.lost, *_lost(pages, structure.pages, contrast.cut), *_unseen(structure.pages, limits))
    structure = replace(structure, lost=lost)
    pieces = list(without_furniture(pages))
    by_tags = tagged_blocks(pieces, tree) if structure.tagged else None
    blocks = by_tags or blocks_of(pieces)
    margins = tuple(_margins(pages, [piece for piece in pieces if piece.tag is not None or not by_tags]))
    seconds = {"structure": opened - started, "text": time.monotonic() - opened}
    return _facts(address, structure, pages, blocks, margins, tuple(contrast.found), seconds)


def _must_be_pdf(body: bytes) -> None:
    if not body.strip():
        raise Unread(TroubleKind.EMPTY)
    if b"%PDF-" not in body[:_HEADER_WITHIN]:
        start = body[:_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
        named = (name for sign, name in _OTHER_TYPES.items() if start[: len(sign)].lower() == sign.lower())
        raise Unread(TroubleKind.UNSUPPORTED_TYPE, next(named, "application/octet-stream"))


def _pages(
    pdf: pikepdf.Pdf, body: bytes, limits: PdfLimits, owners: Owners, looks: Sequence[Look]
) -> list[PageText]:
    """The pages by pdfium; where it can't open the file, as qpdf repaired it."""
    try:
        return list(read_pages(body, limits, owners, looks))
    except pypdfium2.PdfiumError:
        repaired = io.BytesIO()
        pdf.save(repaired, encryption=False)
        return list(read_pages(repaired.getvalue(), limits, owners, looks))


def _lost(pages: list[PageText], count: int, half_seen: Container[int]) -> Iterator[Loss]:
    """What pdfium could not read of the pages, and those that the limits left out."""
    for page in pages:
        parts = {*page.lost, *([Part.LOOKS] if page.number in half_seen else [])}
        yield from (Loss(part, page.number) for part in sorted(parts))
    if len(pages) < count:
        yield Loss(Part.TEXT, len(pages) + 1, onward=True)


def _unseen(count: int, limits: PdfLimits) -> Iterator[Loss]:
    """The pages whose colours nobody looked at."""
    if count > limits.looks:
        yield Loss(Part.LOOKS, limits.looks + 1, onward=True)


def _margins(pages: Sequence[PageText], text: Sequence[Piece]) -> Iterator[str]:
    """The lines on the pages that are no part of the text, each once."""
    held = {id(piece) for piece in text}
    told: set[str] = set()
    for page in pages:
        beside = (piece for piece in page.pieces if id(piece) not in held)
        for _, row in groupby(beside, key=lambda piece: piece.row):
            line = cleaned(" ".join(piece.text for piece in row))
            if line and line not in told:
                told.add(line)
                yield line


def _facts(
    address: str,
    structure: Structure,
    pages: list[PageText],
    blocks: tuple[Block, ...],
    margins: tuple[str, ...],
    faint: tuple[Faint, ...],
    seconds: Mapping[str, float],
) -> DocumentFacts:
    filled = pictured(pages)
    return DocumentFacts(
        address=address,
        turns=tuple((page.number, page.turns) for page in pages if page.turns),
        blocks=blocks,
        margins=margins,
        faint=faint,
        seconds=seconds,
        pages_without_text=filled.pages_without_text,
        pages_of_few_words=filled.pages_of_few_words,
        pictures_told=filled.pictures_told,
        **{field.name: getattr(structure, field.name) for field in fields(structure)},
    )
