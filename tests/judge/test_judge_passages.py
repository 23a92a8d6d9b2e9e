"""Passages in another language than is stated for them, and those that state it right."""

from __future__ import annotations

import pytest
from judge_things import ADDRESS, DANISH, ENGLISH, rule, said

from tilgaengelig.model.finding import Outcome, Place, Region
from tilgaengelig.model.subject import Element, PageFacts

PASSAGE = "afsnit-på-andet-sprog"
PLACE = Place("p", "<p>", "main>p", Region.MAIN)


def told(*elements: Element) -> list[Outcome]:
    """What is said of these between paragraphs of Danish."""
    danish = Element("p", PLACE, text=DANISH, language="da")
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(*elements, danish, danish))
    return [outcome for _, outcome in said(facts, rule(PASSAGE))]


@pytest.mark.parametrize("tag", ["em", "strong", "a", "q", "i"])
def test_a_passage_that_states_its_language_on_what_holds_its_words_is_right(tag: str) -> None:
    block = Element("p", PLACE, text=f"”{ENGLISH[:900]}”", language="da")
    marked = Element(tag, PLACE, 0, text=ENGLISH[:900], language="en")
    assert told(block, marked) == []
    unmarked = Element(tag, PLACE, 0, text=ENGLISH[:900], language="da")
    assert told(block, unmarked) == [Outcome.FAILED]


def test_what_is_left_of_a_passage_beside_what_states_its_language_is_looked_at() -> None:
    block = Element("p", PLACE, text=f"{ENGLISH[:300]} Guten Tag. {ENGLISH[300:600]}", language="da")
    assert told(block, Element("em", PLACE, 0, text="Guten Tag.", language="de")) == [Outcome.FAILED]


BULGARIAN = """Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва
да се отнасят помежду си в дух на братство. Всеки човек има право на всички права и свободи, провъзгласени в тази
Декларация, без каквито и да било различия."""


@pytest.mark.parametrize(
    ("words", "language", "outcomes"),
    [
        (BULGARIAN, "bg", []),
        (BULGARIAN, "da", [Outcome.CANT_TELL]),
        (ENGLISH, "bg", [Outcome.CANT_TELL]),
    ],
)
def test_a_passage_in_a_language_that_we_do_not_know_may_be_what_it_says(
    words: str, language: str, outcomes: list[Outcome]
) -> None:
    assert told(Element("div", PLACE, text=words, language=language)) == outcomes
