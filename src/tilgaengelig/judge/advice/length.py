"""What is too long to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.clauses import has_verb
from tilgaengelig.danish.cuts import cut
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.quotations import quotations
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule


def long_sentence(prose: Prose, rule: Rule, *, most: int = 25) -> Iterator[Advice]:
    """Sentences of more than `most` words, with the place to cut them; what has no verb is no sentence to cut.

    An act that is quoted cannot be cut: it wants to be told in other words as well.
    """
    quoted = list(quotations(prose))
    for sentence in prose.sentences:
        if len(sentence) <= most or not has_verb(prose, sentence):
            continue
        middle = prose.starts[(sentence.first + sentence.last) // 2]
        if any(start <= middle < end for start, end in quoted):
            message = (
                f"Citatet har {len(sentence)} ord i én sætning. Sig også med egne ord, hvad reglen betyder."
            )
            yield advice(rule, sentence.start, sentence.end, message)
            continue
        found = cut(prose, sentence)
        if found is None:
            message = f"Sætningen har {len(sentence)} ord. Del den i to, så den er nemmere at følge."
            yield advice(rule, sentence.start, sentence.end, message)
            continue
        if prose.lows[found.word : found.word + 2] == ["og", "at"]:
            message = f"Sætningen har {len(sentence)} ord. Skriv hvert ”at” som et punkt i en liste."
            yield advice(rule, sentence.start, sentence.end, message)
            continue
        shown = " ".join(prose.words[found.word : found.word + 4])
        message = f"Sætningen har {len(sentence)} ord. Du kan dele den før ”{shown}”."
        yield advice(rule, sentence.start, sentence.end, message, found.instead)
