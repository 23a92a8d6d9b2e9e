"""Ten letters in heavy officialese, each with a plain rewriting: every pair comes out in the right order."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from our_book import BOOK
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.letter import Draft, LetterKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.work.letters import ScoredLetter, compared, score

HERE = Path(__file__).parent
PAIRS = sorted(path.name.removesuffix(".tung.txt") for path in HERE.glob("*.tung.txt"))
#: Where two texts differ by less, nobody can say which is the easier by their LIX.
SAME_LIX = 3


@cache
def scored(pair: str, version: str) -> ScoredLetter:
    text = (HERE / f"{pair}.{version}.txt").read_text("utf-8")
    return score(Draft.plain(text), Audience.BORGERE, BOOK, 100_000, LetterKind(pair.rpartition(".")[2]))


def lix(letter: ScoredLetter) -> float:
    assert letter.readability.lix is not None
    return letter.readability.lix


def asked(letter: ScoredLetter) -> list[str]:
    return [one.message for one in letter.advice if one.kind is AdviceKind.LETTER_PART]


def test_there_are_ten_pairs() -> None:
    assert len(PAIRS) == 10


@pytest.mark.parametrize("pair", PAIRS)
def test_the_plain_rewriting_is_the_easier(pair: str) -> None:
    heavy, plain = scored(pair, "tung"), scored(pair, "klar")
    assert plain.difficulty.score < heavy.difficulty.score
    assert plain.difficulty.weight < heavy.difficulty.weight / 2
    assert compared(plain, heavy).verdict.startswith("Teksten er blevet lettere")
    assert compared(heavy, plain).verdict.startswith("Teksten er blevet sværere")


@pytest.mark.parametrize("pair", PAIRS)
def test_the_verdict_is_for_the_plain_and_against_the_heavy(pair: str) -> None:
    assert scored(pair, "tung").verdict.startswith(("For svær for borgere", "Tung for borgere"))
    assert scored(pair, "klar").verdict.startswith(("Passer til borgere", "Lidt svær for borgere"))


def test_in_some_pairs_lix_cannot_tell_and_the_advice_must() -> None:
    same = [pair for pair in PAIRS if abs(lix(scored(pair, "tung")) - lix(scored(pair, "klar"))) < SAME_LIX]
    assert len(same) >= 3


@pytest.mark.parametrize("pair", PAIRS)
def test_the_plain_letter_lacks_nothing(pair: str) -> None:
    assert asked(scored(pair, "klar")) == []


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("version", ["tung", "klar"])
def test_what_each_letter_is_can_be_guessed(pair: str, version: str) -> None:
    letter = scored(pair, version)
    assert score(letter.draft, Audience.BORGERE, BOOK, 100_000).suggested is LetterKind(
        pair.rpartition(".")[2]
    )


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("version", ["tung", "klar"])
def test_no_letter_holds_a_number_of_a_person(pair: str, version: str) -> None:
    assert [one for one in scored(pair, version).advice if one.kind is AdviceKind.PERSONAL_DATA] == []
