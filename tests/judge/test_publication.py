"""Whether a PDF can be published."""

import pytest

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.publication import Kind, Publication, kind_of
from tilgaengelig.model.rule import Duty


@pytest.mark.parametrize(
    ("kinds", "lost", "ready", "words"),
    [
        ([], False, True, "Kan offentliggøres, så vidt en maskine kan se."),
        ([Kind.FORMALITY], False, True, "Kan offentliggøres"),
        ([Kind.QUESTION], False, True, "når du har svaret på et spørgsmål"),
        ([Kind.QUESTION, Kind.QUESTION], False, True, "når du har svaret på 2 spørgsmål"),
        (
            [Kind.BARRIER, Kind.QUESTION],
            True,
            False,
            "Kan ikke offentliggøres endnu: 1 fejl, som spærrer for læsere.",
        ),
        ([Kind.BARRIER, Kind.BARRIER], False, False, "2 fejl spærrer for læsere"),
        ([], True, None, "Vi kan ikke sige"),
    ],
)
def test_the_verdict_hangs_on_barriers_then_on_what_was_lost(
    kinds: list[Kind], lost: bool, ready: bool | None, words: str
) -> None:
    told = Publication.of(kinds, lost=lost)
    assert told.ready is ready
    assert words in told.sentence


def test_only_what_the_act_demands_is_a_barrier() -> None:
    assert kind_of(Outcome.FAILED, Duty.LOVKRAV) is Kind.BARRIER
    assert kind_of(Outcome.FAILED, Duty.GOD_PRAKSIS) is Kind.FORMALITY
    assert kind_of(Outcome.CANT_TELL, Duty.LOVKRAV) is Kind.QUESTION
    assert kind_of(Outcome.UNTESTED, Duty.LOVKRAV) is Kind.UNTESTED
    assert kind_of(Outcome.PASSED, Duty.LOVKRAV) is None
