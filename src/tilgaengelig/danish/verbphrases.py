"""Phrases that begin with a verb, met in any of its forms: finde anvendelse, finder anvendelse, fandt anvendelse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbs import lexicon
from tilgaengelig.danish.wordlists import listed

_HAVING = listed("har have havde haft")
#: The verbs that make a passive, or a state, of a participle.
BEING = listed("er var være været bliver blev blive blevet")
_REACH = 6  # words between a participle and what it belongs to


@dataclass(frozen=True, slots=True)
class Phrase:
    """What follows the verb, and what may stand instead of all of it, in the same form. `word` is its entry."""

    word: str
    rest: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Met:
    """A phrase met in a prose, as the words `first` to `last` (half-open)."""

    first: int
    last: int
    phrase: Phrase


def inflected_phrases(phrases: Mapping[str, str]) -> dict[str, list[Phrase]]:
    """Return the phrases by each form of their verb, the longest first. Both sides of `phrases` begin with infinitives.

    A passive (træffes afgørelse) has "" instead, since it does not tell who acts. A verb that the lexicon lacks is
    found as it is written only.
    """
    found: dict[str, list[Phrase]] = {}
    for word, instead in phrases.items():
        first, *rest = word.split()
        target, _, after = instead.partition(" ")
        for form, other in _forms(first, target).items():
            found.setdefault(form, []).append(
                Phrase(word, tuple(rest), f"{other} {after}".strip() if other else "")
            )
    for several in found.values():
        several.sort(key=lambda phrase: -len(phrase.rest))
    return found


def without_doer(prose: Prose, at: int) -> bool:
    """Say whether word number `at` is a participle that tells of nobody who acts: "der er truffet".

    No other verb can take its place word for word: "der er afgjort din sag". After "har" somebody acts.
    """
    known, low = lexicon(), prose.lows[at]
    if low not in known.participles:
        return False
    first = prose.sentences[prose.sentence_of(at)].first
    for before in reversed(prose.lows[max(first, at - _REACH) : at]):
        if before in _HAVING:
            return False
        if before in BEING:
            return True
    return low not in known.pasts


def _forms(first: str, target: str) -> dict[str, str]:
    verbs = lexicon().verbs
    verb, other = verbs.get(first), verbs.get(target)
    if verb is None:
        return {first: target}
    active = dict(zip(verb, other, strict=True)) if other else dict.fromkeys(verb, "") | {first: target}
    return dict.fromkeys(verb.passives, "") | active


def met(prose: Prose, phrases: Mapping[str, list[Phrase]]) -> Iterator[Met]:
    """All phrases in a prose, in order; where several begin with the same word, the longest."""
    lows = prose.lows
    for index in prose.places_of(phrases.keys()):
        for phrase in phrases[lows[index]]:
            last = index + 1 + len(phrase.rest)
            if tuple(lows[index + 1 : last]) == phrase.rest and _on_one_line(prose, index, last):
                yield Met(index, last, phrase)
                break


def _on_one_line(prose: Prose, first: int, last: int) -> bool:
    between = prose.text[prose.starts[first] : prose.ends[last - 1]]
    return not any(mark in between for mark in ".;:!?()")
