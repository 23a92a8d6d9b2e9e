"""The sample of an in-depth evaluation has all that the decision asks for, and the same for the same seed."""

from __future__ import annotations

import datetime as dt
from math import ceil
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tilgaengelig.judge.sample import pick
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Region
from tilgaengelig.model.sample import Part
from tilgaengelig.model.site import SiteFacts, SitePage
from tilgaengelig.model.statement import Statement, Status
from tilgaengelig.model.traits import Signpost, Traits

SITE = "https://www.mad.dk"
SAID = Statement(True, Status.PARTIAL, True, True, True, True, -1, None)
FOOT = (Signpost("Om os", f"{SITE}/om/", Region.FOOTER, "bund"),)


def page(
    path: str, title: str = "", kind: SubjectKind = SubjectKind.PAGE, **traits: Any
) -> tuple[str, SubjectKind, Traits]:
    return path, kind, Traits(title=title, heading=title, signposts=traits.pop("signposts", FOOT), **traits)


def site(*pages: tuple[str, SubjectKind, Traits]) -> SiteFacts:
    every = tuple(
        SitePage(at, f"{SITE}{path}", kind, traits, clicks=min(at, 2))
        for at, (path, kind, traits) in enumerate(pages)
    )
    return SiteFacts(dt.date(2026, 6, 1), whole=True, all=every, start=f"{SITE}/")


WHOLE = site(
    page("/", "Ministeriet for Mad"),
    page("/login/", "Log ind på Mit Mad"),
    page("/sitemap/", "Sitemap"),
    page("/kontakt/", "Kontakt os"),
    page("/hjaelp/", "Hjælp til siden"),
    page("/privatliv/", "Privatlivspolitik"),
    page("/soeg/", "Søgning"),
    page("/was-erklaering/", "Tilgængelighedserklæring", statement=SAID),
    page("/feedback/", "Giv feedback"),
    page("/stoette/", "Støtte"),
    page("/stoette/ansoeg/1/", "Ansøg", process=True),
    page("/stoette/ansoeg/2/", "Ansøg", process=True),
    page("/stoette/regler/", "Regler"),
    page("/nyheder/", "Nyheder"),
    *(page(f"/nyheder/{at}/", f"Nyhed {at}") for at in range(40)),
    page("/nyheder/film/", "Film", kinds=("film",)),
    page("/nyheder/gammel/", "Fra før", signposts=(FOOT[0]._replace(group="gammel"),)),
    page("/publikationer/plan.pdf", "Plan", SubjectKind.DOCUMENT),
    page("/publikationer/plan2.pdf", "Plan 2", SubjectKind.DOCUMENT),
    page("/stoette/vejledning.pdf", "Vejledning", SubjectKind.DOCUMENT),
)


def parts(facts: SiteFacts, seed: int = 7) -> dict[str, set[Part]]:
    return {one.address.removeprefix(SITE): set(one.parts) for one in pick(facts, seed).all}


def test_each_page_that_the_decision_names_is_in_the_sample() -> None:
    found = parts(WHOLE)
    named = {
        "/": Part.HOME,
        "/login/": Part.LOGIN,
        "/sitemap/": Part.SITEMAP,
        "/kontakt/": Part.CONTACT,
        "/hjaelp/": Part.HELP,
        "/privatliv/": Part.LEGAL,
        "/soeg/": Part.SEARCH,
        "/was-erklaering/": Part.STATEMENT,
        "/feedback/": Part.FEEDBACK,
        "/stoette/ansoeg/1/": Part.SERVICE,
        "/stoette/ansoeg/2/": Part.PROCESS,
        "/nyheder/": Part.SERVICE,
        "/nyheder/film/": Part.LAYOUT,
        "/nyheder/gammel/": Part.LAYOUT,
        "/publikationer/plan.pdf": Part.DOCUMENT,
        "/stoette/vejledning.pdf": Part.DOCUMENT,
    }
    assert {path: part for path, part in named.items() if part not in found.get(path, set())} == {}
    assert pick(WHOLE, 7).lacking == ()


def test_a_page_where_one_applies_is_not_taken_for_the_search() -> None:
    apply = page("/tilskud/ansoeg.html", "Søg tilskud | Ministeriet for Mad")
    assert Part.SEARCH not in {part for some in parts(site(page("/"), apply)).values() for part in some}
    for title in ("Søg | Ministeriet for Mad", "Søgning", "Søg på mad.dk", "Søg", "Søgeresultater for æble"):
        assert Part.SEARCH in parts(site(page("/"), apply, page("/find/", title)))["/find/"], title


def test_at_least_a_tenth_as_many_are_drawn_and_none_twice() -> None:
    sample = pick(WHOLE, 7)
    assert len(sample.random) == ceil(len(sample.structured) / 10)
    addresses = [one.address for one in sample.all]
    assert len(addresses) == len(set(addresses))
    assert {part for one in sample.random for part in one.parts} == {Part.RANDOM}


def test_the_same_seed_draws_the_same_pages_and_another_draws_others() -> None:
    assert pick(WHOLE, 7) == pick(WHOLE, 7)
    assert {pick(WHOLE, seed).random for seed in range(5)} != {pick(WHOLE, 0).random}


def test_a_login_that_shut_us_out_is_in_the_sample_as_not_read() -> None:
    sample = pick(site(page("/", "Forside")), 1, [f"{SITE}/mit/"])
    wall = next(one for one in sample.structured if Part.LOGIN in one.parts)
    assert (wall.address, wall.read) == (f"{SITE}/mit/", False)
    assert Part.SITEMAP in sample.lacking


@given(st.integers(0, 60), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_a_site_of_any_size_has_a_sample(size: int, seed: int) -> None:
    sample = pick(site(*(page(f"/{at}/", f"Side {at}") for at in range(size))), seed)
    assert len(sample.all) <= size
    rest = size - len(sample.structured)
    assert len(sample.random) == min(rest, ceil(len(sample.structured) / 10))
