"""What looks like a barrier and is none, or may be none: by PDFs made for it, read and judged whole."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pdf_files import Node, tagged, text
from pikepdf import Array, Dictionary, Name, String
from test_pdf import Line, content, made, read
from test_pdf_barriers import WORDS, page, paragraphs, said

from tilgaengelig.model.document import FontFlaw
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import DocumentFacts

FULL_PAGE = b"q 595 0 0 842 0 0 cm /Im Do Q"


def photo(pdf: pikepdf.Pdf) -> None:
    """Gives each page a picture to show."""
    picture = pdf.make_stream(b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for sheet in pdf.pages:
        sheet.obj.Resources.XObject = Dictionary(Im=picture)


def pictured(alt: str) -> list[Node]:
    """A page that a picture fills, with these words for it."""
    return [Node("Figure", paint=FULL_PAGE, more={"Alt": String(alt)})]


def decorated(*numbers: int) -> Callable[[pikepdf.Pdf], None]:
    """Fills these pages with a picture that is marked as decoration."""

    def change(pdf: pikepdf.Pdf) -> None:
        photo(pdf)
        for number in numbers:
            stream = pdf.make_stream(b"/Artifact BMC " + FULL_PAGE + b" EMC")
            pdf.pages[number - 1].obj.Contents = stream

    return change


def test_a_photo_that_fills_a_page_is_no_scan_where_the_tags_say_what_it_shows() -> None:
    photos = [
        pictured("En eng i morgenlys"),
        pictured("Ministeren taler på torvet"),
        pictured("Et skib i en havn"),
    ]
    pages = [page(*paragraphs()), *([text("P", 700, f"{words} {words}")] for words in WORDS[1:])]
    assert said(tagged(*pages, *photos, change=photo)) == {}


def test_a_photo_that_fills_a_cover_is_no_scan_where_it_is_decoration_or_has_a_name() -> None:
    assert said(tagged(page(*paragraphs()), [text("P", 700, WORDS[0])], [], change=decorated(3))) == {}
    assert said(tagged(page(*paragraphs()), [text("P", 700, WORDS[0])], pictured("Enge"), change=photo)) == {}


def test_pages_that_pictures_fill_are_asked_about_where_they_are_many_and_next_to_nothing_is_said_of_them() -> (
    None
):
    asked = {"pdf-uden-tekstlag": Outcome.CANT_TELL}
    texts = [page(*paragraphs()), *([text("P", 700, f"{words} {words}")] for words in WORDS[1:])]
    sides = [pictured(f"Side {number} af 7") for number in range(5, 8)]
    assert said(tagged(*texts, *sides, change=photo)) == asked
    assert said(tagged(*texts, [], [], [], change=decorated(5, 6, 7))) == asked


def test_pages_that_pictures_fill_are_asked_about_where_they_are_half_of_the_file() -> None:
    asked = {"pdf-uden-tekstlag": Outcome.CANT_TELL}
    assert said(tagged(page(*paragraphs()), [], change=decorated(2))) == asked
    assert said(tagged(page(*paragraphs()), pictured("En eng i morgenlys"), change=photo)) == asked
    sides = [pictured(f"Side {number}") for number in range(3)]
    assert said(tagged(*sides, change=photo))["pdf-uden-tekstlag"] is Outcome.CANT_TELL


def test_a_file_of_nothing_but_pictures_was_scanned_though_it_has_tags() -> None:
    bare = [[Node("Figure", paint=FULL_PAGE)] for _ in range(2)]
    assert said(tagged(*bare, change=photo))["pdf-uden-tekstlag"] is Outcome.FAILED


def test_a_picture_that_fills_a_page_may_be_text_where_nothing_is_said_of_it() -> None:
    shown = Node("Figure", paint=FULL_PAGE)
    assert said(tagged(page(*paragraphs()), [shown], change=photo)) == {
        "pdf-figur-uden-alternativ-tekst": Outcome.FAILED,
        "pdf-uden-tekstlag": Outcome.CANT_TELL,
    }


@pytest.mark.parametrize(
    "stamp",
    ["Penneo dokumentnøgle: 8K2ZD-QWER1-ABCDE-12345", "Aktdokument nr. 1234{}", "Scanned with CamScanner"],
)
def test_what_is_stamped_on_every_page_of_a_scan_is_no_text_of_it(stamp: str) -> None:
    def stamped(*numbers: int) -> DocumentFacts:
        return read(
            made([FULL_PAGE + b" " + content([Line(20, 20, stamp.format(at))]) for at in numbers], photo)
        )

    assert stamped(1, 2, 3).pages_without_text == (1, 2, 3)
    alone = stamped(1)
    assert (alone.pages_without_text, alone.pages_of_few_words) == ((), (1,))


def test_what_all_pages_say_in_several_lines_may_be_their_text() -> None:
    lines = [Line(60, 700, "Sommerkoncert på Rådhuspladsen"), Line(60, 650, "12. juni kl. 19")]
    posters = read(made([FULL_PAGE + b" " + content(lines)] * 2, photo))
    assert (posters.pages_without_text, posters.pages_of_few_words) == ((), (1, 2))


def twice(x: float, y: float) -> Node:
    """A paragraph in grey and in black, the one so far from the other."""
    day = "Fristen er den 1. maj"
    grey = b"0.7 g " + content([Line(72 + x, 600 + y, day, 11)]) + b" 0 g"
    return Node("P", paint=grey, lines=[Line(72, 600, day, 11)])


def test_the_shadow_of_words_that_stand_out_is_asked_about() -> None:
    assert said(tagged(page(*paragraphs(), twice(1, -1)))) == {"pdf-kontrast-for-lav": Outcome.CANT_TELL}
    assert said(tagged(page(*paragraphs(), twice(0, -40)))) == {"pdf-kontrast-for-lav": Outcome.FAILED}


def turned(degrees: int, matrix: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Shows the page turned, and writes its text so that it stands upright then."""

    def change(pdf: pikepdf.Pdf) -> None:
        sheet = pdf.pages[0].obj
        sheet.Rotate = degrees
        sheet.Contents = pdf.make_stream(b"q " + matrix + b" cm " + sheet.Contents.read_bytes() + b" Q")

    return change


