"""Letters at places made into paragraphs, headings, items and cells."""

from collections.abc import Sequence

import pytest
from test_pdf import Line, made

from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.gather.pdf.wording import LINE_END_HYPHEN, cleaned, joined


def blocks(*pages: Sequence[Line] | bytes) -> list[tuple[str, str]]:
    facts = read_document(made(pages), "x")
    return [(block.kind, block.text) for block in facts.blocks]


def paragraph(y: float, *lines: str, x: float = 72) -> list[Line]:
    return [Line(x, y - 12 * number, line) for number, line in enumerate(lines)]


FULL = "Ministeriet vil gerne gøre det nemt at finde rundt i de regler, som gælder"  # about 340 points


def test_wrapped_lines_are_one_paragraph() -> None:
    lines = paragraph(700, FULL, "Danmark og resten af verden, og det gælder for alle. Det er nyt", "for os.")
    assert blocks(lines) == [("paragraph", " ".join(line.text for line in lines))]


def test_gap_parts_paragraphs() -> None:
    assert blocks(paragraph(700, FULL + ".", "Sådan er det.") + paragraph(670, "Nu kommer det næste.")) == [
        ("paragraph", FULL + ". Sådan er det."),
        ("paragraph", "Nu kommer det næste."),
    ]


def test_short_line_parts_paragraphs_without_a_gap() -> None:
    lines = paragraph(700, FULL, "i Danmark.", FULL, "i Norge.")
    assert [text for _, text in blocks(lines)] == [FULL + " i Danmark.", FULL + " i Norge."]


def test_indent_parts_paragraphs_without_a_gap() -> None:
    lines = paragraph(700, FULL, FULL + ".")
    lines += [Line(87, 676, FULL), Line(72, 664, "i Norge.")]
    assert [text for _, text in blocks(lines)] == [FULL + " " + FULL + ".", FULL + " i Norge."]


def test_sentence_goes_on_over_the_page() -> None:
    assert blocks(paragraph(90, FULL), paragraph(750, "i Danmark og Norge.", "Nyt afsnit.", FULL)) == [
        ("paragraph", FULL + " i Danmark og Norge."),
        ("paragraph", "Nyt afsnit."),
        ("paragraph", FULL),
    ]


def test_columns_one_after_the_other() -> None:
    left = paragraph(
        700, "Vi svarer på breve, når de er", "skrevet af borgere, som bor i", "et andet land og gerne vil"
    )
    right = paragraph(700, "hjem igen. Det tager tid, men", "vi når det som regel.", x=320)
    assert blocks(left + right) == [
        (
            "paragraph",
            "Vi svarer på breve, når de er skrevet af borgere, som bor i et andet land og gerne vil hjem igen. "
            "Det tager tid, men vi når det som regel.",
        )
    ]


def test_headings_by_size_and_by_bold_type() -> None:
    lines = [
        Line(72, 740, "Vejledning om tilskud", 20),
        Line(72, 700, "Hvem kan søge?", 10, bold=True),
        *paragraph(685, FULL, "i Danmark."),
        Line(72, 640, "2.1. Frister", 10, bold=True),
        *paragraph(625, FULL, "i Norge."),
    ]
    assert blocks(lines) == [
        ("heading", "Vejledning om tilskud"),
        ("heading", "Hvem kan søge?"),
        ("paragraph", FULL + " i Danmark."),
        ("heading", "2.1. Frister"),
        ("paragraph", FULL + " i Norge."),
    ]


def test_size_may_come_from_the_matrix() -> None:
    large = b"BT /F1 1 Tf 20 0 0 20 72 740 Tm (Overskrift) Tj ET "
    small = b"BT /F1 1 Tf 10 0 0 10 72 %d Tm (Det er en linje med almindelig tekst i brevet.) Tj ET "
    assert blocks(large + small % 700 + small % 650)[0] == ("heading", "Overskrift")


def test_heading_in_a_number_column() -> None:
    lines = [
        Line(72, 700, "1", 16, bold=True),
        Line(110, 700, "Indledning", 16, bold=True),
        Line(72, 670, FULL),
    ]
    assert blocks(lines)[0] == ("heading", "1 Indledning")


@pytest.mark.parametrize("marker", ["•", "–", "1.", "a)", "(2)"])
def test_items(marker: str) -> None:
    lines = [
        Line(72, 700, "I skal sende:"),
        Line(80, 686, f"{marker} {FULL}"),
        Line(90, 674, "i Danmark."),
        Line(80, 662, f"{marker} et budget"),
    ]
    assert blocks(lines) == [
        ("paragraph", "I skal sende:"),
        ("item", FULL + " i Danmark."),
        ("item", "et budget"),
    ]


def test_markers_written_after_the_text() -> None:
    texts = [Line(90, 700, "Find to andre."), Line(90, 680, "Skriv ned, hvad I vil.")]
    markers = [Line(72, 700, "1."), Line(72, 680, "2.")]
    assert blocks(texts + markers) == [("item", "Find to andre."), ("item", "Skriv ned, hvad I vil.")]


