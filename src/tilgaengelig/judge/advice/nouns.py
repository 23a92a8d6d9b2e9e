"""Nouns that do the work of verbs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tilgaengelig.danish.chains import chains
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbalnouns import wrapped
from tilgaengelig.danish.verbphrases import Phrase, inflected_phrases, met, without_doer
from tilgaengelig.danish.wordorder import negated, stands_before
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.wordlist import WordList

_NEED = {"skal": "behøver at", "skulle": "behøvede at"}
_ANEW = "Sig det med det udsagnsord, der siger, hvad der sker."


def verbal_noun(prose: Prose, rule: Rule, *, words: WordList) -> Iterator[Advice]:
    """Nouns where a verb would do: the phrases of `words`, met in any form of their verb, and verbal nouns in -ing

    and -else after a verb like foretage, or between a preposition and "af".
    """
    covered: set[int] = set()
    for one in met(prose, _phrases(words)):
        entry = words.entries[one.phrase.word]
        if any(_stands(prose, one.first, phrase) for phrase in entry.unless):
            continue
        holds = not entry.before or stands_before(prose, one.last, entry.before)
        if not (holds or entry.note):
            continue
        covered.update(range(one.first, one.last))
        shorter, instead, last = (
            (entry.instead, one.phrase.instead, one.last) if holds else ("", "", one.last)
        )
        if shorter == "skulle" and negated(prose, one.first):
            # "ikke har pligt til at" is no ban, and "ikke skal" may be read as one.
            shorter, instead = ("behøve at", _NEED.get(instead, "")) if "pligt" in entry.word else ("", "")
        kept, _, opening = instead.rpartition(" ")
        if kept and opening == prose.lows[last - 1] and (opening == "at" or _after_comma(prose, last - 1)):
            last, instead = last - 1, kept  # and the comma before "at" stays
        suggestion = None if without_doer(prose, one.first) else _cased(instead, prose.words[one.first])
        shorter = instead if suggestion else shorter
        note = "" if entry.before and holds else entry.note
        message = note or (f"Det kan siges kortere med ”{shorter}”." if shorter else _ANEW)
        yield advice(rule, *prose.span(one.first, last), message, suggestion)
    for other in wrapped(prose):
        if other.first in covered:
            continue
        words_there = prose.words[other.first : other.last]
        shown = " ".join(words_there)
        if other.instead:
            message = f"Sig det med et udsagnsord: ”{other.instead}” i stedet for ”{shown}”."
        else:
            message = f"”{shown}” gemmer et udsagnsord. Skriv sætningen om, så nogen ”{other.verb}”."
        yield advice(
            rule, *prose.span(other.first, other.last), message, _cased(other.instead, words_there[0])
        )


@lru_cache(maxsize=8)
def _phrases(words: WordList) -> dict[str, list[Phrase]]:
    return inflected_phrases({entry.word: entry.instead for entry in words.entries.values()})


def _stands(prose: Prose, first: int, phrase: str) -> bool:
    """Say whether the words from `first` on are `phrase` but for their first one, which may be inflected."""
    rest = phrase.split()[1:]
    return prose.lows[first + 1 : first + 1 + len(rest)] == rest


def _after_comma(prose: Prose, at: int) -> bool:
    return "," in prose.text[prose.ends[at - 1] : prose.starts[at]]


def _cased(instead: str | None, first: str) -> str | None:
    if not instead:
        return None
    return instead[0].upper() + instead[1:] if first[:1].isupper() else instead


def noun_chain(prose: Prose, rule: Rule, *, least: int = 4) -> Iterator[Advice]:
    """Chains of at least `least` nouns tied together by prepositions, with a verbal noun among them."""
    for first, last in chains(prose, least):
        shown = f"{prose.words[first]} … {prose.words[last - 1]}"
        message = f"Mange navneord hænger sammen her: ”{shown}”. Del det op, og brug udsagnsord i stedet."
        yield advice(rule, *prose.span(first, last), message)
