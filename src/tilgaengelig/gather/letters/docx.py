"""Word's .docx: what its reader sees, paragraph by paragraph, and the runs that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tilgaengelig.gather.letters.archive import Archive
from tilgaengelig.gather.letters.word_parts import WordParts
from tilgaengelig.model.letter import Draft, ParagraphKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

#: What nobody reads in the printed letter: deletions, what was moved away, comments, and the older of two drawings.
_UNSEEN = frozenset(
    {
        f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}rPr", f"{W}pPr",
        f"{W}sectPr", f"{W}tblPr", f"{W}tcPr", f"{W}trPr", f"{W}sdtPr", f"{W}ruby", f"{_MC}Fallback",
        f"{_MATH}oMath", f"{_MATH}oMathPara",
    }
)  # fmt: skip
_SAID = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = re.compile(r"heading [1-9]|title|subtitle", re.IGNORECASE)
_CONTENTS = re.compile(r"toc [1-9]", re.IGNORECASE)
#: Styles that one is based on, and those that these are; Word itself allows no more than about ten.
_MOST_BASES = 20


@dataclass(slots=True)
class Piece:
    """A text of a run: `element` is the child of the run that says it (a text, a tab, a line break)."""

    element: etree._Element
    text: str


@dataclass(slots=True)
class WordParagraph:
    """A paragraph as shown; `notes` are the ids of the footnotes that it is the first to refer to, with the run.

    A note is told once, however often it is referred to: otherwise a file of some kilobytes would say gigabytes.
    """

    kind: ParagraphKind
    pieces: list[Piece] = field(default_factory=list)
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(piece.text for piece in self.pieces)


class _Styles:
    """What the document's named styles say of the paragraphs that bear them."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._said: dict[tuple[str, str], etree._Element | None] = {}

    def name(self, style: str) -> str:
        """A style's name, which is English in every language of Word's own styles."""
        found = self._styles.get(style)
        return _value(found, f"{W}name") if found is not None else ""

    def says(self, style: str, path: str) -> etree._Element | None:
        """What a style or one that it is based on says at `path`, of the _MOST_BASES nearest; asked once of each."""
        if (style, path) not in self._said:
            self._said[style, path] = self._looked_up(style, path)
        return self._said[style, path]

    def _looked_up(self, style: str, path: str) -> etree._Element | None:
        for _ in range(_MOST_BASES):
            if style not in self._styles:
                break
            found = self._styles[style].find(path)
            if found is not None:
                return found
            style = _value(self._styles[style], f"{W}basedOn")
        return None


def read_docx(body: bytes) -> Draft:
    """The draft of a .docx. Raises WrongUse and TooLarge, as its archive does."""
    with Archive(body) as archive:
        parts = WordParts(archive)
        styles = parts.other("styles")
        margins = (
            "\n".join(each.text for each in word_paragraphs(margin, styles)) for margin in parts.margins()
        )
        return Draft.of(_blocks(parts.document, styles, footnotes(parts, styles)), margins)


def _blocks(
    document: etree._Element, styles: etree._Element | None, notes: dict[str, str]
) -> Iterator[tuple[ParagraphKind, str]]:
    for paragraph in word_paragraphs(document, styles):
        yield paragraph.kind, paragraph.text
        for note, _ in paragraph.notes:
            yield ParagraphKind.FOOTNOTE, notes.get(note, "")


def footnotes(parts: WordParts, styles: etree._Element | None) -> dict[str, str]:
    """The texts of foot- and endnotes by the ids that `WordParagraph.notes` has."""
    found = {}
    known = _Styles(styles)
    for kind in ("footnote", "endnote"):
        part = parts.other(f"{kind}s")
        for note in [] if part is None else part.findall(f"{W}{kind}"):
            said = (paragraph.text.strip() for paragraph in _paragraphs(note, known))
            found[kind + note.get(f"{W}id", "")] = "\n".join(text for text in said if text)
    return found


def word_paragraphs(root: etree._Element, styles: etree._Element | None) -> Iterator[WordParagraph]:
    """The paragraphs below `root` in reading order, without what is deleted, hidden or a table of contents."""
    return _paragraphs(root, _Styles(styles))


