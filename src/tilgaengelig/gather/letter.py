"""The text of a letter's file. It is held in memory only, and no error says a word of it."""

from __future__ import annotations

from pathlib import PurePath

from tilgaengelig.gather.maintext import main_text
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.gather.sniff import decode
from tilgaengelig.model.errors import WrongUse

_PLAIN = frozenset({".txt", ".md", ""})
_HTML = frozenset({".html", ".htm"})


async def letter_text(name: str, body: bytes) -> str:
    """The text of a file by its name's ending. Raises WrongUse for a kind that we cannot read, and Unread."""
    kind = PurePath(name).suffix.lower()
    if kind in _PLAIN:
        return decode(body, "utf-8").text
    if kind in _HTML:
        blocks = main_text(decode(body, None).text, "")
        return "\n\n".join(block.text for block in blocks)
    if kind == ".pdf":
        async with PdfReader() as reader:
            facts = await reader.read(body, name)
        return "\n\n".join(block.text for block in facts.blocks)
    raise WrongUse(
        f"Filer af typen {kind} kan vi ikke læse endnu; gem brevet som .txt, .md, .html eller .pdf."
    )
