"""The order of a sentence: how far the reader must go to the main verb."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.openings import heavy_openings, inserted_clauses
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule


def heavy_opening(prose: Prose, rule: Rule, *, least: int = 12) -> Iterator[Advice]:
    """Openings of `least` words and more before the main verb."""
    for first, verb in heavy_openings(prose, least):
        message = f"Der står {verb - first} ord før ”{prose.words[verb]}”. Begynd med det vigtigste."
        yield advice(rule, *prose.span(first, verb), message)


def embedded_clause(prose: Prose, rule: Rule, *, least: int = 8) -> Iterator[Advice]:
    """Inserted clauses of `least` words and more between a subject and its verb."""
    for first, verb in inserted_clauses(prose, least):
        message = f"Der er skudt {verb - first} ord ind før ”{prose.words[verb]}”. Skriv dem som en sætning for sig."
        yield advice(rule, *prose.span(first, verb), message)
