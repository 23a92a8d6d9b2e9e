"""Names and texts in code pages of their day, or in no encoding at all: such a PDF is read like any other."""

from __future__ import annotations

import pikepdf
import pytest
from pdf_files import tagged, text
from pikepdf import Array, Dictionary, Name, String
from test_pdf import made, read

from tilgaengelig.model.subject import DocumentFacts

#: UTF-8 by its mark, and then two bytes that are none.
BROKEN = b"<efbbbffffe41>"


def of_kind(kind: str, *, alt: bytes = b"") -> bytes:
    """A page with a heading, and a paragraph whose tag is of this kind."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/" + kind: Name.P})
        if alt:
            pdf.Root.StructTreeRoot.K[0].K[1].Alt = pikepdf.Object.parse(alt)

    return tagged([text("H1", 700, "Overskrift"), text(kind, 680, "Tekst her.")], change=change)


@pytest.mark.parametrize("letter", [b"#F8", b"#C3#B8"], ids=["latin-1", "utf-8"])
def test_a_tag_is_known_by_the_name_that_the_file_gives_it(letter: bytes) -> None:
    stand_in = b"X" * len(letter)
    facts = read(of_kind(f"Br{stand_in.decode()}dtekst").replace(stand_in, letter))

    assert [(tag.kind, tag.role) for tag in facts.tags][1:] == [("H1", "H1"), ("Brødtekst", "P")]
    assert facts.lost == ()
    assert [block.text for block in facts.blocks] == ["Overskrift", "Tekst her."]


def test_a_font_is_known_by_its_name_in_an_old_code_page() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F1.BaseFont = Name("/XXXXXXXXXXXX")

    facts = read(made(change=change).replace(b"XXXXXXXXXXXX", b"#CB#CE#CC#E5"))

    assert [font.name for font in facts.fonts] == ["ËÎÌå"]
    assert facts.lost == ()


def test_a_font_and_a_class_are_found_by_names_in_an_old_code_page() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].Resources
        resources.Font = Dictionary({"/XXX": resources.Font.F1})
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes().replace(b"/F1", b"/#F8"))
        root = pdf.Root.StructTreeRoot
        root.ClassMap = Dictionary({"/XXX": Dictionary(O=Name.Table, Scope=Name.Column)})
        root.K[0].K[0].C = Array([Name("/XXX")])

    body = tagged([text("TH", 700, "Kroner")], change=change).replace(b"/XXX", b"/#F8")
    facts = read(body)

    assert [font.name for font in facts.fonts] == ["Helvetica"]
    assert facts.tags[1].scope == "Column"
    assert facts.lost == ()


def test_a_code_of_a_language_shows_the_signs_that_nobody_sees() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("da-DK\0")

    assert read(made(change=change)).extras.malformed_language == r"da-DK\x00"


def broken(where: str) -> DocumentFacts:
    def change(pdf: pikepdf.Pdf) -> None:
        if where == "Lang":
            pdf.Root.Lang = pikepdf.Object.parse(BROKEN)
        else:
            pdf.docinfo["/" + where] = pikepdf.Object.parse(BROKEN)

    return read(made(change=change))


def test_a_text_that_is_not_in_the_encoding_that_it_names_is_read_as_far_as_it_goes() -> None:
    assert broken("Title").title == "\ufffd\ufffdA"
    assert broken("Creator").producer == "\ufffd\ufffdA"
    assert broken("CreationDate").created == ""
    assert broken("Lang").extras.malformed_language == "\ufffd\ufffdA"
    facts = read(of_kind("Note", alt=BROKEN))
    assert facts.tags[2].alt == "\ufffd\ufffdA"
    assert facts.lost == ()
