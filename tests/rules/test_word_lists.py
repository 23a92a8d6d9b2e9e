"""Our word lists against each other: a word is told of once, and what is to be written instead is plain itself."""

from __future__ import annotations

from collections import Counter

from our_book import BOOK
from tilgaengelig.danish.phrases import phrases_of
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.wordlist import WordList

LISTS: dict[str, WordList] = {
    rule.id: rule.settings["words"]
    for rule in BOOK.rules.values()
    if rule.kind and isinstance(rule.settings.get("words"), WordList)
}
PLAIN = {AdviceKind.OFFICIALESE, AdviceKind.ABBREVIATION, AdviceKind.FOREIGN_TERM}


def test_no_word_stands_in_two_lists() -> None:
    counted = Counter(
        form
        for words in LISTS.values()
        for entry in words.entries.values()
        for form in {entry.word, *entry.forms}
    )
    assert [form for form, count in counted.items() if count > 1] == []


def test_what_is_to_be_written_is_no_word_to_avoid() -> None:
    rules = [rule for rule in BOOK.rules.values() if rule.kind in PLAIN]
    told = []
    for name in LISTS:
        for entry in LISTS[name].entries.values():
            for plain in {entry.instead, entry.hint, *entry.forms.values()}:
                told += [
                    f"{entry.word}: {one.message}"
                    for way in plain.split(" / ")
                    for one in advise(Prose.of(way), rules, PLAIN).advice
                ]
    assert told == []


def test_what_must_follow_a_word_can_be_looked_for() -> None:
    for words in LISTS.values():
        for entry in words.entries.values():
            assert len(phrases_of(entry.before)) == len(entry.before)


def test_officialese_has_more_than_five_hundred_entries() -> None:
    names = [rule.id for rule in BOOK.rules.values() if rule.kind is AdviceKind.OFFICIALESE]
    assert sum(len(LISTS[name].entries) for name in names) > 500
