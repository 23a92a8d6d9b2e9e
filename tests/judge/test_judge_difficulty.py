"""The verdict on a text is true to the text: it names what drives it, and what got better or worse."""

from __future__ import annotations

import pytest

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import measure, sentence_measures
from tilgaengelig.judge.comparing import Version, compare
from tilgaengelig.judge.difficulty import Goal, difficulty, verdict
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.rule import Duty, Impact, Responsibility, Rule, Sameness

GOAL = Goal("borgere", goal=35, limit=40, weight=10)
PLAIN = "Du kan komme i dag. Vi har tid til dig. Tag dit pas med. Så ser vi på det. Ring, hvis du er syg. "
LONG = "Vi ser på din sag og " + "på det du har sagt og " * 14 + "så får du svar. "


def rule(impact: Impact) -> Rule:
    return Rule(
        id=impact.value, title={"da": "x"}, check="advice.x", settings={}, impact=impact,
        responsibility=Responsibility.REDAKTOER, duty=Duty.GOD_PRAKSIS, wcag=(), clauses=(), act=(), matterhorn=(),
        helps=(), sameness=Sameness.ELEMENT, why={"da": "x"}, fix={"da": "x"}, steps=(),
    )  # fmt: skip


RULES = {impact.value: rule(impact) for impact in Impact}


def advice(kind: AdviceKind, impact: Impact = Impact.MODERATE, message: str = "x") -> Advice:
    return Advice(0, 1, kind, impact.value, message)


def told(text: str, *given: Advice) -> str:
    counts = measure([text])
    return verdict(counts, sentence_measures(Prose.of(text)), difficulty(counts, given, RULES), GOAL)


def test_a_plain_text_passes() -> None:
    assert told(PLAIN * 5) == "Passer til borgere: LIX 5, målet er 35 eller lavere."


def test_a_short_text_is_told_to_be_uncertain() -> None:
    assert told(PLAIN).endswith("Teksten er kort, så tallet er usikkert.")
    assert told("…") == "Teksten har ingen ord at måle på."


@pytest.mark.parametrize(
    ("text", "limit", "cause"),
    [
        ("Sagsbehandleren kontakter kommunen. " * 40, 40, "Det er ordene: 100 procent af dem er lange."),
        (LONG * 6, 40, "Det er sætningerne: De har 94 ord i snit."),
        (PLAIN * 4 + LONG, 5, "Den længste sætning står for det meste."),
        (PLAIN * 2 + LONG * 2, 1, "De to længste sætninger står for det meste."),
        (PLAIN * 2 + LONG * 4, 1, "De tre længste sætninger står for det meste."),
    ],
)
def test_the_verdict_names_what_makes_the_text_hard(text: str, limit: int, cause: str) -> None:
    counts = measure([text])
    goal = Goal("borgere", goal=limit, limit=limit, weight=10)
    said = verdict(counts, sentence_measures(Prose.of(text)), difficulty(counts, [], RULES), goal)
    assert said == f"For svær for borgere: LIX {round(counts.lix or 0)}, grænsen er {limit}. {cause}"


def test_a_text_may_be_heavy_though_its_lix_is_low() -> None:
    many = [advice(AdviceKind.PASSIVE)] * 9 + [advice(AdviceKind.OFFICIALESE)]
    assert told(PLAIN * 5, *many) == "Tung for borgere: LIX 5 er fint, men der er 9 passiver og 1 stift ord."
    assert told(PLAIN * 5, *many[:3]).startswith("Passer")


def test_the_weight_is_of_how_it_is_written_by_the_impact_of_its_rules() -> None:
    counts = measure([PLAIN * 5])
    given = [
        advice(AdviceKind.PASSIVE, Impact.CRITICAL),
        advice(AdviceKind.PASSIVE, Impact.MINOR),
        advice(AdviceKind.LETTER_PART, Impact.CRITICAL),
        advice(AdviceKind.PERSONAL_DATA, Impact.CRITICAL),
    ]
    found = difficulty(counts, given, RULES)
    assert found.weight == pytest.approx(100 * 5 / counts.words)
    assert found.score == pytest.approx((counts.lix or 0) + found.weight)
    assert found.heaviest == ((AdviceKind.PASSIVE, 2),)


def version(text: str, *given: Advice) -> Version:
    counts = measure([text])
    return Version(counts, given, difficulty(counts, given, RULES))


def test_what_got_better_and_what_got_worse_is_told() -> None:
    old = version(LONG, advice(AdviceKind.LONG_SENTENCE), advice(AdviceKind.LETTER_PART, message="Hvem?"))
    new = version(PLAIN, advice(AdviceKind.PASSIVE), advice(AdviceKind.LETTER_PART, message="Hvornår?"))
    made = compare(new, old)
    assert made.verdict == "Teksten er blevet lettere, men ikke alt er bedre."
    assert "Lange sætninger: 1 før, 0 nu." in made.better
    assert "Er på plads: Hvem?" in made.better
    assert made.worse == ("Passiver: 0 før, 1 nu.", "Mangler nu: Hvornår?")
    assert compare(old, new).verdict == "Teksten er blevet sværere, selv om noget er bedre."


def test_the_same_text_twice_is_neither_better_nor_worse() -> None:
    made = compare(version(LONG), version(LONG))
    assert (made.verdict, made.better, made.worse) == ("De to versioner er lige svære.", (), ())
