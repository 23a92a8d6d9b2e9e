"""Many phrases found in one pass: the longest, never a name, and never across what parts two phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.vocabulary import Vocabulary, is_explained

WORDS = Vocabulary(
    {
        "om": 1,
        "i forbindelse med": 2,
        "i forbindelse": 3,
        "i de tilfælde, hvor": 4,
        "art.": 5,
        "SEL": 6,
        "Børne- og Socialministeriet": 7,
        "Socialministeriet": 8,
    }
)


def found(text: str) -> list[tuple[str, int]]:
    """What stands in the text, with what it means."""
    prose = Prose.of(text)
    return [(prose.text[slice(*prose.span(one.first, one.last))], one.meaning) for one in WORDS.find(prose)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi taler i forbindelse med mødet.", [("i forbindelse med", 2)]),
        ("Vi er i forbindelse hver dag.", [("i forbindelse", 3)]),
        ("Om mødet taler vi senere.", [("Om", 1)]),
        ("I de tilfælde, hvor du flytter.", [("I de tilfælde, hvor", 4)]),
        ("I de tilfælde hvor du flytter.", [("I de tilfælde hvor", 4)]),
        ("i forbindelse\nmed mødet", [("i forbindelse\nmed", 2)]),
        ("Emne: Om din sag", [("Om", 1)]),
        ("Det står i art. 8 om ret.", [("art", 5), ("om", 1)]),
        ("Vi bruger SEL hver dag.", [("SEL", 6)]),
        ("Skriv til Børne- og Socialministeriet.", [("Børne- og Socialministeriet", 7)]),
        ("Skriv om børne og Socialministeriet.", [("om", 1), ("Socialministeriet", 8)]),
    ],
)
def test_phrases_are_found_where_they_stand(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vi så filmen Om Natten i går.",  # a name
        "Skriv ”om” med to bogstaver.",  # the word itself
        "Bogen er af den art, som sælger.",  # no stop: the word, not its abbreviation
        "Vi bruger sel hver dag.",
        "Vi taler i, forbindelse er det ikke.",
    ],
)
def test_what_only_looks_like_a_phrase_is_passed_over(text: str) -> None:
    assert found(text) == []


def test_a_phrase_does_not_reach_from_one_paragraph_into_the_next() -> None:
    assert found("Vi taler i forbindelse\n\nmed mødet.") == [("i forbindelse", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "Du har ret til X (at se papirerne i sagen).",
        "Du har ret til X, det vil sige at se papirerne.",
        "Klagen har X. Det betyder, at du ikke skal betale.",
        "Du må se papirerne (X).",
        "Det kaldes X.",
    ],
)
def test_a_word_explained_where_it_stands_is_known_as_such(text: str) -> None:
    prose = Prose.of(text)
    at = prose.words.index("X")
    assert is_explained(prose, at, at + 1)


@pytest.mark.parametrize("text", ["Du har ret til X (§ 9, stk. 2).", "Vi har X nu.", "Vi har X (jf. loven)."])
def test_a_reference_is_no_explanation(text: str) -> None:
    prose = Prose.of(text)
    at = prose.words.index("X")
    assert not is_explained(prose, at, at + 1)


@given(st.text(alphabet="om i forbindelse,.\n”(Ab-", max_size=80))
def test_any_text_is_read_and_no_two_phrases_overlap(text: str) -> None:
    free = 0
    for one in WORDS.find(Prose.of(text)):
        assert one.first >= free
        assert one.last > one.first
        free = one.last
