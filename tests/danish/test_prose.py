"""A text read once holds just the words and sentences that every measure counts, each at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.sentences import split
from tilgaengelig.danish.words import words

WILD = st.text(st.sampled_from("abæøåÆ Ø.,-\n\u00ad\u2010\u030a12/@:()’"), max_size=80) | st.text(max_size=80)


@given(WILD)
def test_words_and_sentences_are_those_of_the_measures(text: str) -> None:
    prose = Prose.of(text)
    assert prose.words == words(text)
    spans = [prose.received(one.start, one.end) for one in prose.sentences]
    assert spans == [(span.start, span.end) for span in split(text)]


@given(WILD)
def test_places_lie_in_order_inside_the_text_and_every_word_is_in_one_sentence(text: str) -> None:
    prose = Prose.of(text)
    edges = [edge for pair in zip(prose.starts, prose.ends, strict=True) for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(prose.text) for edge in edges)
    ranges = [number for one in prose.sentences for number in range(one.first, one.last)]
    assert ranges == list(range(len(prose.words)))


@pytest.mark.parametrize(
    ("text", "word", "stands_as"),
    [
        ("Din ansøg-\nning er her", "ansøgning", "ansøg-\nning"),
        ("Send en e-\nmail", "e-mail", "e-\nmail"),
        ("Skriv til (post@sum.dk).", "post@sum.dk", "post@sum.dk"),
        ("Det er ”klart”.", "klart", "klart"),
        ("borgere og/eller virksomheder", "eller", "eller"),
        ("an\u00adsøg", "ansøg", "ansøg"),
    ],
)
def test_a_word_is_found_where_it_stands(text: str, word: str, stands_as: str) -> None:
    prose = Prose.of(text)
    number = prose.words.index(word)
    start, end = prose.span(number, number + 1)
    assert prose.text[start:end] == stands_as
