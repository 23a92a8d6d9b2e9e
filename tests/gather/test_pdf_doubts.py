"""What looks like a barrier and is none, or may be none: by PDFs made for it, read and judged whole."""

from __future__ import annotations

import pikepdf
from pdf_files import Node, tagged
from pikepdf import Dictionary, Name, String
from test_pdf_barriers import page, paragraphs, said

from tilgaengelig.model.finding import Outcome

FULL_PAGE = b"q 595 0 0 842 0 0 cm /Im Do Q"


def photo(pdf: pikepdf.Pdf) -> None:
    """Gives each page a picture to show."""
    picture = pdf.make_stream(b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for sheet in pdf.pages:
        sheet.obj.Resources.XObject = Dictionary(Im=picture)


def test_a_photo_that_fills_a_page_is_no_scan_where_the_tags_say_what_it_shows() -> None:
    shown = Node("Figure", paint=FULL_PAGE, more={"Alt": String("En eng i morgenlys")})
    assert said(tagged(page(*paragraphs()), [shown], change=photo)) == {}


def test_a_photo_that_fills_a_page_is_no_scan_where_it_is_decoration() -> None:
    def decorated(pdf: pikepdf.Pdf) -> None:
        photo(pdf)
        pdf.pages[1].obj.Contents = pdf.make_stream(b"/Artifact BMC " + FULL_PAGE + b" EMC")

    assert said(tagged(page(*paragraphs()), [], change=decorated)) == {}


def test_a_picture_that_fills_a_page_may_be_text_where_nothing_is_said_of_it() -> None:
    shown = Node("Figure", paint=FULL_PAGE)
    assert said(tagged(page(*paragraphs()), [shown], change=photo)) == {
        "pdf-figur-uden-alternativ-tekst": Outcome.FAILED,
        "pdf-uden-tekstlag": Outcome.CANT_TELL,
    }
