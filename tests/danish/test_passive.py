"""Passives, their verbs, and the same said actively."""

from __future__ import annotations

import pytest
from danish_texts import texts
from hypothesis import given

from tilgaengelig.danish.active import active
from tilgaengelig.danish.passive import Form, passives
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbs import lexicon


def _found(text: str) -> list[tuple[str, str, Form]]:
    prose = Prose.of(text)
    return [
        (" ".join(prose.words[one.first : one.last]), one.verb.infinitive, one.form)
        for one in passives(prose)
    ]


def _said(text: str) -> str | None:
    prose = Prose.of(text)
    (one,) = passives(prose)
    said = active(prose, prose.sentences[0], one)
    if said is None:
        return None
    start, end, words = said
    return prose.text[:start] + words + prose.text[end:]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sagen behandles.", ("behandles", "behandle", Form.PRESENT)),
        ("Sagen skal ikke behandles.", ("behandles", "behandle", Form.INFINITIVE)),
        ("Sagen behandledes i går.", ("behandledes", "behandle", Form.PAST)),
        ("Vi kan vente, såfremt sagen fastholdes.", ("fastholdes", "fastholde", Form.PRESENT)),
        ("Mødet ledes af formanden.", ("ledes", "lede", Form.PRESENT)),
        ("Der toges hensyn til det.", ("toges", "tage", Form.PAST)),
        ("Reglerne fastsattes i 2020.", ("fastsattes", "fastsætte", Form.PAST)),
        ("Det bekendtgøres i morgen.", ("bekendtgøres", "bekendtgøre", Form.PRESENT)),
        ("Brevet blev i går sendt.", ("blev i går sendt", "sende", Form.BLIVE)),
        ("Pengene er blevet udbetalt.", ("blevet udbetalt", "udbetale", Form.BLIVE)),
    ],
)
def test_a_passive_is_found_with_its_verb_and_form(text: str, found: tuple[str, str, Form]) -> None:
    assert _found(text) == [found]


def test_a_name_is_no_passive_and_a_heading_in_capitals_is_none() -> None:
    assert _found("Vi skriver til Anna Sendes i dag.") == []
    assert _found("Nu SENDES alt.") == []


def test_a_genitive_is_told_from_the_passive_that_looks_like_it() -> None:
    assert _found("Der arbejdes på sagen.") == [("arbejdes", "arbejde", Form.PRESENT)]
    assert _found("Hans arbejdes omfang er stort.") == []


@pytest.mark.parametrize(
    ("passive", "said"),
    [
        (
            "Ansøgningen behandles af kommunen inden fire uger.",
            "Kommunen behandler ansøgningen inden fire uger.",
        ),
        ("Din sag blev afgjort af nævnet.", "Nævnet afgjorde din sag."),
        ("Du bliver kontaktet af os.", "Vi kontakter dig."),
        ("Reglerne fastsattes af ministeren i 2020.", "Ministeren fastsatte reglerne i 2020."),
        ("Arbejdet ledes af kommunen.", "Kommunen leder arbejdet."),
        ("Beløbet udbetales.", None),
        ("Jensen behandles af kommunen.", None),
        ("Derefter behandles sagen af kommunen.", None),
        ("Ansøgningen behandles af kommunen og regionen.", None),
        ("Ansøgningen skal behandles af kommunen.", None),
        ("Ansøgningen behandles af kommunen i Aarhus, som har ansvaret.", None),
    ],
)
def test_said_actively_only_where_it_is_sure(passive: str, said: str | None) -> None:
    assert _said(passive) == said


@pytest.mark.parametrize(
    ("infinitive", "past", "participle"),
    [
        ("tillade", "tillod", "tilladt"),
        ("overlade", "overlod", "overladt"),
        ("undlade", "undlod", "undladt"),
        ("prøveløslade", "prøveløslod", "prøveløsladt"),
        ("indehave", "indehavde", "indehaft"),
        ("lade", "lod", "ladet"),
    ],
)
def test_strong_verbs_that_go_their_own_way(infinitive: str, past: str, participle: str) -> None:
    verb = lexicon().verbs[infinitive]
    assert (verb.past, verb.participle) == (past, participle)


def test_what_was_allowed_is_a_passive() -> None:
    (one,) = passives(Prose.of("Det blev tilladt af kommunen."))
    assert one.verb.infinitive == "tillade"


def test_strong_verbs_are_inflected_after_the_verb_that_they_end_in() -> None:
    verbs = lexicon().verbs
    assert verbs["fastsætte"] == ("fastsætte", "fastsætter", "fastsatte", "fastsat")
    assert verbs["bekendtgøre"] == ("bekendtgøre", "bekendtgør", "bekendtgjorde", "bekendtgjort")
    assert verbs["kalde"] == ("kalde", "kalder", "kaldte", "kaldt")


@given(texts)
def test_any_text_can_be_searched_and_places_lie_in_it(text: str) -> None:
    prose = Prose.of(text)
    for one in passives(prose):
        assert 0 <= one.first < one.last <= len(prose.words)


@pytest.mark.parametrize(
    "text",
    [
        "Beløbet trækkes af lønnen.",
        "Skatten beregnes af indkomsten.",
        "Bidraget betales af lønnen hver måned.",
    ],
)
def test_what_something_is_taken_from_is_not_made_the_one_who_does_it(text: str) -> None:
    prose = Prose.of(text)
    assert [active(prose, prose.sentences[0], one) for one in passives(prose)] == [None]
