"""What is made of what the probes saw: what is sure fails, what is not is asked, what did not run is untested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig.gather.browser.probes import PROBES
from tilgaengelig.judge.probes import CHECKS as PROBE_CHECKS
from tilgaengelig.judge.probes import probe_of
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.probes import (
    Animated,
    Changing,
    Clickable,
    Cut,
    Form,
    Forms,
    Hover,
    Hovered,
    Keyboard,
    Layout,
    Message,
    Moving,
    Probed,
    SkipLink,
    Spot,
    Stop,
    Using,
    Wide,
)
from tilgaengelig.model.subject import Hit, PageFacts

RULES = {rule.id: rule for rule in BOOK.rules.values() if rule.check in PROBE_CHECKS}
HERE = Spot(Place("#her", path="main>a", region=Region.MAIN), "a", text="Læs mere")
ZOOM = "tekst-skæres-af-ved-forstørrelse"
FAILED, ASKED = Outcome.FAILED, Outcome.CANT_TELL


def told(**seen: Any) -> dict[str, Outcome]:
    """What the probe rules say of a page of which this was seen, by rule."""
    return {one.rule: one.outcome for one in findings(**seen)}


def findings(**seen: Any) -> tuple[Finding, ...]:
    """The same, whole."""
    probed = Probed(asked=tuple(seen), **seen)
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", (), (), probed=probed)
    return judge(facts, RULES, 45).findings


def test_a_page_that_was_not_driven_has_no_findings_of_the_probes() -> None:
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", (), ())
    assert judge(facts, RULES, 45).findings == ()
    assert judge(replace(facts, probed=Probed()), RULES, 45).findings == ()


@pytest.mark.parametrize("probe", PROBES)
def test_the_rules_of_a_probe_that_broke_are_untested(probe: str) -> None:
    its = {rule.id for rule in RULES.values() if probe_of(rule.check) == probe}
    assert its
    assert told(**{probe: None}) == dict.fromkeys(its, Outcome.UNTESTED)


def test_every_probe_check_has_a_rule_and_every_probe_is_judged() -> None:
    assert {rule.check for rule in RULES.values()} == set(PROBE_CHECKS)
    assert {probe_of(check) for check in PROBE_CHECKS} == set(PROBES)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"keyboard": Keyboard(stops=(Stop(HERE, True), Stop(HERE, None)))}, {}),
        ({"keyboard": Keyboard(stops=(Stop(HERE, False),))}, {"fokus-kan-ikke-ses": FAILED}),
        (
            {"keyboard": Keyboard(stops=(Stop(HERE, True, silent=True),))},
            {"fokus-lander-på-noget-tavst": FAILED},
        ),
        (
            {"keyboard": Keyboard(stops=(Stop(HERE, False, cover=HERE),))},
            {"fokus-skjult-bag-fast-indhold": FAILED},
        ),
        (
            {"keyboard": Keyboard(stops=(Stop(HERE, True, HERE, cover_is_dialog=True),))},
            {"fokus-skjult-bag-fast-indhold": ASKED},
        ),
        (
            {"keyboard": Keyboard(trap=(HERE,), mouse_only=(Clickable(HERE, True, True, False),))},
            {"tastaturfælde": FAILED},
        ),
        ({"keyboard": Keyboard(mouse_only=(Clickable(HERE, True, False, False),))}, {"kun-med-mus": FAILED}),
        ({"keyboard": Keyboard(mouse_only=(Clickable(HERE, True, False, True),))}, {"kun-med-mus": ASKED}),
        ({"keyboard": Keyboard(mouse_only=(Clickable(HERE, False, True, False),))}, {"kun-med-mus": ASKED}),
        (
            {"keyboard": Keyboard(mouse_only=(Clickable(HERE, True, True, False, reached=True),))},
            {"kun-med-mus": FAILED},
        ),
        ({"keyboard": Keyboard(mouse_only=(Clickable(HERE, False, False, False),))}, {}),
        ({"keyboard": Keyboard(skip_links=(SkipLink(HERE, True),))}, {}),
        ({"layout": Layout(cut_when_zoomed=(Cut(HERE, 2, False, False),))}, {ZOOM: FAILED}),
        ({"layout": Layout(cut_when_zoomed=(Cut(HERE, 2, True, True),))}, {ZOOM: FAILED}),
        ({"layout": Layout(cut_when_zoomed=(Cut(HERE, 2, False, True),))}, {ZOOM: ASKED}),
        ({"layout": Layout(cut_when_spaced=(Cut(HERE, 2, True, True),))}, {}),
        ({"layout": Layout(wide=(Wide(HERE, 40, False, False),))}, {"siden-passer-ikke-på-en-smal-skærm": ASKED}),
        ({"layout": Layout(wide=(Wide(HERE, 40, False, True),))}, {"siden-passer-ikke-på-en-smal-skærm": FAILED}),
        ({"layout": Layout(one_way="Vend din telefon")}, {"siden-vises-kun-på-én-led": FAILED}),
        ({"layout": Layout(one_way="Velkommen")}, {"siden-vises-kun-på-én-led": ASKED}),
        ({"moving": Moving(changing=(Changing(HERE, 3, True, True),))}, {"tekst-skifter-af-sig-selv": ASKED}),
        ({"moving": Moving(changing=(Changing(HERE, 9, False, False),))}, {}),
        (
            {"moving": Moving(changing=(Changing(HERE, 3, True, False),), stopper="Pause")},
            {"tekst-skifter-af-sig-selv": ASKED},
        ),
        ({"moving": Moving(animated=(Animated(HERE, True, True),))}, {}),
        (
            {"moving": Moving(animated=(Animated(HERE, True, False),), stopper="Pause")},
            {"noget-bevæger-sig-hele-tiden": ASKED},
        ),
        ({"moving": Moving(films=(HERE,))}, {"noget-bevæger-sig-hele-tiden": ASKED}),
        ({"moving": Moving(sounds=(HERE,), stopper="Pause")}, {"lyd-kan-ikke-slås-fra": ASKED}),
        ({"hover": Hover((Hovered(HERE, HERE, True, False, True),))}, {"det-der-kommer-frem-kan-ikke-nås": ASKED}),
        ({"hover": Hover((Hovered(HERE, HERE, True, False, False),))}, {}),
        ({"hover": Hover((Hovered(HERE, HERE, True, True, True),))}, {}),
        ({"using": Using(keys=("s",), keys_control=True)}, {"genvej-med-én-tast": ASKED}),
        ({"using": Using(keys=tuple("abcdefghijklmnopqrstuvwxyz"))}, {"genvej-med-én-tast": ASKED}),
        ({"using": Using(moves=True, motion_control=True)}, {}),
    ],
)  # fmt: skip
def test_what_was_seen_says(seen: dict[str, Any], expected: dict[str, Outcome]) -> None:
    assert told(**seen) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Dette felt kræves.",
        "Værdien må ikke være blank.",
        "Navn kan ikke være tom.",
        "Feltet er tomt",
        "Accepter betingelserne",
        "Du har ikke svaret",
        "This field cannot be blank.",
    ],
)
def test_an_error_by_its_field_is_heard_whichever_words_it_has(words: str) -> None:
    assert told(forms=_sent(words, field=HERE, tied=True, live=True)) == {}
    assert told(forms=_sent(words, field=HERE)) == {
        "fejlbesked-ikke-bundet-til-feltet": FAILED,
        "fejlbesked-bliver-ikke-læst-op": FAILED,
    }
    assert told(forms=_sent(words, field=None, live=True)) == {"fejl-i-skema-uden-ord": ASKED}


def test_words_that_may_be_no_error_are_asked_about() -> None:
    assert told(forms=_sent("Mindst to tegn", field=HERE)) == {
        "fejlbesked-ikke-bundet-til-feltet": ASKED,
        "fejlbesked-bliver-ikke-læst-op": ASKED,
    }
    assert told(forms=_sent("Vi henter dit svar", field=None)) == {"fejl-i-skema-uden-ord": ASKED}


def _sent(words: str, *, field: Spot | None, tied: bool = False, live: bool = False) -> Forms:
    """A form of two fields in which these words came, and its first field turned red."""
    message = Message(HERE, words, field, beside=field is not None, tied=tied, names=False, live=live)
    form = Form(HERE, 2, sent=False, native=False, moved=False, messages=(message,), marked=(HERE,))
    return Forms((form,))


def test_what_one_box_hides_is_told_once() -> None:
    there = replace(HERE, place=replace(HERE.place, target="#der"))
    last = replace(HERE, place=replace(HERE.place, target="#sidst"))
    hidden = [Stop(one, True, cover=HERE) for one in (there, last)]
    other = Stop(last, True, cover=there)
    found = findings(keyboard=Keyboard(stops=(*hidden, other)))
    assert [(one.place.target, "og ét sted til" in one.message) for one in found] == [
        ("#der", True),
        ("#sidst", False),
    ]


def test_what_axe_told_of_hidden_focus_is_not_told_again() -> None:
    probed = Probed(asked=("keyboard",), keyboard=Keyboard(stops=(Stop(HERE, True, silent=True),)))
    hit = Hit("axe", "aria-hidden-focus", FAILED, None, "", Place("#her"))
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", (), (hit,), probed=probed)
    assert judge(facts, RULES, 45).findings == ()


def test_a_finding_has_the_picture_of_its_element() -> None:
    probed = Probed(
        asked=("keyboard",), keyboard=Keyboard(stops=(Stop(HERE, False),)), pictures={"#her": b"webp"}
    )
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", (), (), probed=probed)
    assert [one.picture for one in judge(facts, RULES, 45).findings] == [b"webp"]
