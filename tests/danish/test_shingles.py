"""How alike two texts are, as their sketches tell it, against a count of all their shingles."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.shingles import MOST, SHINGLE, hashes, likeness, reach, sketch

WORDS = [f"ord{number}" for number in range(5000)]


def told(one: str, other: str) -> float:
    sketches = [hashes(sketch([text])) for text in (one, other)]
    first, second = ((set(numbers), reach(numbers)) for numbers in sketches)
    return likeness(first, second)


def counted(one: str, other: str) -> float:
    first, second = (
        {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
        for words in (one.split(), other.split())
    )
    return len(first & second) / len(first | second)


def changed(text: str, every: int) -> str:
    return " ".join("andet" if number % every == 0 else word for number, word in enumerate(text.split(), 1))


def test_the_likeness_of_short_texts_is_exact() -> None:
    text = " ".join(random.Random(1).sample(WORDS, 200))
    for every in (10, 40, 90):
        assert told(text, changed(text, every)) == counted(text, changed(text, every))


def test_the_likeness_of_long_texts_is_near() -> None:
    text = " ".join(random.Random(2).sample(WORDS, 4500))
    for every in (15, 40, 90):
        other = changed(text, every)
        assert abs(told(text, other) - counted(text, other)) < 0.06


def test_a_sketch_is_bounded_and_heeds_neither_capitals_nor_signs_nor_how_the_text_comes() -> None:
    long = " ".join(random.Random(3).sample(WORDS, 4500))
    assert len(sketch([long])) == 4 * MOST
    assert sketch(["Du kan søge om penge.", "Ring til os."]) == sketch(["du kan søge OM penge ring - til os"])
    assert sketch(["for få ord"]) == b""


def test_texts_that_have_nothing_in_common_are_not_alike() -> None:
    assert told(" ".join(WORDS[:300]), " ".join(WORDS[300:600])) == 0
    assert told("", "") == 0


@given(st.lists(st.text(max_size=40), max_size=10))
def test_the_hashes_of_any_text_are_in_order_and_a_text_is_like_itself(texts: list[str]) -> None:
    numbers = list(hashes(sketch(texts)))
    assert numbers == sorted(set(numbers))
    if numbers:
        assert likeness((set(numbers), reach(numbers)), (set(numbers), reach(numbers))) == 1
