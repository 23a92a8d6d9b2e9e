"""Measures, with textstat as cross-check: its faults on Danish stand here as tests."""

from __future__ import annotations

import warnings

import pytest
from danish_texts import texts
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.frequency import is_rare
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import measure, measures, paragraphs, periods, sentence_measures
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
    each = sentence_measures(Prose.of(text))
    assert [one.span for one in each] == split(text)
    assert measure([text]).sentences == len(each)


def test_sentence_measures_add_up_to_the_text() -> None:
    text = " ".join(_LETTER)
    each, whole = sentence_measures(Prose.of(text)), measure([text])
    assert sum(one.words for one in each) == whole.words
    assert sum(one.long_words for one in each) == whole.long_words
    assert each[1].lix == pytest.approx(5.0)


@given(texts)
def test_what_is_read_once_is_counted_as_what_is_not(text: str) -> None:
    assert measures(Prose.of(text)).whole == measure([text])


def test_headings_lists_and_addresses_are_no_running_text() -> None:
    letter = "Sådan søger du\n\nDu kan søge om hjælp. Send:\n- lønseddel\n- kopi af pas"
    text = f"{letter}\n\nKommunen\nTorvet 1\n8000 Aarhus"
    found = measures(Prose.of(text))
    assert (found.whole.sentences, found.prose.sentences) == (8, 2)
    assert found.prose.words == 6


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Det går godt. Vi ringer.", 2),
        ("Du skal sende: Pas og billede.", 2),
        ("Du skal sende: pas og billede.", 1),
        ("Kommunen yder bl.a. tilskud til Anna.", 1),
        ("Sådan søger du\n- pas\n- billede", 1),
        ("", 0),
    ],
)
def test_periods_are_counted_as_björnsson_did(text: str, count: int) -> None:
    assert periods(text) == count


def test_the_conventions_beside_each_other() -> None:
    text = "Du skal sende:\n- lønseddel\n- lejekontrakt\n- årsopgørelse\n- kopi af pas"
    found = measures(Prose.of(text))
    assert (found.whole.sentences, found.prose.sentences, found.periods) == (5, 1, 1)
    assert found.whole.lix is not None
    assert found.lix_by_periods is not None
    assert found.lix_by_periods > found.whole.lix + 7


def test_ovix_rix_shares_and_time() -> None:
    found = measure(["Hus og have. Hus og bil. Kommunen betaler."])
    assert found.rix == pytest.approx(2 / 3)
    assert found.ovix == pytest.approx(16.05, abs=0.01)  # N 8, V 6
    assert found.words_per_sentence == pytest.approx(8 / 3)
    assert found.long_share == pytest.approx(2 / 8)
    assert found.minutes == pytest.approx(0.04)
    assert measure(["Ingen ord igen"]).ovix is None
    assert measure(["Ja."]).ovix is None
    assert measure([""]).rix is None


@pytest.mark.parametrize(
    "word", ["kommune", "kommunernes", "boligstøtte", "børnehave", "arbejdsmarked", "hus", "gik"]
)
def test_common_words_their_forms_and_their_compounds_are_not_rare(word: str) -> None:
    assert not is_rare(word)


@pytest.mark.parametrize("word", ["aktindsigt", "konfiguration", "skelforretning", "forældelse", "kassation"])
def test_words_of_offices_and_trades_are_rare(word: str) -> None:
    assert is_rare(word)


def test_names_and_numbers_are_not_judged_for_rarity() -> None:
    found = measures(Prose.of("Vi skrev til Xqvist 12.500 gange om aktindsigt, se www.sum.dk/xqvist."))
    assert (found.judged_words, found.rare_words) == (7, 1)
    assert found.rare_share == pytest.approx(1 / 7)


def test_paragraphs_end_at_blank_lines() -> None:
    text = "Kære Anna\n\nVi har set på sagen. Den er god.\nVi skriver igen.\n \nVenlig hilsen\nKommunen\n"
    found = [(text[span.start : span.end], counts.words) for span, counts in paragraphs(Prose.of(text))]
    assert found == [
        ("Kære Anna", 2),
        ("Vi har set på sagen. Den er god.\nVi skriver igen.", 11),
        ("Venlig hilsen\nKommunen", 3),
    ]


@given(texts)
def test_paragraphs_add_up_to_the_text(text: str) -> None:
    prose = Prose.of(text)
    assert sum(counts.words for _, counts in paragraphs(prose)) == len(prose.words)
    assert sum(counts.sentences for _, counts in paragraphs(prose)) == len(prose.sentences)


@pytest.mark.timeout(30)  # at once; minutes where the time grows with the square of the word
def test_a_word_without_end_is_rare_and_costs_nothing() -> None:
    assert measures(Prose.of(f"Her står {'ab' * 500_000} i en linje.")).rare_words == 1
