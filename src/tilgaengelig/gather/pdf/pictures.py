"""Pictures of pages with a place marked on them, so that whoever mends a file sees where."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]  # it bears annotations but no py.typed
from PIL import Image, ImageDraw

from tilgaengelig.danish.personal import holds_cpr
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.rendering import Sheet
from tilgaengelig.model.document import Box, Mark

#: The longer side of a picture (pixels): a page of A4 can then just be read.
_LONGEST_SIDE = 900
_QUALITY = 50
_FRAME = (214, 0, 76)
_FRAME_WIDTH = 3
_AROUND = 5


def take_pictures(body: bytes, marks: Sequence[Mark], limits: PdfLimits) -> list[bytes | None]:
    """A WebP of its page for each mark, None where there is none to be had: a picture costs only itself."""
    try:
        with pypdfium2.PdfDocument(body) as document:
            return list(_taken(document, marks[: limits.pictures]))
    except pypdfium2.PdfiumError:
        return []  # what pdfium reads only when it is repaired has no pictures


def _taken(document: pypdfium2.PdfDocument, marks: Sequence[Mark]) -> Iterator[bytes | None]:
    for number, box in marks:
        if not 1 <= number <= len(document):
            yield None
            continue
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            yield None
            continue
        try:
            # A picture is of the whole page and is shown to many; a page with a CPR number has none.
            if _holds_cpr(page):
                yield None
                continue
            with Sheet(page) as sheet:
                yield _marked(sheet, box)
        finally:
            page.close()


def _holds_cpr(page: pypdfium2.PdfPage) -> bool:
    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return False  # a page without text that can be read is drawn as it is
    try:
        return holds_cpr(text.get_text_range())
    finally:
        text.close()


def _marked(sheet: Sheet, box: Box) -> bytes:
    scale = _LONGEST_SIDE / max(sheet.width, sheet.height)
    picture = sheet.whole(scale)
    left, top, right, bottom = sheet.pixels(box, scale)
    edges = (
        max(left - _AROUND, 0),
        max(top - _AROUND, 0),
        min(max(right, left) + _AROUND, picture.width - 1),
        min(max(bottom, top) + _AROUND, picture.height - 1),
    )
    if edges[0] <= edges[2] and edges[1] <= edges[3]:
        left, top, right, bottom = edges
        draw = ImageDraw.Draw(picture)
        # A white line on either side, so that the frame is seen on any ground.
        draw.rectangle(
            (left - 2, top - 2, right + 2, bottom + 2), outline=(255, 255, 255), width=_FRAME_WIDTH + 4
        )
        draw.rectangle(edges, outline=_FRAME, width=_FRAME_WIDTH)
    return _webp(picture)


def _webp(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=_QUALITY, method=2)
    return target.getvalue()
