"""PDF 2.0 and PDF/UA-2: types of several namespaces, and what the second part of the standard allows."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pdf_files import Node, tagged, text
from pikepdf import Array, Dictionary, Name, String
from test_pdf import read
from test_pdf_barriers import heading, page, paragraphs, said, tied

from tilgaengelig.model.document import Mapping
from tilgaengelig.model.finding import Outcome

SECOND = "http://iso.org/pdf2/ssn"
OWN = "https://www.latex-project.org/ns/dflt"
MATHML = "http://www.w3.org/1998/Math/MathML"
Change = Callable[[pikepdf.Pdf], object]


def space(pdf: pikepdf.Pdf, uri: str, **more: Dictionary) -> pikepdf.Object:
    made = Dictionary(Type=Name.Namespace, NS=String(uri))
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def part(pdf: pikepdf.Pdf, number: str) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfuaid:part"] = number


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Those below the document."""
    return list(pdf.Root.StructTreeRoot.K[0].K)


def latex(pdf: pikepdf.Pdf) -> None:
    """Types as LaTeX names them, with a map to the second standard namespace."""
    second = space(pdf, SECOND)
    roles = {
        "/section": Array([Name.H1, second]),
        "/para": Array([Name("/text"), space(pdf, OWN + "/inner")]),
    }
    roles["/para"][1].RoleMapNS = Dictionary(text=Name.P)
    own = space(pdf, OWN, RoleMapNS=Dictionary(roles))
    for element in elements(pdf):
        element.NS = own


def test_a_type_is_followed_from_namespace_to_namespace() -> None:
    facts = read(tagged([text("section", 780, "Støtte"), text("para", 740, "Søg nu")], change=latex))
    assert [(tag.kind, tag.role, tag.mapping) for tag in facts.tags][1:] == [
        ("section", "H1", Mapping.GOOD),
        ("para", "P", Mapping.GOOD),
    ]


def test_a_type_of_another_namespace_is_not_the_standard_one_of_that_name() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf):
            element.NS = space(pdf, OWN)

    facts = read(tagged([text("P", 780, "Støtte")], change=change))
    assert [(tag.role, tag.mapping) for tag in facts.tags][1:] == [("", Mapping.NONE)]


@pytest.mark.parametrize(("version", "role"), [("/2.0", "Title"), ("/1.7", "")])
def test_the_catalog_may_state_a_later_version_than_the_header(version: str, role: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Version = Name(version)

    facts = read(tagged([text("Title", 780, "Vejledning")], change=change))
    assert facts.tags[1].role == role


def formula(number: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        part(pdf, number)
        math = space(pdf, MATHML)
        top = elements(pdf)[-1].K[0]
        for element in (top, *top.K):
            element.NS = math

    return change


def test_a_formula_of_mathml_is_told_by_its_parts_in_the_second_part_of_the_standard() -> None:
    parts = [text("mi", 600, "x"), text("mo", 600, "=", x=90), text("mn", 600, "2", x=100)]
    nodes = page(*paragraphs(), Node("Formula", kids=[Node("math", kids=parts)]))

    assert said(tagged(nodes, change=formula("2"))) == {}
    assert said(tagged(nodes, change=formula("1"))) == {"pdf-formel-uden-alternativ-tekst": Outcome.FAILED}
    assert [block.text for block in read(tagged(nodes, change=formula("2"))).blocks][-1] == paragraphs()[
        -1
    ].lines[0].text


def reference(number: str, order: str) -> Change:
    """A link in a reference, on a page whose tab stops follow this order."""

    def change(pdf: pikepdf.Pdf) -> None:
        tied(pdf)
        part(pdf, number)
        elements(pdf)[-1].S = Name.Reference
        pdf.pages[-1].obj.Tabs = Name("/" + order)

    return change


def test_a_link_in_a_reference_and_other_orders_of_tab_stops_are_for_the_second_part_of_the_standard() -> (
    None
):
    def told(number: str, order: str) -> set[str]:
        return set(said(tagged([heading(), *paragraphs()], change=reference(number, order))))

    assert told("2", "W") == told("2", "A") == told("2", "S") == set()
    assert told("2", "R") == {"pdf-tabulator-uden-besked"}
    assert told("1", "W") == {"pdf-tabulator-uden-besked", "pdf-link-uden-kode"}
