"""What using a page sets off: single keys, the turning of the device, and choices that take effect at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Choice, Using

_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789+-.,/?#*æøå"
_WAIT = 0.15
#: Degrees to the side (gamma), as one tips a telephone in one's hand.
_TIPS = (0, 45, -45)


def using(page: Driven) -> Using:
    """Presses each key by itself where the page listens for keys, tips the device where it listens for that, and makes
    the first choices in its fields.
    """
    page.load("using.js")
    listening = page.listening()
    keys = tuple(_shortcuts(page)) if listening["keys"] else ()
    page.restore()
    if keys:
        page.load("using.js")
    moves = _moves(page) if listening["motion"] else False
    keys_control, motion_control = page.evaluate("[tilgaengelig.keysControl(), tilgaengelig.motionControl()]")
    return Using(keys, keys_control, moves, motion_control, tuple(_choices(page)))


def _shortcuts(page: Driven) -> Iterator[str]:
    """The keys that the page takes for itself though nothing is in focus that could be typed in."""
    page.evaluate("tilgaengelig.rest()")
    for key in _KEYS:
        before = page.evaluate("tilgaengelig.listen()")
        tried = len(page.tried)
        page.press(key)
        after: Mapping[str, Any] = page.evaluate("tilgaengelig.heard()")
        moved_focus = after["focused"] and not before["focused"]
        if len(page.tried) > tried or moved_focus or (after["taken"] and after["changed"]):
            yield key
            page.evaluate("tilgaengelig.rest()")


def _moves(page: Driven) -> bool:
    """Whether anything on the page becomes another when the device is tipped."""
    seen = {page.evaluate("tilgaengelig.moved()")}
    page.pause(_WAIT)
    seen.add(page.evaluate("tilgaengelig.moved()"))
    if len(seen) > 1:
        return False  # it moves anyhow: nothing can be told
    for gamma in _TIPS:
        page.cdp("DeviceOrientation.setDeviceOrientationOverride", alpha=0, beta=0, gamma=gamma)
        page.pause(_WAIT)
        seen.add(page.evaluate("tilgaengelig.moved()"))
    page.cdp("DeviceOrientation.clearDeviceOrientationOverride")
    return len(seen) > 1


def _choices(page: Driven) -> Iterator[Choice]:
    """What the page tried to go to because a choice was made and nothing else done."""
    for number, told in enumerate(page.evaluate("tilgaengelig.choices()")):
        if page.evaluate(f"tilgaengelig.choose({number})"):
            tried = len(page.tried)
            page.press(told["key"])
            page.pause(_WAIT)
            if len(page.tried) > tried:
                yield Choice(spot(told["spot"]), page.tried[tried] or "about:blank", told["told"])
