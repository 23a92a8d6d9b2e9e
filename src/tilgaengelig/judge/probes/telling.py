"""How findings of the probes speak of an element."""

from __future__ import annotations

from tilgaengelig.judge.elements.texts import short
from tilgaengelig.model.probes import Spot

_KINDS = {
    "a": "linket", "link": "linket", "button": "knappen", "input": "feltet", "select": "listen", "textarea": "feltet",
    "iframe": "rammen", "summary": "foldeboksen", "video": "videoen", "audio": "lyden", "header": "sidehovedet",
    "footer": "sidefoden", "nav": "menuen", "dialog": "boksen", "img": "billedet",
}  # fmt: skip


def called(spot: Spot, *, start: bool = False) -> str:
    """An element by its text, else by its kind; with a capital at the `start` of a sentence."""
    if spot.text:
        return f"”{short(spot.text)}”"
    kind = _KINDS.get(spot.role or spot.tag, "elementet")
    return kind.capitalize() if start else kind
