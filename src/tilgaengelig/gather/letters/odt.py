"""OpenDocument text (.odt): what its reader sees, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tilgaengelig.gather.letters.archive import LOCKED, Archive
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import Draft, ParagraphKind

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
T, TABLE, STYLE, DRAW, OFFICE = (_OASIS % name for name in ("text", "table", "style", "drawing", "office"))
_MANIFEST = _OASIS % "manifest"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

#: Deletions that are tracked lie here, out of the text; the rest is no text of the letter.
_UNSEEN = frozenset(
    {
        f"{T}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end",
        f"{T}table-of-content", f"{T}alphabetical-index", f"{T}sequence-decls", f"{T}user-field-decls",
        f"{T}variable-decls", f"{T}note-citation", f"{T}bookmark", f"{T}ruby-text", f"{OFFICE}forms",
        f"{_SVG}title", f"{_SVG}desc",
    }
)  # fmt: skip
_MOST_SPACES = 100


def read_odt(body: bytes) -> Draft:
    """The draft of an .odt. Raises WrongUse and TooLarge, as its archive does."""
    with Archive(body) as archive:
        manifest = archive.part("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
            raise WrongUse(LOCKED)
        content = archive.needed("content.xml")
        styles = archive.part("styles.xml")
    hidden = {
        style.get(f"{STYLE}name", "")
        for part in (content, styles)
        if part is not None
        for style in part.iter(f"{STYLE}style")
        if (said := style.find(f"{STYLE}text-properties")) is not None and said.get(f"{T}display") == "none"
    }
    return Draft.of(_Reader(hidden).blocks(content), _margins(styles, hidden))


def _margins(styles: etree._Element | None, hidden: set[str]) -> Iterator[str]:
    if styles is not None:
        for margin in styles.iter(f"{STYLE}header", f"{STYLE}footer"):
            yield from (text for _, text in _Reader(hidden).blocks(margin))


class _Reader:
    def __init__(self, hidden: set[str]) -> None:
        self.hidden = hidden
        self.aside: list[
            etree._Element
        ] = []  # footnotes and shapes with text, told after the paragraph they stand in

    def blocks(self, root: etree._Element) -> Iterator[tuple[ParagraphKind, str]]:
        """The paragraphs below `root` in reading order; the parser has bounded its depth."""
        for element in root:
            if element.tag in _UNSEEN:
                continue
            if element.tag in (f"{T}p", f"{T}h"):
                yield self._kind(element), "".join(self._said(element)).strip()
                while self.aside:
                    yield from self._told_after(self.aside.pop(0))
            elif self._is_hidden(element):
                continue
            else:
                yield from self.blocks(element)

    def _told_after(self, element: etree._Element) -> Iterator[tuple[ParagraphKind, str]]:
        if element.tag == f"{T}note":
            said = [text for _, text in _Reader(self.hidden).blocks(element) if text]
            yield ParagraphKind.FOOTNOTE, "\n".join(said)
        else:
            yield from _Reader(self.hidden).blocks(element)

    def _kind(self, element: etree._Element) -> ParagraphKind:
        if element.tag == f"{T}h":
            return ParagraphKind.HEADING
        within = next(element.iterancestors(f"{T}list", f"{TABLE}table-cell", f"{DRAW}*"), None)
        if within is None or within.tag.startswith(DRAW):
            return ParagraphKind.PARAGRAPH
        return ParagraphKind.ITEM if within.tag == f"{T}list" else ParagraphKind.CELL

    def _said(self, element: etree._Element) -> Iterator[str]:
        hiding = element.find(f"{T}hidden-paragraph")
        if self._is_hidden(element) or (hiding is not None and self._is_hidden(hiding)):
            return
        # Hidden text that is shown may have its words here only.
        yield _squeezed(element.text or element.get(f"{T}string-value"))
        for child in element:
            if child.tag == f"{T}s":
                yield " " * min(_count(child.get(f"{T}c", "1")), _MOST_SPACES)
            elif child.tag == f"{T}tab":
                yield " "
            elif child.tag == f"{T}line-break":
                yield "\n"
            elif child.tag == f"{T}note" or _has_text(child):
                self.aside.append(child)
            elif child.tag not in _UNSEEN:
                yield from self._said(child)
            yield _squeezed(child.tail)

    def _is_hidden(self, element: etree._Element) -> bool:
        """Whether it was hidden when the file was saved; where a condition hides it, that says so only when it does."""
        return (
            element.get(f"{T}style-name", "") in self.hidden
            or element.get(f"{T}display") == "none"
            or element.get(f"{T}is-hidden") == "true"
        )


def _has_text(element: etree._Element) -> bool:
    """Whether it is a shape or a box with a text of its own."""
    return element.tag.startswith(DRAW) and next(element.iterchildren(f"{T}*", f"{TABLE}*"), None) is not None


def _squeezed(text: str | None) -> str:
    """White space in the file is one space, as its format says; lines are ended by elements."""
    if not text:
        return ""
    words = " ".join(text.split())
    return " " * text[0].isspace() + words + " " * (text[-1].isspace() and bool(words))


def _count(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1
