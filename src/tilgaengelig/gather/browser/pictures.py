"""Pictures of elements, cut from the page while it still has the size in which they were found.

A picture is kept and shown to many. Where a CPR number stands in what it would show, none is taken.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from selenium.common.exceptions import WebDriverException

from tilgaengelig.danish.personal import holds_cpr
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.model.subject import Element

MOST_PICTURES = 6
#: A picture of an element has this much of its surroundings (CSS px), and is never larger than this.
MARGIN = 24
LARGEST = (900, 500)
#: What is lower than so many CSS px is read from a picture so many times as large: letters of 12 px are too small.
_LOW, _LARGER = 60, 3
#: The page itself makes no picture. probe.js says so of any selector; of these, met on most pages, it is not asked.
_PAGE = frozenset({"html", "body"})


def take_pictures(session: Session, wanted: Iterable[str], pictures: dict[str, bytes]) -> None:
    """Adds pictures of the elements wanted, by their targets, until there are enough of them."""
    for target in wanted:
        if len(pictures) >= MOST_PICTURES:
            return
        if target not in pictures:
            taken = _picture(session, target)
            if taken:
                pictures[target] = taken


def pictured(element: Element, pictures: Mapping[str, bytes]) -> Element:
    """The element with its picture, where one was taken."""
    taken = pictures.get(element.place.target)
    return replace(element, picture=taken) if taken else element


def _picture(session: Session, target: str) -> bytes | None:
    """The element and what is around it; None where it cannot be seen, or has a CPR number."""
    box = box_of(session, target)
    if not box:
        return None
    clip = around(box)
    return cut(session, clip, shown=True, beyond=_is_beyond(clip, box["window"]))


def readable(session: Session, target: str) -> bytes | None:
    """The element alone, as PNG, so large that a machine can read what stands in it; None where it cannot be seen."""
    box = box_of(session, target)
    scale = _LARGER if box and box["height"] < _LOW else 1
    return cut(session, around(box, 0), form="png", scale=scale) if box else None


def _is_beyond(clip: Mapping[str, float], window: Mapping[str, float]) -> bool:
    """Whether a part of the page reaches out of the part that the window shows."""
    right, bottom = clip["x"] + clip["width"], clip["y"] + clip["height"]
    return not (
        window["left"] <= clip["x"]
        and right <= window["right"]
        and window["top"] <= clip["y"]
        and bottom <= window["bottom"]
    )


def box_of(session: Session, target: str) -> Mapping[str, Any] | None:
    """Where an element stands in the page, and what of it the `window` shows (CSS px); None where it is not shown."""
    # An element inside a frame is shown by its frame: the first step leads there.
    first = target.split(" >>> ")[0]
    if first in _PAGE:
        return None
    found: Mapping[str, Any] | None = session.here(f"tilgaengelig.rect([{json.dumps(first)}])")
    return found


def around(box: Mapping[str, float], margin: int = MARGIN) -> dict[str, float]:
    """The part of a page (CSS px) that shows a box in it and what is around; no larger than a picture may be."""
    return {
        "x": max(0, box["x"] - margin),
        "y": max(0, box["y"] - margin),
        "width": min(box["width"] + 2 * margin, LARGEST[0]),
        "height": min(box["height"] + 2 * margin, LARGEST[1]),
    }


def cut(
    session: Session,
    clip: Mapping[str, float],
    *,
    form: str = "webp",
    shown: bool = False,
    scale: int = 1,
    beyond: bool = True,
) -> bytes | None:
    """That part of the page; None where it cannot be taken, or is to be `shown` and has a CPR number.

    What lies `beyond` the window takes half as long again, as the browser then makes its window as large as the page.
    """
    if shown and holds_cpr(session.here(f"tilgaengelig.figures({json.dumps(clip)})")):
        return None
    try:
        how = {"quality": 60} if form == "webp" else {"optimizeForSpeed": True}
        shot = session.cdp(
            "Page.captureScreenshot",
            format=form,
            clip={**clip, "scale": scale},
            captureBeyondViewport=beyond,
            **how,
        )
    except WebDriverException:
        return None  # a picture that cannot be taken costs only itself
    return base64.b64decode(shot["data"])
