"""Pages with more on them than is looked at: their text is read all the same, and what was not seen is said."""

from __future__ import annotations

from dataclasses import replace

from pdf_files import Node, tagged
from test_pdf import Line, content, made, read
from test_pdf_barriers import page, paragraphs

from our_book import BOOK
from tilgaengelig.gather.pdf import PdfLimits
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.document import Loss, Part
from tilgaengelig.model.finding import Outcome

FEW = replace(PdfLimits(), objects=100)
GREY = Node("P", lines=[Line(72, 600, "Fristen er den 1. maj")], paint=b"0.6 g")


def drawn(lines: int) -> Node:
    """A map of so many lines."""
    return Node(
        "Figure",
        paint=b" ".join(b"%d 100 m %d 120 l S" % (at % 500 + 40, at % 500 + 40) for at in range(lines)),
    )


def test_text_after_more_lines_than_are_looked_at_is_read_and_seen() -> None:
    facts = read(tagged(page(*paragraphs(), drawn(200), GREY)), FEW)

    assert facts.tags[-1].text == "Fristen er den 1. maj"
    assert [faint.text for faint in facts.faint] == ["Fristen er den 1. maj"]
    assert facts.lost == (Loss(Part.LOOKS, 1),)
    told = {
        found.message for found in judge(facts, BOOK.rules, 45).findings if found.outcome is Outcome.UNTESTED
    }
    assert told == {"Vi når ikke at se på alle farverne på side 1, så reglen er ikke prøvet dér."}


def test_what_comes_after_many_times_more_is_not_read() -> None:
    facts = read(tagged(page(*paragraphs(), drawn(600), GREY), page(*paragraphs())), FEW)

    assert facts.lost == (Loss(Part.LOOKS, 1), Loss(Part.TEXT, 1))


def test_a_page_with_as_many_objects_as_are_looked_at_lacks_nothing() -> None:
    assert read(tagged(page(*paragraphs(), drawn(90))), FEW).lost == ()


def test_a_page_of_more_colours_than_are_looked_at_is_not_seen_whole() -> None:
    shades = [
        b"%.3f g %s" % (0.5 + at * 0.01, content([Line(72, 780 - 20 * at, f"Etiket {at}")]))
        for at in range(30)
    ]
    crowded, calm = b"\n".join(shades), shades[0]
    facts = read(made([crowded, calm]))

    assert len(facts.faint) == 24 + 1
    assert Loss(Part.LOOKS, 1) in facts.lost
    assert Loss(Part.LOOKS, 2) not in facts.lost
