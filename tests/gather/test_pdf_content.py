"""What the pages of a PDF show against its tags, and the insides of its fonts."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc import eexec
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pdf_files import Node, tagged, text
from pikepdf import Array, Dictionary, Name, String
from test_pdf import Line, content, element, made, read

from tilgaengelig.gather.pdf.cmaps import parsed
from tilgaengelig.gather.pdf.glyphs import type1
from tilgaengelig.model.document import FontFlaw, Mapping, PageContent
from tilgaengelig.model.subject import DocumentFacts

TEXT = content([Line(72, 700, "Hej")])
MARKED = b"/P <</MCID 0>> BDC " + TEXT + b" EMC "
ARTIFACT = b"/Artifact BMC " + TEXT + b" EMC "

Change = Callable[[pikepdf.Pdf], object]


def tree(pdf: pikepdf.Pdf, *, kind: str = "P", roles: Dictionary | None = None) -> None:
    """One element that holds the first page's marked content 0, with its parent tree and a language."""
    page = pdf.pages[0].obj
    page.StructParents = 0
    held = element(pdf, 0, Pg=page)
    held.S = Name("/" + kind)
    numbers = Dictionary(Nums=Array([0, Array([held])]))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("da")
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([held]), ParentTree=pdf.make_indirect(numbers))
    )
    held.P = pdf.Root.StructTreeRoot
    if roles is not None:
        pdf.Root.StructTreeRoot.RoleMap = roles


def facts(page: bytes, change: Change = tree) -> DocumentFacts:
    return read(made([page], change))


@pytest.mark.parametrize(
    ("page", "amiss"),
    [
        (MARKED + ARTIFACT, ()),
        (MARKED + TEXT, (PageContent(1, loose_text=1),)),
        (MARKED + b"0 0 9 9 re f 0 0 m 9 9 l S", (PageContent(1, loose_lines=2),)),
        (MARKED + b"BT /F1 10 Tf ( ) Tj [( ) 20 <20>] TJ ET", (PageContent(1, loose_blanks=2),)),
        (MARKED + b"BT /F1 10 Tf [( ) 20 (a)] TJ ET", (PageContent(1, loose_text=1),)),
        (MARKED + b"0 0 9 9 re W n", ()),
        (b"/P <</MCID 7>> BDC " + TEXT + b" EMC", (PageContent(1, loose_text=1),)),
        (b"/P <</MCID 0>> BDC " + ARTIFACT + b" EMC", (PageContent(1, artifacts_in_tags=1),)),
        (b"/Artifact BMC " + MARKED + b" EMC", (PageContent(1, tags_in_artifacts=1),)),
        (MARKED + b"EMC EMC " + ARTIFACT, ()),
    ],
)
def test_content_is_tagged_or_an_artifact_or_told(page: bytes, amiss: tuple[PageContent, ...]) -> None:
    assert facts(page).content == amiss


def test_content_is_followed_into_forms_with_the_marks_around_them() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        tree(pdf)
        page = pdf.pages[0].obj
        form = pdf.make_stream(TEXT, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 800]))
        form.Resources = page.Resources
        page.Resources = Dictionary(XObject=Dictionary(Fm=form), Font=page.Resources.Font)

    assert facts(b"/P <</MCID 0>> BDC /Fm Do EMC", change).content == ()
    assert facts(b"/Artifact BMC /Fm Do EMC", change).content == ()
    assert facts(MARKED + b"/Fm Do", change).content == (PageContent(1, loose_text=1),)


def test_form_that_shows_itself_ends() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            TEXT + b" /Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
        )
        form.Resources = Dictionary(XObject=Dictionary(Fm=form), Font=pdf.pages[0].obj.Resources.Font)
        pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=form)

    assert facts(b"/Fm Do", change).content[0].loose_text == 1


@pytest.mark.parametrize(
    ("kind", "roles", "role", "mapping"),
    [
        ("P", Dictionary(), "P", Mapping.GOOD),
        ("Tekst", Dictionary(Tekst=Name.Afsnit, Afsnit=Name.P), "P", Mapping.GOOD),
        ("Tekst", Dictionary(), "", Mapping.NONE),
        ("Tekst", Dictionary(Tekst=Name.Afsnit, Afsnit=Name.Tekst), "", Mapping.CIRCULAR),
        ("H2", Dictionary(H2=Name.H2), "H2", Mapping.CIRCULAR),
        ("P", Dictionary(P=Name.H1), "P", Mapping.REMAPPED),
    ],
)
def test_role_map_is_followed_to_its_end(kind: str, roles: Dictionary, role: str, mapping: Mapping) -> None:
    (tag,) = facts(MARKED, lambda pdf: tree(pdf, kind=kind, roles=roles)).tags
    assert (tag.role, tag.mapping) == (role, mapping)


