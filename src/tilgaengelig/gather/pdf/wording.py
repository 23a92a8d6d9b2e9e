"""The letters of a PDF made into running text: ligatures, soft hyphens, words parted at line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: What pdfium says for a hyphen at a line's end, whether it stands in the text or was put there by the setter.
LINE_END_HYPHEN = "\ufffe"

_LIGATURES = re.compile("[\ufb00-\ufb06]")
# Controls, soft hyphens, zero-width signs and what is no character at all: nothing that anyone reads.
_UNREAD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)
_HYPHENS = ("-", "\u2010", "\u00ad", LINE_END_HYPHEN)
_LAST_WORD = re.compile(r"[^\W_]+\Z")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
_PARTED_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/_?=&]\Z")
_ALL_CAPITALS = re.compile(r"(?:^|\s)[^\W\d_a-zæøå]{5,}\Z")  # a heading in capitals, not EU or NATO
# "ind- og udland": the hyphen stands for a part of the word that is said later.
_SUSPENDED = re.compile(r"(?:og|eller|samt|til|som)\b")


def cleaned(text: str) -> str:
    """One line of text as a person reads it: NFC, no ligatures, no soft hyphens, single spaces."""
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _UNREAD.sub("", text.replace("\u2010", "-").replace("\u2011", "-"))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def ends_in_hyphen(text: str) -> bool:
    """Whether the line's last word is parted (and not followed by a dash that stands alone)."""
    return text.endswith(_HYPHENS) and text[-2:-1].isalnum()


def joined(lines: Sequence[str]) -> str:
    """The lines of one paragraph as running text."""
    whole = ""
    for line in lines:
        whole = _joined(whole, line) if whole else line
    return cleaned(whole.removesuffix(LINE_END_HYPHEN) + ("-" if whole.endswith(LINE_END_HYPHEN) else ""))


def _joined(before: str, after: str) -> str:
    if not ends_in_hyphen(before):
        return before + after if _PARTED_ADDRESS.search(before) else f"{before} {after}"
    stem = before[:-1]
    if _ADDRESS.search(stem):
        return f"{stem}-{after}"
    if _SUSPENDED.match(after):
        return f"{stem}- {after}"
    if _ALL_CAPITALS.search(stem) and after[:2].isupper():
        return stem + after
    if not after[:1].islower() or _keeps_hyphen(stem):
        return f"{stem}-{after}"
    return stem + after


def _keeps_hyphen(stem: str) -> bool:
    """EU-, it-, e- and 2020- keep theirs; so does a prefix that Danish spelling sets off."""
    found = _LAST_WORD.search(stem)
    word = found[0] if found else ""
    capitals = len(word) > 1 and word.isupper()
    return (
        capitals
        or len(word) < 2
        or word[-1].isdigit()
        or word.lower() in {"it", "tv", "ikke", "cpr", "cvr", "pdf"}
    )
