"""Terms that a house has decided on: names that are no more, and words to use or not to use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tilgaengelig.danish.vocabulary import Vocabulary
from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.judge.text import TextFacts
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.wordlist import Entry, WordList


def terms(facts: TextFacts, rule: Rule, *, words: WordList, lead: str, ask: str) -> Iterator[Finding]:
    """Each term of the list that stands in a Danish text, once.

    `lead` introduces what to write, `ask` says what a person should see to.
    Always a question: a text about the past has the name of the past.
    """
    if facts.prose is None:
        return
    told: set[str] = set()
    for found in _vocabulary(words).find(facts.prose):
        entry = found.meaning
        if entry is None or entry.word in told:
            continue
        told.add(entry.word)
        start, end = facts.prose.span(found.first, found.last)
        shown = " ".join(facts.prose.text[start:end].split())
        parts = [f"Der står ”{shown}”."]
        if entry.instead:
            ways = " eller ".join(f"”{one.strip()}”" for one in entry.instead.split(" / "))
            parts.append(f"{lead} {ways}.")
        parts += [entry.note] if entry.note else []
        message = " ".join([*parts, ask])
        yield finding(rule, Outcome.CANT_TELL, message, component=told_apart(rule, entry.word))


@lru_cache(maxsize=64)
def _vocabulary(words: WordList) -> Vocabulary[Entry | None]:
    forms: dict[str, Entry | None] = {}
    for entry in words.entries.values():
        forms |= dict.fromkeys(entry.unless)
    for entry in words.entries.values():
        forms |= dict.fromkeys((*entry.forms, entry.word), entry)
    return Vocabulary(forms)
