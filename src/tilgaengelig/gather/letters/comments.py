"""A letter as a .docx with a comment at each remark, so that it can be mended in Word."""

from __future__ import annotations

import contextlib
import copy
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.run import Run

from tilgaengelig.gather.letters.archive import BROKEN, DAMAGED, Archive
from tilgaengelig.gather.letters.docx import Piece, W, WordParagraph, footnotes, read_docx, word_paragraphs
from tilgaengelig.gather.letters.word_parts import WordParts
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import BETWEEN, Draft, Paragraph, ParagraphKind

AUTHOR = "tilgaengelig"
_INITIALS = "t"
#: More comments than this help nobody, and Word grows slow.
MOST = 500
_STYLES = {ParagraphKind.HEADING: "Heading 1", ParagraphKind.ITEM: "List Bullet"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RUN, _PARAGRAPH = f"{W}r", f"{W}p"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of the characters `start` to `end` of a draft's text."""

    start: int
    end: int
    text: str


def commented(draft: Draft, remarks: Sequence[Remark], original: bytes | None) -> bytes:
    """The letter as a .docx with the remarks as comments.

    `original` is the .docx that the draft was read from: it is kept as it is, with the comments at its very words.
    Without it the letter is written anew, paragraph by paragraph. Raises WrongUse for an original that Word's format
    does not allow.
    """
    remarks = remarks[:MOST]
    document = _annotated(original, remarks) if original is not None else _written(draft, remarks)
    saved = io.BytesIO()
    with _damage(*BROKEN):
        document.save(saved)
    return saved.getvalue()


def _annotated(original: bytes, remarks: Sequence[Remark]) -> WordDocument:
    read_docx(original)  # holds its limits against it before anything else opens it
    # Of a part that is of another kind than the package says, the library has not even the attributes.
    with _damage(OpcError, LookupError, AttributeError, TypeError, *BROKEN):
        document = Document(io.BytesIO(original))
        styles = document.styles.element
        if remarks:
            len(document.comments)  # asked for what it has, the part shows that it is one of comments
    with Archive(original) as archive:
        notes = footnotes(WordParts(archive), styles)
    at = 0
    for paragraph in list(word_paragraphs(document.element, styles)):
        if paragraph.text.strip():
            _comment(document, paragraph, at, remarks)
            at += len(paragraph.text) + len(BETWEEN)
        for note, reference in paragraph.notes:
            text = notes.get(note, "")
            if text.strip():
                for remark in _within(remarks, at, at + len(text)):
                    _say(document, _runs_of([reference]), remark)
                at += len(text) + len(BETWEEN)
    return document


@contextlib.contextmanager
def _damage(*errors: type[Exception]) -> Iterator[None]:
    """Parts that we do not read ourselves (settings, themes, properties) may be broken too; the library opens all."""
    try:
        yield
    except errors as error:
        raise WrongUse(DAMAGED) from error


def _within(remarks: Iterable[Remark], start: int, end: int) -> list[Remark]:
    return [remark for remark in remarks if start <= remark.start < end]


def _comment(document: WordDocument, paragraph: WordParagraph, at: int, remarks: Sequence[Remark]) -> None:
    end = at + len(paragraph.text)
    here = _within(remarks, at, end)
    if not here:
        return
    cuts = {place - at for remark in here for place in (remark.start, min(remark.end, end))}
    placed = _cut(paragraph.pieces, cuts)
    for remark in here:
        start, stop = remark.start - at, min(remark.end, end) - at
        said = [piece.element for first, piece in placed if start <= first < stop and piece.text]
        _say(document, _runs_of(said), remark)


def _runs_of(elements: Iterable[Any]) -> list[Any]:
    """The runs that these stand in. What stands outside any run of its paragraph can bear no comment."""
    runs = []
    for element in elements:
        nearest = next(element.iterancestors(_RUN, _PARAGRAPH), None)
        if nearest is not None and nearest.tag == _RUN:
            runs.append(nearest)
    return runs


def _say(document: WordDocument, runs: Sequence[Any], remark: Remark) -> None:
    if not runs:
        return
    ends = [Run(run, document) for run in (runs[0], runs[-1])]
    with _damage(*BROKEN):  # the comments that are there already may have numbers that are none
        document.add_comment(ends, text=_NO_XML.sub(" ", remark.text), author=AUTHOR, initials=_INITIALS)


def _cut(pieces: Sequence[Piece], cuts: Iterable[int]) -> list[tuple[int, Piece]]:
    """The pieces with where each begins, once runs are parted so that each cut falls between two of them."""
    wanted = sorted(cuts)
    placed: list[tuple[int, Piece]] = []
    at = 0
    for piece in pieces:
        first, end, rest = at, at + len(piece.text), piece
        for cut in wanted:
            if first <= cut < end:
                rest = _parted(rest, cut - first)
                if cut > first:
                    placed.append((first, Piece(piece.element, piece.text[first - at : cut - at])))
                    piece = Piece(rest.element, piece.text)
                first = cut
        placed.append((first, Piece(rest.element, rest.text)))
        at = end
    return placed


def _parted(piece: Piece, offset: int) -> Piece:
    """The piece from `offset` on, at the start of a run of its own."""
    element: Any = piece.element
    run = element.getparent()
    if run.tag != _RUN:
        return Piece(element, piece.text[offset:])  # in something that we do not know: it stays whole
    moved = [element, *element.itersiblings()]
    if offset:
        later = copy.deepcopy(element)
        element.text, later.text = piece.text[:offset], piece.text[offset:]
        for text in (element, later):
            text.set(_SPACE, "preserve")
        moved[0] = later
    if not offset and all(child.tag == f"{W}rPr" for child in element.itersiblings(preceding=True)):
        return piece  # the run begins here already
    fresh = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        fresh.append(copy.deepcopy(properties))
    fresh.extend(moved)
    run.addnext(fresh)
    return Piece(moved[0], piece.text[offset:])


def _written(draft: Draft, remarks: Sequence[Remark]) -> WordDocument:
    document = Document()
    _in_danish(document)
    for paragraph in draft.paragraphs:
        here = _within(remarks, paragraph.start, paragraph.end)
        places = {paragraph.start, paragraph.end}
        places |= {place for remark in here for place in (remark.start, min(remark.end, paragraph.end))}
        runs = _runs(document, draft, paragraph, sorted(places))
        for remark in here:
            said = [run for start, run in runs if remark.start <= start < remark.end]
            _say(document, said, remark)
    return document


def _runs(
    document: WordDocument, draft: Draft, paragraph: Paragraph, places: Sequence[int]
) -> list[tuple[int, Any]]:
    made = document.add_paragraph(style=_STYLES.get(paragraph.kind))
    runs = []
    for start, end in pairwise(places):
        run = made.add_run(_NO_XML.sub(" ", draft.text[start:end]))
        runs.append((start, run._r))
    return runs


def _in_danish(document: WordDocument) -> None:
    """What Word needs to spell and read the text aloud in Danish; and no traces of the template's makers."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "da-DK")
    properties = document.core_properties
    properties.author, properties.comments, properties.language = AUTHOR, "", "da-DK"
    properties.title = "Brev med råd"
