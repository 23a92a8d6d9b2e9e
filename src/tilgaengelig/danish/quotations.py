"""Where a text quotes an act word for word. Those words are the act's, and no writer of letters may change them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.danish.prose import Prose

# What follows a colon in quotation marks, and is longer than a term or a name.
_QUOTED = re.compile(r":\s{0,4}[\"“”„»](?P<words>[^\"“”„»«]{40,3000})[\"“”«]")
_ACT = re.compile(
    r"§|\b(?:paragraf|artikel)\b|(?:lov|bekendtgørelse|forordning|direktiv|reglement|konvention)(?:e?[nt])?s?\b",
    re.IGNORECASE,
)
_BEFORE = 120  # code points before the colon in which the act is named


def quotations(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yields the half-open places of what is quoted from acts, in order: what a line that names the act leads up to."""
    text = prose.text
    for match in _QUOTED.finditer(text):
        led = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n\n")[2]
        if _ACT.search(led):
            yield match.span("words")