def test_the_language_that_most_text_is_marked_as_is_told_beside_the_documents() -> None:
    def english(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("en-US")
        stream = pdf.pages[0].obj.Contents.read_bytes()
        pdf.pages[0].obj.Contents = pdf.make_stream(stream + ARTIFACT * 99)

    nodes = [text("P", 700, "Du kan søge om støtte.", Lang=String("da")), text("P", 600, "And more.")]
    facts = read(tagged(nodes, change=english))
    assert (facts.language, facts.marked_language) == ("en-US", "da")


def test_a_line_that_somebody_broke_by_hand_ends_there_and_one_that_the_width_broke_goes_on() -> None:
    address = [Line(72, 780, "Anna Holm"), Line(72, 766, "Nygade 4, 2. tv."), Line(72, 752, "5000 Odense C")]
    body = [
        Line(72, 700, "Du har søgt om tilskud til en ny ovn, og det kan du få nu."),
        Line(72, 686, "Du får pengene på din konto i maj."),
        Line(72, 672, "Hilsen"),
        Line(72, 658, "Bo Lund"),
    ]
    blocks = read(tagged([Node("P", lines=address), Node("P", lines=body)])).blocks
    assert [block.text.split("\n") for block in blocks] == [
        [line.text for line in address],
        [f"{body[0].text} {body[1].text}", "Hilsen", "Bo Lund"],
    ]


def test_tag_has_its_text_with_size_and_place() -> None:
    (tag,) = facts(MARKED).tags
    assert (tag.text, tag.size, tag.bold, tag.page) == ("Hej", 10.0, False, 1)
    assert tag.box is not None
    assert 71 < tag.box[0] < 74
    assert 695 < tag.box[1] < 702


def font_program(width: int) -> bytes:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "H"])
    builder.setupCharacterMap({ord("H"): "H"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((500, 0))
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "H": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "H": (width, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def flaws(shown: bytes, width: int = 600, **changes: object) -> set[FontFlaw]:
    """What is amiss with a TrueType font of one letter that is 600 wide, embedded, and shown as it is."""

    def change(pdf: pikepdf.Pdf) -> None:
        program = pdf.make_stream(font_program(width))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Prik, Flags=32, FontFile2=program)
        font = Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Prik, FirstChar=72, LastChar=72,
            Widths=Array([600]), Encoding=Name.WinAnsiEncoding, FontDescriptor=descriptor,
        )  # fmt: skip
        for key, value in changes.items():
            font[f"/{key}"] = value
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=font))

    (found,) = facts(b"BT /F1 10 Tf (" + shown + b") Tj ET", change).fonts
    return set(found.flaws)


def test_whole_font_has_no_flaw() -> None:
    assert flaws(b"H") == set()


def test_flaws_of_a_font() -> None:
    assert flaws(b"H", width=650) == {FontFlaw.WIDTHS}
    assert FontFlaw.NOTDEF in flaws(b"A")
    assert flaws(b"H", Encoding=Name.StandardEncoding) == {FontFlaw.NO_ENCODING}
    assert flaws(b"H", FontDescriptor=Dictionary(Flags=32)) == {FontFlaw.NOT_EMBEDDED}
    assert flaws(b"H", LastChar=String("")) == {FontFlaw.WIDTHS}  # nobody knows whose the widths are


def test_glyphs_of_a_type_1_program_may_stand_in_any_order() -> None:
    def charstring(width: int) -> bytes:
        body = b"four" + bytes([139, 139 + width, 13, 14])
        return bytes(eexec.encrypt(body, 4330)[0])

    glyphs = b"".join(
        b"/%s %d RD " % (name, len(code)) + code + b" ND\n"
        for name, code in ((b"A", charstring(50)), (b".notdef", charstring(20)))
    )
    private = eexec.encrypt(b"four/lenIV 4 def /CharStrings 2 dict dup begin\n" + glyphs + b"end", 55665)[0]
    program = type1(b"%!PS-AdobeFont-1.0 /FontMatrix [0.001 0 0 0.001 0 0] def currentfile eexec\n" + private)
    assert (program.names[".notdef"], program.count) == (0, 2)
    assert program.width(program.names["A"]) == 50


@pytest.mark.parametrize(
    ("layers", "nameless", "others", "automatic"),
    [
        (Dictionary(D=Dictionary()), True, 0, 0),
        (Dictionary(D=Dictionary(Name=String("Kort"), AS=Array([]))), False, 0, 1),
        (
            Dictionary(D=Dictionary(Name=String("Kort")), Configs=Array([Dictionary(), Dictionary()])),
            False,
            2,
            0,
        ),
        (Dictionary(Configs=Array([Dictionary(Name=String("Kort"))])), False, 0, 0),
    ],
)
def test_the_first_configuration_of_layers_is_told_from_the_others(
    layers: Dictionary, nameless: bool, others: int, automatic: int
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OCProperties = layers

    extras = facts(MARKED, change).extras
    assert extras.layers_nameless is nameless
    assert (extras.layers_without_name, extras.layers_automatic) == (others, automatic)


def test_character_map_is_read() -> None:
    found = parsed(
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /WMode 1 def "
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <00C6> endbfchar "
        b"2 beginbfrange <42> <43> <0061> <44> <45> [<0078> <0079007A>] endbfrange"
    )
    assert found.writing_mode == 1
    assert found.texts == {b"A": "Æ", b"B": "a", b"C": "b", b"D": "x", b"E": "yz"}
    assert found.codes([b"AB", b"A"]) == {b"A", b"B"}


@pytest.mark.parametrize("spaces", [b"<> <>", b"<> <> <00> <ff>"])
def test_codes_of_an_empty_space_come_to_an_end(spaces: bytes) -> None:
    found = parsed(b"1 begincodespacerange " + spaces + b" endcodespacerange")
    assert b"".join(sorted(found.codes([b"ABCD"]))) == b"ABCD"


def test_range_whose_end_has_more_bytes_than_its_beginning_is_read_as_far_as_its_codes_go() -> None:
    texts = parsed(b"1 beginbfrange <fe> <ffff> <0041> endbfrange").texts
    assert texts == {b"\xfe": "A", b"\xff": "B"}


def test_range_of_codes_too_long_for_any_font_is_left_out() -> None:
    assert parsed(b"1 beginbfrange <0000000000> <0000000001> <0041> endbfrange").texts == {}


def test_map_of_endless_ranges_is_cut() -> None:
    assert len(parsed(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange").texts) <= 70_000
