"""What is too long to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule


def long_sentence(prose: Prose, rule: Rule, *, most: int = 25) -> Iterator[Advice]:
    """Sentences of more than `most` words."""
    for sentence in prose.sentences:
        if len(sentence) > most:
            message = f"Sætningen har {len(sentence)} ord. Del den i to, så den er nemmere at følge."
            yield advice(rule, sentence.start, sentence.end, message)
