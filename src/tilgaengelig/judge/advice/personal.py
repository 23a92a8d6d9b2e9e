"""What should not go out by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.personal import PersonalNumber, personal_numbers
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule

#: The number itself is never repeated: advice may be shown where the letter is not.
_ASK = {
    PersonalNumber.CPR: (
        "Det ligner et CPR-nummer. Skal det stå her, og går teksten kun til den rette? "
        "Et sagsnummer kan blive stående."
    ),
    PersonalNumber.CARD: "Det ligner et kortnummer. Skal det stå her? Fjern det, hvis det er en borgers.",
    PersonalNumber.ACCOUNT: "Det ligner et kontonummer. Er det jeres eget? Fjern det, hvis det er en borgers.",
    PersonalNumber.IBAN: "Det ligner et kontonummer (IBAN). Er det jeres eget? Fjern det, hvis det er en borgers.",
}


def personal_data(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Numbers of persons, cards and accounts (CPR-loven § 54). A question: a case number may look the same."""
    for found in personal_numbers(prose.text):
        yield advice(rule, found.start, found.end, _ASK[found.number])
