"""The keyboard alone: where the Tab key comes to, whether that is seen, where it is held, what it never reaches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tilgaengelig.gather.browser.evidence import way_of_focus
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.pictures import around
from tilgaengelig.gather.browser.probes.driven import ALT, CONTROL, SHIFT, Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Clickable, Keyboard, SkipLink, Spot, Stop

MOST_STOPS = 70
#: What stands at like places looks alike: the first of each are looked at, and so many in all.
_ALIKE = 2
_MOST_LOOKS = 24
#: How much of what time there is the walk may take: what was seen on a long way is not to be lost for its end.
_SHARE = 0.5
#: A browser without a window draws no ring around a part of a picture.
_NOT_LOOKED_AT = frozenset({"area"})
#: What has stops of its own, such as a frame or a film's controls, is gone through in so many presses, or not at all.
_INSIDE = 40
_MOST_SKIPS = 2
#: A browser that is busy may lose the first press.
_TRIES = 3
#: A ring comes with a transition, and a trap may work by a timer.
_WAIT = 0.15
#: A page may scroll slowly to what a link points to, and set the focus when it is there.
_SCROLLED = 1.5
#: Around an element in focus, where its ring is drawn (CSS px), and the largest part of a window that is looked at by
#: itself (CSS px squared): a picture costs by its size.
_RING = 12
_LARGEST = 400_000
_ADVISED = {"ctrl": CONTROL, "control": CONTROL, "shift": SHIFT, "alt": ALT}


def keyboard(page: Driven) -> Keyboard:
    """Goes through the page with real key presses, from its top."""
    page.load("keyboard.js")
    page.evaluate("tilgaengelig.rest()")
    walk = _Walk(page)
    whole = walk.go()
    found = page.evaluate(f"tilgaengelig.clickables({json.dumps(page.listening()['mouse'])})")
    shuffled = tuple(spot(one) for one in page.evaluate("tilgaengelig.shuffled()"))
    walk.draw(shuffled)
    skipped = [walk.skip(*one) for one in walk.skips[:_MOST_SKIPS]] if not walk.trap else []
    return Keyboard(
        stops=tuple(walk.stops),
        trap=tuple(walk.trap),
        mouse_only=tuple(
            Clickable(spot(one["spot"]), one["widget"], one["pointer"], one["keys"], one["reached"])
            for one in found
        ),
        skip_links=tuple(one for one in skipped if one),
        shuffled=shuffled,
        whole=whole,
    )


class _Walk:
    """One way through a page by the Tab key. `skips` are the links that lead past what is repeated, with their ids."""

    def __init__(self, page: Driven) -> None:
        self.page = page
        self.stops: list[Stop] = []
        self.trap: list[Spot] = []
        self.skips: list[tuple[int, Spot]] = []
        self._ids: dict[int, Spot] = {}
        self._boxes: dict[str, Mapping[str, float]] = {}
        self._alike: Counter[tuple[str, str]] = Counter()
        #: Rings (keyboard.js) that were seen to be drawn.
        self._drawn: set[str] = set()
        self._looks = 0
        #: Presses to spare for what has stops of its own, where there is such a thing.
        self._spare = 0

    def go(self) -> bool:
        """Walks until the page ends; False where its limit came first."""
        inside = 0
        enough = self.page.left() * (1 - _SHARE)
        told, tried = self._first()
        while len(self.stops) < MOST_STOPS and self.page.left() > enough:
            if told is None:
                return True
            if told["parts"]:
                self._spare = _INSIDE
            if told["id"] not in self._ids:
                inside = 0
                # What the stop before tried may be slow in coming.
                again = bool(self.stops) and tried == self.stops[-1].tried
                self._stop(told, "" if again else tried)
                self._look_inside(told)
            elif told["parts"] and inside < _INSIDE:
                self._look_inside(told)
                inside += 1  # the focus moves on where the document does not see it
            elif told["frame"]:
                return False
            else:
                self.trap = self._held()
                return True
            told, tried = self._step()
        return told is None

    def _first(self) -> tuple[Mapping[str, Any] | None, str]:
        """The first step, made anew where it leads nowhere though something could take the focus."""
        for _ in range(_TRIES):
            told, tried = self._step()
            if told is not None or tried or not self.page.evaluate("tilgaengelig.missed([])"):
                break
        return told, tried

    def _step(self, modifiers: int = 0) -> tuple[Mapping[str, Any] | None, str]:
        """Presses Tab; where that came to, and what the page tried to go to because of it."""
        before = len(self.page.tried)
        told = self.page.press("Tab", modifiers, "tilgaengelig.stop()")
        if told is None and self.page.acts:
            told = self._after_step(None)  # a trap may fetch the focus back
        return told, (self.page.tried[before] or "about:blank") if len(self.page.tried) > before else ""

    def _stop(self, told: Mapping[str, Any], tried: str) -> None:
        here = spot(told["spot"])
        self._ids[told["id"]] = here
        self._boxes[here.place.target] = told["box"]
        if told["skips"]:
            self.skips.append((told["id"], here))
        cover = told["cover"]
        silent = told["silent"]
        if silent:
            after = self._after_step(None)  # a guard at the end of a dialog sends the focus on at once
            silent = after is not None and after["id"] == told["id"]
        self.stops.append(
            Stop(
                here,
                self._visible(told, here),
                spot(cover["spot"]) if cover else None,
                bool(cover and cover["dialog"]),
                silent,
                tried,
            )
        )

    def _look_inside(self, told: Mapping[str, Any]) -> None:
        """The stop inside a frame of the page's own origin, where the focus is in one; of others nothing is known."""
        inside = self.page.evaluate("tilgaengelig.inner()") if told["frame"] else None
        if inside and inside["id"] not in self._ids:
            here = spot(inside["spot"])
            self._ids[inside["id"]] = here
            self.stops.append(Stop(here, self._visible(inside, here)))

    def _visible(self, told: Mapping[str, Any], here: Spot) -> bool | None:
        """Whether the focus shows: by the pixels around the element first, then by those of the whole window."""
        alike = (here.place.region, here.place.path)
        if (
            told["frame"]
            or here.tag in _NOT_LOOKED_AT
            or told.get("ring") in self._drawn
            or self._alike[alike] >= _ALIKE
            or self._looks >= _MOST_LOOKS
        ):
            return None
        self._alike[alike] += 1
        self._looks += 1
        page = self.page
        with_focus = page.pixels(_around(told["box"]))
        page.evaluate("tilgaengelig.leave()")
        shows = with_focus != page.pixels(_around(told["box"]))
        page.evaluate("tilgaengelig.back()")
        if shows and told.get("ring"):
            self._drawn.add(told["ring"])
        return shows or self._shows_anywhere()

    def _shows_anywhere(self) -> bool | None:
        page = self.page
        page.pause(_WAIT)
        with_focus = page.pixels()
        page.evaluate("tilgaengelig.leave()")
        page.pause(_WAIT)
        shows = with_focus != page.pixels()
        came_back = page.evaluate("tilgaengelig.returned()")
        page.evaluate("tilgaengelig.back()")
        return None if came_back and not shows else shows

    def _held(self) -> list[Spot]:
        """The stops that the focus cannot be brought out of, neither by Tab nor by what the page says; none is well."""
        ring: dict[int, Spot] = {}
        for _ in range(len(self.stops) + 2 + self._spare):
            told = self._after_step(0)
            if told is None:
                return []
            if told["dialog"] or told["frame"]:
                return []  # a dialog is to hold the focus until it is closed
            ring[told["id"]] = spot(told["spot"])
        if not self.page.evaluate(f"tilgaengelig.missed({json.dumps([*ring])})"):
            return []  # that is all there is: the page begins anew by itself
        for _ in range(len(ring) + 1 + self._spare):
            if self._is_out(ring, SHIFT):
                return []
        advised = self.page.evaluate("tilgaengelig.advised()")
        if not advised and self.page.evaluate(f"tilgaengelig.ask({json.dumps([*ring])})"):
            advised = self.page.evaluate("tilgaengelig.advised()")
        for modifier, key in advised:
            self.page.press(key, _ADVISED[modifier])
            if self._is_out(ring):
                return []
        self.page.press("Escape")
        return [] if self._is_out(ring, 0) else list(ring.values())

    def _is_out(self, ring: Mapping[int, Spot], step: int | None = None) -> bool:
        told = self._after_step(step) or self._after_step(None)
        return told is None or told["id"] not in ring

    def _after_step(self, step: int | None) -> Mapping[str, Any] | None:
        if step is not None:
            self.page.press("Tab", step)
        told: Mapping[str, Any] | None = self.page.after(
            _WAIT if self.page.acts else 0, "tilgaengelig.stop()"
        )
        return told

    def draw(self, shuffled: Sequence[Spot]) -> None:
        """Draws the way of the focus through the first part that was shuffled, and through a trap."""
        trapped = [self._boxes[one.place.target] for one in self.trap if one.place.target in self._boxes]
        if trapped:
            self._draw(self.trap[0].place.target, trapped)
        for one in shuffled[:1]:
            area = self.page.box(one.place.target)
            if area:
                self._draw(one.place.target, [box for box in self._boxes.values() if _is_in(box, area)])

    def _draw(self, target: str, boxes: Sequence[Mapping[str, float]]) -> None:
        clip = around(_whole(boxes)) if boxes else None
        picture = self.page.picture(clip) if clip else None
        if clip and picture:
            self.page.evidence[target] = way_of_focus(picture, clip, boxes)

    def skip(self, number: int, link: Spot) -> SkipLink | None:
        """Follows a link past what is repeated, and sees where the next stop is; None where the link is gone.

        One that does not arrive at once is followed again, and the page given time to scroll.
        """
        try:
            arrived = self._arrives(number, _WAIT)
            if arrived is False and self.page.acts:
                arrived = self._arrives(number, _SCROLLED)
        except ScriptFailed:
            return None  # it costs only itself: what was seen on the way is kept
        return None if arrived is None else SkipLink(link, arrived)

    def _arrives(self, number: int, seconds: float) -> bool | None:
        page = self.page
        page.evaluate("tilgaengelig.rest()")
        if not page.evaluate(f"tilgaengelig.goTo({number})"):
            return None
        page.press("Enter")
        page.pause(seconds)
        return bool(page.press("Tab", then=f"tilgaengelig.past({number})"))


def _is_in(box: Mapping[str, float], area: Mapping[str, float]) -> bool:
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return area["x"] <= x <= area["x"] + area["width"] and area["y"] <= y <= area["y"] + area["height"]


def _whole(boxes: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """What is around all of them."""
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right, bottom = (
        max(box["x"] + box["width"] for box in boxes),
        max(box["y"] + box["height"] for box in boxes),
    )
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _around(box: Mapping[str, float]) -> Mapping[str, float] | None:
    """The part of the page to look at; None, for the whole window, where that is too large or is nothing."""
    width, height = box["width"] + 2 * _RING, box["height"] + 2 * _RING
    if not (box["width"] > 0 and box["height"] > 0 and width * height <= _LARGEST):
        return None
    return {
        "x": max(0.0, box["x"] - _RING),
        "y": max(0.0, box["y"] - _RING),
        "width": width,
        "height": height,
    }
