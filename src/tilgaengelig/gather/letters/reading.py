"""A letter's file by its kind. It is held in memory only, and no error says a word of it."""

from __future__ import annotations

import asyncio
from pathlib import PurePath

from tilgaengelig.gather.letters.docx import read_docx
from tilgaengelig.gather.letters.mail import draft_of, read_mail
from tilgaengelig.gather.letters.odt import read_odt
from tilgaengelig.gather.net.sniff import decode
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.errors import TooLarge, WrongUse
from tilgaengelig.model.letter import Draft, ParagraphKind

#: The largest file of a letter; its pictures count, its text alone is a fraction of it.
LARGEST = 20_000_000
#: Text of the kinds that hold no pictures, and of mails: to read mark-up takes a hundred times its size in memory.
LARGEST_TEXT = 1_000_000

KINDS = (".docx", ".odt", ".pdf", ".html", ".htm", ".md", ".txt", ".eml")
_HEAVY = "Filen fylder mere, end et brev gør. Fjern billeder, eller del den op."
_BLOCK_KINDS = {kind.value: kind for kind in ParagraphKind}


async def read_letter(name: str, body: bytes, documents: PdfReader | None = None) -> Draft:
    """The draft in a file, by its name's ending; one without a name is plain text, unless it is clearly a document.

    `documents` reads PDFs, where somebody has a reader already. Raises WrongUse for a kind that we cannot read and
    for a file that is damaged or locked, TooLarge for one beyond our limits, and Unread for such PDFs.
    """
    kind = PurePath(name).suffix.lower() or _unnamed(body)
    if len(body) > (LARGEST if kind in (".docx", ".odt", ".pdf", ".eml") else LARGEST_TEXT):
        raise TooLarge(_HEAVY)
    if kind == ".pdf":
        return await _pdf(name, body, documents)
    # Whoever waits for something else in this process need not wait for a large document.
    return await asyncio.to_thread(_read, kind, body)


def _read(kind: str, body: bytes) -> Draft:
    if kind == ".docx":
        return read_docx(body)
    if kind == ".odt":
        return read_odt(body)
    if kind == ".eml":
        mail = read_mail(body)
        if max(len(mail.html or ""), len(mail.plain or "")) > LARGEST_TEXT:
            raise TooLarge(_HEAVY)
        return draft_of(mail)
    if kind in (".html", ".htm"):
        # Not at every start: what reads mark-up takes longer to load than a letter takes to score.
        from tilgaengelig.gather.letters.markup import of_html

        return Draft.of(of_html(decode(body, None).text))
    if kind == ".md":
        from tilgaengelig.gather.letters.markup import of_markdown

        return Draft.of(of_markdown(_plain(body)))
    if kind == ".txt":
        return Draft.plain(_plain(body))
    raise WrongUse(
        f"Filer af typen {kind[:20]} kan vi ikke læse; gem brevet som {', '.join(KINDS[:-1])} eller {KINDS[-1]}."
    )


def _unnamed(body: bytes) -> str:
    if body.startswith(b"%PDF-"):
        return ".pdf"
    if body.startswith(b"PK\x03\x04"):
        return ".odt" if b"opendocument.text" in body[:200] else ".docx"
    return ".txt"


def _plain(body: bytes) -> str:
    text = decode(body, "utf-8").text
    if "\0" in text:
        raise WrongUse("Filen er ikke ren tekst. Gem brevet som tekst i UTF-8, eller giv os Word-filen.")
    return text


async def _pdf(name: str, body: bytes, documents: PdfReader | None) -> Draft:
    if documents is None:
        async with PdfReader() as reader:
            facts = await reader.read(body, name)
    else:
        facts = await documents.read(body, name)
    return Draft.of(((_BLOCK_KINDS[block.kind], block.text) for block in facts.blocks), facts.margins)
