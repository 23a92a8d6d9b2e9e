"""What comes forth under the mouse: whether it can be sent away, and whether the mouse can go into it."""

from __future__ import annotations

import json

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Hover, Hovered

_WAIT = 0.3
_STEPS = 6


def hover(page: Driven) -> Hover:
    """Points at what answers to the mouse, one at a time; never clicks."""
    page.load("hover.js")
    listening = page.listening()
    count = page.evaluate(f"tilgaengelig.candidates({json.dumps(listening['hover'])})")
    found = (_point_at(page, number) for number in range(count))
    return Hover(tuple(one for one in found if one))


def _point_at(page: Driven, number: int) -> Hovered | None:
    away = page.evaluate("({x: innerWidth - 2, y: innerHeight - 2})")
    page.point(away["x"], away["y"])
    trigger = page.evaluate(f"tilgaengelig.before({number})")
    if trigger is None:
        return None
    page.point(trigger["x"], trigger["y"])
    page.pause(_WAIT)
    forth = page.evaluate(f"tilgaengelig.forth({number})")
    if forth is None:
        return None
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        page.point(
            trigger["x"] + (forth["x"] - trigger["x"]) * share,
            trigger["y"] + (forth["y"] - trigger["y"]) * share,
        )
    page.pause(_WAIT)
    stays = page.evaluate("tilgaengelig.there()")
    page.point(trigger["x"], trigger["y"])
    page.pause(_WAIT)
    page.press("Escape")
    page.pause(_WAIT)
    gone = not page.evaluate("tilgaengelig.there()")
    return Hovered(spot(trigger["spot"]), spot(forth["spot"]), stays, gone, forth["covers"])
