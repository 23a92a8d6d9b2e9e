"""The main text of a page that marks none: menus, headers and footers left out by trafilatura.

A page with a main element needs no guess: the browser's probe reads it there, as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tilgaengelig.model.subject import Block

_KINDS = {"head": "heading", "item": "item", "cell": "cell"}
_INSIDE = {"p", "head", "item", "cell", "quote"}


def load() -> None:
    """Loads trafilatura, for whoever can do so while nobody waits; else the first page that needs it does."""
    import trafilatura  # noqa: F401


def main_text(html: str, address: str) -> tuple[Block, ...]:
    """The blocks of `html`'s main text in reading order; none where trafilatura finds no text."""
    # Not at every start: it takes long to load, and most pages say themselves what their main text is.
    import trafilatura

    found = trafilatura.bare_extraction(
        html,
        url=address,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    return tuple(_blocks(body)) if body is not None else ()


def _blocks(body: Any) -> Iterator[Block]:
    for element in body.iter(etree.Element):
        if element.tag not in _INSIDE:
            continue
        # What holds blocks (an item with a list in it) has only its own first words to itself.
        own = element.text or "" if _holds_blocks(element) else _text(element)
        for line in own.split("\n"):
            text = " ".join(line.split())
            if text:
                yield Block(_KINDS.get(element.tag, "paragraph"), text)


def _holds_blocks(element: Any) -> bool:
    return any(inner.tag in _INSIDE for inner in element.iterdescendants())


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for inner in element.iterdescendants():
        parts.append("\n" if inner.tag == "lb" else inner.text or "")
        parts.append(inner.tail or "")
    return "".join(parts)
