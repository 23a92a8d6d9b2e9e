"""Words compared and shown: what the checks of a page's elements share."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]{2,}")


#: Soft hyphens and spaces without width: they say where a word may be broken, and are neither seen nor said.
_BREAKS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def unbroken(text: str) -> str:
    """A text without the signs that only say where it may be broken."""
    return _BREAKS.sub("", text)


def plain(text: str) -> str:
    """A text for comparing: lower case, one space between words, no signs at its ends (”Læs mere »” is ”læs mere”)."""
    line = " ".join(text.lower().split())
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]


def words(text: str) -> list[str]:
    """The words of a text of two letters and more, in lower case."""
    return _LETTERS.findall(text.lower())


def short(text: str, most: int = 60) -> str:
    """A text for a message, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
