"""What a PDF says of itself, and what becomes of those that are broken, closed or hostile.

The PDFs are built here; the other test_pdf files borrow `made` and `Line`.
"""

import contextlib
import io
import random
import zlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tilgaengelig.gather.pdf import PdfLimits
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import DocumentFacts, Link
from tilgaengelig.model.trouble import TroubleKind

ADDRESS = "https://www.ministerium.dk/fil.pdf"


class Line(NamedTuple):
    """A line of text at a place; `bold` takes Helvetica-Bold."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


SENTENCE = [Line(72, 700, "Ministeriet svarer inden for to uger.")]


def content(lines: Sequence[Line]) -> bytes:
    shown = []
    for line in lines:
        text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"F2" if line.bold else b"F1"
        shown.append(b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (font, line.size, line.x, line.y, text))
    return b"\n".join(shown)


def fonts() -> Dictionary:
    def font(name: str) -> Dictionary:
        return Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + name), Encoding=Name.WinAnsiEncoding
        )

    return Dictionary(F1=font("Helvetica"), F2=font("Helvetica-Bold"))


def made(
    pages: Sequence[Sequence[Line] | bytes] = (SENTENCE,),
    change: Callable[[pikepdf.Pdf], object] = lambda pdf: None,
    **save: Any,
) -> bytes:
    """A PDF of these pages (lines, or content as it is), after `change` has had its way with it."""
    with pikepdf.new() as pdf:
        for page in pages:
            sheet = pdf.add_blank_page(page_size=(595, 842))
            sheet.obj.Resources = Dictionary(Font=fonts())
            sheet.obj.Contents = pdf.make_stream(page if isinstance(page, bytes) else content(page))
        change(pdf)
        target = io.BytesIO()
        pdf.save(target, **save)
        return target.getvalue()


def read(body: bytes, limits: PdfLimits | None = None) -> DocumentFacts:
    return read_document(body, ADDRESS, limits or PdfLimits())


def trouble(body: bytes) -> TroubleKind:
    with pytest.raises(Unread) as caught:
        read(body)
    return caught.value.trouble.kind


def element(pdf: pikepdf.Pdf, kids: object, **more: Any) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, K=kids, **more))


def tags(pdf: pikepdf.Pdf, *elements: pikepdf.Object) -> None:
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(elements)))


def whole(pdf: pikepdf.Pdf) -> None:
    """All that a good document has."""
    tags(pdf, element(pdf, 0, Pg=pdf.pages[0].obj))
    pdf.Root.Lang = String("da-DK")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = "Årsrapport"
        metadata["pdfuaid:part"] = "1"
    pdf.docinfo["/Creator"] = String("Microsoft Word")
    pdf.docinfo["/Producer"] = String("Adobe PDF Library")


def test_document_with_nothing_stated() -> None:
    facts = read(made())

    assert (facts.address, facts.pages, facts.tagged, facts.title) == (ADDRESS, 1, False, "")
    assert (facts.shows_title, facts.language, facts.pdfua, facts.producer) == (False, "", None, "")
    assert facts.assistive_access
    assert facts.pages_without_text == ()
    assert [block.text for block in facts.blocks] == ["Ministeriet svarer inden for to uger."]


def test_document_with_all_stated() -> None:
    facts = read(made(change=whole))

    assert (facts.tagged, facts.title, facts.shows_title) == (True, "Årsrapport", True)
    assert (facts.language, facts.pdfua) == ("da-DK", 1)
    assert facts.producer == "Microsoft Word; Adobe PDF Library"


def test_title_of_the_information_dictionary_counts_where_metadata_has_none() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = String("  Vejledning\x00 om\ntilskud ")

    assert read(made(change=change)).title == "Vejledning om tilskud"


def test_broken_metadata_is_no_metadata() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta \xff not xml", Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo["/Title"] = String("Bekendtgørelse")

    assert read(made(change=change)).title == "Bekendtgørelse"


@pytest.mark.parametrize("marked", [True, False])
def test_tags_count_only_where_the_file_says_that_it_follows_them(marked: bool) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        tags(pdf, element(pdf, 0, Pg=pdf.pages[0].obj))
        pdf.Root.MarkInfo = Dictionary(Marked=marked)

    assert read(made(change=change)).tagged is marked


def test_empty_structure_is_no_tags() -> None:
    assert not read(made(change=lambda pdf: tags(pdf, element(pdf, Array([]))))).tagged


def test_language_inherited_from_all_elements() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        inner = element(pdf, Array([1, 2]), Pg=page)
        tags(pdf, element(pdf, 0, Pg=page, Lang=String("en")), element(pdf, inner, Lang=String("da")))

    assert read(made(change=change)).language == "da"


def test_language_of_some_elements_is_not_the_documents() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        tags(pdf, element(pdf, 0, Pg=page, Lang=String("da")), element(pdf, 1, Pg=page))

    first = b"/P <</MCID 0>> BDC " + content(SENTENCE) + b" EMC "
    second = b"/P <</MCID 1>> BDC " + content([Line(72, 600, "Resten.")]) + b" EMC"
    assert read(made([first + second], change)).language == ""


def test_language_of_marked_content_and_of_tags_together() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        tags(pdf, element(pdf, 0, Pg=page, Lang=String("da")), element(pdf, 1, Pg=page))

    first = b"/P <</MCID 0>> BDC " + content(SENTENCE) + b" EMC "
    second = b"/P <</MCID 1 /Lang (da)>> BDC " + content([Line(72, 600, "Resten.")]) + b" EMC "
    head = b"/Artifact BMC " + content([Line(72, 800, "Side 1")]) + b" EMC"
    assert read(made([first + second + head], change)).language == "da"


def test_what_is_no_language_tag_is_no_language() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("dansk (Danmark)")

    assert read(made(change=change)).language == ""


def test_links_to_the_web_once_each() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        def link(address: str) -> Dictionary:
            action = Dictionary(S=Name.URI, URI=String(address))
            return Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action, Contents=String("Læs loven"))

        addresses = ("https://RETSINFORMATION.dk/eli", "https://retsinformation.dk/eli", "mailto:a@b.dk", "x")
        pdf.pages[0].obj.Annots = Array([*map(link, addresses), 7, Dictionary()])

    assert read(made(change=change)).links == (Link("https://retsinformation.dk/eli", "Læs loven"),)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_an_address_may_be_in_the_letters_of_the_web(encoding: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://x.dk/bøger".encode(encoding)))
        pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action)])

    assert read(made(change=change)).links == (Link("https://x.dk/b%C3%B8ger", ""),)


@pytest.mark.parametrize(
    ("permissions", "open_to_all"),
    [
        (pikepdf.Permissions(accessibility=False, extract=False), False),
        (pikepdf.Permissions(accessibility=True, extract=False), True),
        (pikepdf.Permissions(accessibility=False, extract=True), False),
    ],
)
def test_permissions(permissions: pikepdf.Permissions, open_to_all: bool) -> None:
    closed = pikepdf.Encryption(owner="hemmelig", user="", R=3, aes=False, metadata=False, allow=permissions)
    facts = read(made(encryption=closed))

    assert facts.assistive_access is open_to_all
    assert facts.blocks


@pytest.mark.parametrize(("kind", "there"), [(Name.XML, True), (Name.Text, False)])
def test_metadata_are_xml_and_say_so(kind: Name, there: bool) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"<x/>", Type=Name.Metadata, Subtype=kind)

    assert read(made(change=change, fix_metadata_version=False)).identity.metadata is there


def test_document_that_asks_for_a_password() -> None:
    body = made(encryption=pikepdf.Encryption(owner="ejer", user="bruger"))
    assert trouble(body) is TroubleKind.DOCUMENT_ENCRYPTED


def test_document_with_a_lock_that_few_programs_know() -> None:
    body = made(encryption=pikepdf.Encryption(owner="ejer", user=""))
    assert trouble(body.replace(b"/Filter /Standard", b"/Filter /Adobe.PS")) is TroubleKind.DOCUMENT_ENCRYPTED


def image(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for page in pdf.pages:
        page.obj.Resources.XObject = Dictionary(Im=picture)


def test_pages_that_are_pictures_of_text() -> None:
    scan = b"q 595 0 0 842 0 0 cm /Im Do Q"
    strips = b"".join(b"q 595 0 0 100 0 %d cm /Im Do Q " % (100 * strip) for strip in range(8))
    stamp = b"q 80 0 0 80 0 0 cm /Im Do Q"
    with_text = scan + b" " + content(SENTENCE)
    with_ocr = scan + b" 3 Tr " + content(SENTENCE)

    facts = read(made([scan, strips, stamp, b"", with_text, with_ocr], image))

    assert facts.pages_without_text == (1, 2)


def test_picture_within_forms() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        image(pdf)
        page = pdf.pages[0].obj
        form = pdf.make_stream(b"q 1 0 0 1 0 0 cm /Im Do Q", Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = Array([0, 0, 1, 1]), page.Resources
        page.Resources = Dictionary(XObject=Dictionary(Fm=form))

    assert read(made([b"q 595 0 0 842 0 0 cm /Fm Do Q"], change)).pages_without_text == (1,)


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        (b"", TroubleKind.EMPTY, ""),
        (b" \r\n", TroubleKind.EMPTY, ""),
        (b"<!DOCTYPE html><title>Login</title>", TroubleKind.UNSUPPORTED_TYPE, "text/html"),
        (b"PK\x03\x04 et regneark", TroubleKind.UNSUPPORTED_TYPE, "application/zip"),
        (bytes(2000), TroubleKind.UNSUPPORTED_TYPE, "application/octet-stream"),
        (b"%PDF-1.7\nog saa ikke mere", TroubleKind.DOCUMENT_CORRUPT, ""),
    ],
)
def test_what_is_no_readable_pdf(body: bytes, kind: TroubleKind, detail: str) -> None:
    with pytest.raises(Unread) as caught:
        read(body)
    assert (caught.value.trouble.kind, caught.value.trouble.detail) == (kind, detail)


def test_header_after_other_bytes() -> None:
    assert read(b"\r\n" * 100 + made()).pages == 1


def test_document_without_pages() -> None:
    assert trouble(made(pages=())) is TroubleKind.DOCUMENT_CORRUPT


def test_page_tree_in_a_ring() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)

    # What qpdf makes of it is its own affair, as long as it ends.
    with contextlib.suppress(Unread, pikepdf.PdfError):
        assert read(made(change=change)).pages >= 1


def test_structure_in_a_ring_and_very_deep() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        innermost = element(pdf, Array([]))
        inner = innermost
        for _ in range(5_000):
            inner = element(pdf, inner)
        innermost.K = Array([inner, 0])
        tags(pdf, inner)

    assert read(made(change=change)).tagged


def test_structure_beyond_the_limit_is_not_walked() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        tags(pdf, *(element(pdf, Array([])) for _ in range(100)), element(pdf, 0))

    body = made(change=change)
    assert read(body).tagged
    assert not read(body, PdfLimits(elements=50)).tagged


def test_stream_that_unfolds_without_end_is_not_unfolded() -> None:
    bomb = zlib.compress(bytes(50_000_000), 9)

    def change(pdf: pikepdf.Pdf) -> None:
        metadata = pdf.make_stream(b"", Type=Name.Metadata, Subtype=Name.XML)
        metadata.write(bomb, filter=Name.FlateDecode)
        pdf.Root.Metadata = metadata
        pdf.docinfo["/Title"] = String("Bombe")

    body = made(change=change, compress_streams=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(body) < 200_000
    assert read(body, PdfLimits(stream=1_000_000)).title == "Bombe"


def test_limits_on_pages_and_characters() -> None:
    body = made([[Line(72, 700, f"Dette er afsnit {number} i alt.")] for number in range(5)])

    assert len(read(body, PdfLimits(pages=2)).blocks) == 2
    assert read(body, PdfLimits(pages=2)).pages == 5
    assert len(read(body, PdfLimits(characters=30)).blocks) <= 2


def test_wrong_types_everywhere() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for key in ("/MarkInfo", "/StructTreeRoot", "/Lang", "/ViewerPreferences", "/Metadata"):
            pdf.Root[key] = 42
        pdf.pages[0].obj.Annots = String("nej")

    facts = read(made(change=change))
    assert (facts.tagged, facts.language, facts.links) == (False, "", ())


def test_damaged_bytes_end_as_facts_or_trouble() -> None:
    body = made(change=whole)
    dice = random.Random(2026)
    for _ in range(150):
        damaged = bytearray(body)
        for _ in range(dice.randint(1, 30)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        cut = bytes(damaged[: dice.randint(0, len(damaged))] if dice.random() < 0.5 else damaged)
        with contextlib.suppress(Unread):
            assert read(cut).pages >= 1


def test_a_key_that_is_written_twice_is_no_damage() -> None:
    """As LaTeX writes it; qpdf warns of it, and readers take the last."""

    def roomy(pdf: pikepdf.Pdf) -> None:
        whole(pdf)
        pdf.docinfo["/Subject"] = String("x" * 99)

    again = b"/Creator (Word) "
    body = made(change=roomy, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # No offset changes: what is put in is taken from the subject, which is in the same dictionary.
    filled = body.replace(b"x" * 99, b"x" * (99 - len(again))).replace(
        b"/Creator (", again + b"/Creator (", 1
    )
    assert (len(filled), filled.count(b"/Creator")) == (len(body), 2)
    facts = read(filled)
    assert facts.lost == ()
    assert facts.producer == "Microsoft Word; Adobe PDF Library"
