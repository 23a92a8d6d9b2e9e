"""Two nights held against each other: nothing is mended that nobody looked for, and nothing is new that only moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tilgaengelig.judge.difference import compare, last_known, moved
from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.model.difference import Change, Changed, Difference, Met, PageChange, Sighting, Snapshot
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact, Responsibility

SITE = "https://www.ministerium.example"
FIRST = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
LOST = Met.NOT_REACHED


def record(day: int, rulebook: str = "1f2e", **order: Any) -> AuditRecord:
    began = FIRST + dt.timedelta(days=day)
    return AuditRecord(
        f"nat-{day}", Order(f"{SITE}/", **order), AuditState.DONE, began, began, rulebook, {"axe": "4.14.1"}
    )


def sighting(component: str, pages: Mapping[str, int], **changes: object) -> Sighting:
    usual = Sighting(
        component=component,
        rule="billede-uden-alternativ-tekst",
        engine_rule="image-alt",
        outcome=Outcome.FAILED,
        impact=Impact.CRITICAL,
        responsibility=Responsibility.REDAKTOER,
        message="",
        snippet="<img>",
        pages=pages,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def night(day: int, pages: Mapping[str, str | Met], **more: object) -> Snapshot:
    """A night: what stands on each page, a letter a fault, or how it was met."""
    found: dict[str, dict[str, int]] = {}
    for path, stands in pages.items():
        for component in "" if isinstance(stands, Met) else stands:
            found.setdefault(component, {})
            found[component][path] = found[component].get(path, 0) + 1
    met = {path: stands if isinstance(stands, Met) else Met.READ for path, stands in pages.items()}
    usual = Snapshot(
        audit=record(day),
        met=met,
        sightings={name: sighting(name, places) for name, places in found.items()},
        whole=LOST not in met.values(),
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def became(difference: Difference) -> dict[str, str]:
    """What became of each component."""
    return {each.sighting.component: str(each.change) for each in difference.changes}


def of(difference: Difference, component: str) -> Changed:
    (found,) = (each for each in difference.changes if each.sighting.component == component)
    return found


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"/": ""}, {"/": "a"}, {"a": "new"}),
        ({"/": "a"}, {"/": "a"}, {"a": "still"}),
        ({"/": "a"}, {"/": ""}, {"a": "mended"}),
        ({"/": "a"}, {"/": LOST}, {"a": "not-reached"}),
        ({"/": "a"}, {"/": Met.GONE}, {"a": "mended"}),
        ({"/": "", "/x": "a"}, {"/": ""}, {"a": "mended"}),
        ({"/": "", "/x": "a"}, {"/": LOST}, {"a": "not-reached"}),
        ({"/": "a", "/x": "a"}, {"/": "", "/x": LOST}, {"a": "not-reached"}),
        ({"/": "a", "/x": "a"}, {"/": "", "/x": "a"}, {"a": "still"}),
        ({"/": "a"}, {"/": "", "/x": "a"}, {"a": "still"}),
    ],
)
def test_what_becomes_of_a_component(
    first: Mapping[str, str | Met], second: Mapping[str, str | Met], expected: Mapping[str, str]
) -> None:
    assert became(compare(night(0, first), night(1, second))) == expected


def test_what_an_earlier_audit_had_has_come_back() -> None:
    difference = compare(night(1, {"/": ""}), night(2, {"/": "ab"}), earlier={"a"})
    assert became(difference) == {"a": "back", "b": "new"}


def test_each_page_of_a_component_stands_in_one_list() -> None:
    first = night(0, {"/1": "a", "/2": "a", "/3": "a", "/4": "a", "/5": ""})
    second = night(1, {"/1": "a", "/2": "", "/3": Met.GONE, "/4": LOST, "/5": "a", "/6": "a"})
    changed = of(compare(first, second), "a")
    assert (changed.still, changed.mended, changed.gone, changed.not_reached, changed.new) == (
        ("/1",), ("/2",), ("/3",), ("/4",), ("/5", "/6"),
    )  # fmt: skip


def test_a_rule_that_could_not_be_tried_has_mended_nothing() -> None:
    second = night(1, {"/": ""}, untested={"/": frozenset({"billede-uden-alternativ-tekst"})})
    assert became(compare(night(0, {"/": "a"}), second)) == {"a": "not-reached"}


def test_a_rule_across_pages_says_nothing_while_pages_lack() -> None:
    across = sighting("a", {"/": 1}, engine_rule="site.titles")
    first = night(0, {"/": ""}, sightings={"a": across})
    assert became(compare(first, night(1, {"/": "", "/x": LOST}))) == {"a": "not-reached"}
    assert became(compare(first, night(1, {"/": ""}))) == {"a": "mended"}


def test_a_page_that_sends_on_to_another_has_moved_with_its_faults() -> None:
    first = night(0, {"/gammel": "ab"})
    second = night(1, {"/gammel": Met.GONE, "/ny": "ac"}, forwards={"/gammel": "/ny"})
    difference = compare(first, second)
    assert became(difference) == {"a": "still", "b": "mended", "c": "new"}
    (page,) = difference.pages
    assert (page.change, page.source, page.new, page.mended, page.still) == (
        PageChange.MOVED,
        "/gammel",
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    "now", ["https://ministerium.dk", "http://www.ministerium.dk", "https://www.ministerium.dk"]
)
def test_a_site_that_goes_over_to_https_or_www_stands_as_it_stood(now: str) -> None:
    was = "http://ministerium.dk"
    first = night(0, {f"{was}/": "", f"{was}/om": "ab", f"{was}/nyt": "a"})
    second = night(1, {f"{was}/": Met.GONE, f"{now}/": "", f"{now}/om": "a"}, forwards={f"{was}/": f"{now}/"})
    difference = compare(first, second)
    assert became(difference) == {"a": "still", "b": "mended"}
    assert {page.address: page.change for page in difference.pages} == {
        f"{now}/": PageChange.MOVED,
        f"{now}/om": PageChange.MOVED,
        f"{was}/nyt": PageChange.GONE,
    }


def test_pages_are_counted_by_their_places() -> None:
    first = night(0, {"/1": "aaab", "/2": "a", "/3": "a", "/4": "a"})
    second = night(1, {"/1": "aac", "/2": Met.GONE, "/3": LOST, "/5": "a"})
    told = {
        page.address: (str(page.change), page.new, page.mended, page.still, page.not_reached)
        for page in compare(first, second).pages
    }
    assert told == {
        "/1": ("still", 1, 2, 2, 0),
        "/2": ("gone", 0, 1, 0, 0),
        "/3": ("not-reached", 0, 0, 0, 1),
        "/4": ("not-reached", 0, 0, 0, 1),
        "/5": ("new", 1, 0, 0, 0),
    }


def test_a_night_in_which_the_site_was_down_makes_nothing_new_the_night_after() -> None:
    monday = night(0, {"/": "a", "/x": "b"})
    tuesday = night(1, {"/": LOST})
    wednesday = night(2, {"/": "a", "/x": "bc"})
    known = last_known([tuesday, monday])
    assert became(compare(known, wednesday)) == {"a": "still", "b": "still", "c": "new"}
    assert became(compare(monday, tuesday)) == {"a": "not-reached", "b": "not-reached"}


def test_what_was_mended_in_between_is_not_taken_from_an_older_night() -> None:
    monday = night(0, {"/": "a", "/x": "b", "/y": "d"})
    tuesday = night(1, {"/": "", "/x": LOST, "/y": Met.GONE})
    known = last_known([tuesday, monday])
    assert {name: dict(each.pages) for name, each in known.sightings.items()} == {"b": {"/x": 1}}


def test_no_more_nights_are_asked_for_than_are_needed() -> None:
    asked = []

    def nights() -> object:
        for day in (2, 1, 0):
            asked.append(day)
            yield night(day, {"/": "a", "/x": LOST} if day == 2 else {"/": "a", "/x": "b"})

    last_known(nights())  # type: ignore[arg-type]
    assert asked == [2, 1]


UNTRIED = {"/": frozenset({"billede-uden-alternativ-tekst"})}
TRAP = {"a": sighting("a", {"/": 1}, engine_rule="page.keyboard_trap")}
ACROSS = {"a": sighting("a", {"/": 1}, engine_rule="site.titles")}
DRIVEN = frozenset({"/"})
DOUBT = sighting("d", {"/": 1}, fingerprint="logo", outcome=Outcome.CANT_TELL)


@pytest.mark.parametrize(
    ("there", "untried"),
    [
        (night(0, {"/": "a"}), night(1, {"/": ""}, untested=UNTRIED)),
        (night(0, {"/": ""}, sightings=TRAP, driven=DRIVEN), night(1, {"/": ""})),
        (night(0, {"/": ""}, sightings=ACROSS), night(1, {"/": "", "/x": LOST})),
        (
            night(0, {"/": "", "/x": ""}, sightings=ACROSS),
            night(1, {"/": "", "/x": ""}, untested={"/x": UNTRIED["/"]}),
        ),
    ],
    ids=[
        "a rule that crashed",
        "a page that was not driven",
        "pages lack",
        "a rule across pages that crashed",
    ],
)
def test_what_could_not_be_tried_for_a_night_or_two_is_not_new_when_it_is_found_again(
    there: Snapshot, untried: Snapshot
) -> None:
    again = replace(there, audit=record(3))
    two_nights = replace(untried, audit=record(2))
    assert became(compare(there, untried)) == {"a": "not-reached"}
    assert became(compare(last_known([untried, there], tonight=again), again)) == {"a": "still"}
    assert became(compare(last_known([two_nights, untried, there], tonight=again), again)) == {"a": "still"}
    mended = replace(again, sightings={})
    assert became(compare(last_known([untried, there], tonight=mended), mended)) == {"a": "mended"}


def test_a_fault_that_we_are_in_doubt_of_tonight_is_not_mended_and_not_back_the_night_after() -> None:
    fault = {"a": sighting("a", {"/": 1, "/x": 1}, fingerprint="logo")}
    monday = night(0, {"/": "", "/x": ""}, sightings=fault)
    tuesday = night(1, {"/": "", "/x": ""}, sightings={"d": DOUBT})
    changed = of(compare(monday, tuesday), "a")
    assert (changed.change, changed.not_reached, changed.mended) == (Change.NOT_REACHED, ("/",), ("/x",))
    assert [(page.mended, page.not_reached) for page in compare(monday, tuesday).pages] == [(0, 1), (1, 0)]
    wednesday = night(2, {"/": "", "/x": ""}, sightings={"a": sighting("a", {"/": 1}, fingerprint="logo")})
    known = last_known([tuesday, monday], tonight=wednesday)
    assert became(compare(known, wednesday, earlier={"a"}))["a"] == "still"


@pytest.mark.parametrize(
    "other", [{"fingerprint": "diagram"}, {"engine_rule": "svg-alt"}, {"pages": {"/x": 1}}], ids=str
)
def test_a_doubt_of_something_else_leaves_a_fault_mended(other: Mapping[str, object]) -> None:
    monday = night(0, {"/": "", "/x": ""}, sightings={"a": sighting("a", {"/": 1}, fingerprint="logo")})
    doubt = replace(DOUBT, **other)  # type: ignore[arg-type]
    tuesday = night(1, {"/": "", "/x": ""}, sightings={"d": doubt})
    assert became(compare(monday, tuesday))["a"] == "mended"


def test_a_doubt_that_stood_beside_a_fault_leaves_it_mended_unless_there_is_one_more() -> None:
    fault = sighting("a", {"/": 1}, fingerprint="logo")
    monday = night(0, {"/": ""}, sightings={"a": fault, "d": DOUBT})
    tuesday = night(1, {"/": ""}, sightings={"d": DOUBT})
    assert became(compare(monday, tuesday))["a"] == "mended"
    more = replace(tuesday, sightings={"d": replace(DOUBT, pages={"/": 2})})
    assert became(compare(monday, more))["a"] == "not-reached"


def test_what_was_tried_and_not_found_is_not_taken_from_an_older_night() -> None:
    there, mended, untried = night(0, {"/": "a"}), night(1, {"/": ""}), night(2, {"/": ""}, untested=UNTRIED)
    again = night(3, {"/": "a"})
    known = last_known([untried, mended, there], tonight=again)
    assert became(compare(known, again, earlier={"a"})) == {"a": "back"}


def test_what_a_night_found_no_more_is_back_though_the_next_one_was_in_doubt() -> None:
    there = night(0, {"/": "", "/x": ""}, sightings={"a": sighting("a", {"/": 1}, fingerprint="logo")})
    mended, again = night(1, {"/": "", "/x": ""}), replace(there, audit=record(3))
    for other in (Met.READ, LOST):
        doubt = night(2, {"/": "", "/x": other}, sightings={"d": DOUBT})
        known = last_known([doubt, mended, there], tonight=again)
        assert became(compare(known, again, earlier={"a"}))["a"] == "back"


def test_the_same_doubt_for_two_nights_mends_nothing_while_another_page_lacks() -> None:
    there = night(0, {"/": "", "/x": ""}, sightings={"a": sighting("a", {"/": 1}, fingerprint="logo")})
    doubt = night(1, {"/": "", "/x": LOST}, sightings={"d": DOUBT})
    again = night(2, {"/": "", "/x": ""}, sightings={"d": DOUBT})
    difference = compare(last_known([doubt, there], tonight=again), again)
    assert became(difference) == {"a": "not-reached", "d": "still"}
    beside = replace(there, sightings={**there.sightings, "d": DOUBT})
    more = {"d": replace(DOUBT, pages={"/": 2})}
    two, again = replace(doubt, sightings=more), replace(again, sightings=more)
    assert became(compare(last_known([two, beside], tonight=again), again))["a"] == "not-reached"


def test_no_older_night_is_asked_of_what_tonight_could_not_try_either() -> None:
    asked = []

    def nights() -> Iterator[Snapshot]:
        for day in (1, 0):
            asked.append(day)
            yield night(day, {"/": ""}, untested=UNTRIED)

    last_known(nights(), tonight=night(2, {"/": ""}, untested=UNTRIED))
    assert asked == [1]


def test_the_same_content_at_another_place_of_the_page_is_the_same_fault() -> None:
    first, second = night(0, {"/1": "a", "/2": "a", "/3": "b"}), night(1, {"/1": "c", "/2": "c", "/3": "d"})
    logo, chart, other = (
        ("<img", 'src="/logo.svg"', ">"),
        ("<img", 'src="/a.png"', ">"),
        ("<img", 'src="/b.png"', ">"),
    )
    stood = {"a": [("/1", logo), ("/2", logo)], "b": [("/3", chart)]}
    stands = {"c": [("/1", logo), ("/2", logo)], "d": [("/3", other)]}
    pairs = moved(first, second, stood, stands)
    assert pairs == {"c": "a"}
    difference = compare(first, second, same=pairs)
    assert became(difference) == {"c": "still", "b": "mended", "d": "new"}
    assert of(difference, "c").moved
    assert [(page.address, page.new, page.still) for page in difference.pages] == [
        ("/1", 0, 1), ("/2", 0, 1), ("/3", 1, 0),
    ]  # fmt: skip


def test_another_rule_or_outcome_is_never_the_same_fault() -> None:
    first, second = night(0, {"/": "a"}), night(1, {"/": "b"})
    content = ("<img", ">")
    doubt = replace(second, sightings={"b": sighting("b", {"/": 1}, outcome=Outcome.CANT_TELL)})
    assert moved(first, doubt, {"a": [("/", content)]}, {"b": [("/", content)]}) == {}
    assert moved(first, second, {"a": [("/", ())]}, {"b": [("/", ())]}) == {}


@pytest.mark.parametrize(
    "other",
    [
        {"rulebook": "2a3b"},
        {"thorough": True},
        {"audience": Audience.KOMMUNER},
        {"sections": (("/presse/", Audience.PRESSE),)},
    ],
    ids=str,
)
def test_it_is_told_where_other_things_were_looked_for(other: Mapping[str, Any]) -> None:
    first, second = night(0, {"/": "a"}), night(1, {"/": "a"})
    assert compare(first, second).measured_alike
    assert not compare(replace(first, audit=record(0, **other)), second).measured_alike
    assert not compare(first, replace(second, audit=record(1, **other))).measured_alike
    assert compare(first, replace(second, audit=record(1, max_pages=7))).measured_alike


def test_it_is_told_where_what_was_filled_in_is_of_a_night_that_looked_for_other_things() -> None:
    monday, tuesday = night(0, {"/": "a"}), night(1, {"/": LOST})
    wednesday = night(2, {"/": ""})
    assert of(compare(last_known([tuesday, monday]), wednesday), "a").measured_alike
    other = replace(monday, audit=record(0, rulebook="2a3b"))
    difference = compare(last_known([tuesday, other]), wednesday)
    assert difference.measured_alike
    assert not of(difference, "a").measured_alike


def test_news_are_new_faults_and_old_ones_on_new_ground() -> None:
    first = night(0, {"/1": "ab", "/2": "c"})
    second = night(1, {"/1": "ad", "/2": "ac"})
    assert [each.sighting.component for each in compare(first, second).news] == ["d", "a"]
    assert {each.sighting.component for each in compare(first, second).of(Change.STILL)} == {"a", "c"}


def test_a_new_page_brings_no_news_of_the_template_but_of_what_an_editor_wrote() -> None:
    first, second = night(0, {"/1": "a", "/2": ""}), night(1, {"/1": "a", "/2": "", "/3": "a"})
    theirs = {"a": sighting("a", {"/1": 1, "/3": 1}, responsibility=Responsibility.UDVIKLER)}
    assert len(compare(first, second).news) == 1
    assert compare(first, replace(second, sightings=theirs)).news == ()
    regression = {"a": sighting("a", {"/1": 1, "/2": 1, "/3": 1}, responsibility=Responsibility.UDVIKLER)}
    assert len(compare(first, replace(second, sightings=regression)).news) == 1


def test_what_only_a_driven_page_shows_is_not_mended_on_a_page_that_was_not_driven() -> None:
    trap = {"a": sighting("a", {"/": 1}, engine_rule="page.keyboard_trap")}
    first = night(0, {"/": ""}, sightings=trap, driven=frozenset({"/"}))
    second = night(1, {"/": ""})
    assert became(compare(first, second)) == {"a": "not-reached"}
    assert became(compare(first, replace(second, driven=frozenset({"/"})))) == {"a": "mended"}
