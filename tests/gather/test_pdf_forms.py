"""Text in forms (XObjects) belongs to the tag that names it there, or to the tag that the form is shown in."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pdf_files import tagged, text
from pikepdf import Array, Dictionary, Name
from test_pdf import Line, content, fonts, read

BOX = [Line(72, 500, "Faktaboks med andre ord.", 11)]
OWN = b"/P <</MCID 0>> BDC %s EMC" % content(BOX)
#: Marked content with the numbers of the file that the form was taken from.
STALE = b"/P <</MCID 4>> BDC %s EMC" % content(BOX)


def form(pdf: pikepdf.Pdf, body: bytes, **xobjects: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_stream(
        body,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(Font=fonts(), XObject=Dictionary(xobjects)),
    )


def shown(pdf: pikepdf.Pdf, found: pikepdf.Object, around: bytes) -> None:
    """Shows a form at the end of the page."""
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary({"/Fx": found})
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + around)


def named(pdf: pikepdf.Pdf, *held: object) -> None:
    """A last paragraph that holds content in forms."""
    document = pdf.Root.StructTreeRoot.K[0]
    document.K.append(
        pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.P,
                P=document,
                Pg=pdf.pages[0].obj,
                K=Array(held),
            )
        )
    )


def piece(stream: pikepdf.Object) -> Dictionary:
    return Dictionary(Type=Name.MCR, Stm=stream, MCID=0)


def by_name(pdf: pikepdf.Pdf) -> None:
    found = form(pdf, OWN)
    shown(pdf, found, b"/Fx Do")
    named(pdf, piece(found))


def by_name_in_a_form(pdf: pikepdf.Pdf) -> None:
    inner = form(pdf, OWN)
    shown(pdf, form(pdf, b"/Fy Do", **{"/Fy": inner}), b"/Fx Do")
    named(pdf, piece(inner))


def by_what_is_around_it(body: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        shown(pdf, form(pdf, body), b"/P <</MCID 2>> BDC /Fx Do EMC")
        named(pdf, 2)

    return change


@pytest.mark.parametrize(
    "change",
    [
        by_name,
        by_name_in_a_form,
        pytest.param(by_what_is_around_it(content(BOX)), id="by what is around it"),
        pytest.param(by_what_is_around_it(STALE), id="by what is around it, with numbers of another file"),
    ],
)
def test_text_in_a_form_is_that_of_its_own_tag(change: Callable[[pikepdf.Pdf], None]) -> None:
    facts = read(tagged([text("H1", 700, "Overskrift"), text("P", 680, "Brødtekst.")], change=change))

    assert [tag.text for tag in facts.tags[1:]] == ["Overskrift", "Brødtekst.", BOX[0].text]
    assert [(block.kind, block.text) for block in facts.blocks] == [
        ("heading", "Overskrift"),
        ("paragraph", "Brødtekst."),
        ("paragraph", BOX[0].text),
    ]


def test_text_in_a_form_that_no_tag_holds_is_not_that_of_another() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        shown(pdf, form(pdf, OWN), b"/Fx Do")

    facts = read(
        tagged([text("H1", 700, "Overskrift på siden"), text("P", 680, "Brødtekst.")], change=change)
    )

    assert [block.text for block in facts.blocks] == ["Overskrift på siden", "Brødtekst."]
