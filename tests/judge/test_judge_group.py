"""Small and large compare fairly, months follow each other, and texts that stand on two sites are found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from judge_things import document_facts

from tilgaengelig.danish.shingles import sketch
from tilgaengelig.judge.group import group, twins
from tilgaengelig.judge.traits import traits
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.group import Group, Measure
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.site import SitePage
from tilgaengelig.model.subject import Block
from tilgaengelig.model.traits import Traits

OCTOBER, DECEMBER = dt.date(2026, 10, 1), dt.date(2026, 12, 31)


def measure(
    site: str, month: int, faults: int, house: str = "Huset", pages: int = 100, **more: Any
) -> Measure:
    counted, day = {Impact.SERIOUS: faults}, dt.date(2026, month, 1)
    return Measure(
        site,
        house,
        day,
        f"{site}-{month}",
        pages,
        counted,
        more.get("texts", 0),
        more.get("hard", 0),
    )


def quarter(*measures: Measure) -> Group:
    return group(measures, begins=OCTOBER, ends=DECEMBER)


def test_a_small_site_with_many_faults_stands_before_a_large_one_with_more() -> None:
    found = quarter(measure("stort", 10, 50, pages=1000), measure("lille", 10, 10, pages=20))
    assert [(each.name, each.now.faults) for each in found.sites] == [("lille", 50.0), ("stort", 5.0)]
    assert found.whole.now.faults == pytest.approx(100 * 60 / 1020)


def test_what_was_measured_before_the_period_is_what_it_is_held_against() -> None:
    found = quarter(measure("a", 7, 90), measure("a", 9, 40), measure("a", 10, 30), measure("a", 12, 10))
    (site,) = found.sites
    assert site.change == -30
    assert {month.month: rate.faults for month, rate in site.months.items()} == {10: 30.0, 12: 10.0}


def test_a_site_that_is_new_makes_its_house_neither_better_nor_worse() -> None:
    found = quarter(measure("a", 9, 40), measure("a", 12, 10), measure("ny", 12, 90))
    (house,) = found.houses
    assert house.change == -30
    assert {each.name: each.change for each in found.sites} == {"a": -30.0, "ny": None}


def test_a_site_that_was_not_audited_in_a_month_stands_as_it_stood() -> None:
    found = quarter(measure("a", 10, 40), measure("b", 10, 0), measure("b", 11, 20))
    assert {month.month: rate.faults for month, rate in found.whole.months.items()} == {10: 20.0, 11: 30.0}


def test_a_site_that_was_not_measured_in_the_period_is_left_out() -> None:
    assert quarter(measure("gammelt", 8, 40)).sites == ()


def test_houses_are_ranked_and_texts_shared_by_all_their_sites() -> None:
    found = quarter(
        measure("a", 10, 10, house="Nord", texts=10, hard=5),
        measure("b", 10, 30, house="Nord", texts=30, hard=5),
        measure("c", 10, 90, house="Syd"),
    )
    assert [(each.name, each.now.faults, each.now.hard) for each in found.houses] == [
        ("Syd", 90.0, None),
        ("Nord", 20.0, 25.0),
    ]


def page(address: str, text: str, updated: dt.date | None = None, sources: int = 0) -> SitePage:
    traits = Traits(sketch=sketch([text]), words=len(text.split()), updated=updated)
    return SitePage(1, address, SubjectKind.PAGE, traits, None, sources)


def text(seed: int, words: int = 120) -> str:
    return " ".join(f"ord{(seed * 7919 + number * number * 31) % 5003}" for number in range(words))


def test_a_text_on_two_sites_is_found_newest_first_and_one_within_a_site_is_not() -> None:
    old = page("https://a.example/x", text(1), dt.date(2024, 1, 1), sources=9)
    new = page("https://b.example/x", text(1), dt.date(2026, 1, 1))
    inside = [page(f"https://{name}/n", text(2)) for name in ("a.example", "www.a.example")]
    others = [page(f"https://b.example/{n}", text(n)) for n in range(10, 20)]
    (twin,) = twins({"a": [old, *inside], "b": [new, *others]})
    assert twin.addresses == ("https://b.example/x", "https://a.example/x")
    assert twin.likeness == 1.0


def test_a_pdf_with_the_text_of_another_site_s_page_stands_by_its_own_day() -> None:
    words = text(1)
    address = "https://b.example/x.pdf"
    read = document_facts(address=address, blocks=(Block("paragraph", words),), created="2026-05-01")
    pdf = SitePage(2, address, SubjectKind.DOCUMENT, traits(read), None, 1)
    pages = [
        page(f"https://a.example/{day.year}", words, day, 9)
        for day in (dt.date(2025, 1, 1), dt.date(2026, 9, 1))
    ]
    linked = page("https://c.example/x", words, dt.date(2025, 1, 1), sources=40)
    (twin,) = twins({"a": pages, "b": [pdf], "c": [linked]})
    assert twin.addresses == (
        "https://a.example/2026",
        address,
        "https://c.example/x",
        "https://a.example/2025",
    )


def test_an_address_of_two_sites_that_overlap_counts_once() -> None:
    one, other = page("https://a.example/del/x", text(1)), page("https://b.example/x", text(1))
    (twin,) = twins({"a": [one], "a/del": [one], "b": [other]})
    assert len(twin.addresses) == 2
