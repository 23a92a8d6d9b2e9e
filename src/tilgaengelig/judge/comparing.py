"""Two versions of a text: what got better, what got worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tilgaengelig.danish.figures import brief
from tilgaengelig.judge.difficulty import KINDS, NOT_WRITING, Difficulty
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.readability import Readability

#: Less than this is chance, or a word more or less.
_LEAST = 1.0
_LEAST_SCORE = 2.0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text, as far as versions are compared."""

    counts: Readability
    advice: Sequence[Advice]
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a text; `verdict` is one sentence, and so is each of `better` and `worse`."""

    verdict: str
    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(new: Version, old: Version) -> Comparison:
    """What got better and what got worse from the old version to the new."""
    better: list[str] = []
    worse: list[str] = []
    for name, before, now, least in (*_measures(new, old), *_kinds(new, old)):
        if abs(before - now) >= least:
            (better if now < before else worse).append(f"{name}: {brief(before)} før, {brief(now)} nu.")
    asked, had = ([one.message for one in each.advice if one.kind in NOT_WRITING] for each in (new, old))
    better += [f"Er på plads: {question}" for question in had if question not in asked]
    worse += [f"Mangler nu: {question}" for question in asked if question not in had]
    return Comparison(
        _verdict(new.difficulty.score - old.difficulty.score, better, worse), tuple(better), tuple(worse)
    )


def _measures(new: Version, old: Version) -> Iterator[tuple[str, float, float, float]]:
    if new.counts.lix is not None and old.counts.lix is not None:
        yield "LIX", round(old.counts.lix, 1), round(new.counts.lix, 1), _LEAST
        before, now = (each.counts.words / each.counts.sentences for each in (old, new))
        yield "Ord i en sætning", round(before, 1), round(now, 1), _LEAST
        before, now = (100 * each.counts.long_words / each.counts.words for each in (old, new))
        yield "Lange ord i procent", round(before, 1), round(now, 1), _LEAST


def _kinds(new: Version, old: Version) -> Iterator[tuple[str, float, float, float]]:
    now, before = (Counter(one.kind for one in each.advice) for each in (new, old))
    for kind in AdviceKind:
        if kind not in NOT_WRITING:
            yield KINDS[kind][1].capitalize(), before[kind], now[kind], 1


def _verdict(change: float, better: Sequence[str], worse: Sequence[str]) -> str:
    if not better and not worse:
        return "De to versioner er lige svære."
    if change <= -_LEAST_SCORE:
        return (
            "Teksten er blevet lettere." if not worse else "Teksten er blevet lettere, men ikke alt er bedre."
        )
    if change >= _LEAST_SCORE:
        return (
            "Teksten er blevet sværere."
            if not better
            else "Teksten er blevet sværere, selv om noget er bedre."
        )
    return "Teksten er omtrent så svær som før."
