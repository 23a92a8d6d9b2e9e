"""Files made to wear the judge out: what they cost grows with their size, and what is told of them stays short."""

from __future__ import annotations

from judge_things import document_facts, judged

from tilgaengelig.model.document import Extras, Tag
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import DocumentFacts

MANY = 20_000


def of(*tags: Tag) -> DocumentFacts:
    return document_facts(
        tags=(Tag("Document", "Document"), Tag("H1", "H1", 0, 1, text="Støtte", content=1), *tags),
        extras=Extras(bookmarks=3),
    )


def chain(*roles: str) -> tuple[Tag, ...]:
    """Tags of these roles in turn, each within the one before it."""
    return tuple(
        Tag(roles[at % len(roles)], roles[at % len(roles)], at + 1 if at else 0, 2) for at in range(MANY)
    )


def test_headings_within_headings_are_told_one_by_one_and_the_rest_together() -> None:
    found = judged(of(*chain("H2"))).findings
    assert {finding.rule for finding in found} == {"pdf-overskrift-tom"}
    assert len(found) == 31
    assert found[0].place.path == "Document > H2"
    assert found[-1].message == f"{MANY - 30} til har samme fejl. Se side 2."


def test_links_within_links_are_judged_as_any() -> None:
    last = Tag("Link", "Link", MANY + 1, 2, text="Læs mere", content=1)
    (found,) = judged(of(*chain("Link"), last)).findings
    assert (found.rule, found.outcome) == ("pdf-link-med-adresse", Outcome.CANT_TELL)
    assert found.message.startswith(f"{MANY + 1} links siger måske ikke")


def test_cells_that_span_more_places_than_a_file_has_elements_are_asked_about() -> None:
    rows = 2_000
    cell = Tag("TD", "TD", 3, 2, rows=rows, columns=500)
    tags = (Tag("Table", "Table", 0, 2), Tag("TR", "TR", 2), cell, *(Tag("TR", "TR", 2),) * (rows - 1))
    (found,) = judged(of(*tags)).findings
    assert (found.rule, found.outcome) == ("pdf-tabel-i-uorden", Outcome.CANT_TELL)
    assert found.message == "Tabellen er så stor, at resten ikke er prøvet. Passer dens celler sammen?"
