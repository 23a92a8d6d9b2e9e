"""Where long sentences are cut."""

from __future__ import annotations

import pytest
from danish_texts import texts
from hypothesis import given

from tilgaengelig.danish.cuts import LEAST, cut
from tilgaengelig.danish.prose import Prose


def _cut(text: str) -> tuple[str, str | None] | None:
    prose = Prose.of(text)
    found = cut(prose, prose.sentences[0])
    return None if found is None else (" ".join(prose.words[found.word :][:3]), found.instead)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Du kan søge om tilskud til briller hos os, og du skal sende en kopi af din regning.", "og du skal"),
        ("Vi kan ikke give dig en ny stol, idet du fik en for et år siden.", "idet du fik"),
        ("Du kan søge om tilskud hos os i dag og du skal sende en kopi af din regning.", "og du skal"),
        (
            "Kommunen har lavet en ny plan for byen, som alle kan læse på nettet og kommentere inden den 1. maj.",
            "som alle kan",
        ),
    ],
)
def test_the_best_place_to_cut(text: str, before: str) -> None:
    found = _cut(text)
    assert found is not None
    assert found[0] == before


@pytest.mark.parametrize(
    "text",
    [
        "Vi køber borde, stole, lamper, tæpper, senge og alt det andet til det nye hus.",
        "Du skal sende os: dine lønsedler for de seneste tre måneder; den underskrevne lejekontrakt med alle bilag.",
        "De borgere i byen, der bor tæt på havnen og torvet, får brev i dag.",
        "Efter mindst to år i rådet, men under tre år, har hun ret til penge.",
        "Kort, og du skal ikke dele den.",
    ],
)
def test_no_cut_where_none_is_good(text: str) -> None:
    assert _cut(text) is None


def test_only_a_cut_that_changes_no_word_is_worded() -> None:
    text = "Vi har set på alle dine papirer i sagen, men vi mangler en udtalelse fra din læge."
    assert _cut(text) == (
        "men vi mangler",
        "Vi har set på alle dine papirer i sagen. Men vi mangler en udtalelse fra din læge.",
    )
    assert _cut(text.replace(", men", ", og")) == ("og vi mangler", None)
    assert _cut(text.replace("set på", "set (på")) == ("men vi mangler", None)


@given(texts)
def test_a_cut_leaves_enough_on_both_sides(text: str) -> None:
    prose = Prose.of(text)
    for sentence in prose.sentences:
        found = cut(prose, sentence)
        if found is not None:
            assert sentence.first + LEAST <= found.word <= sentence.last - LEAST
