"""A letter judged while its writer waits. It is personal: it is never stored, logged or sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import SentenceMeasure, measure, sentence_measures
from tilgaengelig.danish.sentences import sentences
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.errors import TooLarge, WrongUse
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class ScoredLetter:
    """A letter's score. `verdict` is one plain sentence for its writer; `untested` the rules that broke on it."""

    text: str
    audience: Audience
    readability: Readability
    sentences: tuple[SentenceMeasure, ...]
    advice: tuple[Advice, ...]
    verdict: str
    untested: tuple[str, ...] = ()


def score(text: str, audience: Audience, rulebook: Rulebook, longest: int) -> ScoredLetter:
    """Scores a letter. Raises WrongUse for one that is empty, TooLarge beyond `longest` characters."""
    if not text.strip():
        raise WrongUse("Brevet er tomt. Skriv eller indsæt teksten, og prøv igen.")
    if len(text) > longest:
        raise TooLarge(f"Brevet er længere end {longest:,} tegn. Del det op.".replace(",", "."))
    counts = measure([text])
    kinds = rulebook.audiences[audience].advice
    advised = advise(Prose.of(text), rulebook.rules.values(), kinds)
    return ScoredLetter(
        text,
        audience,
        counts,
        tuple(sentence_measures(text)),
        advised.advice,
        _verdict(counts, audience, rulebook),
        advised.untested,
    )


def split(text: str) -> list[str]:
    """The sentences of a text: just those that every measure counts."""
    return sentences(text)


def _verdict(counts: Readability, audience: Audience, rulebook: Rulebook) -> str:
    goal = rulebook.audiences[audience]
    if counts.lix is None:
        return "Teksten har ingen ord at måle på."
    name, lix = goal.name["da"].lower(), round(counts.lix)
    if lix > goal.limit:
        return f"For svær for {name}: LIX {lix}, målet er højst {goal.limit}."
    if lix > goal.goal:
        return f"Lidt svær for {name}: LIX {lix}, målet er {goal.goal} eller lavere."
    return f"Passer til {name}: LIX {lix}, målet er {goal.goal} eller lavere."
