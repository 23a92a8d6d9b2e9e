"""The checks of a page's elements, on outlines of our own making: no browser is needed to be wild."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judge_things import ADDRESS, rule, rulebook, said

from tilgaengelig.judge.elements.texts import plain
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.verdict import Glance, judge
from tilgaengelig.model.finding import Outcome, Place, Region
from tilgaengelig.model.subject import Block, Element, Hit, Look, PageFacts

_TAGS = (
    "a", "p", "h1", "h2", "ul", "li", "table", "tr", "th", "td", "img", "figure", "figcaption", "iframe", "audio",
    "video", "pre", "div", "strong", "em", "nav", "main", "input",
)  # fmt: skip
_WORDS = st.sampled_from(
    (
        "",
        "Læs mere",
        "her",
        "IMG_1.jpg",
        "Overskrift 2",
        "Billede af et hus",
        "Foto: ",
        "12",
        "3. maj 2026",
        "Logo",
    )
) | st.text(max_size=12)
_ATTRIBUTES = ("id", "alt", "href", "src", "title", "type", "target", "aria-describedby", "colspan", "rowspan", "width",
               "aria-level", "scope", "headers", "controls", "generated")  # fmt: skip
_VALUES = st.sampled_from(("", "http://[", "https://a.example/b.pdf", "0", "9" * 30, "²", "_blank", "x"))


@st.composite
def outlines(draw: st.DrawFn) -> tuple[Element, ...]:
    """Any outline: each element stands in one before it that is still open."""
    found: list[Element] = []
    open_ones = [-1]
    for index in range(draw(st.integers(0, 10))):
        del open_ones[draw(st.integers(1, len(open_ones))) :]
        tag = draw(st.sampled_from(_TAGS))
        text = draw(_WORDS)
        place = Place(f"x{index}", f"<{tag}>{text}</{tag}>", f"body>{tag}", draw(st.sampled_from(Region)))
        attributes = draw(st.dictionaries(st.sampled_from(_ATTRIBUTES), _VALUES, max_size=3))
        look = Look(
            size=draw(st.sampled_from((0.0, 16.0, 30.0))),
            weight=draw(st.sampled_from((400, 700))),
            width=300,
            height=20,
        )
        role = draw(st.sampled_from(("", "", "", "heading", "link", "img", "presentation")))
        found.append(
            Element(tag, place, open_ones[-1], role, draw(_WORDS), text, "da", False, attributes, look)
        )
        open_ones.append(index)
    return tuple(found)


def facts(*elements: Element, title: str = "En side", address: str = ADDRESS) -> PageFacts:
    """A page with this outline."""
    return PageFacts(address, title, "da", (), (), elements=elements)


patient = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(outlines(), st.text(max_size=40))
def test_whatever_a_page_holds_no_check_of_its_elements_breaks_down(
    elements: tuple[Element, ...], title: str
) -> None:
    told = Glance(rulebook().rules)(facts(*elements, title=title))
    assert [finding.rule for finding in told if finding.outcome is Outcome.UNTESTED] == []


@patient
@given(outlines(), st.text(max_size=40))
def test_what_a_glance_found_is_what_the_verdict_would_have_found(
    elements: tuple[Element, ...], title: str
) -> None:
    rules, glance = rulebook().rules, Glance(rulebook().rules)
    list(glance(facts(*elements, title=title)))
    later = replace(
        facts(*(replace(one, picture=b"x") for one in elements), title=title),
        blocks=(Block("paragraph", "Søg om støtte senest den 1. maj."),),
        hits=(Hit("axe", "video-caption", Outcome.FAILED, None, "", Place("x0")),),
    )
    assert judge(later, rules, 40, known=glance.known) == judge(later, rules, 40)


@patient
@given(outlines())
def test_a_tree_agrees_with_the_parents_that_its_elements_name(elements: tuple[Element, ...]) -> None:
    tree = facts(*elements).outline
    for at in range(-1, len(elements)):
        named = [index for index, element in enumerate(elements) if element.parent == at]
        assert list(tree.children(at)) == named
        assert [tree.after(child) for child in named] == [*named[1:], None][: len(named)]
    for at in range(len(elements)):
        assert [index for index in range(len(elements)) if at in tree.around(index)] == list(tree.inside(at))


def test_texts_are_compared_without_case_space_and_signs_at_their_ends() -> None:
    assert plain("  » Læs \n MERE … ") == "læs mere"
    assert plain("...") == ""
    assert plain("C++ og C#") == "c++ og c"


def element(tag: str, text: str, **more: str) -> Element:
    """An element by itself."""
    return Element(
        tag, Place(text, f"<{tag}>", f"body>{tag}", Region.MAIN), text=text, name=text, attributes=more
    )


def test_two_headings_at_one_place_of_the_design_are_two_components_and_the_same_heading_is_one() -> None:
    rule = rulebook().rule("overskrift-for-lang")
    found = [own_finding(rule, element("h2", text), Outcome.FAILED, "x") for text in ("Et", "To", "To")]
    assert found[0].component != found[1].component == found[2].component


def test_what_assistive_technology_passes_over_is_not_told() -> None:
    shown = element("h2", "Overskrift 2")
    silent = Element(**{name: getattr(shown, name) for name in Element.__slots__} | {"silent": True})
    assert said(facts(shown)) == [("overskrift-er-pladsholder", Outcome.FAILED)]
    assert said(facts(silent)) == []


@pytest.mark.parametrize(
    "cells",
    [
        [("td", {"colspan": "200", "rowspan": "9999"})] * 1_000,
        [("th", {"id": "x"}), ("td", {"headers": "x"})] * 1_500,
    ],
    ids=["spans", "headers"],
)
def test_a_table_beyond_all_measure_is_asked_about(cells: list[tuple[str, dict[str, str]]]) -> None:
    place = Place("x", "<x>", "body>x")
    elements = [Element("table", place)]
    for tag, attributes in cells:
        row = Element("tr", place, 0)
        elements += [row, Element(tag, place, len(elements), text="Ord", attributes=attributes)]
    (asked,) = said(facts(*elements), rule("overskriftscelle-uden-data"))
    assert asked[1] is Outcome.CANT_TELL


def test_long_text_under_the_terms_of_a_list_is_divided_by_them() -> None:
    def long(tag: str) -> PageFacts:
        outer = Element(tag, Place("x", "", f"main>{tag}", Region.MAIN))
        return facts(outer, Element("p", Place("p", "", f"main>{tag}>p", Region.MAIN), 0, text="ord " * 500))

    undivided = rule("lang-tekst-uden-mellemoverskrifter")
    assert [len(said(long(tag), undivided)) for tag in ("div", "dd", "details")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("headings", "divided"),
    [
        ([("h1", Region.MAIN), ("h2", Region.FOOTER), ("h2", Region.NAV)], False),
        ([("h1", Region.HEADER), ("h2", Region.FOOTER)], False),
        ([("h1", Region.MAIN), ("h2", Region.MAIN)], True),
        ([("h1", Region.HEADER), ("h2", Region.MAIN)], True),
    ],
)
def test_headings_in_menus_and_footer_divide_no_text(
    headings: list[tuple[str, Region]], *, divided: bool
) -> None:
    text = Element("p", Place("p", "<p>", "main>p", Region.MAIN), text="ord " * 500)
    others = [Element(tag, Place(tag, "", f"x>{tag}", region), text=tag) for tag, region in headings]
    found = said(facts(text, *others), rule("lang-tekst-uden-mellemoverskrifter"))
    assert bool(found) is not divided


def test_the_lead_of_an_article_may_be_in_bold_though_its_day_stands_before_it() -> None:
    place = Place("x", "<x>", "main>x", Region.MAIN)
    header = Element("header", place)
    heading = Element("h1", place, 0, text="Nyhed")
    day = Element("p", place, text="12. maj 2026")
    bold = Element("p", place, text="ord " * 30, look=Look(weight=700))
    emphasised = rule("afsnit-fremhævet")
    assert said(facts(header, heading, day, bold), emphasised) == []
    assert len(said(facts(header, heading, bold, bold), emphasised)) == 1


def test_each_of_thousands_of_files_in_one_block_is_told_by_what_follows_it() -> None:
    place = Place("x", "<x>", "body>x", Region.MAIN)
    names = [f"Bilag {number}" for number in range(3_000)]
    text = ", ".join(
        f"{name} (PDF, {number} kB)" if number % 2 else name for number, name in enumerate(names)
    )
    block = Element("p", place, text=text[:1_000])
    links = [
        Element("a", place, 0, text=name, name=name, attributes={"href": f"https://a.example/{number}.pdf"})
        for number, name in enumerate(names)
    ]
    found = judge(facts(block, *links), {"f": rule("fil-uden-type-og-størrelse")}, 40).findings
    named = {one.message.split("”")[1] for one in found}
    assert not named & set(names[1:40:2])
    assert named >= set(names[0:40:2])
