"""Words and phrases that have plainer ones, by the word lists of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tilgaengelig.danish.phrases import first_place
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.references import in_title
from tilgaengelig.danish.vocabulary import Found, Vocabulary, is_english, is_explained
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.wordlist import Entry, WordList

_DATED = (
    "[dato]",
    "[periode]",
    "[tid]",
    "senest",
    "samme dag",
    "samme arbejdsdag",
    "dagen efter",
    "næste dag",
)


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of an entry, with what may be written for just that form. Without an entry: here the word is right."""

    entry: Entry | None
    instead: str = ""


@lru_cache(maxsize=64)
def _vocabulary(words: WordList) -> Vocabulary[_Form]:
    forms: dict[str, _Form] = {}
    for entry in words.entries.values():
        forms |= {phrase: _Form(None) for phrase in entry.unless}
    for entry in words.entries.values():
        forms |= {form: _Form(entry, instead) for form, instead in entry.forms.items()}
        forms[entry.word] = _Form(entry, entry.instead)
    return Vocabulary(forms)


def _found(prose: Prose, words: WordList) -> Iterator[tuple[Found[_Form], Entry]]:
    for found in _vocabulary(words).find(prose):
        if found.meaning.entry is not None:
            yield found, found.meaning.entry


def officialese(prose: Prose, rule: Rule, *, words: WordList, what: str) -> Iterator[Advice]:
    """Words that only offices use, each with a plain one in the same form; `what` says what is wrong with them."""
    for found, entry in _found(prose, words):
        start, end = prose.span(found.first, found.last)
        shown = _shown(prose, start, end)
        said = [f"”{shown}” {what}."]
        plain = _alternatives(found.meaning.instead, capital=shown[0].isupper() and not shown.isupper())
        if plain:
            said.append(f"Skriv hellere {_either(plain)}.")
        if entry.note:
            said.append(entry.note)
        yield advice(rule, start, end, " ".join(said), plain[0] if plain else None)


def abbreviation(prose: Prose, rule: Rule, *, words: WordList) -> Iterator[Advice]:
    """Abbreviations that most readers have to guess at.

    One that the text explains where it stands is left alone, and so is one in the title of an act.
    """
    for found, _entry in _found(prose, words):
        if is_explained(prose, found.first, found.last) or in_title(prose, found.first):
            continue
        start, end = prose.span(found.first, found.last)
        end += prose.text.startswith(".", end) and not prose.text.startswith("..", end)
        shown = prose.text[start:end]
        plain = _alternatives(found.meaning.instead, capital=shown[0].isupper() and shown[1:2].islower())
        message = f"Ikke alle kender forkortelsen ”{shown}”. Skriv {_either(plain)}."
        yield advice(rule, start, end, message, plain[0])


def foreign_term(prose: Prose, rule: Rule, *, words: WordList, what: str) -> Iterator[Advice]:
    """Technical and foreign words, the first time each stands in the text, unless it is explained or in English."""
    told: set[str] = set()
    for found, entry in _found(prose, words):
        if entry.word in told:
            continue
        told.add(entry.word)
        if is_explained(prose, found.first, found.last) or is_english(prose, found.first):
            continue
        start, end = prose.span(found.first, found.last)
        shown = _shown(prose, start, end)
        capital = shown[0].isupper() and not shown.isupper()
        fitting = _alternatives(found.meaning.instead, capital=capital)
        plain = fitting or _alternatives(entry.instead, capital=False)
        suggestion = fitting[0] if fitting else None
        yield advice(rule, start, end, _term_message(shown, what, plain, entry.note), suggestion)


def vague_deadline(prose: Prose, rule: Rule, *, words: WordList) -> Iterator[Advice]:
    """Words like "snarest" where the sentence names neither a date nor a number of days."""
    sentences = iter(prose.sentences)
    sentence = next(sentences, None)
    for found, entry in _found(prose, words):
        while sentence is not None and sentence.last <= found.first:
            sentence = next(sentences, None)
        if sentence is None:
            return
        if first_place(_DATED, prose.text[sentence.start : sentence.end].lower()):
            continue
        start, end = prose.span(found.first, found.last)
        message = f"Hvornår er ”{_shown(prose, start, end)}”? {entry.note}"
        yield advice(rule, start, end, message)


def _shown(prose: Prose, start: int, end: int) -> str:
    """The words as written, on one line."""
    return " ".join(prose.text[start:end].split())


def _term_message(shown: str, what: str, plain: list[str], note: str) -> str:
    if plain and note:
        return f"”{shown}” {what}. Skriv {_either(plain)}, eller forklar ordet: {note}"
    if plain:
        return f"”{shown}” {what}. Skriv hellere {_either(plain)}."
    return f"”{shown}” {what}. Forklar det første gang, for eksempel sådan: {note}"


def _alternatives(instead: str, *, capital: bool) -> list[str]:
    """What may be written, best first: the list parts several ways with a stroke."""
    ways = [way.strip() for way in instead.split(" / ")] if instead else []
    return [way[:1].upper() + way[1:] for way in ways] if capital else ways


def _either(ways: list[str]) -> str:
    quoted = [f"”{way}”" for way in ways]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} eller {quoted[-1]}"
