"""What is made of shown words, of pixels and of words read in pictures, without a browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judge_things import ADDRESS, rulebook

from tilgaengelig.judge.page import contrast
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Outcome, Place
from tilgaengelig.model.subject import Contrast, Element, Hit, Look, PageFacts

LABEL = rulebook().rules["synlig-tekst-mangler-i-navnet"]
PICTURE = rulebook().rules["billede-af-tekst"]
SILENT = rulebook().rules["billede-med-indhold-er-skjult"]
PALE = rulebook().rules["kontrast-for-lav"]
ENHANCED = rulebook().rules["kontrast-under-skærpet-krav"]


def _said_of(shown: str, name: str) -> list[Outcome]:
    control = Element("a", Place("a", "<a>", "body>a"), name=name, attributes={"href": "/", "seen": shown})
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(control,))
    return [one.outcome for one in judge(facts, {LABEL.id: LABEL}, 40).findings]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Send", "Send ansøgningen"),
        ("ACT-regler", "Læs om act regler her"),
        ("E-mail", "Skriv en email"),
        ("Download  rapport", "download rapport"),
        ("Åbn (nyt vindue)", "Åbn"),
        ("× Luk ×", "Luk"),
        ("X", "Luk vinduet"),
        ("→", "Næste side"),
    ],
)
def test_a_name_that_holds_the_words_shown_is_right(shown: str, name: str) -> None:
    assert _said_of(shown, name) == []


def _hits(place: Place) -> tuple[Hit, ...]:
    said = (("axe", "label-content-name-mismatch"), ("qualweb", "QW-ACT-R30"))
    return tuple(Hit(engine, rule, Outcome.FAILED, None, "", place, key="") for engine, rule in said)


def test_a_wrong_name_that_the_engines_see_too_is_told_once_and_noted_as_what_the_authority_counts() -> None:
    first, second = (
        Place(f"a:nth-of-type({at})", f"<a>{word}", "body>a") for at, word in ((1, "Send"), (2, "Hent"))
    )
    links = tuple(
        Element("a", place, name=name, attributes={"href": "/", "seen": place.snippet[3:]})
        for place, name in ((first, "Videre"), (second, "Hent"))
    )
    named = replace(first, target="a[aria-label=Videre]")
    facts = PageFacts(ADDRESS, "En side", "da", (), _hits(named), elements=links)
    (found,) = judge(facts, {LABEL.id: LABEL}, 40).findings
    assert (found.place.target, found.monitored) == (first.target, ("2.5.3",))
    also = replace(facts, hits=(*facts.hits, *_hits(replace(second, target="a[aria-label=Hent]"))))
    assert [one.monitored for one in judge(also, {LABEL.id: LABEL}, 40).findings] == [("2.5.3",), ("2.5.3",)]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Send", "Videre"),
        ("2021", "20 21"),
        ("Bevis for 2×2=4", "Bevis for at to gange to er fire"),
        ("Søg nu", "Nu kan du søge"),
    ],
)
def test_a_name_without_the_words_shown_fails(shown: str, name: str) -> None:
    assert _said_of(shown, name) == [Outcome.FAILED]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Adm. direktør", "Administrerende direktør"),
        ("DA", "Skift til dansk"),
        (" ".join(["Vi holder lukket i uge tolv og tretten på grund af ferie hos os"] * 2), "Ferie"),
    ],
)
def test_words_cut_short_and_long_cards_are_asked_about(shown: str, name: str) -> None:
    assert _said_of(shown, name) == [Outcome.CANT_TELL]


def test_what_we_and_the_authority_say_of_one_name_is_one_finding() -> None:
    place = Place("main > a", "<a>", "body>a")
    control = Element("a", place, name="Videre", attributes={"href": "/", "seen": "Send"})
    theirs = Hit("qualweb", "QW-ACT-R30", Outcome.FAILED, None, "", Place("a[href]", "<a>", "body>a"))
    facts = PageFacts(ADDRESS, "En side", "da", (), (theirs,), elements=(control,))
    found = judge(facts, {LABEL.id: LABEL}, 40).findings
    assert [(one.place.target, one.outcome, one.monitored) for one in found] == [
        ("main > a", Outcome.FAILED, ("2.5.3",))
    ]


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (Contrast(best=2.0, least=1.5, large=False), [Outcome.FAILED]),
        (Contrast(best=12.0, least=8.0, large=False), []),
        (Contrast(best=12.0, least=2.0, large=False), [Outcome.CANT_TELL]),
        (Contrast(best=3.4, least=3.2, large=True), []),
        (Contrast(best=3.4, least=3.2, large=False, sign=True), []),
        (Contrast(best=2.4, least=2.2, large=False, sign=True), [Outcome.CANT_TELL]),
        (None, [Outcome.CANT_TELL]),
    ],
)
def test_what_axe_could_not_tell_is_decided_by_pixels_where_they_decide_it(
    measured: Contrast | None, said: list[Outcome]
) -> None:
    hit = Hit("axe", "color-contrast", Outcome.CANT_TELL, None, "", Place("p"), contrast=measured)
    facts = PageFacts(ADDRESS, "En side", "da", (), (hit,))
    assert [one.outcome for one in contrast(facts, PALE, **PALE.settings)] == said


def test_a_sign_is_no_text_that_could_have_enhanced_contrast() -> None:
    pale = Contrast(best=2.4, least=2.2, large=False, sign=True)
    hit = Hit("axe", "color-contrast-enhanced", Outcome.CANT_TELL, None, "", Place("p"), contrast=pale)
    facts = PageFacts(ADDRESS, "En side", "da", (), (hit,))
    assert not list(contrast(facts, ENHANCED, **ENHANCED.settings))


def test_the_message_says_the_contrast_as_it_is_written_in_danish_and_never_rounds_it_up() -> None:
    measured = Contrast(best=4.39, least=1.0, large=False)
    hit = Hit("axe", "color-contrast", Outcome.CANT_TELL, None, "", Place("p"), contrast=measured)
    found = list(contrast(PageFacts(ADDRESS, "En side", "da", (), (hit,)), PALE, **PALE.settings))
    assert "højst 4,3:1" in found[0].message
    assert "mindst 4,5:1" in found[0].message


@pytest.mark.parametrize(
    ("tag", "alt", "written", "said"),
    [
        ("img", "Husk fristen den første maj", "Husk fristen den første maj", [Outcome.FAILED]),
        ("input", "Send", "Send", [Outcome.FAILED]),
        ("img", "Børn leger i en park", "Legeplads", []),
        ("img", "Ministeriets logo", "Social og Boligministeriet Danmark", []),
        ("img", "En hund", "Åbent mandag til fredag fra klokken ni til seksten", [Outcome.CANT_TELL]),
        (
            "img",
            "Kom til møde den 3. marts klokken 19 på rådhuset, hvor der er kaffe og kage til alle, der vil",
            "",
            [],
        ),
    ],
)
def test_words_in_a_picture_that_are_its_alternative_text_fail(
    tag: str, alt: str, written: str, said: list[Outcome]
) -> None:
    attributes = {"alt": alt, "src": "https://a.example/b.png", "written": written, "type": "image"}
    picture = Element(
        tag,
        Place(tag, f"<{tag}>", f"body>{tag}"),
        name=alt,
        attributes=attributes,
        look=Look(width=300, height=80),
    )
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(picture,))
    assert [one.outcome for one in judge(facts, {PICTURE.id: PICTURE}, 40).findings] == said


@pytest.mark.parametrize(
    ("tag", "written", "text", "outcomes"),
    [
        ("canvas", "Ansøgningsfrist fredag", "Puljen er åben.", [Outcome.FAILED]),
        ("canvas", "Ansøgningsfrist fredag", "Der er frist på fredag.", []),
        ("canvas", "Af 12", "Puljen er åben.", []),
        ("img", "Bageri Købmand", "Puljen er åben.", []),
    ],
)
def test_what_only_a_drawing_says_is_lost_to_those_who_do_not_see_it(
    tag: str, written: str, text: str, outcomes: list[Outcome]
) -> None:
    drawing = Element(
        tag,
        Place(tag, f"<{tag}>", f"body>{tag}"),
        attributes={"shows": "", "alt": "", "written": written},
        look=Look(width=300, height=80),
    )
    line = Element("p", Place("p", "<p>", "body>p"), text=text)
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(drawing, line))
    assert [one.outcome for one in judge(facts, {SILENT.id: SILENT}, 40).findings] == outcomes
