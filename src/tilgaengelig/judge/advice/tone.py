"""How a text speaks to its reader: as a person, plainly, without shouting."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish import address, emphasis
from tilgaengelig.danish.negation import double_negations
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule

_LONGEST_SHOWN = 40


def formal_address(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """ "De", "Dem" and "Deres" to a reader."""
    mixed = " Teksten blander ”du” og ”De”." if address.says_du(prose) else ""
    for place in address.formal(prose):
        start, end = prose.span(place.first, place.last)
        plain = place.plain or "din”, ”dit” eller ”dine"
        message = f"”{prose.text[start:end]}” holder læseren på afstand. Skriv ”{plain}”.{mixed}"
        yield advice(rule, start, end, message, place.plain)


def impersonal(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """ "man" where the reader is meant, or the authority."""
    for place in address.impersonal(prose):
        start, end = prose.span(place.first, place.last)
        message = "Hvem er ”man”? Skriv ”du”, hvis det er læseren, og ”vi”, hvis det er jer."
        yield advice(rule, start, end, message)


def third_person(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """ "ansøgeren skal" to the one who applies, "klageren" to the one who complains."""
    for place in address.third_person(prose):
        start, end = prose.span(place.first, place.last)
        shown = prose.text[start:end]
        plain = "Du" if shown[0].isupper() else "du"
        does = "klager" if shown.lower().startswith("klag") else "søger"
        message = f"Skriv ”{plain}” i stedet for ”{shown}”, hvis det er læseren, der {does}."
        yield advice(rule, start, end, message, plain)


def double_negation(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Two negations that cancel each other."""
    for found in double_negations(prose):
        start, end = prose.span(found.first, found.last)
        told = f" Skriv hellere ”{found.plain}”." if found.plain else " Sig, hvad der gælder, uden ”ikke”."
        yield advice(rule, start, end, f"”{_shown(prose, start, end)}” nægter to gange.{told}", found.plain)


def capitals(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Words in capitals that are no short forms."""
    for first, last in emphasis.shouted(prose):
        start, end = prose.span(first, last)
        message = (
            f"”{_shown(prose, start, end)}” står med store bogstaver. Det virker som råb, og det er svært at læse. "
            "Skriv med små bogstaver, og brug fed skrift, hvis noget er vigtigt."
        )
        yield advice(rule, start, end, message)


def exclamations(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Several exclamation marks in a row."""
    for start, end in emphasis.exclamations(prose):
        message = "Flere udråbstegn virker som råb. Sæt ét, eller sæt punktum."
        yield advice(rule, start, end, message, "." if "?" not in prose.text[start:end] else "?")


def _shown(prose: Prose, start: int, end: int) -> str:
    """The words as written, on one line, cut where they are many."""
    shown = " ".join(prose.text[start:end].split())
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN].rsplit(' ', 1)[0]} …"
