"""The text of a letter's file. It is held in memory only, and no error says a word of it."""

from __future__ import annotations

from pathlib import PurePath

from bs4 import BeautifulSoup

from tilgaengelig.gather.net.sniff import decode
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.errors import WrongUse

_PLAIN = frozenset({".txt", ".md", ""})
_HTML = frozenset({".html", ".htm"})
_BLOCKS = [
    "p",
    "div",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "pre",
]


async def letter_text(name: str, body: bytes) -> str:
    """The text of a file by its name's ending. Raises WrongUse for a kind that we cannot read, and Unread."""
    kind = PurePath(name).suffix.lower()
    if kind in _PLAIN:
        return decode(body, "utf-8").text
    if kind in _HTML:
        return _of_html(decode(body, None).text)
    if kind == ".pdf":
        async with PdfReader() as reader:
            facts = await reader.read(body, name)
        return "\n\n".join(block.text for block in facts.blocks)
    raise WrongUse(
        f"Filer af typen {kind} kan vi ikke læse endnu; gem brevet som .txt, .md, .html eller .pdf."
    )


def _of_html(html: str) -> str:
    """All text of a letter in HTML, a block a paragraph: a letter has no menus, and its mark-up is seldom sound."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup(["script", "style", "head", "template"]):
        element.decompose()
    for element in soup.find_all(_BLOCKS):
        element.insert_before("\n\n")
        element.insert_after("\n\n")
    for element in soup.find_all("br"):
        element.replace_with("\n")
    paragraphs = (" ".join(part.split()) for part in soup.get_text().split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)
