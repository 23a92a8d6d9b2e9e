"""Measures, with textstat as cross-check: its faults on Danish stand here as tests."""

from __future__ import annotations

import warnings

import pytest
from danish_texts import texts
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.readability import measure, sentence_measures
from tilgaengelig.danish.sentences import split

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # what textstat and nltk say of themselves when imported is no fault of ours
    import textstat

_LETTER = (
    "Kommunen yder bl.a. tilskud til transport, f.eks. bus og tog, kost mv. til alle børn.",
    "Du kan søge om hjælp. Ansøgningen sendes til Udbetaling Danmark.",
)


def test_counts_and_lix() -> None:
    found = measure(["Sådan søger du", "Du kan søge om hjælp. Ansøgningen sendes til Udbetaling Danmark."])
    assert (found.words, found.sentences, found.long_words, found.distinct_words) == (13, 3, 3, 12)
    assert found.lix == pytest.approx(13 / 3 + 100 * 3 / 13)


def test_nothing_to_measure() -> None:
    assert measure([]).lix is None
    assert measure(["", "***", "\n"]) == measure([])


# text; our sentences and long words, textstat's. Words agree but where said.
_TEXTSTAT_IS_WRONG = [
    pytest.param(_LETTER[0], (1, 3), (4, 3), id="abbreviations"),
    pytest.param(
        "Mødet holdes den 3. maj kl. 9.30, dvs. ca. en time efter skolestart.", (1, 1), (2, 1), id="dates"
    ),
    pytest.param(
        "Tilskuddet er 1.250,50 kr. om måneden og højst 12.500 kr. om året.",
        (1, 2),
        (2, 2),
        id="decimals and thousands",
    ),
    pytest.param("Læs mere i afsnit 7.4.1 og 7.4.2 om betaling.", (1, 1), (3, 1), id="section numbers"),
    pytest.param("Skriv til H.C. Jensen eller A. P. Møller i kontoret.", (1, 1), (3, 1), id="initials"),
    pytest.param(
        "Læs mere på www.borger.dk/boern eller https://sum.dk/nyt.html i dag.", (1, 0), (3, 2), id="addresses"
    ),
    pytest.param(
        "Det går. Vi ringer. Bare vent. Kommunen svarer inden for fire uger.",
        (4, 1),
        (1, 1),
        id="two-word sentences",
    ),
    pytest.param(
        "Du skal sende:\n- lønseddel\n- lejekontrakt\n- årsopgørelse\n- kopi af pas",
        (5, 3),
        (1, 3),
        id="bullets",
    ),
    pytest.param(
        "Din sag har nr. 120513-0042 og dit nummer er 010190-1234.",
        (1, 0),
        (2, 2),
        id="case and CPR numbers are no long words",
    ),
]


@pytest.mark.parametrize(("text", "ours", "theirs"), _TEXTSTAT_IS_WRONG)
def test_where_textstat_is_wrong(text: str, ours: tuple[int, int], theirs: tuple[int, int]) -> None:
    found = measure([text])
    assert (found.sentences, found.long_words) == ours
    assert (textstat.sentence_count(text), textstat.long_word_count(text)) == theirs
    assert found.words == textstat.lexicon_count(text)


def test_where_textstat_cuts_words() -> None:
    broken, whole = "Vi har behandlet din ansøg-\nning.", "Vi har behandlet din ansøgning."
    assert measure([broken]) == measure([whole])
    assert textstat.lix(broken) != textstat.lix(whole)
    hyphens = "Kommu\u00adnen yder ydel\u00adser til a\u030aret."
    assert measure([hyphens]) == measure(["Kommunen yder ydelser til året."])


@pytest.mark.parametrize(
    "text",
    [
        "Børn og unge får hjælp. Kommunen betaler for det hele. Du skal ikke gøre noget.",
        "Kan du få hjælp? Det afhænger af din indtægt og din formue!",
        "Ministeren siger, at reglerne skal være enklere. De træder i kraft til sommer.",
    ],
)
def test_where_textstat_agrees(text: str) -> None:
    found = measure([text])
    assert found.words == textstat.lexicon_count(text)
    assert found.sentences == textstat.sentence_count(text)
    assert found.long_words == textstat.long_word_count(text)
    assert found.lix == pytest.approx(textstat.lix(text))


@given(st.lists(texts, max_size=5))
def test_measures_add_up_over_blocks(blocks: list[str]) -> None:
    whole = measure(blocks)
    parts = [measure([block]) for block in blocks]
    assert whole.words == sum(part.words for part in parts)
    assert whole.sentences == sum(part.sentences for part in parts)
    assert whole.long_words == sum(part.long_words for part in parts)
    assert whole.distinct_words <= sum(part.distinct_words for part in parts)


@given(texts)
def test_sentences_are_counted_as_split_finds_them(text: str) -> None:
    each = sentence_measures(text)
    assert [one.span for one in each] == split(text)
    assert measure([text]).sentences == len(each)


def test_sentence_measures_add_up_to_the_text() -> None:
    text = " ".join(_LETTER)
    each, whole = sentence_measures(text), measure([text])
    assert sum(one.words for one in each) == whole.words
    assert sum(one.long_words for one in each) == whole.long_words
    assert each[1].lix == pytest.approx(5.0)
