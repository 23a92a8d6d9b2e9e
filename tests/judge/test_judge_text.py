"""The text of a subject: its language, its readability, and what is said of the two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judge_things import (
    DANISH,
    ENGLISH,
    HEAVY,
    NORWEGIAN,
    blocks,
    document_facts,
    judged,
    page_facts,
    rule,
    said,
)

from tilgaengelig.danish.language import LanguageGuess
from tilgaengelig.judge import text
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability

LIX = "tekst-for-svær"
LANGUAGE = "side-på-andet-sprog-end-angivet"


def counted(lix: float, *, words: int = 100, sentences: int = 10) -> text.TextFacts:
    """A text of that LIX."""
    long_words = round((lix - words / sentences) * words / 100)
    counts = Readability(words, sentences, long_words, words)
    assert counts.lix == lix
    return text.TextFacts("da", LanguageGuess("da", 1.0, words), True, counts, limit=40)


@pytest.mark.parametrize(("lix", "hard"), [(39, False), (40, False), (41, True)])
def test_a_text_is_too_hard_above_its_audiences_limit_and_not_at_it(lix: float, *, hard: bool) -> None:
    found = list(text.lix(counted(lix), rule(LIX)))
    assert [one.outcome for one in found] == [Outcome.CANT_TELL] * hard
    assert all(f"LIX {lix}" in one.message and "højst 40" in one.message for one in found)


def test_a_lix_is_compared_as_it_is_shown() -> None:
    facts = replace(counted(45), readability=Readability(10_000, 1_000, 3_504, 1_000), limit=45)
    assert list(text.lix(facts, rule(LIX))) == []
    (one,) = text.lix(replace(facts, readability=Readability(10_000, 1_000, 3_516, 1_000)), rule(LIX))
    assert "LIX 45,2" in one.message


@pytest.mark.parametrize(("words", "sentences"), [(99, 9), (100, 4)])
def test_a_text_too_short_for_its_lix_to_mean_anything_is_not_judged(words: int, sentences: int) -> None:
    counts = Readability(words, sentences, words, words)
    facts = text.TextFacts("da", LanguageGuess("da", 1.0, words), True, counts, limit=40)
    assert list(text.lix(facts, rule(LIX))) == []


def test_a_heavy_page_is_asked_about_and_a_plain_one_is_not() -> None:
    assert said(page_facts(text=HEAVY)) == [(LIX, Outcome.CANT_TELL)]
    assert said(page_facts(text=DANISH)) == []
    assert said(page_facts(text=HEAVY), limit=90) == []


def test_a_heavy_document_is_asked_about_too() -> None:
    assert said(document_facts(blocks=blocks(HEAVY))) == [(LIX, Outcome.CANT_TELL)]


def test_a_text_that_is_not_danish_has_no_readability_whatever_it_says_it_is() -> None:
    for declared in ("da", "en", ""):
        verdict = judged(page_facts(text=ENGLISH, language=declared), rule(LIX))
        assert (verdict.findings, verdict.readability, verdict.scored) == ((), None, False)
        assert verdict.text_language == "en"


def test_a_danish_text_is_scored_whatever_it_says_it_is() -> None:
    for declared in ("da", "en", ""):
        verdict = judged(page_facts(text=DANISH, language=declared))
        assert verdict.readability is not None
        assert (verdict.readability.sentences, verdict.scored, verdict.text_language) == (14, True, "da")


def test_each_block_ends_a_sentence() -> None:
    verdict = judged(page_facts(text="Sådan søger du\n\nDu skal søge i dag\n\nHusk det"))
    assert verdict.readability is not None
    assert (verdict.readability.sentences, verdict.readability.words) == (3, 10)


def test_a_text_too_short_to_tell_is_taken_for_what_it_says_it_is_and_not_scored() -> None:
    short = "Du skal søge i dag."
    assert judged(page_facts(text=short, language="en")).readability is None
    verdict = judged(page_facts(text=short, language="da-DK"))
    assert verdict.readability is not None
    assert (verdict.scored, verdict.text_language) == (False, "")


def test_a_page_without_text_has_no_readability_and_no_finding() -> None:
    verdict = judged(page_facts())
    assert (verdict.readability, verdict.scored, verdict.findings) == (None, False, ())


@pytest.mark.parametrize(
    ("declared", "written", "names"),
    [
        ("en", DANISH, ("engelsk", "dansk")),
        ("da-DK", ENGLISH, ("dansk", "engelsk")),
        ("sv", DANISH, ("svensk", "dansk")),
        ("de", ENGLISH, ("tysk", "engelsk")),
    ],
)
def test_a_declared_language_that_is_not_the_texts_fails(
    declared: str, written: str, names: tuple[str, str]
) -> None:
    found = judged(page_facts(text=written, language=declared), rule(LANGUAGE)).findings
    assert [one.outcome for one in found] == [Outcome.FAILED]
    assert all(name in found[0].message for name in names)


@pytest.mark.parametrize(("words", "probability"), [(60, 1.0), (200, 0.5)])
def test_what_is_said_of_a_short_text_or_an_unsure_guess_is_a_question(
    words: int, probability: float
) -> None:
    facts = text.TextFacts("da", LanguageGuess("sv", probability, words), False, None, 40)
    assert [one.outcome for one in text.language(facts, rule(LANGUAGE))] == [Outcome.CANT_TELL]


def test_a_short_text_in_a_language_that_nobody_takes_for_the_declared_one_fails() -> None:
    facts = text.TextFacts("da", LanguageGuess("en", 1.0, 60), False, None, 40)
    assert [one.outcome for one in text.language(facts, rule(LANGUAGE))] == [Outcome.FAILED]


def test_of_a_text_of_a_few_words_nothing_is_said() -> None:
    facts = text.TextFacts("da", LanguageGuess("en", 1.0, 49), False, None, 40)
    assert list(text.language(facts, rule(LANGUAGE))) == []


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("da", DANISH),
        ("DA_dk", DANISH),
        ("en-GB", ENGLISH),
        ("", ENGLISH),
        ("no", NORWEGIAN),
        ("nb-NO", NORWEGIAN),
    ],
)
def test_nothing_is_said_where_it_fits(declared: str, written: str) -> None:
    assert said(page_facts(text=written, language=declared), rule(LANGUAGE)) == []


@pytest.mark.parametrize(
    ("declared", "taken_for", "outcomes"),
    [
        ("bg", "ru", []),
        ("ku", "tr", []),
        ("kl", "et", []),
        ("bs", "hr", []),
        ("sr", "hr", []),
        ("hr", "ru", [Outcome.FAILED]),
        ("bg", "en", [Outcome.CANT_TELL]),
        ("dk", "da", [Outcome.CANT_TELL]),
    ],
)
def test_a_language_that_we_do_not_know_may_be_what_it_says(
    declared: str, taken_for: str, outcomes: list[Outcome]
) -> None:
    facts = text.TextFacts(declared, LanguageGuess(taken_for, 1.0, 200), taken_for == "da", None, 40)
    assert [one.outcome for one in text.language(facts, rule(LANGUAGE))] == outcomes


@pytest.mark.parametrize(("declared", "written"), [("nb", DANISH), ("da", NORWEGIAN)])
def test_danish_and_norwegian_are_asked_about_and_never_fail(declared: str, written: str) -> None:
    found = judged(page_facts(text=written, language=declared), rule(LANGUAGE)).findings
    assert [one.outcome for one in found] == [Outcome.CANT_TELL]


def test_norwegian_is_not_scored_as_danish_and_danish_is_not_taken_for_norwegian() -> None:
    norwegian, danish = (judged(page_facts(text=one, language="da")) for one in (NORWEGIAN, DANISH))
    assert (norwegian.text_language, norwegian.readability) == ("no", None)
    assert danish.text_language == "da"


def test_a_text_without_a_declared_language_is_the_rule_on_that_and_not_this_one() -> None:
    assert said(page_facts(text=ENGLISH, language=""), rule(LANGUAGE)) == []
