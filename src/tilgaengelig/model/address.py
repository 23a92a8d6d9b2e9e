"""An address as people write and read it. `gather.net.addresses` has the form in which one is kept."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

import idna

#: A letter of Latin-1 in UTF-8, and the mark over å, ä, ö or é where a Mac wrote it as a sign of its own.
_ESCAPED = re.compile(r"%C3%(?:[8A][0-9A-F]|9[0-689A-F]|B[0-689A-F])|[A-Za-z]%CC%8[018A]", re.IGNORECASE)
#: A label of a host: at the start, after // or after another label.
_ENCODED = re.compile(r"(?:^|(?<=//)|(?<=\.))xn--[a-z0-9-]{1,59}")
_LATIN = re.compile("[a-z0-9à-öø-ÿ-]+")


def readable(address: str) -> str:
    """An address or a host with the letters of Danish and its neighbours as letters, as a browser shows them.

    It leads to the same place when it is typed; what a link needs is the other, `/b%C3%B8rn` and `xn--bger-gra.dk`. No
    letters but those of Latin-1, since others can be drawn alike, and make a host look like another.
    """
    address = _ESCAPED.sub(lambda found: unquote(found[0]), address)
    return _ENCODED.sub(_label, address) if "xn--" in address else address


def unescaped(path: str) -> str:
    """A path with nothing escaped: what a person has written of it and what an address has compare in this form."""
    return normalize("NFC", unquote(path))


def _label(found: re.Match[str]) -> str:
    try:
        label = idna.decode(found[0])
    except UnicodeError:  # whatever idna objects to is one
        return found[0]
    return label if _LATIN.fullmatch(label) else found[0]
