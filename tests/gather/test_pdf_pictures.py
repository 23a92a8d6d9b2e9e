"""Pictures of pages with the place marked, taken in the worker."""

from __future__ import annotations

import asyncio
import io

import pikepdf
from PIL import Image, ImageChops
from test_pdf import Line, made

from tilgaengelig.gather.pdf import PdfLimits, PdfReader
from tilgaengelig.model.document import Mark

BOX = (72.0, 690.0, 240.0, 712.0)


def taken(body: bytes, *marks: Mark, limits: PdfLimits | None = None) -> list[bytes | None]:
    async def within() -> list[bytes | None]:
        async with PdfReader(limits) as reader:
            return await reader.pictures(body, marks)

    return asyncio.run(within())


def red(picture: bytes) -> tuple[int, int, int, int]:
    """The box of what is as red as the frame."""
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    reds, greens, _ = shown.split()
    mask = ImageChops.darker(reds.point(lambda v: 255 * (v > 150)), greens.point(lambda v: 255 * (v < 90)))
    box = mask.getbbox()
    assert box is not None
    return box


def test_the_page_is_shown_small_with_a_frame_around_the_place() -> None:
    (picture,) = taken(made(), (1, BOX))
    assert picture is not None
    assert picture[:4] == b"RIFF"
    assert len(picture) < 100_000
    shown = Image.open(io.BytesIO(picture))
    assert shown.height == 900
    scale = 900 / 842
    left, top, right, bottom = red(picture)
    assert abs(left - BOX[0] * scale) < 12
    assert abs(top - (842 - BOX[3]) * scale) < 12
    assert abs(right - BOX[2] * scale) < 12
    assert abs(bottom - (842 - BOX[1]) * scale) < 12


def test_a_page_with_a_cpr_number_has_no_picture() -> None:
    assert taken(made([[Line(72, 700, "Sag om 010190-1234")]]), (1, BOX)) == [None]


def test_a_turned_page_is_shown_as_readers_turn_it() -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = 90

    (picture,) = taken(made(change=turn), (1, BOX))
    assert picture is not None
    assert Image.open(io.BytesIO(picture)).width == 900
    left, top, right, bottom = red(picture)
    assert bottom - top > right - left


def test_a_place_that_is_not_there_has_no_picture_and_costs_the_others_nothing() -> None:
    beside = (1, (5000.0, 5000.0, 6000.0, 6000.0))
    first, nowhere, outside = taken(made(), (1, BOX), (9, BOX), beside)
    assert first
    assert nowhere is None
    assert outside


def test_no_more_pictures_are_taken_than_the_limit_says() -> None:
    assert len(taken(made(), *[(1, BOX)] * 9, limits=PdfLimits(pictures=2))) == 2


def test_what_is_no_pdf_has_no_pictures() -> None:
    assert taken(b"<html>", (1, BOX)) == []
    assert taken(made()) == []
