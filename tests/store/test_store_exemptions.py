"""The register of what the act exempts: what is put in comes back, and what nobody could judge is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.model.website import Website
from tilgaengelig.store import Decision, Store

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
SITE = "www.ministerium.dk"
DECISION = Decision(
    "/arkiv/",
    Basis.DOCUMENT,
    "Referaterne bruges ikke i sager mere.",
    "Anna Holm",
    dt.date(2026, 11, 1),
    dt.date(2027, 11, 1),
)


def test_a_decision_comes_back_as_it_was_made_and_goes_when_taken_out(store: Store) -> None:
    before = store.acceptance_stamp()
    made = store.exempt("WWW.Ministerium.dk", DECISION, now=NOW)
    other = store.exempt("www.andet.dk", replace(DECISION, review=dt.date(2027, 1, 1)), now=NOW)
    assert store.acceptance_stamp() != before
    assert store.exemptions() == [other, made]
    assert store.exemptions(site=SITE) == [made]
    assert (made.site, made.by, made.basis.clause) == (SITE, "Anna Holm", "§ 1, stk. 5")
    assert store.unexempt(made.id) == made
    assert store.exemptions(site=SITE) == []
    with pytest.raises(UnknownThing):
        store.unexempt(made.id)


def test_a_decision_is_of_the_day_that_it_is_in_denmark(store: Store) -> None:
    night = dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)  # half past midnight on 1 November there
    assert store.exempt(SITE, DECISION, now=night).decided == dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"pattern": "arkiv"},
        {"pattern": "/" + "*" * 11},
        {"by": " "},
        {"reason": "gammelt"},
        {"decided": dt.date(2026, 12, 1)},
        {"review": dt.date(2026, 11, 20)},
    ],
)
def test_a_decision_that_nobody_could_judge_is_refused(store: Store, changes: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        store.exempt(SITE, replace(DECISION, **changes), now=NOW)
    assert store.exemptions() == []


@pytest.mark.parametrize(
    ("written", "audited"), [("www.mad.dk", "mad.dk"), ("mad.dk:8080", "www.mad.dk:8080")]
)
def test_a_site_has_one_register_with_and_without_www(store: Store, written: str, audited: str) -> None:
    made = store.exempt(written, DECISION, now=NOW)
    assert store.exemptions(site=audited) == store.exemptions(site=written) == [made]
    assert store.exemptions(site=f"nyt.{audited}") == []


def test_a_site_is_named_as_on_the_list_or_by_its_host(store: Store) -> None:
    store.add_website(Website("ministeriet", Order(f"https://{SITE}/")))
    assert store.exempt("ministeriet", DECISION, now=NOW).site == SITE
    with pytest.raises(WrongUse, match="”styrelsen” er hverken navnet på et websted eller en adresse"):
        store.exempt("styrelsen", DECISION, now=NOW)
    store.begin(Order("http://styrelsen/"), rulebook="1", versions={}, first=[])
    assert store.exempt("styrelsen", DECISION, now=NOW).site == "styrelsen"


def exemption(pattern: str) -> Exemption:
    return Exemption("1", SITE, pattern, Basis.MAP, "", "", NOW.date(), NOW.date(), NOW)


@pytest.mark.parametrize(
    ("pattern", "address", "holds"),
    [
        ("/arkiv/", "https://x.dk/arkiv/2016/a.pdf", True),
        ("/arkiv/", "https://x.dk/nyt/arkiv/", False),
        ("/*/referat", "https://x.dk/udvalg/2017/referat-1.pdf", True),
        ("/*.pdf*udgave=1", "https://x.dk/a.pdf?udgave=1", True),
        ("/*.pdf*udgave=1", "https://x.dk/a.pdf?udgave=2", False),
        ("/", "https://x.dk", True),
    ],
)
def test_a_pattern_holds_for_what_begins_so(pattern: str, address: str, holds: bool) -> None:
    assert exemption(pattern).holds(address) is holds


@given(st.lists(st.text("ab/", max_size=4), max_size=6), st.text("ab/", max_size=30))
def test_a_pattern_holds_for_whatever_its_stars_stand_for(pieces: list[str], between: str) -> None:
    path = "/" + between.join(pieces) + between
    assert exemption("/" + "*".join(pieces)).holds(f"https://x.dk{path}")


def test_many_stars_take_no_more_than_a_moment() -> None:
    assert not exemption("/" + "*a" * 10 + "b").holds("https://x.dk/" + "a" * 8000)