@pytest.mark.parametrize(
    "change",
    [
        turned(180, b"-1 0 0 -1 595 842"),
        turned(90, b"0 1 -1 0 842 0"),
        turned(270, b"0 -1 1 0 0 595"),
    ],
    ids=["half about", "a quarter", "three quarters"],
)
def test_the_order_on_a_turned_page_is_the_one_that_is_seen(change: Callable[[pikepdf.Pdf], None]) -> None:
    down = paragraphs(start=500)
    assert said(tagged([text("H1", 540, "Støtte"), *down], change=change)) == {}
    assert said(tagged([text("H1", 540, "Støtte"), *reversed(down)], change=change)) == {
        "pdf-rækkefølge": Outcome.FAILED
    }


def signs(pdf: pikepdf.Pdf) -> None:
    """Gives the page a font, T3, whose signs are no letters."""
    names = [f"/g{at}" for at in range(8)]
    pdf.pages[0].obj.Resources.Font.T3 = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 500, 500]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(
                {name: pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 400 400 re f") for name in names}
            ),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, *map(Name, names)])),
            FirstChar=97,
            LastChar=104,
            Widths=Array([500] * 8),
            Resources=Dictionary(),
        )
    )


IN_SIGNS = b"BT /T3 20 Tf 1 0 0 1 72 60 Tm (abcdefgh) Tj ET"


@pytest.mark.parametrize(
    "node",
    [
        Node("Figure", paint=IN_SIGNS, more={"Alt": String("Kurve over ledigheden")}),
        Node("Span", paint=IN_SIGNS, more={"ActualText": String("ministeriet")}),
        Node("P", paint=b"/Span <</ActualText (ministeriet)>> BDC " + IN_SIGNS + b" EMC"),
        Node("P", kids=[Node("Span", paint=IN_SIGNS)], more={"ActualText": String("ministeriet")}),
        Node("P", paint=b"EMC /Artifact BMC " + IN_SIGNS),
    ],
    ids=["a figure", "a tag", "marked content", "a tag around it", "decoration"],
)
def test_signs_that_other_words_or_none_are_read_for_need_be_no_letters(node: Node) -> None:
    body = tagged(page(*paragraphs(), node), change=signs)
    assert said(body) == {}
    (font,) = (one for one in read(body).fonts if one.kind == "Type3")
    assert font.flaws == (FontFlaw.UNMAPPED,)


def test_signs_that_are_read_out_must_be_letters() -> None:
    body = tagged(page(*paragraphs(), Node("P", paint=IN_SIGNS)), change=signs)
    assert said(body) == {"pdf-tekst-uden-bogstaver": Outcome.FAILED}
