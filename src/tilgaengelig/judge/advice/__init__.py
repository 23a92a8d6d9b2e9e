"""Checks of how a text says what it says: each takes a prose and a rule, and yields advice at its places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tilgaengelig.judge.advice import layout, length, nouns, order, personal, tone, voice, words
from tilgaengelig.model.advice import Advice

CHECKS: Mapping[str, Callable[..., Iterator[Advice]]] = {
    "advice.long_sentence": length.long_sentence,
    "advice.passive": voice.passive,
    "advice.personal_data": personal.personal_data,
    "advice.officialese": words.officialese,
    "advice.abbreviation": words.abbreviation,
    "advice.foreign_term": words.foreign_term,
    "advice.verbal_noun": nouns.verbal_noun,
    "advice.noun_chain": nouns.noun_chain,
    "advice.heavy_opening": order.heavy_opening,
    "advice.embedded_clause": order.embedded_clause,
    "advice.vague_deadline": words.vague_deadline,
    "advice.formal_address": tone.formal_address,
    "advice.impersonal": tone.impersonal,
    "advice.third_person": tone.third_person,
    "advice.double_negation": tone.double_negation,
    "advice.capitals": tone.capitals,
    "advice.exclamations": tone.exclamations,
    "advice.long_paragraph": layout.long_paragraph,
    "advice.missing_heading": layout.missing_heading,
    "advice.list_in_line": layout.list_in_line,
    "advice.law_reference": layout.law_reference,
}
