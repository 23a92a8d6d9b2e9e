"""What forms said when they were sent empty (WCAG 3.3.1, 1.3.1, 4.1.3).

Of a form that would have been sent nothing is told, since what its server answers is not known. The browser's own
messages name their field and are read out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.judge.elements.texts import short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Form, Forms, Message
from tilgaengelig.model.rule import Rule

#: What is said of a field that was left empty. Other words that come far from any field (”Vi henter dit svar”) are no
#: errors; what stands by a field or names it is held for one, whatever its words.
_OF_FAULT = re.compile(
    r"fejl|skal|udfyld|mangl|kræv|ugyldig|obligatorisk|besvar|\bikke (være|svaret|valgt|angivet|oplyst|accepteret)\b|"
    r"\b(skriv|vælg|angiv|indtast|husk|ret|oplys|accept[eé]r|tomt?|blank|svar på)\b|"
    r"error|required|invalid|must|missing|please|cannot|can't|\b(enter|fill|choose|select|correct|accept|empty)\b",
    re.IGNORECASE,
)
_EMPTY = "Når formularen bliver sendt tom,"


def nowhere(seen: Forms, rule: Rule) -> Iterator[Finding]:
    """Forms that do not say in words which field is wrong: fields only look another way, or words name none."""
    for form, messages in _checked(seen):
        if any(message.field for message in messages):
            continue
        if form.marked and not messages:
            told = f"{_EMPTY} får {called(form.marked[0])} et andet udseende"
            if form.messages:
                asked = (
                    f"{told}, og der kommer ”{short(form.messages[0].text)}”. Siger det, hvad der er galt?"
                )
                yield own_finding(rule, form.marked[0], Outcome.CANT_TELL, asked)
            else:
                sure = f"{told}, men der kommer ingen tekst."
                yield own_finding(rule, form.marked[0], Outcome.FAILED, sure)
        elif messages and form.fields > 1:
            told = f"{_EMPTY} står der ”{short(messages[0].text)}”."
            if form.marked:
                asked = f"{told} Siger siden med ord, hvilket felt der er fejl i?"
                yield own_finding(rule, messages[0].spot, Outcome.CANT_TELL, asked)
            else:
                sure = f"{told} Intet siger, hvilket felt der er fejl i."
                yield own_finding(rule, messages[0].spot, Outcome.FAILED, sure)


def untied(seen: Forms, rule: Rule) -> Iterator[Finding]:
    """Messages beside their field that the code does not tie to it (1.3.1; techniques ARIA1, ARIA21)."""
    for _, messages in _checked(seen):
        for message in messages:
            if not message.beside or message.tied or message.field is None:
                continue
            told = f"”{short(message.text)}” står ved {called(message.field)}, men er ikke bundet til feltet i koden."
            if message.names or not _OF_FAULT.search(message.text):
                asked = f"{told} Får blinde det at vide, når de står i feltet?"
                yield own_finding(rule, message.spot, Outcome.CANT_TELL, asked)
            else:
                yield own_finding(rule, message.spot, Outcome.FAILED, told)


def unheard(seen: Forms, rule: Rule) -> Iterator[Finding]:
    """Messages that come without being read out, and without the focus going to them (4.1.3; F103)."""
    for form, messages in _checked(seen):
        if messages and not form.moved and not any(message.live for message in messages):
            error = next((one for one in messages if _OF_FAULT.search(one.text)), None)
            told = f"{_EMPTY} kommer ”{short((error or messages[0]).text)}” frem. Skærmlæsere får det ikke at vide."
            if error:
                yield own_finding(rule, error.spot, Outcome.FAILED, told)
            else:
                yield own_finding(rule, messages[0].spot, Outcome.CANT_TELL, f"{told} Er det en fejlbesked?")


def _checked(seen: Forms) -> Iterator[tuple[Form, list[Message]]]:
    """The forms that were checked in the page, each with the errors that it told: of a field, or by their words."""
    for form in seen.found:
        if not form.sent and not form.native:
            yield form, [one for one in form.messages if one.field or _OF_FAULT.search(one.text)]
