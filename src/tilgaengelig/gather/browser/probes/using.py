"""What using a page sets off: single keys, the turning of the device, and choices that take effect at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Choice, Using

_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789+-.,/?#*æøå"
#: So many are pressed in turn before the page is asked what it did; by themselves where it did something.
_AT_ONCE = 8
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
    return Using(keys, keys_control, moves, motion_control, tuple(_choices(page)) if page.acts else ())


def _shortcuts(page: Driven) -> Iterator[str]:
    """The keys that the page takes for itself though nothing is in focus that could be typed in."""
    page.evaluate("tilgaengelig.rest()")
    for start in range(0, len(_KEYS), _AT_ONCE):
        keys = _KEYS[start : start + _AT_ONCE]
        done, sure = _done(page, keys)
        if done:
            # What a key opens it may not open twice: so what was seen the first time counts as well.
            yield from (key for key in keys if _done(page, key)[0] or key in sure)


def _done(page: Driven, keys: str) -> tuple[bool, Sequence[str]]:
    """Whether the page did anything for one of these keys, pressed in turn; and for which of them it did so at once."""
    page.evaluate("tilgaengelig.listen()")
    tried = len(page.tried)
    for key in keys[:-1]:
        page.strike(key)
    after: Mapping[str, Any] = page.press(keys[-1], then="tilgaengelig.heard()")
    done = len(page.tried) > tried or after["moved"] or (after["taken"] and after["changed"])
    if done:
        page.evaluate("tilgaengelig.rest()")
    return bool(done), after["sure"]


def _moves(page: Driven) -> bool:
    """Whether anything on the page becomes another when the device is tipped."""
    seen = {page.evaluate("tilgaengelig.state()")}
    page.pause(_WAIT)
    seen.add(page.evaluate("tilgaengelig.state()"))
    if len(seen) > 1:
        return False  # it moves anyhow: nothing can be told
    page.cdp("Browser.grantPermissions", permissions=["sensors"])  # without a window there is nobody to ask
    for gamma in _TIPS:
        page.cdp("DeviceOrientation.setDeviceOrientationOverride", alpha=0, beta=0, gamma=gamma)
        page.pause(_WAIT)
        seen.add(page.evaluate("tilgaengelig.state()"))
    page.cdp("DeviceOrientation.clearDeviceOrientationOverride")
    page.cdp("Browser.resetPermissions")
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
