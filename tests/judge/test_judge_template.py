"""Pages of one build share a template, whatever was written into them; what is to be tried out tells them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tilgaengelig.judge.template import template
from tilgaengelig.model.finding import Place, Region
from tilgaengelig.model.subject import Element, PageFacts

HEADER = Element("nav", Place(path="header.top>nav.menu", region=Region.HEADER))
TEXT = Element("p", Place(path="main>div.artikel>p", region=Region.MAIN))


def facts(*elements: Element) -> PageFacts:
    """A page of these elements."""
    return PageFacts("http://127.0.0.1/", "Eksempel", "da", (), (), elements=elements)


def inside(path: str, tag: str, **more: str) -> Element:
    """An element in the content."""
    return Element(tag, Place(path=path, region=Region.MAIN), attributes=more)


ARTICLE = facts(HEADER, TEXT)


@pytest.mark.parametrize(
    "other",
    [
        facts(TEXT, HEADER, TEXT),
        facts(HEADER, TEXT, inside("main>div.artikel>ul>li", "li")),
        facts(HEADER, TEXT, inside("main>div.artikel>div>div>div.dybt>p", "p")),
        facts(HEADER, TEXT, inside("main>div.artikel>div.faktaboks>p", "p")),
        facts(HEADER, TEXT, inside("main>div.artikel>div.artikel>p", "p")),
        facts(HEADER, TEXT, TEXT, inside("main>div.faktaboks>p", "p")),
        facts(HEADER, TEXT, TEXT, inside("main>p.manchet>a", "a")),
        replace(ARTICLE, address="http://127.0.0.1/andet", title="Noget andet"),
    ],
)
def test_what_an_editor_writes_makes_no_other_template(other: PageFacts) -> None:
    assert template(other) == template(ARTICLE)


@pytest.mark.parametrize(
    "more",
    [
        inside("main>div.artikel>table", "table"),
        inside("main>div.artikel>input", "input", type="search"),
        inside("main>div.artikel>div>img", "img"),
        inside("main>div.artikel>ul.kort>li", "li"),
        inside("main>div.artikel>div.fold>button", "button"),
        inside("main>div.artikel>div.fold>p", "p", onclick="fold()"),
        Element("footer", Place(path="footer.bund", region=Region.FOOTER)),
        Element("div", Place(path="main>div", region=Region.MAIN), role="tablist"),
    ],
)
def test_what_is_to_be_tried_out_makes_another_template(more: Element) -> None:
    assert template(facts(HEADER, TEXT, more)) != template(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        facts(HEADER, inside("main>div.kort>p", "p")),
        replace(ARTICLE, wide=True),
        replace(ARTICLE, restless=True),
    ],
)
def test_a_page_laid_out_or_behaving_another_way_has_another_template(other: PageFacts) -> None:
    assert template(other) != template(ARTICLE)


def test_a_box_around_a_picture_says_no_more_than_the_picture() -> None:
    bare, framed = (inside(f"main>div.artikel>{box}img", "img") for box in ("", "div.figur>"))
    assert template(facts(HEADER, TEXT, bare)) == template(facts(HEADER, TEXT, framed))
