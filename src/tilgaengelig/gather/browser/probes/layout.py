"""The page in other windows: at 200 percent, 320 CSS px wide, with more air in its text, held upright and sideways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilgaengelig.gather.browser.evidence import side_by_side
from tilgaengelig.gather.browser.pictures import LARGEST, MARGIN, around
from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.gather.browser.session import DESKTOP, Viewport
from tilgaengelig.model.probes import Cut, Layout, Wide

#: A window of 1280 x 900 at 200 percent has this many CSS px, as 1.4.4 asks; 1.4.10 asks for 320.
ZOOMED = Viewport("zoom-200", 640, 450)
NARROW = Viewport("320", 320, 640)
UPRIGHT = Viewport("højkant", 390, 844, mobile=True)
SIDEWAYS = Viewport("tværs", 844, 390, mobile=True)
#: So many places are shown in both widths.
_MOST_SHOWN = 2
_PORTRAIT = {"type": "portraitPrimary", "angle": 0}
_LANDSCAPE = {"type": "landscapePrimary", "angle": 90}


def layout(page: Driven) -> Layout:
    """Measures the page in each window; the same box that is cut in one of them is told for that one."""
    page.load("layout.js")
    usual, spaced = page.evaluate("[tilgaengelig.cuts(), tilgaengelig.spaced()]")
    before = {one["spot"]["target"] for one in usual}
    page.show(ZOOMED, 2.0)
    zoomed = page.evaluate("tilgaengelig.cuts()")
    page.show(NARROW)
    narrow = page.evaluate("tilgaengelig.wide()")
    places = [one["spot"]["target"] for one in narrow["found"][:_MOST_SHOWN]]
    thin = {target: _window(page, target) for target in places}
    one_way = _turned(page) if page.acts or page.evaluate("tilgaengelig.adapts()") else ""
    if places:
        _show_both(page, thin)
    return Layout(
        cut_when_zoomed=tuple(_cut(one, before, ZOOMED) for one in zoomed),
        cut_when_spaced=tuple(_cut(one, before, DESKTOP) for one in spaced),
        wide=tuple(
            Wide(spot(one["spot"], NARROW), one["by"], one["words"], one["lost"]) for one in narrow["found"]
        ),
        width=narrow["width"],
        one_way=one_way,
    )


def _turned(page: Driven) -> str:
    """What the page says where it shows next to nothing of itself in one of the two; "" where it shows the same."""
    page.show(UPRIGHT, turned=_PORTRAIT)
    upright = page.evaluate("tilgaengelig.upright()")
    page.show(SIDEWAYS, turned=_LANDSCAPE)
    sideways = page.evaluate("tilgaengelig.upright()")
    less, more = sorted((upright, sideways), key=lambda one: int(one["length"]))
    return str(less["text"]) if less["length"] * 5 < more["length"] and less["length"] < 300 else ""


def _window(page: Driven, target: str) -> bytes | None:
    """What the narrow window shows of an element."""
    box = page.box(target)
    if box is None:
        return None
    top = max(0.0, box["y"] - MARGIN)
    return page.picture(
        {"x": 0, "y": top, "width": NARROW.width, "height": min(box["height"] + 2 * MARGIN, LARGEST[1])}
    )


def _show_both(page: Driven, thin: Mapping[str, bytes | None]) -> None:
    """The same places at desktop size beside what the narrow window showed of them."""
    page.show(DESKTOP)
    for target, narrow in thin.items():
        box = page.box(target)
        wide = page.picture(around(box)) if box else None
        if wide and narrow:
            page.evidence[target] = side_by_side(wide, narrow)


def _cut(told: Mapping[str, Any], before: set[str], viewport: Viewport) -> Cut:
    return Cut(spot(told["spot"], viewport), told["lost"], told["through"], told["spot"]["target"] in before)
