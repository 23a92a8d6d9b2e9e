"""Each barrier by a PDF made for it, read and judged whole: it breaks its own rule and no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from pdf_files import Node, tagged, text
from pikepdf import Array, Dictionary, Name, String
from test_pdf import Line, content, read

from our_book import BOOK
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Finding, Outcome

#: The type of these files is not embedded, so that they stay readable here; and they are all short.
ALWAYS = {"pdf-skrifter-med-fejl", "pdf-kunne-være-webside"}

WORDS = (
    "Du kan søge om støtte til din husleje, hvis du bor til leje.",
    "Du søger på nettet, og du får svar inden fire uger.",
    "Har du spørgsmål, så ring til os på hverdage fra 9 til 15.",
    "Husk at skrive til os, når din indkomst bliver en anden.",
)
GREY = "0.6 g"
FILL = b"%s rg 60 560 420 30 re f 0 g"


def paragraphs(start: float = 740, step: float = 30, role: str = "P") -> list[Node]:
    return [text(role, start - step * number, words) for number, words in enumerate(WORDS)]


def heading() -> Node:
    return text("H1", 780, "Vejledning om støtte", size=20)


def table(*rows: Sequence[Node], top: float = 600) -> Node:
    return Node("Table", kids=[Node("TR", kids=list(row)) for row in rows])


def cells(role: str, y: float, *words: str, **more: Any) -> list[Node]:
    return [text(role, y, word, x=72 + 120 * at, **more) for at, word in enumerate(words)]


SCOPE = Dictionary(O=Name.Table, Scope=Name.Column)
DAY = "Fristen er den 1. maj"
PICTURE = b"q 50 0 0 50 72 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def link(pdf: pikepdf.Pdf) -> None:
    """A link over the last line of the last page, tied to the last tag."""
    sheet = pdf.pages[-1].obj
    annotation = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([72, 640, 200, 660]),
            Contents=String("Læs loven"),
            A=Dictionary(S=Name.URI, URI=String("https://lov.example/")),
        )
    )
    sheet.Annots = Array([annotation])


def tied(pdf: pikepdf.Pdf) -> None:
    """The same link, held by a Link tag."""
    link(pdf)
    sheet = pdf.pages[-1].obj
    sheet.Annots[0].StructParent = 99
    root = pdf.Root.StructTreeRoot
    document = root.K[0]
    held = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Link,
            P=document,
            Pg=sheet,
            K=Dictionary(Type=Name.OBJR, Obj=sheet.Annots[0], Pg=sheet),
        )
    )
    document.K.append(held)
    root.ParentTree.Nums.append(99)
    root.ParentTree.Nums.append(held)


def found(body: bytes) -> tuple[Finding, ...]:
    return judge(read(body), BOOK.rules, 45).findings


def said(body: bytes) -> dict[str, Outcome]:
    return {finding.rule: finding.outcome for finding in found(body) if finding.rule not in ALWAYS}


def page(*nodes: Node) -> list[Node]:
    return [heading(), *nodes]


COLUMNS = [
    *(text("P", 740 - 30 * at, "Til venstre står der en linje", x=60) for at in range(4)),
    *(text("P", 740 - 30 * at, "Til højre står der en anden", x=330) for at in range(4)),
]
TABBED = [
    Node("P", lines=[Line(72, y, year), Line(220, y, kroner), Line(340, y, share)])
    for y, year, kroner, share in (
        (600, "2023", "40", "12"),
        (580, "2024", "60", "14"),
        (560, "2025", "80", "15"),
    )
]

GOOD = {
    "plain": page(*paragraphs()),
    "two columns one after the other": page(*COLUMNS),
    "a figure with words": page(
        *paragraphs(), Node("Figure", paint=PICTURE, more={"Alt": String("Søjler fra 40 til 60")})
    ),
    "a table with headers": page(
        *paragraphs(),
        table(
            cells("TH", 600, "År", "Kroner", A=SCOPE),
            cells("TD", 580, "2023", "40"),
            cells("TD", 560, "2024", "60"),
        ),
    ),
    "a heading with words for what is no letter": page(
        Node("H2", lines=[Line(72, 750, " ")], more={"ActualText": String("Sund By")}),
        Node("H2", lines=[Line(72, 750, " ")], paint=PICTURE, more={"Alt": String("Sund By")}),
        Node(
            "H2",
            kids=[text("Span", 750, " "), Node("Figure", paint=PICTURE, more={"Alt": String("Sund By")})],
        ),
        *paragraphs(),
    ),
    "dark text": page(*paragraphs(), Node("P", lines=[Line(72, 600, DAY)], paint=b"0.3 g")),
    "white on dark": page(
        *paragraphs(),
        Node("P", lines=[Line(72, 570, DAY)], paint=b"0 0 0.4 rg 60 560 420 30 re f 1 g"),
    ),
    "large grey text": page(*paragraphs(), Node("P", lines=[Line(72, 600, DAY, 30)], paint=b"0.5 g")),
    "grey that lies under a picture": page(
        *paragraphs(),
        Node("P", lines=[Line(72, 600, "Ses ikke")], paint=b"0.6 g"),
        Node("Div", paint=b"0 g 60 590 90 30 re f"),
    ),
}

BAD: dict[str, tuple[str, Outcome, list[Node]]] = {
    "grey on white": (
        "pdf-kontrast-for-lav",
        Outcome.FAILED,
        page(*paragraphs(), Node("P", lines=[Line(72, 600, DAY)], paint=b"0.6 g")),
    ),
    "white on yellow": (
        "pdf-kontrast-for-lav",
        Outcome.FAILED,
        page(
            *paragraphs(),
            Node(
                "P",
                lines=[Line(72, 570, DAY)],
                paint=b"1 0.9 0 rg 60 560 420 30 re f 1 g",
            ),
        ),
    ),
    "grey in a drawing": (
        "pdf-kontrast-for-lav",
        Outcome.CANT_TELL,
        page(
            *paragraphs(),
            Node(
                "Figure",
                lines=[Line(72, 600, "Akse")],
                paint=b"0.6 g",
                more={"Alt": String("Kurve, der stiger")},
            ),
        ),
    ),
    "tags from the foot up": (
        "pdf-rækkefølge",
        Outcome.FAILED,
        [heading(), *reversed(paragraphs())],
    ),
    "one paragraph read too late": (
        "pdf-rækkefølge",
        Outcome.CANT_TELL,
        [heading(), *paragraphs()[1:], paragraphs()[0]],
    ),
    "a table of tabs": ("pdf-tabel-af-tabulatorer", Outcome.CANT_TELL, page(*paragraphs(), *TABBED)),
    "a figure without words": (
        "pdf-figur-uden-alternativ-tekst",
        Outcome.FAILED,
        page(*paragraphs(), Node("Figure", paint=PICTURE)),
    ),
    "a figure whose words are a file's name": (
        "pdf-alternativ-tekst-siger-intet",
        Outcome.FAILED,
        page(*paragraphs(), Node("Figure", paint=PICTURE, more={"Alt": String("logo_ny.png")})),
    ),
    "headings that skip": (
        "pdf-overskrift-springer",
        Outcome.FAILED,
        page(text("H3", 750, "Sådan gør du"), *paragraphs(720)),
    ),
    "an empty heading": (
        "pdf-overskrift-tom",
        Outcome.FAILED,
        page(Node("H2"), *paragraphs()),
    ),
    "a heading of a blank": ("pdf-overskrift-tom", Outcome.FAILED, page(text("H2", 750, " "), *paragraphs())),
    "a heading of a blank that breaks no line": (
        "pdf-overskrift-tom",
        Outcome.FAILED,
        page(Node("H2", kids=[text("Span", 750, "\xa0"), text("Span", 750, " ")]), *paragraphs()),
    ),
    "a feigned heading": (
        "pdf-overskrift-forklædt",
        Outcome.CANT_TELL,
        page(
            *paragraphs(),
            text("P", 600, "Sådan klager du", size=18),
            Node("P", lines=[Line(72, 570, " ".join(WORDS[:2])), Line(72, 556, " ".join(WORDS[2:]))]),
        ),
    ),
    "a table without headers": (
        "pdf-tabel-uden-hoved",
        Outcome.FAILED,
        page(
            *paragraphs(),
            table(
                cells("TD", 600, "År", "Kroner"),
                cells("TD", 580, "2023", "40"),
                cells("TD", 560, "2024", "60"),
            ),
        ),
    ),
    "a ragged table": (
        "pdf-tabel-i-uorden",
        Outcome.FAILED,
        page(
            *paragraphs(),
            table(
                cells("TH", 600, "År", "Kroner", A=SCOPE),
                cells("TD", 580, "2023", "40"),
                cells("TD", 560, "2024"),
            ),
        ),
    ),
    "a list by hand": (
        "pdf-liste-i-hånden",
        Outcome.CANT_TELL,
        page(*(text("P", 740 - 20 * at, f"- {words}") for at, words in enumerate(WORDS))),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_breaks_no_rule(name: str) -> None:
    assert said(tagged(GOOD[name])) == {}


@pytest.mark.parametrize("name", BAD)
def test_a_file_made_for_a_barrier_breaks_its_rule_and_no_other(name: str) -> None:
    rule, outcome, nodes = BAD[name]
    assert said(tagged(nodes)) == {rule: outcome}


def test_a_figure_without_content_is_shown_where_it_says_that_it_stands() -> None:
    stated = Dictionary(O=Name.Layout, BBox=Array([99, 454, 382, 596]))
    figure = Node("Figure", more={"A": stated})
    (told,) = (
        one
        for one in found(tagged(page(*paragraphs(), figure)))
        if one.rule == "pdf-figur-uden-alternativ-tekst"
    )
    assert (told.place.page, told.place.box) == (1, (99.0, 454.0, 382.0, 596.0))


def test_a_list_by_hand_is_shown_whole() -> None:
    items = [text("P", 740 - 20 * at, f"- {words}") for at, words in enumerate(WORDS)]
    (told,) = (one for one in found(tagged(page(*items))) if one.rule == "pdf-liste-i-hånden")
    assert told.place.box is not None
    assert told.place.box[3] - told.place.box[1] > 20 * (len(WORDS) - 1)


def test_a_link_is_to_be_tied_to_its_tag() -> None:
    assert said(tagged(page(*paragraphs()), change=tied)) == {}
    assert said(tagged(page(*paragraphs()), change=link)) == {"pdf-link-uden-kode": Outcome.FAILED}


def test_the_contrast_is_told_with_its_colours_its_place_and_once_for_all_places() -> None:
    pale = [
        Node("P", lines=[Line(72, 600 - 20 * at, f"Fristen er den {at + 1}. maj")], paint=b"0.6 g")
        for at in range(3)
    ]
    (finding,) = (
        one for one in found(tagged(page(*paragraphs(), *pale))) if one.rule == "pdf-kontrast-for-lav"
    )
    assert "2,8 (#999999 på #ffffff)" in finding.message
    assert "mindst 4,5" in finding.message
    assert "2 steder til" in finding.message
    assert finding.place.page == 1
    assert finding.place.box is not None
    left, bottom, _, top = finding.place.box
    assert left == pytest.approx(72, abs=2)
    assert bottom < 600 < top


@pytest.mark.parametrize("hidden", [b"q 0 0 1 1 re W n %s Q", b"q 1 0 0 1 -400 0 cm %s Q"])
def test_pale_text_is_seen_after_some_of_its_colour_that_nobody_sees(hidden: bytes) -> None:
    node = Node("P", paint=b"0.6 g " + hidden % content([Line(72, 620, DAY)]), lines=[Line(72, 600, DAY)])
    (faint,) = read(tagged(page(*paragraphs(), node))).faint
    assert faint.box[1] < 610


def test_text_that_is_half_transparent_is_seen_as_it_is_rendered() -> None:
    def glassy(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(ca=0.3))

    node = Node("P", lines=[Line(72, 600, DAY)], paint=b"q /G gs")
    body = tagged(page(*paragraphs(), node), change=glassy)
    assert said(body) == {"pdf-kontrast-for-lav": Outcome.FAILED}


def test_a_short_text_could_be_a_page_and_a_long_one_or_a_scrap_could_not() -> None:
    def asked(*sheets: list[Node]) -> bool:
        return any(one.rule == "pdf-kunne-være-webside" for one in found(tagged(*sheets)))

    assert asked(page(*paragraphs()), paragraphs())
    assert not asked(*[paragraphs()] * 3)
    assert not asked(page())


def test_the_text_is_read_in_the_order_of_the_tags_without_what_none_holds() -> None:
    first, second = "Du kan søge om støt-", "te hele året."
    split = Node("P", lines=[Line(72, 700, first), Line(72, 686, second)])
    item = Node(
        "L", kids=[Node("LI", kids=[text("Lbl", 650, "1."), text("LBody", 650, "Søg på nettet", x=100)])]
    )
    facts = read(tagged([text("P", 600, "Det sidste på siden."), heading(), split, item]))
    assert [(block.kind, block.text) for block in facts.blocks] == [
        ("paragraph", "Det sidste på siden."),
        ("heading", "Vejledning om støtte"),
        ("paragraph", "Du kan søge om støtte hele året."),
        ("item", "Søg på nettet"),
    ]


@pytest.mark.parametrize("gap", [9, 18, 25])
def test_the_text_of_an_item_and_of_a_heading_is_read_however_near_its_mark_stands(gap: float) -> None:
    mark, body = text("Lbl", 650, "•"), text("LBody", 650, "Søg på nettet.", x=72 + gap)
    numbered = Node("H2", kids=[text("Lbl", 620, "1."), text("Span", 620, "Sådan søger du", x=72 + gap)])
    facts = read(tagged([heading(), Node("L", kids=[Node("LI", kids=[mark, body])]), numbered]))
    assert [block.text for block in facts.blocks][1:] == ["Søg på nettet.", "Sådan søger du"]


def test_the_words_of_a_link_stay_where_they_stand_in_the_sentence() -> None:
    parts = Node(
        "P",
        lines=[Line(72, 700, "Læs")],
        kids=[text("Link", 700, "loven", x=96), text("Span", 700, "her.", x=130)],
    )
    facts = read(tagged([heading(), parts]))
    assert [block.text for block in facts.blocks][1:] == ["Læs loven her."]


@pytest.mark.parametrize(("owner", "scope"), [(Name.Table, "Column"), (Name.Layout, "")])
def test_attribute_says_something_only_of_what_its_owner_is_for(owner: Name, scope: str) -> None:
    head = cells("TH", 600, "Ydelse", A=Dictionary(O=owner, Scope=Name.Column))
    assert [tag.scope for tag in read(tagged([table(head)])).tags if tag.role == "TH"] == [scope]


def test_what_only_groups_tags_may_stand_within_a_list_and_a_table() -> None:
    items = [Node("LI", kids=[text("LBody", 700 - 20 * at, "Søg om støtte")]) for at in range(2)]
    row = Node("TR", kids=cells("TH", 600, "Ydelse", "Beløb", A=SCOPE))
    grouped = [Node("L", kids=[Node("Div", kids=items)]), Node("Table", kids=[Node("Part", kids=[row])])]
    strange = [Node("L", kids=[Node("Div", kids=paragraphs())])]

    def broken(nodes: Sequence[Node]) -> set[str]:
        found = judge(read(tagged([heading(), *nodes])), BOOK.rules, 40).findings
        return {one for each in found if each.outcome is Outcome.FAILED for one in each.matterhorn}

    assert not broken(grouped) & {"09-004", "09-005"}
    assert "09-005" in broken(strange)
