"""Pictures that show what was done to a page: the way of the focus drawn on it, and one place in two widths.

They are made of pictures of the page by Pillow; nothing is drawn in the page itself.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont

_INK, _PAPER = (176, 0, 32), (255, 255, 255)
_LINE, _RADIUS, _LETTERS = 3, 12, 14
#: Between two widths, and around them.
_GAP = 16
_GROUND = (225, 225, 225)
_QUALITY = 60


def way_of_focus(picture: bytes, clip: Mapping[str, float], boxes: Sequence[Mapping[str, float]]) -> bytes:
    """The picture of the page at `clip` with the boxes numbered and joined in their order (all in CSS px), as WebP."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    draw = ImageDraw.Draw(image)
    left, top = clip["x"], clip["y"]
    for box in boxes:
        corner = (box["x"] - left, box["y"] - top)
        draw.rectangle((corner, (corner[0] + box["width"], corner[1] + box["height"])), outline=_INK, width=2)
    # At the corner, where the number hides no words.
    stops = [(box["x"] - left, box["y"] - top) for box in boxes]
    if len(stops) > 1:
        draw.line(stops, fill=_INK, width=_LINE)
    font = ImageFont.load_default(_LETTERS)
    for number, (x, y) in enumerate(stops, 1):
        draw.ellipse((x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS), fill=_INK, outline=_PAPER, width=2)
        draw.text((x, y), str(number), fill=_PAPER, font=font, anchor="mm")
    return _webp(image)


def side_by_side(wide: bytes, narrow: bytes) -> bytes:
    """Two pictures of one place beside each other, the wide window to the left, as WebP."""
    images = [Image.open(io.BytesIO(each)).convert("RGB") for each in (wide, narrow)]
    size = (sum(each.width for each in images) + 3 * _GAP, max(each.height for each in images) + 2 * _GAP)
    whole = Image.new("RGB", size, _GROUND)
    left = _GAP
    for each in images:
        whole.paste(each, (left, _GAP))
        left += each.width + _GAP
    return _webp(whole)


def _webp(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "WEBP", quality=_QUALITY)
    return made.getvalue()
