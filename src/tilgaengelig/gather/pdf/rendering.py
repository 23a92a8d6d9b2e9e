"""Pages of a PDF as pictures, whole or in part, by pdfium."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it bears annotations but no py.typed
from PIL import Image

from tilgaengelig.model.document import Box

Color = tuple[int, int, int]
#: A page is rendered at most so many pixels in all, however large it says that it is.
_MOST_PIXELS = 4_000_000
_FLAGS = pdfium.FPDF_ANNOT
_MARGIN = 1.0


class Sheet:
    """One open page to be rendered: turned as it is shown, on white. Its points are those of the page's own space."""

    def __init__(self, page: Any) -> None:
        self._page = page.raw
        self.width, self.height = (max(min(side, 20_000.0), 1.0) for side in page.get_size())
        self.scale = min(1.0, (_MOST_PIXELS / (self.width * self.height)) ** 0.5)

    def __enter__(self) -> Sheet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page = None

    def whole(self, scale: float | None = None) -> Image.Image:
        """The page, a pixel a point (fewer where it is huge) or at another scale."""
        times = min(scale or self.scale, (_MOST_PIXELS / (self.width * self.height)) ** 0.5)
        return self._rendered(times, (0, 0, round(self.width * times), round(self.height * times)))

    def part(self, box: Box, scale: float) -> Image.Image:
        """What is in a box of the page."""
        left, bottom, right, top = box
        around = (left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN)
        return self._rendered(scale, self.pixels(around, scale))

    def pixels(self, box: Box, scale: float | None = None) -> tuple[int, int, int, int]:
        """A box of the page as (left, top, right, bottom) in the picture of the whole page at that scale."""
        times = scale or self.scale
        size = round(self.width * times), round(self.height * times)
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for across, up in ((box[0], box[1]), (box[2], box[3])):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, *size, 0, across, up, x, y)
            corners.append((x.value, y.value))
        (one_x, one_y), (other_x, other_y) = corners
        return (
            max(min(one_x, other_x), 0),
            max(min(one_y, other_y), 0),
            min(max(one_x, other_x), size[0]),
            min(max(one_y, other_y), size[1]),
        )

    def _rendered(self, scale: float, box: tuple[int, int, int, int]) -> Image.Image:
        left, top, right, bottom = box
        width, height = max(right - left, 1), max(bottom - top, 1)
        if width * height > _MOST_PIXELS:
            height = max(_MOST_PIXELS // width, 1)
        buffer = bytearray(width * height * 4)
        pointer = (ctypes.c_ubyte * len(buffer)).from_buffer(buffer)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, pointer, width * 4)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            size = round(self.width * scale), round(self.height * scale)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, -left, -top, *size, 0, _FLAGS)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Image.frombuffer("RGB", (width, height), bytes(buffer), "raw", "BGRX", 0, 1)
