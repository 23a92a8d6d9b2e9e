"""Sentences: the gold list, the places they are found at, and what holds for any text."""

from __future__ import annotations

import unicodedata

import pytest
from danish_gold import Case, cases
from danish_texts import texts
from hypothesis import given

from tilgaengelig.danish.normal import INVISIBLE
from tilgaengelig.danish.sentences import Span, sentences, split


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:40])
def test_administrative_danish(case: Case) -> None:
    assert sentences(case.text) == case.sentences


def test_the_gold_list_is_long_enough() -> None:
    assert len(cases()) >= 160
    assert sum(len(case.sentences) for case in cases()) >= 350


@given(texts)
def test_spans_are_ordered_and_cover_all_but_white_space(text: str) -> None:
    spans = split(text)
    covered = 0
    for span in spans:
        assert covered <= span.start < span.end <= len(text)
        assert not text[covered : span.start].strip(INVISIBLE + _WHITE)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        covered = span.end
    if spans:
        assert not text[covered:].strip(INVISIBLE + _WHITE)
    else:
        assert not any(map(str.isalnum, unicodedata.normalize("NFC", text)))


_WHITE = "".join(map(chr, (each for each in range(0x3001) if chr(each).isspace())))


@given(texts)
def test_composed_and_decomposed_text_have_the_same_sentences(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert sentences(unicodedata.normalize("NFD", text)) == sentences(composed)


@given(texts)
def test_every_sentence_is_one_line_with_a_word(text: str) -> None:
    found = sentences(text)
    assert len(found) == len(split(text))
    for sentence in found:
        assert sentence == " ".join(sentence.split())
        assert any(map(str.isalnum, sentence))


@given(texts, texts)
def test_a_blank_line_always_parts(one: str, other: str) -> None:
    assert sentences(f"{one} ord.\n\nOrd {other}") == sentences(f"{one} ord.") + sentences(f"Ord {other}")


def test_places_are_code_points_of_the_text_as_received() -> None:
    text = "  A\u030aret gik.\r\n\r\nSto\u00adtten 😊 faldt bort.  "
    assert split(text) == [Span(2, 12), Span(16, 38)]
    assert [text[span.start : span.end] for span in split(text)] == [
        "A\u030aret gik.",
        "Sto\u00adtten 😊 faldt bort.",
    ]
    assert sentences(text) == ["Året gik.", "Stotten 😊 faldt bort."]


@pytest.mark.parametrize("text", ["", " \n ", "---", "• \n *", "\u00ad"])
def test_a_text_without_words_has_no_sentence(text: str) -> None:
    assert split(text) == []


def test_a_ruler_belongs_to_its_neighbour() -> None:
    assert sentences("Overskrift\n=====\nTeksten begynder her.") == [
        "Overskrift =====",
        "Teksten begynder her.",
    ]
    assert sentences("***\n\nTekst.") == ["*** Tekst."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ansøg-\nning", ["ansøgning"]),
        ("ansøg\u00ad\nning", ["ansøgning"]),
        ("ansøg- \r\n  ning", ["ansøgning"]),
        ("SOCIAL- OG INTEGRATIONS-\nMINISTERIET", ["SOCIAL- OG INTEGRATIONSMINISTERIET"]),
        ("børne-\nog ungeudvalget", ["børne- og ungeudvalget"]),
        ("dit cpr-\nnummer", ["dit cpr-nummer"]),
        ("en e-\nmail", ["en e-mail"]),
        ("efter EU-\nreglerne", ["efter EU-reglerne"]),
    ],
)
def test_words_cut_at_a_lines_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_last_item_of_an_agenda_is_a_heading() -> None:
    assert sentences("8. Evt.\nNæste møde er i maj.") == ["8. Evt.", "Næste møde er i maj."]
    assert sentences("Vi kan ringe, og\nevt. skrive.") == ["Vi kan ringe, og evt. skrive."]


def test_a_colon_ends_a_sentence_only_at_the_end_of_its_line() -> None:
    assert sentences("Husk: Du skal svare.") == ["Husk: Du skal svare."]
    assert sentences("Husk:\nDu skal svare.") == ["Husk:", "Du skal svare."]


@pytest.mark.timeout(300)  # a second; many minutes where time grows with the square
@pytest.mark.parametrize(
    "piece",
    [
        "1. ",
        ".",
        "a.",
        "A. ",
        "- ",
        "-\n",
        "Du:\nja\n",
        "\u00ad\n",
        "a\u030a",
        '"',
        ") ",
        "stk. 2. ",
        "•\n",
        "@",
        "\n",
        "x ",
        "_",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    text = "Kommunen " + piece * (200_000 // len(piece)) + "x"
    assert len(sentences(text)) == len(split(text)) >= 1
