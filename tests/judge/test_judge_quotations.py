"""What is quoted from an act: its words are not the writer's, who can only tell them in other words as well."""

from __future__ import annotations

import pytest

from our_book import BOOK
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import Advice, AdviceKind

RULE = (
    "Det er en betingelse, at arbejdsevnen er varigt nedsat, og at den pågældende uanset muligheden for støtte, "
    "herunder fleksjob, ikke vil være i stand til at forsørge sig selv ved arbejde."
)


def _advised(text: str) -> tuple[Advice, ...]:
    return advise(Prose.of(text), BOOK.rules.values(), set(AdviceKind)).advice


@pytest.mark.parametrize(
    "led",
    ["Pensionslovens § 16, stk. 3:\n", "Sådan står der i loven:\n\n", "Der står i bekendtgørelsen: "],
)
@pytest.mark.parametrize("marks", ['""', "””", "“”", "»«"])
def test_of_the_words_of_an_act_only_their_length_is_told(led: str, marks: str) -> None:
    (one,) = _advised(f"{led}{marks[0]}{RULE}{marks[1]}")
    assert one.kind is AdviceKind.LONG_SENTENCE
    assert "med egne ord" in one.message
    assert one.suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        f"Vi har set på din sag og på loven. {RULE}",
        f"Din nabo skriver: ”{RULE}”",
        f"Loven siger: ”Du skal søge.” {RULE}",
    ],
)
def test_the_writers_own_words_and_those_of_others_are_told_of(text: str) -> None:
    kinds = {one.kind for one in _advised(text)}
    assert {AdviceKind.OFFICIALESE, AdviceKind.VERBAL_NOUN} <= kinds


def test_a_personal_number_is_told_within_a_quotation_too() -> None:
    given = _advised("Loven siger: ”Den, der har nummer 010190-1234, skal søge om støtte inden fire uger.”")
    assert AdviceKind.PERSONAL_DATA in {one.kind for one in given}


def test_reasons_after_one_verb_are_asked_for_as_a_list() -> None:
    text = (
        "Vi har lagt vægt på, at du i praktikken kunne arbejde fra seks til otte timer om ugen, og at din læge mener, "
        "at du kan få det bedre med den rette hjælp."
    )
    (one,) = _advised(text)
    assert one.kind is AdviceKind.LONG_SENTENCE
    assert "punkt i en liste" in one.message
