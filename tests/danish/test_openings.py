"""Long openings and inserted clauses."""

from __future__ import annotations

import pytest
from danish_texts import texts
from hypothesis import given

from tilgaengelig.danish.openings import heavy_openings, inserted_clauses
from tilgaengelig.danish.prose import Prose


def test_an_opening_goes_to_the_main_verb() -> None:
    prose = Prose.of("Hvis du ikke inden den 1. maj har sendt os de papirer, vi bad om, så afviser vi sagen.")
    ((first, verb),) = heavy_openings(prose, 12)
    assert (first, prose.words[verb]) == (0, "afviser")
    assert list(heavy_openings(prose, 17)) == []


def test_an_inserted_clause_goes_from_its_comma_to_the_verb() -> None:
    prose = Prose.of(
        "Kommunen, der siden 1995 har haft ansvaret for veje, når det gælder stier, skal betale."
    )
    ((first, verb),) = inserted_clauses(prose, 8)
    assert (prose.words[first], prose.words[verb]) == ("der", "skal")


@pytest.mark.parametrize(
    "text",
    [
        "Vi ved, at alle de borgere, som har søgt om støtte i år, venter på svar.",
        "På et møde i maj, hvor alle var med, talte vi om det.",
        "De borgere, som bor her, har ret til svar.",
    ],
)
def test_what_is_no_long_insertion_is_left_alone(text: str) -> None:
    assert list(inserted_clauses(Prose.of(text), 8)) == []


@given(texts)
def test_any_text_can_be_searched(text: str) -> None:
    prose = Prose.of(text)
    for first, verb in (*heavy_openings(prose, 3), *inserted_clauses(prose, 3)):
        assert 0 <= first < verb < len(prose.words)
