"""Which addresses end a session: whoever is logged in must not ask for them."""

from __future__ import annotations

import re

_GAP = r"(?:[ _+-]|%20)?"
_LETTER = r"[^\W\d_]"
#: Where a word begins or ends: beside a letter only as in doLogout and LogoutUser.
_BEGINS = rf"(?:(?<!{_LETTER})|(?-i:(?<=[a-zæøå])(?=[A-Z])))"
_ENDS = rf"(?:user|bruger|page|side)?(?:(?!{_LETTER})|(?-i:(?<=[a-zæøå])(?=[A-Z])))"
_LEAVES = re.compile(
    rf"{_BEGINS}(?:log{_GAP}(?:ud|out|off)|sign{_GAP}(?:out|off)|end_?session|afmeld){_ENDS}"
    rf"|{_BEGINS}log{_GAP}af(?!{_GAP}{_LETTER})",  # ”log af hændelser” is a list
    re.IGNORECASE,
)


def leaves(address: str, text: str = "") -> bool:
    """Whether an address, or the text of a link to it, says that it logs out."""
    return bool(_LEAVES.search(f"{address}\n{text}"))
