"""What a finding says is a sentence that an editor can read, whatever numbers and things come into it."""

from __future__ import annotations

import datetime as dt

import pytest
from judge_things import rulebook

from tilgaengelig.danish.shingles import sketch
from tilgaengelig.judge.probes.layout import wide
from tilgaengelig.judge.verdict import judge_site
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Place
from tilgaengelig.model.probes import Layout, Spot, Wide
from tilgaengelig.model.site import SiteFacts, SitePage
from tilgaengelig.model.traits import PressContact, Traits

SITE = "https://www.mad.dk"
TEXT = [f"Punkt {number} handler om tilskud til forening nummer {number} i byen." for number in range(60)]


def said(rule: str, *traits: Traits) -> list[str]:
    """What the rule says of a site whose pages have these traits, from the front page on."""
    pages = tuple(
        SitePage(at, f"{SITE}/{at or ''}", SubjectKind.PAGE, each, clicks=at)
        for at, each in enumerate(traits)
    )
    facts = SiteFacts(dt.date(2026, 6, 1), whole=True, all=pages, start=f"{SITE}/")
    return [one.finding.message for one in judge_site(facts, {rule: rulebook().rules[rule]})]


@pytest.mark.parametrize(
    ("lost", "end"),
    [(True, "går ”Læs mere” ud over kanten og kan ikke ses."), (False, "rulle sidelæns for at læse den.")],
)
def test_what_is_too_wide_is_told_in_one_sentence(lost: bool, end: str) -> None:
    seen = Layout(wide=(Wide(Spot(Place("#her"), "p", text="Læs mere"), 40, True, lost),))
    (found,) = wide(seen, rulebook().rules["siden-passer-ikke-på-en-smal-skærm"])
    assert found.message.endswith(end)


def test_the_press_lacks_what_it_lacks_with_one_og() -> None:
    page = Traits(reachable=True, press=PressContact("Presse", name=False, telephone=False, mail=False))
    (message,) = said("pressekontakt-mangler", page)
    assert message == "Under ”Presse” mangler pressen et telefonnummer, en mailadresse og et navn."


@pytest.mark.parametrize(("pages", "left"), [(7, " og 1 sted til "), (8, " og 2 steder til ")])
def test_places_that_are_not_named_are_counted_in_danish(pages: int, left: str) -> None:
    alike = Traits(sketch=sketch(TEXT))
    messages = said("tekst-står-flere-steder", *[alike] * pages)
    assert len(messages) == pages
    assert all(left in message for message in messages)
