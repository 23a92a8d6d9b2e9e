"""The contrast of text on pictures and gradients, read off one picture of the page (WCAG 1.4.3, 1.4.6).

axe cannot tell what is behind such text. The letters' places and colour are known from the page; what is around each
letter in the picture is its background. A letter is only as poor as the best that is around it: the edges of the
letter itself are mixtures of both, and a shadow that helps is counted.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tilgaengelig.gather.browser.pictures import cut
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.model.subject import Contrast

#: Why axe could not tell: only where pixels can, and the text is not covered or off the page.
_BY_PIXELS = frozenset(
    {
        "bgImage",
        "bgGradient",
        "imgNode",
        "fgAlpha",
        "complexTextShadows",
        "pseudoContent",
        "nonBmp",
        "shortTextContent",
    }
)
#: What axe also says where text is cut off by something that scrolls, such as a wide table on a phone.
_IF_CUT = frozenset({"bgOverlap", "elmPartiallyObscured", "outsideViewport"})
#: What it says where other things are in the same place: pixels can tell if the text lies on top.
_IF_ON_TOP = frozenset({"bgOverlap"})
_RULES = frozenset({"color-contrast", "color-contrast-enhanced"})
MOST_TEXTS = 100
#: The contrast of black on white.
_MOST = 21.0
#: A picture of so many CSS px from the top of the page; text further down is left to a person.
LOWEST = 8000
#: So far may a pixel lie from the line between two colours and still be a mixture of them.
_MIXED = 24.0
#: So much of a box's rim may be a tail or an accent of the letter.
_RIM = 0.2

#: Rows of colours, 0 to 255: as they are shown, and as they are reckoned with.
Shot = NDArray[np.uint8]
Pixels = NDArray[np.float64]


def measured(
    session: Session, doubts: Sequence[Mapping[str, Any]], *, pixels: bool = True
) -> dict[str, Contrast]:
    """The contrasts of what axe was in doubt of, by the JSON of its target; nothing for what cannot be told.

    Without `pixels` no picture is taken: then only text that is cut off, on a plain colour, is told of.
    """
    asked = _targets(doubts, _BY_PIXELS) if pixels else {}
    amid = _targets(doubts, _IF_ON_TOP) if pixels else {}
    hidden = _targets(doubts, _IF_CUT)
    targets = list(asked | hidden)[:MOST_TEXTS]
    if not targets:
        return {}
    selectors = [json.loads(target)[0] for target in targets]
    told = session.here(f"tilgaengelig.glyphs({json.dumps(selectors)})")
    texts = [(target, text) for target, text in zip(targets, told, strict=True) if text]
    found = {target: _on_plain(text) for target, text in texts if target in hidden}
    seen = [
        (target, text)
        for target, text in texts
        if (target in asked or (target in amid and text["top"])) and _is_in_reach(text)
    ]
    found |= _in_picture(session, seen)
    return {target: one for target, one in found.items() if one is not None}


def _targets(doubts: Sequence[Mapping[str, Any]], reasons: Collection[str]) -> dict[str, None]:
    """The targets, as JSON, in the page's own document that axe was in doubt of for one of these reasons, each once."""
    return dict.fromkeys(
        json.dumps(node["target"])
        for rule in doubts
        if rule["id"] in _RULES
        for node in rule["nodes"]
        if node["reason"] in reasons and len(node["target"]) == 1
    )


def _on_plain(text: Mapping[str, Any]) -> Contrast | None:
    """The contrast of a text that is cut off, on the plain colour behind it."""
    if text["behind"] is None:
        return None
    behind = np.array([text["behind"]], dtype=float)
    alpha = float(text["colour"][3])
    ink = alpha * np.array([text["colour"][:3]], dtype=float) + (1 - alpha) * behind
    ratio = float(_ratio(_luminance(ink), _luminance(behind))[0])
    return _contrast(text, ratio, ratio)


def _in_picture(
    session: Session, texts: Sequence[tuple[str, Mapping[str, Any]]]
) -> dict[str, Contrast | None]:
    """The contrasts of texts in one picture of all of them, by the JSON of their targets."""
    if not texts:
        return {}
    left, top, right, bottom = _around([box for _, text in texts for box in text["boxes"]])
    shot = _shot(session, left, top, right - left, bottom - top)
    if shot is None:
        return {}
    return {target: contrast(shot, text, (left, top)) for target, text in texts}


def contrast(shot: Shot, text: Mapping[str, Any], corner: tuple[int, int]) -> Contrast | None:
    """The contrast of a text in a picture whose upper left corner stands at `corner` of the page."""
    colour = np.array(text["colour"][:3], dtype=float)
    alpha = float(text["colour"][3])
    best: list[float] = []
    least: list[float] = []
    for x, y, width, height in text["boxes"]:
        column, row = x - corner[0], y - corner[1]
        box = shot[max(0, row) : row + height, max(0, column) : column + width]
        if not box.size:
            continue
        block = box.reshape(-1, 3).astype(float)
        ink = alpha * colour + (1 - alpha) * block
        ratios = _ratio(_luminance(ink), _luminance(block))
        at = int(ratios.argmax())
        best.append(float(ratios[at]))
        # No letter fills the first and the last row of its box: what is there is background.
        edges = ratios.reshape(box.shape[:2])[[0, -1]]
        rim = float(np.quantile(edges, _RIM))
        least.append(min(rim, _least(block, ratios, block[at], alpha * colour + (1 - alpha) * block[at])))
    if not best:
        return None
    return _contrast(text, min(best), min(least))


def _contrast(text: Mapping[str, Any], best: float, least: float) -> Contrast:
    # One letter may be a sign, such as the X that closes: a person is asked what it is, however pale.
    return Contrast(
        best=_MOST if text["letters"] == 1 else best,
        least=least,
        large=bool(text["large"]),
        sign=bool(text["sign"]),
    )


def _least(block: Pixels, ratios: Pixels, behind: Pixels, ink: Pixels) -> float:
    """The least contrast of what is background for certain: no mixture of the letter and the best behind it."""
    line = ink - behind
    length = float(line @ line)
    if length == 0:
        return 1.0
    along = np.clip((block - behind) @ line / length, 0, 1)
    off = np.linalg.norm(block - (behind + along[:, None] * line), axis=1)
    surely = ratios[(off > _MIXED) | (along < 0.1)]
    return float(surely.min()) if surely.size else 1.0


def _luminance(colours: Pixels) -> Pixels:
    """Relative luminance of sRGB colours of 0 to 255 (WCAG 2.2)."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _ratio(one: Pixels, other: Pixels) -> Pixels:
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def _is_in_reach(text: Mapping[str, Any]) -> bool:
    boxes = text["boxes"]
    return bool(boxes) and all(x >= 0 and y >= 0 and y + height <= LOWEST for x, y, _, height in boxes)


def _around(boxes: Sequence[Sequence[int]]) -> tuple[int, int, int, int]:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return left, top, max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)


def _shot(session: Session, x: int, y: int, width: int, height: int) -> Shot | None:
    """A picture of a part of the page, as rows of pixels; None where it cannot be taken."""
    taken = cut(session, {"x": x, "y": y, "width": min(width, 4000), "height": height}, form="png")
    if taken is None:
        return None
    with Image.open(io.BytesIO(taken)) as image:
        return np.asarray(image.convert("RGB"))
