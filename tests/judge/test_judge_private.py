"""CPR numbers in what was found: hidden before anything is kept, and never what a component is known by."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_things import HEAVY, hit, only, page_facts, rule

from tilgaengelig.danish.personal import holds_cpr, without_cpr
from tilgaengelig.judge.private import discreet_traits
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import Hit
from tilgaengelig.model.traits import Deadline, Signpost, Traits

CPR = "010190-1234"
HIDDEN = "xxxxxx-xxxx"


@pytest.mark.parametrize(
    "written",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "010190\u20131234",
        "x010190-1234y",
        "/sag/0101901234",
    ],
)
def test_a_cpr_number_is_hidden_however_it_is_written(written: str) -> None:
    assert holds_cpr(written)
    assert not any(sign.isdigit() for sign in without_cpr(written))
    assert without_cpr(written).replace("x", "0").strip("0y/sag- \u2013") == ""


@pytest.mark.parametrize(
    "other", ["451290-1234", "010190-123", "10101901234", "+45 33 92 33 92", "2026-11-26T10:00", "311290 12"]
)
def test_other_numbers_stay(other: str) -> None:
    assert without_cpr(other) == other


@given(st.text(max_size=200))
def test_what_was_hidden_is_gone_and_nothing_else_is_touched(text: str) -> None:
    hidden = without_cpr(text)
    assert not holds_cpr(hidden)
    assert len(hidden) == len(text)
    assert all(one == other or other == "x" for one, other in zip(text, hidden, strict=True))


@pytest.mark.parametrize("gap", ["&nbsp;", "&nbsp;-&nbsp;", "-&nbsp;"])
def test_a_cpr_number_in_code_is_hidden_though_its_space_has_a_name(gap: str) -> None:
    assert without_cpr(f"<td>010190{gap}1234</td>") == f"<td>xxxxxx{gap}xxxx</td>"


def private(number: str) -> Hit:
    made = hit(key="src=/a.png", message=f"Feltet {number} har intet navn")
    place = replace(made.place, snippet=f'<input value="{number}">', target=f'[value="{number}"]')
    return replace(made, place=place)


def test_a_finding_says_no_cpr_number_in_words_code_or_place() -> None:
    found = only(page_facts(private(CPR)), rule())
    assert found.message == f"Feltet {HIDDEN} har intet navn"
    assert found.place.snippet == f'<input value="{HIDDEN}">'
    assert found.place.target == f'[value="{HIDDEN}"]'


def test_it_is_the_same_component_as_it_would_be_without_hiding() -> None:
    plain = only(page_facts(private("et navn")), rule())
    assert only(page_facts(private(CPR)), rule()).component == plain.component


def test_the_hardest_sentences_say_none() -> None:
    long = rule("lang-sætning")
    text = HEAVY.replace("Ansøgeren gøres", f"Ansøgeren med CPR-nummer {CPR} gøres")
    hardest = judge(page_facts(text=text), {long.id: long}, 40, (AdviceKind.LONG_SENTENCE,)).writing.hardest
    assert any(HIDDEN in one.text for one in hardest)
    assert not any(CPR in one.text for one in hardest)


def test_what_the_site_rules_keep_says_none_but_leads_to_the_same_places() -> None:
    post = Signpost(f"Sag {CPR}", f"https://a.dk/{CPR}", Region.NAV, "g")
    kept = discreet_traits(
        Traits(
            title=f"Sag {CPR}",
            heading=CPR,
            signposts=(post,),
            deadlines=(Deadline(dt.date(2026, 12, 1), f"{CPR} skal svare senest"),),
        )
    )
    assert (kept.title, kept.heading) == (f"Sag {HIDDEN}", HIDDEN)
    assert kept.signposts[0].name == f"Sag {HIDDEN}"
    assert kept.signposts[0].address == post.address
    assert kept.deadlines[0].said == f"{HIDDEN} skal svare senest"
