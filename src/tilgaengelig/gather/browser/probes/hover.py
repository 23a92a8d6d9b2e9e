"""What comes forth under the mouse: whether it can be sent away, and whether the mouse can go into it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Hover, Hovered

_WAIT = 0.3
_STEPS = 6
#: So far within the edge of what came forth the mouse is in it (CSS px).
_WITHIN = 4


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
    # The shortest way first: straight to the middle of a wide menu, it would cross the items beside this one.
    near = _nearest(trigger, forth["box"])
    _move(page, trigger, near)
    _move(page, near, forth)
    page.pause(_WAIT)
    stays = page.evaluate("tilgaengelig.there()")
    page.point(trigger["x"], trigger["y"])
    page.pause(_WAIT)
    page.press("Escape")
    page.pause(_WAIT)
    gone = not page.evaluate("tilgaengelig.there()")
    return Hovered(spot(trigger["spot"]), spot(forth["spot"]), stays, gone, forth["covers"])


def _nearest(at: Mapping[str, float], box: Mapping[str, float]) -> Mapping[str, float]:
    """The point of a box that is nearest, a little within its edge."""
    inset_x, inset_y = min(_WITHIN, box["width"] / 2), min(_WITHIN, box["height"] / 2)
    return {
        "x": min(max(at["x"], box["x"] + inset_x), box["x"] + box["width"] - inset_x),
        "y": min(max(at["y"], box["y"] + inset_y), box["y"] + box["height"] - inset_y),
    }


def _move(page: Driven, start: Mapping[str, float], end: Mapping[str, float]) -> None:
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        page.point(start["x"] + (end["x"] - start["x"]) * share, start["y"] + (end["y"] - start["y"]) * share)