def _paragraphs(root: etree._Element, styles: _Styles) -> Iterator[WordParagraph]:
    reader = _Reader(styles)
    reader.read(root)
    reader.end()
    yield from reader.done


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.done: list[WordParagraph] = []
        self._noted: set[str] = set()
        self._joining: WordParagraph | None = None  # one whose end was deleted: the next goes on in it

    def read(self, root: etree._Element) -> None:
        """Everything below `root`; the parser has bounded its depth."""
        for element in root:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag not in _UNSEEN:
                self.read(element)

    def _paragraph(self, element: etree._Element) -> None:
        style = _value(element, f"{W}pPr/{W}pStyle")
        if _CONTENTS.fullmatch(self.styles.name(style)):
            return
        paragraph = self._joining or WordParagraph(self._kind(element, style))
        self._joining = None
        boxes: list[etree._Element] = []
        hidden = _is_on(self.styles.says(style, f"{W}rPr/{W}vanish"))
        self._runs(element, paragraph, boxes, hidden=hidden)
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._joining = paragraph
        else:
            self.done.append(paragraph)
        for box in boxes:
            self._box(box)

    def _box(self, box: etree._Element) -> None:
        """A text box: what its last paragraph goes on in stands in it, never beside it."""
        outside, self._joining = self._joining, None
        self.read(box)
        self.end()
        self._joining = outside

    def end(self) -> None:
        """The text ends here: one that waits for the next to go on in it is a paragraph all the same."""
        if self._joining is not None:
            self.done.append(self._joining)
            self._joining = None

    def _kind(self, element: etree._Element, style: str) -> ParagraphKind:
        if _HEADING.fullmatch(self.styles.name(style)) or _outline(element, self.styles, style):
            return ParagraphKind.HEADING
        numbered = element.find(f"{W}pPr/{W}numPr")
        if numbered is None:
            numbered = self.styles.says(style, f"{W}pPr/{W}numPr")
        if numbered is not None and _value(numbered, f"{W}numId") != "0":
            return ParagraphKind.ITEM
        in_cell = next(element.iterancestors(f"{W}tc", f"{W}txbxContent"), None)
        return (
            ParagraphKind.CELL if in_cell is not None and in_cell.tag == f"{W}tc" else ParagraphKind.PARAGRAPH
        )

    def _runs(
        self, element: etree._Element, paragraph: WordParagraph, boxes: list[etree._Element], *, hidden: bool
    ) -> None:
        for child in element:
            if child.tag in _UNSEEN:
                continue
            if child.tag == f"{W}txbxContent":
                boxes.append(child)
            elif child.tag == f"{W}r":
                if not self._is_hidden(child, hidden=hidden):
                    self._runs(child, paragraph, boxes, hidden=hidden)
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnote" if child.tag == f"{W}footnoteReference" else "endnote"
                self._note(kind + child.get(f"{W}id", ""), child, paragraph)
            elif child.tag == f"{W}t":
                paragraph.pieces.append(Piece(child, child.text or ""))
            elif child.tag in _SAID:
                paragraph.pieces.append(Piece(child, _SAID[child.tag]))
            else:
                self._runs(child, paragraph, boxes, hidden=hidden)

    def _note(self, note: str, reference: etree._Element, paragraph: WordParagraph) -> None:
        if note not in self._noted:
            self._noted.add(note)
            paragraph.notes.append((note, reference))

    def _is_hidden(self, run: etree._Element, *, hidden: bool) -> bool:
        own = run.find(f"{W}rPr/{W}vanish")
        if own is not None:
            return _is_on(own)
        style = _value(run, f"{W}rPr/{W}rStyle")
        return hidden or _is_on(self.styles.says(style, f"{W}rPr/{W}vanish"))


def _outline(element: etree._Element, styles: _Styles, style: str) -> bool:
    level = element.find(f"{W}pPr/{W}outlineLvl")
    if level is None:
        level = styles.says(style, f"{W}pPr/{W}outlineLvl")
    return level is not None and level.get(f"{W}val", "9") != "9"


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return found.get(f"{W}val", "") if found is not None else ""


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(f"{W}val", "true") not in _OFF
