"""Who does it: the passive."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.active import active
from tilgaengelig.danish.passive import Form, Passive, passives
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule


def passive(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Passives in -s and with blive; told actively where the sentence names the one who acts."""
    sentences = iter(prose.sentences)
    sentence = next(sentences, None)
    for one in passives(prose):
        while sentence is not None and sentence.last <= one.first:
            sentence = next(sentences, None)
        if sentence is None:
            return
        said = active(prose, sentence, one)
        if said is not None:
            start, end, suggestion = said
            yield advice(
                rule, start, end, "Begynd med den, der gør noget, så bliver sætningen aktiv.", suggestion
            )
        else:
            yield advice(rule, *prose.span(one.first, one.last), _message(prose, one))


def _message(prose: Prose, one: Passive) -> str:
    words = prose.words[one.first : one.last]
    shown = " ".join(words) if len(words) < 3 else f"{words[0]} … {words[-1]}"
    if prose.lows[one.last : one.last + 1] == ["af"]:
        return f"”{shown}” er passiv. Begynd med den, der gør noget, og brug ”{_form(prose, one)}”."
    return f"”{shown}” siger ikke, hvem der gør det. Skriv fx ”vi” eller ”du”, og brug ”{_form(prose, one)}”."


def _form(prose: Prose, one: Passive) -> str:
    """The active form in the same tense."""
    blive = prose.lows[one.first]
    if one.form is Form.PRESENT or blive == "bliver":
        return one.verb.present
    if one.form is Form.PAST or blive == "blev":
        return one.verb.past
    return one.verb.participle if blive == "blevet" else one.verb.infinitive
