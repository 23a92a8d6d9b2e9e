"""Words, and which of them are long."""

from __future__ import annotations

import unicodedata

import pytest
from danish_texts import texts
from hypothesis import given

from tilgaengelig.danish.sentences import sentences
from tilgaengelig.danish.words import is_long, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommunen yder f.eks. hjælp, jf. § 25.", ["Kommunen", "yder", "f.eks", "hjælp", "jf", "25"]),
        ("1.250,50 kr. og 12.500 kr.", ["1.250,50", "kr", "og", "12.500", "kr"]),
        ("CPR 010190-1234, sag 120513-0042", ["CPR", "010190-1234", "sag", "120513-0042"]),
        ("Læs www.sum.dk/ansoeg/?x=1.", ["Læs", "www.sum.dk/ansoeg/?x=1"]),
        ("Skriv til post@sum.dk, tak!", ["Skriv", "til", "post@sum.dk", "tak"]),
        ("EU-lovgivningen og e-mail", ["EU-lovgivningen", "og", "e-mail"]),
        ("og/eller A/S km/t", ["og", "eller", "A/S", "km/t"]),
        ("børne- og ungeydelsen", ["børne", "og", "ungeydelsen"]),
        ("1990'erne og TEBA's", ["1990'erne", "og", "TEBA's"]),
        ("slut.Ny sætning", ["slut", "Ny", "sætning"]),
        ("– § % ... ____", []),
        ("Navn: ________ Dato: __/__", ["Navn", "Dato"]),
        ("ansøg-\nning og selv\u00adbetjening", ["ansøgning", "og", "selvbetjening"]),
        ("bo\u0308rn a\u030ar", ["börn", "år"]),
        ("kl. 9.30-11.00 den 3/4", ["kl", "9.30-11.00", "den", "3/4"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "long"),
    [
        ("hjælpe", False),
        ("hjælper", True),
        ("ansøgning", True),
        ("12.500.000,50", False),
        ("120513-0042", False),
        ("www.socialministeriet.dk", False),
        ("departementet@sum.dk", False),
        ("ansoegning.pdf", False),
        ("cand.polit", False),
        ("EU-lovgivningen", True),
        ("IT-system", True),
        ("e-mail", False),
        ("COVID-19", False),
        ("12-årige", False),
        ("2030-målsætningen", True),
        ("1990'erne", False),
    ],
)
def test_is_long(word: str, long: bool) -> None:
    assert is_long(word) is long


@given(texts)
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert words(unicodedata.normalize("NFD", text)) == words(composed)


@given(texts)
def test_every_sentence_has_a_word(text: str) -> None:
    assert all(words(sentence) for sentence in sentences(text))
    assert bool(words(text)) == bool(sentences(text))
