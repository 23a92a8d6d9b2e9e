"""The search of a site: how it is found on a page, and what it is called."""

from __future__ import annotations

import pytest
from judge_things import ADDRESS

from tilgaengelig.judge.traits import traits
from tilgaengelig.model.finding import Place, Region
from tilgaengelig.model.subject import Element, PageFacts
from tilgaengelig.model.traits import Traits, Way


def kept(*elements: Element) -> Traits:
    """What is kept of a page with this outline."""
    return traits(PageFacts(ADDRESS, "En side", "da", (), (), elements=elements))


def element(tag: str, parent: int = -1, *, name: str = "", role: str = "") -> Element:
    """An element of a header, as regions are told."""
    place = Place(tag, f"<{tag}>", f"header>{tag}", Region.HEADER)
    return Element(tag, place, parent, role, name, attributes={"href": ADDRESS} if tag == "a" else {})


@pytest.mark.parametrize(
    ("tag", "role", "name", "ways"),
    [
        ("button", "", "Åbn søgning", (Way.SEARCH,)),
        ("button", "", "Åbn/luk søgning", (Way.SEARCH,)),
        ("button", "", "Vis søgefelt", (Way.SEARCH,)),
        ("a", "button", "Open search", (Way.SEARCH,)),
        ("a", "", "Søg", (Way.SEARCH,)),
        ("a", "", "Åbn søgefelt", (Way.SEARCH,)),
        ("a", "", "Søg tilskud", ()),
        ("button", "", "Menu", ()),
        ("button", "", "", (Way.UNCLEAR,)),
    ],
)
def test_a_button_that_opens_the_search_is_a_way(
    tag: str, role: str, name: str, ways: tuple[Way, ...]
) -> None:
    assert kept(element(tag, name=name, role=role)).ways == ways


@pytest.mark.parametrize(
    ("around", "called"),
    [(("header", "form"), "Søg i nyheder"), (("main", "form"), ""), (("main", "nav"), ""), (("form",), "")],
)
def test_a_search_in_a_list_is_not_the_sites(around: tuple[str, ...], called: str) -> None:
    outer = [element(tag, at - 1, role="search" if tag == "form" else "") for at, tag in enumerate(around)]
    field = element("input", len(outer) - 1, name="Søg i nyheder", role="searchbox")
    page = kept(*outer, field)
    assert (page.search, page.ways) == (called, (Way.SEARCH,))
