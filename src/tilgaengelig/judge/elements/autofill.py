"""Fields about the user that do not say so in the code (WCAG 1.3.5), by their labels in Danish and English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from tilgaengelig.judge.elements.texts import plain, short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Outline, PageFacts

#: WCAG 2.2, section 7, as far as Danish forms ask for it: the value, and the words of a label.
_PURPOSES = {
    "name": r"(?:fulde |hele )?navn|for(?:navn)?-? og efternavn|(?:full )?name",
    "given-name": r"fornavne?|first name|given name",
    "family-name": r"efternavn|last name|family name|surname",
    "email": r"e-?mail(?:-?adresse)?|mail(?:adresse)?|e-?mail address",
    "tel": r"(?:telefon|mobil|tlf\.?|mobiltelefon)(?:-?nummer|nr\.?)?|(?:tele)?phone(?: number)?|mobile(?: number)?",
    "street-address": r"adresse|gadenavn(?: og (?:hus)?nummer)?|vej(?:navn)? og (?:hus)?nummer|(?:street )?address",
    "postal-code": r"post(?:nummer|nr\.?)|post ?code|zip(?: code)?|postal code",
    "address-level2": r"by(?:navn)?|city|town",
    "bday": r"fødsels(?:dato|dag)|date of birth|birthday",
}
_LABEL = re.compile(
    r"(?:(?:skriv|indtast|angiv|enter) )?(?P<own>(?:dit|din|your|mit|min|my) )?(?:"
    + "|".join(f"(?P<{value.replace('-', '_')}>{words})" for value, words in _PURPOSES.items())
    + r")(?P<required> (?:påkrævet|skal udfyldes|obligatorisk|valgfrit?|required|optional))?"
)
_ASIDE = re.compile(r"\([^()]{0,60}\)|\*")
_TYPED = frozenset({"", "text", "email", "tel", "number", "date"})
_SAYS_NOTHING = frozenset({"", "on", "off"})


def own_field(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Fields for the user's own name, address and the like without their purpose in `autocomplete`.

    Failed where the label says ”din” or "your". Of several such fields in one form a person is asked whose they are.
    """
    tree = facts.outline
    asked: dict[int, dict[str, int]] = defaultdict(dict)
    for at in tree.all("input"):
        element = tree.elements[at]
        if element.attributes.get("type", "").lower() not in _TYPED or not _says_nothing(tree, at):
            continue
        found = _LABEL.fullmatch(plain(_ASIDE.sub(" ", element.name)))
        if not found:
            continue
        purpose = next(value for value in _PURPOSES if found[value.replace("-", "_")])
        if found["own"] and "autocomplete" not in element.attributes:
            message = (
                f"Feltet ”{short(element.name)}” er om brugeren selv, men har ikke autocomplete=”{purpose}”."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)
        else:
            form = tree.within(at, "form")
            asked[-1 if form is None else form].setdefault(purpose, at)
    for fields in asked.values():
        if len(fields) > 1:
            elements = [tree.elements[at] for at in fields.values()]
            named = ", ".join(f"”{short(one.name, 30)}”" for one in elements[:4])
            message = f"Er {named} brugerens egne oplysninger? Så skal felterne have autocomplete."
            yield own_finding(rule, elements[0], Outcome.CANT_TELL, message)


def _says_nothing(tree: Outline, at: int) -> bool:
    return tree.elements[at].attributes.get("autocomplete", "").strip().lower() in _SAYS_NOTHING
