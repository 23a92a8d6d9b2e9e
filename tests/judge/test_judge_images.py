"""What is made of the words that were read in a page's images."""

from __future__ import annotations

import pytest
from judge_things import ADDRESS, only, rule, said

from tilgaengelig.model.finding import Outcome, Place, Region
from tilgaengelig.model.subject import Element, Look, PageFacts

TEXT, DIAGRAM = "billede-af-tekst", "diagram-uden-tekst"
FAILED, ASKED = Outcome.FAILED, Outcome.CANT_TELL


def told(alt: str, written: str, file: str = "a1.jpg", tag: str = "img") -> list[tuple[str, Outcome]]:
    """What is said of one image with these words in it."""
    attributes = {"alt": alt, "src": f"https://x.example/{file}", "written": written, "shows": ""}
    if tag == "input":
        attributes["type"] = "image"
    element = Element(
        tag,
        Place("img", "<img>", "body>img", Region.MAIN),
        name=alt,
        attributes=attributes,
        look=Look(width=600, height=400),
    )
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(element,))
    return said(facts, rule(TEXT), rule(DIAGRAM))


def test_an_image_that_says_just_what_its_alternative_text_does_is_text() -> None:
    words = "Kom til møde om boligstøtte på rådhuset"
    assert told(words, words.upper()) == [(TEXT, FAILED)]
    assert told("Søg job", "SØG JOB", tag="input") == [(TEXT, FAILED)]


NAME = "Styrelsen for Undervisning og Kvalitet"


@pytest.mark.parametrize(
    ("link", "path", "region", "outcomes"),
    [
        ("https://www.ministerium.example/", "header>a>img", Region.HEADER, []),
        ("https://ministerium.example/da/", "main>a>img", Region.MAIN, []),
        ("https://www.ministerium.example/om", "header>div.siteLogo>a>img", Region.HEADER, []),
        ("https://www.ministerium.example/om", "footer>a>img", Region.FOOTER, [ASKED]),
        ("https://kampagne.example/", "main>a>img", Region.MAIN, [FAILED]),
        ("https://www.ministerium.example/om", "main>div.blogoversigt>a>img", Region.MAIN, [FAILED]),
        ("http://[", "main>a>img", Region.MAIN, [FAILED]),
    ],
)
def test_an_authoritys_own_name_as_its_logo_is_no_fault(
    link: str, path: str, region: Region, outcomes: list[Outcome]
) -> None:
    around = Element("a", Place("a", "<a>", path.removesuffix(">img"), region), attributes={"href": link})
    attributes = {"alt": NAME, "src": "https://x.example/stuk.svg", "written": NAME, "shows": ""}
    picture = Element("img", Place("img", "<img>", path, region), 0, name=NAME, attributes=attributes)
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(around, picture))
    assert said(facts, rule(TEXT)) == [(TEXT, outcome) for outcome in outcomes]


@pytest.mark.parametrize(
    ("alt", "written", "file"),
    [
        (
            "Kort over Danmark med Aalborg, Aarhus, Odense og København",
            "Aalborg Aarhus Odense København",
            "a.png",
        ),
        ("Sundhed for alle børn", "Sundhed for alle børn", "forside_rapport.png"),
        ("Statsministeren ved et skilt, hvor der står Velkommen til det nye hus i byen",
         "Velkommen til det nye hus i byen", "a.jpg"),
    ],
    ids=["map", "cover", "scene"],
)  # fmt: skip
def test_a_picture_that_shows_more_than_its_words_is_asked_about(alt: str, written: str, file: str) -> None:
    assert told(alt, written, file) == [(TEXT, ASKED)]


def test_a_diagram_is_asked_about_once() -> None:
    alt = "Søjlediagram: ledigheden i Nordjylland, Midtjylland, Syddanmark og Sjælland"
    written = "ledigheden 2020 2024 Nordjylland Midtjylland Syddanmark Sjælland"
    assert told(alt, written) == [(DIAGRAM, ASKED)]


@pytest.mark.parametrize(
    ("tag", "warning"),
    [("a", "navnet på linket"), ("button", "navnet på knappen"), ("div", "")],
)
def test_an_image_alone_in_a_link_is_not_to_lose_the_name_that_it_gives_it(tag: str, warning: str) -> None:
    place = Place("x", "<x>", "main>x", Region.MAIN)
    outer = Element(tag, place, attributes={"href": ADDRESS})
    picture = Element("img", place, 0, name="Boligstøtte", attributes={"alt": "Boligstøtte"})
    heading = Element("h3", place, text="Boligstøtte")
    facts = PageFacts(ADDRESS, "En side", "da", (), (), elements=(outer, picture, heading))
    message = only(facts, rule("alternativ-tekst-gentager-nabo")).message
    assert ("navnet på" in message) is bool(warning)
    assert warning in message
