"""The words of a Danish text, and which of them are long.

What counts as one word: what is written together, with hyphens and apostrophes inside (EU-lovgivningen, 1990'erne),
a number with its separators (12.500,50; 120513-0042), an abbreviation with its stops (f.eks., cpr.nr.), an address
(www.sum.dk/ansoeg, post@sum.dk), a short form with a stroke (A/S, km/t). Words joined by a stroke alone are two
(og/eller). Signs alone (§, %, -) are no words.

A long word has seven letters or more (Björnsson's "more than six"). Only letters count: digits, hyphens and
apostrophes don't. A hyphenated compound is one word and long by the sum of its letters (EU-lovgivningen, IT-system),
since a Danish reader has to take it in as one. Numbers have no letters, and addresses and abbreviations with stops
inside (cand.polit., lovbkg.nr.) are never long: nobody reads them out letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.danish.normal import joined, normalise

LONG = 7
"""Letters that make a word long."""
PUNCTUATION = '.,;:!?()"”“»«…'
"""What may stand around a word and is no part of it."""

_MARKS = "\u0300-\u036f"
_GRAPHIC = re.compile(rf"\w[\w{_MARKS}]*(?:[-'’‐‑.,:/@_+&=?#%~]{{1,3}}[\w{_MARKS}]+)*")
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)|[^@]+@[^@]+\.[^\W\d_]{2,}\Z"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:dk|com|org|eu|net|gov|info|nu|gl|fo|se|no|de|uk|io|pdf|docx?|xlsx?|html?)(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"[^\W\d_]{1,6}(?:\.[^\W\d_]{1,5})+\Z")
_NUMBER = re.compile(r"\d[\d.,:/+%-]*\Z")
_STROKE = re.compile(rf"[\w{_MARKS}]{{1,3}}/[\w{_MARKS}]\Z|[A-ZÆØÅ]/[A-ZÆØÅ]\w?\Z")
_WORD = re.compile(rf"[\w{_MARKS}]+(?:[-'’‐‑][\w{_MARKS}]+)*")
_NO_LETTER = re.compile(r"[\W\d_]+")


def words(text: str) -> list[str]:
    """Return the words of `text` in order: composed (NFC), without soft hyphens, whole where a line's end cut them."""
    return words_of(joined(normalise(text).text))


def words_of(text: str) -> list[str]:
    """Return the words of an already normalised and joined text."""
    found: list[str] = []
    add = found.append
    for written in text.split():
        if written.isalpha():
            add(written)
        elif (bare := written.strip(PUNCTUATION)).isalpha():
            add(bare)
        else:
            for token in _GRAPHIC.findall(written):
                found += (token,) if token.isalnum() else _parted(token)
    return found


def placed(written: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of what stands between two white spaces, each with its start and end in it."""
    for match in _GRAPHIC.finditer(written):
        token, at = match.group(), 0
        for part in (token,) if token.isalnum() else _parted(token):
            at = token.index(part, at)
            yield part, match.start() + at, match.start() + at + len(part)
            at += len(part)


def is_long(word: str) -> bool:
    """Say whether `word`, one of `words`, has seven letters or more and is no number, address or abbreviation."""
    if len(word) < LONG:
        return False
    if word.isalpha():
        return True
    if is_address(word) or _DOTTED.match(word):
        return False
    return len(_NO_LETTER.sub("", word)) >= LONG


def is_address(word: str) -> bool:
    """Say whether `word` is a web address, an e-mail address or the name of a file."""
    return ("." in word or "@" in word) and _ADDRESS.match(word) is not None


def _parted(token: str) -> list[str]:
    """Return the words of a graphic token that holds other characters than letters and digits."""
    token = token.strip("_")
    if _WORD.fullmatch(token) and "_" not in token:
        return [token]
    if is_address(token) or _NUMBER.match(token) or _STROKE.match(token):
        return [token]
    if _DOTTED.match(token) and not _forgotten_space(token):
        return [token]
    parts = [part.strip("_'’-‐‑") for part in re.split(r"[.,:/@_+&=?#%~]+", token)]
    return [part for part in parts if any(map(str.isalnum, part))]


def _forgotten_space(token: str) -> bool:
    """`slut.Ny` is two words, `f.eks` one."""
    return re.search(r"[a-zæøå]{2}\.[A-ZÆØÅ][a-zæøå]", token) is not None
