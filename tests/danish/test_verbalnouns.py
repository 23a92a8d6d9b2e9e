"""Verbs inside nouns, phrases in all their forms, and chains of nouns."""

from __future__ import annotations

import pytest
from danish_texts import texts
from hypothesis import given

from our_book import BOOK
from tilgaengelig.danish.chains import chains
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbalnouns import verb_of, wrapped
from tilgaengelig.danish.verbphrases import inflected_phrases, met
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import AdviceKind


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("vurdering", "vurdere"),
        ("ansøgningerne", "ansøge"),
        ("afslutning", "afslutte"),
        ("anvendelsen", "anvende"),
        ("bestemmelser", "bestemme"),
        ("løsningen", "løse"),
        ("åbning", "åbne"),
        ("bygning", None),
        ("forening", None),
        ("ansøger", None),
    ],
)
def test_a_verbal_noun_knows_its_verb(noun: str, verb: str | None) -> None:
    found = verb_of(noun)
    assert (found.infinitive if found else None) == verb


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Kommunen foretager en vurdering af sagen.", "vurderer"),
        ("Kommunen foretog vurdering af sagen.", "vurderede"),
        ("Vi har foretaget en vurdering af sagen.", "vurderet"),
        ("Vi skal foretage en vurdering af sagen.", "vurdere"),
        ("Vi foretager en konkret vurdering af sagen.", None),
        ("Der foretages en vurdering af sagen.", None),
        ("Du får tilskud til dækning af udgifter.", "til at dække"),
        ("Forslaget går til godkendelse af bestyrelsen.", None),
        ("Du skal møde til undersøgelse af en uvildig speciallæge.", None),
        ("Sagen ligger til behandling af Ankestyrelsen.", None),
        ("Vi skal bruge det til behandling af din sag i kommunen.", "til at behandle"),
        ("Der er foretaget en undersøgelse af dit barn.", None),
        ("Det blev i går foretaget en vurdering af sagen.", None),
        ("Vi har i dag foretaget en vurdering af sagen.", "vurderet"),
        ("Ved behandling af sagen ser vi på alt.", None),
        ("Vi afgør det under anvendelse af reglerne.", "med"),
    ],
)
def test_a_wrapped_verb_is_found_and_suggested_only_where_it_fits(text: str, instead: str | None) -> None:
    (one,) = wrapped(Prose.of(text))
    assert one.instead == instead


def test_a_title_is_left_alone() -> None:
    assert list(wrapped(Prose.of("Vejledning til udfyldelse af skemaet"))) == []
    assert len(list(wrapped(Prose.of("Du bruger den til udfyldelse af skemaet.")))) == 1
    assert list(wrapped(Prose.of("Vi følger lov om tilskud til dækning af udgifter."))) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Reglen finder anvendelse.", "gælder"),
        ("Reglen fandt anvendelse.", "gjaldt"),
        ("Reglen har fundet anvendelse.", "har gældt"),
        ("Reglen skal finde anvendelse.", "gælde"),
    ],
)
def test_a_phrase_is_met_in_every_form_and_answered_in_the_same(text: str, instead: str) -> None:
    (one,) = met(Prose.of(text), inflected_phrases({"finde anvendelse": "gælde"}))
    assert one.phrase.instead == instead.split()[-1]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Der er truffet afgørelse i din sag.", None),
        ("Der blev givet afslag på din ansøgning.", None),
        ("Vi har givet afslag på din ansøgning.", "afslået"),
        ("Vi gav afslag på din ansøgning.", "afslog"),
    ],
)
def test_a_participle_without_a_doer_gets_no_wording(text: str, suggestion: str | None) -> None:
    rule = BOOK.rules["verbal-navneord"]
    (one,) = advise(Prose.of(text), [rule], {AdviceKind.VERBAL_NOUN}).advice
    assert one.suggestion == suggestion


def test_the_longest_phrase_wins_and_a_passive_gets_no_wording() -> None:
    phrases = inflected_phrases({"træffe afgørelse": "afgøre", "træffe afgørelse om": "afgøre"})
    (one,) = met(Prose.of("Vi træffer afgørelse om det."), phrases)
    assert one.phrase.word == "træffe afgørelse om"
    (one,) = met(Prose.of("Der træffes afgørelse i dag."), phrases)
    assert one.phrase.instead == ""


def test_a_verb_that_nobody_knows_is_found_as_it_is_written() -> None:
    phrases = inflected_phrases({"vribse sammen": "samle"})
    assert len(list(met(Prose.of("Vi vil vribse sammen."), phrases))) == 1


def test_a_chain_goes_from_its_first_noun_to_its_last() -> None:
    prose = Prose.of("Vi ser på behandlingen af ansøgninger om tilskud til etablering af solceller i dag.")
    (found,) = chains(prose, 4)
    start, end = prose.span(*found)
    assert prose.text[start:end] == "behandlingen af ansøgninger om tilskud til etablering af solceller"


@given(texts)
def test_any_text_can_be_searched(text: str) -> None:
    prose = Prose.of(text)
    for one in wrapped(prose):
        assert 0 <= one.first < one.last <= len(prose.words)
    for first, last in chains(prose, 4):
        assert 0 <= first < last <= len(prose.words)