def test_number_in_mid_sentence_is_no_marker() -> None:
    lines = paragraph(
        700, FULL + " fra den", "1. januar i år og frem til den dag, hvor reglerne bliver lavet om", "igen."
    )
    assert [kind for kind, _ in blocks(lines)] == ["paragraph"]


def test_cells_of_a_table() -> None:
    lines = [
        Line(x, y, text)
        for y, row in ((700, "AB"), (680, "CD"))
        for x, text in zip((72, 300), row, strict=True)
    ]
    assert blocks(lines) == [("cell", cell) for cell in "ABCD"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> list[Line]:
        head = [Line(72, 800, "Årsrapport 2025"), Line(72, 40, f"Ministeriet · side {number} i rapporten")]
        return [*head, Line(72, 700, f"Afsnit nummer {number} er kort."), Line(300, 30, f"{number} / 4")]

    facts = read_document(made([*map(page, range(1, 5))]), "x")
    assert [block.text for block in facts.blocks] == [
        f"Afsnit nummer {number} er kort." for number in range(1, 5)
    ]
    assert facts.margins[:3] == ("Årsrapport 2025", "Ministeriet · side 1 i rapporten", "1 / 4")


def test_headings_at_the_top_of_pages_stay() -> None:
    pages = [[Line(72, 780, f"Bilag {number}", 16), Line(72, 700, FULL + ".")] for number in range(1, 3)]
    pages += [[Line(72, 700, FULL + ".")] for _ in range(6)]
    assert ("heading", "Bilag 1") in blocks(*pages)


def test_table_of_contents_is_left_out() -> None:
    leaders = [Line(72, 700 - 14 * n, f"{n}.1 Et kapitel . . . . . . . . . {n}") for n in range(1, 4)]
    assert blocks([Line(72, 740, "Indhold", 16), *leaders], paragraph(700, FULL + "."), [], []) == [
        ("heading", "Indhold"),
        ("paragraph", FULL + "."),
    ]


def test_table_of_contents_without_leaders_is_left_out() -> None:
    rows = [
        [Line(72, 700 - 14 * n, f"Kapitel om emne {n}"), Line(500, 700 - 14 * n, str(n))] for n in range(1, 7)
    ]
    assert (
        blocks([line for row in rows for line in row], *([paragraph(700, FULL + ".")] * 6))
        == [("paragraph", FULL + ".")] * 6
    )


def test_line_to_fill_in_keeps_its_label() -> None:
    assert blocks([Line(72, 700, "Navn: ......................")]) == [("paragraph", "Navn:")]


def test_turned_text_reads_like_other_text() -> None:
    lines = b"(Den er drejet, og linjen bliver lang, fordi) Tj T* (den er ombrudt.) Tj"
    turned = b"BT /F1 10 Tf 0 1 -1 0 100 300 Tm 12 TL " + lines + b" ET"
    assert blocks(turned) == [("paragraph", "Den er drejet, og linjen bliver lang, fordi den er ombrudt.")]


def test_hyphens_at_line_ends_in_a_document() -> None:
    lines = paragraph(
        700,
        FULL + " ansøg-",
        "ning efter loven om tilskud og de andre love om det samme, og for EU-",
        "regler.",
    )
    assert [text for _, text in blocks(lines)] == [
        FULL + " ansøgning efter loven om tilskud og de andre love om det samme, og for EU-regler."
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["en ansøg-", "ning"], "en ansøgning"),
        (["en ansøg" + LINE_END_HYPHEN, "ning"], "en ansøgning"),
        (["en ansøg\u00ad", "ning"], "en ansøgning"),
        (["ny EU-", "lovgivning"], "ny EU-lovgivning"),
        (["i Nord-", "Jylland"], "i Nord-Jylland"),
        (["ind-", "og udland"], "ind- og udland"),
        (["send e-", "post"], "send e-post"),
        (["året 2025-", "planen"], "året 2025-planen"),
        (["vi går -", "uden dig"], "vi går - uden dig"),
        (["NATO-", "LANDE"], "NATO-LANDE"),
        (["TILGÆNGE-", "LIGHED"], "TILGÆNGELIGHED"),
        (["se https://www.dk/a/", "b/c"], "se https://www.dk/a/b/c"),
        (["se https://www.dk/en-", "side"], "se https://www.dk/en-side"),
        (["slut på linjen-"], "slut på linjen-"),
        (["slut" + LINE_END_HYPHEN], "slut-"),
    ],
)
def test_joined(lines: list[str], text: str) -> None:
    assert joined(lines) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("o\ufb03ciel \ufb01l", "officiel fil"),
        ("A\u030arhus o\u0308", "Århus ö"),
        ("m²  og\u00a0½", "m² og ½"),
        ("til\u00adskud\u200b", "tilskud"),
        ("nul\x00\ud800", "nul"),
    ],
)
def test_cleaned(written: str, text: str) -> None:
    assert cleaned(written) == text
