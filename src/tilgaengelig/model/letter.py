"""A draft letter as read from its file: its text, and the way from a place in it back into the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.errors import TooLarge


class LetterKind(StrEnum):
    """What a letter is for; its writer says which."""

    AFGOERELSE = "afgørelse"
    HOERING = "høring"
    ORIENTERING = "orientering"
    INDKALDELSE = "indkaldelse"
    KVITTERING = "kvittering"

    @property
    def article(self) -> str:
        """With its article, as it stands in a sentence; all five are of common gender."""
        return f"en {self.value}"


class ParagraphKind(StrEnum):
    """What a paragraph is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a draft: `start` to `end` in its text (code points), and its number in the document, from 1."""

    start: int
    end: int
    number: int
    kind: ParagraphKind = ParagraphKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter's text and its paragraphs, in order.

    `margins` is what stands in headers and footers (of a mail: sender and date). It is no part of the text, but a
    telephone number that stands there is not missing. Nothing of a draft is ever stored.
    """

    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    margins: str = ""

    @classmethod
    def of(cls, blocks: Iterable[tuple[ParagraphKind, str]], margins: Iterable[str] = ()) -> Draft:
        """A draft of a document's blocks, with a blank line between them. Blocks without text are left out.

        Raises TooLarge where the blocks or the margins have more than MOST_CHARACTERS, without asking for the rest.
        """
        parts: list[str] = []
        paragraphs: list[Paragraph] = []
        at = 0
        for kind, text in blocks:
            if not text.strip():
                continue
            paragraphs.append(Paragraph(at, at + len(text), len(paragraphs) + 1, kind))
            parts.append(text)
            at += len(text) + len(BETWEEN)
            if at > MOST_CHARACTERS:
                raise TooLarge(_TOO_MUCH)
        return cls(BETWEEN.join(parts), tuple(paragraphs), "\n".join(_bounded(margins)))

    @classmethod
    def plain(cls, text: str) -> Draft:
        """A draft of plain text, word for word as it was received; a blank line parts paragraphs."""
        lines = text.replace("\r", " ")  # of the same length, so that every place holds
        found = enumerate(_PARAGRAPH.finditer(lines), 1)
        return cls(text, tuple(Paragraph(match.start(), match.end(), number) for number, match in found))

    def paragraph(self, place: int) -> Paragraph | None:
        """The paragraph that holds the place, or the one before it; None in a draft without paragraphs."""
        index = bisect_right(self.paragraphs, place, key=lambda paragraph: paragraph.start) - 1
        return self.paragraphs[max(index, 0)] if self.paragraphs else None


def _bounded(texts: Iterable[str]) -> Iterator[str]:
    length = 0
    for text in texts:
        length += len(text)
        if length > MOST_CHARACTERS:
            raise TooLarge(_TOO_MUCH)
        yield text


_TOO_MUCH = "Der er mere tekst i filen, end der er i et brev. Del den op, og prøv igen."
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[ \t]*+[^\s][^\n]*)*")
#: Characters that any draft may have; how long a letter may be that is scored is a setting, and far less.
MOST_CHARACTERS = 5_000_000
#: What stands between two paragraphs of a draft; to every measure it ends a sentence.
BETWEEN = "\n\n"
