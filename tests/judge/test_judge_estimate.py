"""The estimate of the authority's monitoring: its sum, its doubt, and the way to the next band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge_things import rule

from tilgaengelig.judge.estimate import estimate
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Criterion, Duty, NameSource, Responsibility
from tilgaengelig.model.supervision import Breach, Breaches, Estimate, ScoreBand

COUNTED = "1.1.1 1.3.1 1.3.4 1.3.5 1.4.3 1.4.4 1.4.12 2.1.1 2.2.1 2.4.2 2.4.4 2.5.3 3.1.1 3.1.2 4.1.2"
SCS = tuple(COUNTED.split())
EDITOR, DEVELOPER = Responsibility.REDAKTOER, Responsibility.UDVIKLER


def criterion(sc: str, *, simplified: bool = True) -> Criterion:
    return Criterion(sc, "A", {"da": sc}, NameSource.DIGST, sc, sc, Duty.LOVKRAV, simplified, (), {})


CRITERIA = (*map(criterion, SCS), criterion("2.4.6", simplified=False))
RULES = {sc: rule(id=sc, wcag=(sc,), duty=Duty.LOVKRAV) for sc in (*SCS, "2.4.6")} | {
    "praksis": rule(id="praksis", wcag=("1.1.1",), duty=Duty.GOD_PRAKSIS)
}


def breach(name: str, sc: str, pages: Sequence[int], **changes: Any) -> Breach:
    made = Breach(name, sc, Outcome.FAILED, (sc,), EDITOR, True, pages)
    return replace(made, **changes)


def estimated(pages: int, *found: Breach, judged: Sequence[int] = ()) -> Estimate:
    """The estimate where the authority's engine judged some of the pages, and failed there what the breaches say."""
    said = {
        page: [sc for one in found for sc, pages in one.monitored.items() if page in pages] for page in judged
    }
    made = estimate(Breaches(pages, found, said), RULES, CRITERIA)
    assert made is not None
    return made


#: Pages of the six that the authority's engine judged.
JUDGED = (1, 2, 3)
BREACHES = st.lists(
    st.builds(
        lambda number, sc, pages, outcome, who, element, seen: Breach(
            f"{number:04d}",
            sc,
            outcome,
            (sc,),
            who,
            element,
            sorted(pages),
            {seen: sorted(pages & set(JUDGED))} if seen else {},
        ),
        st.integers(0, 9999),
        st.sampled_from(SCS),
        st.sets(st.integers(1, 6), min_size=1),
        st.sampled_from([Outcome.FAILED, Outcome.CANT_TELL]),
        st.sampled_from([EDITOR, DEVELOPER]),
        st.booleans(),
        st.sampled_from([None, *SCS]),
    ),
    max_size=30,
    unique_by=lambda one: one.component,
)


def test_a_site_without_breaches_has_all_points() -> None:
    made = estimated(40)
    assert (made.points, made.lowest, made.band, made.target, made.mends) == (
        500,
        500,
        ScoreBand.FULL,
        None,
        (),
    )


def test_a_site_that_fails_all_criteria_on_all_pages_has_none() -> None:
    made = estimated(3, *(breach(sc, sc, [1, 2, 3]) for sc in SCS))
    assert (made.points, made.band) == (0, ScoreBand.NOT)


def test_the_points_are_those_reckoned_by_hand() -> None:
    # 10 pages, 15 criteria: 150 cells. 10 + 4 of them are broken: 500 · 136 / 150 = 453.3.
    made = estimated(10, breach("a", "1.4.3", range(1, 11)), breach("b", "1.1.1", [1, 2, 3, 4]))
    assert (made.points, made.band, made.target) == (453, ScoreBand.PARTIAL, ScoreBand.FULL)
    assert {row.sc: row.failed for row in made.criteria if row.failed} == {"1.4.3": 10, "1.1.1": 4}


@pytest.mark.parametrize(("points", "band"), [(500, "fuldt ud"), (476, "fuldt ud"), (475, "delvist")])
@pytest.mark.parametrize(("low", "low_band"), [(376, "delvist"), (375, "ikke"), (0, "ikke")])
def test_the_bands_begin_where_the_authority_says(points: int, band: str, low: int, low_band: str) -> None:
    assert (ScoreBand.of(points), ScoreBand.of(low)) == (band, low_band)


def test_a_criterion_is_lost_once_on_a_page_however_many_faults_break_it() -> None:
    once = estimated(2, breach("a", "1.1.1", [1]))
    assert estimated(2, breach("a", "1.1.1", [1]), breach("b", "1.1.1", [1])).points == once.points


def test_only_what_the_act_demands_and_the_authority_counts_takes_points() -> None:
    other = breach("a", "praksis", [1], wcag=("1.1.1",))
    assert estimated(1, other, breach("b", "2.4.6", [1]), breach("c", "gammel", [1])).points == 500


def test_doubt_gives_a_range_and_counts_only_where_nothing_failed_already() -> None:
    doubt = {"outcome": Outcome.CANT_TELL}
    made = estimated(
        2,
        breach("a", "1.1.1", [1]),
        breach("b", "1.1.1", [1, 2], **doubt),
        breach("c", "2.4.4", [1], **doubt),
    )
    assert [(row.sc, row.failed, row.doubtful) for row in made.criteria if row.failed or row.doubtful] == [
        ("1.1.1", 1, 1),
        ("2.4.4", 0, 1),
    ]
    assert (made.points, made.lowest) == (500 * 29 // 30, 500 * 27 // 30)


def test_where_the_authoritys_engine_looked_its_verdict_counts_and_ours_is_the_doubt() -> None:
    ours = breach("a", "1.4.3", [1, 2])
    both = breach("b", "1.1.1", [1, 2], monitored={"1.1.1": [1]})
    made = estimated(2, ours, both, judged=[1, 2])
    assert [(row.sc, row.failed, row.doubtful) for row in made.criteria if row.failed or row.doubtful] == [
        ("1.1.1", 1, 1),
        ("1.4.3", 0, 2),
    ]
    # 30 cells, 1 lost, 3 more in doubt: 500 · 29 / 30 and 500 · 26 / 30.
    assert (made.points, made.lowest, made.monitored) == (483, 433, 2)


def test_what_we_only_ask_about_costs_points_where_the_authoritys_engine_fails_it() -> None:
    asked = breach("a", "1.4.3", [1], outcome=Outcome.CANT_TELL, monitored={"1.4.3": [1], "4.1.2": [1]})
    made = estimated(1, asked, judged=[1])
    assert (made.points, made.lowest) == (433, 433)
    assert [(mend.component, round(mend.gain, 1)) for mend in made.mends] == [("a", 66.7)]


def test_a_page_that_its_engine_did_not_come_through_is_counted_by_our_own_findings() -> None:
    made = estimated(2, breach("a", "1.1.1", [1, 2]), judged=[1])
    assert [(row.failed, row.doubtful) for row in made.criteria if row.sc == "1.1.1"] == [(1, 1)]
    assert (made.points, made.monitored) == (500 * 29 // 30, 1)


def test_points_lost_without_a_finding_of_ours_are_lost_and_no_mend_is_promised_for_them() -> None:
    made = estimate(Breaches(1, (), {1: ["1.1.1", "2.4.6"]}), RULES, CRITERIA)
    assert made is not None
    assert (made.points, made.target, made.mends, made.reached) == (466, ScoreBand.FULL, (), False)


def test_nothing_read_gives_no_estimate() -> None:
    assert estimate(Breaches(0, ()), RULES, CRITERIA) is None


def test_one_template_fault_goes_before_many_faults_of_editors() -> None:
    pages = range(1, 11)
    made = estimated(
        10,
        *(breach(f"editor {n}", "1.1.1", [n]) for n in pages),
        breach("template", "1.4.3", pages, responsibility=DEVELOPER),
    )
    assert made.points == 433
    first = made.mends[0]
    assert (first.component, first.once, round(first.gain, 1), first.total) == ("template", True, 33.3, 466)
    # 476 points need 143 whole cells of 150: three more pages.
    assert [mend.total for mend in made.mends] == [466, 470, 473, 476]


def test_points_come_back_with_the_last_fault_only() -> None:
    both = estimated(1, breach("a", "1.1.1", [1]), breach("b", "1.1.1", [1]))
    assert [round(mend.gain, 1) for mend in both.mends] == [0.0, 33.3]
    assert both.mends[-1].total == 500


def test_what_turned_out_not_to_be_needed_is_not_asked_for() -> None:
    # Half of a criterion with many faults is no way: the other criterion alone is enough.
    many = [breach(f"many {n}", "1.1.1", [1]) for n in range(5)]
    made = estimated(2, *many, breach("alone", "2.4.4", [2]))
    assert [mend.component for mend in made.mends] == ["alone"]
    assert made.mends[0].total == 483


@given(BREACHES)
@settings(max_examples=40)
def test_points_and_range_lie_within_the_scale(found: list[Breach]) -> None:
    made = estimated(6, *found, judged=JUDGED)
    assert 0 <= made.lowest <= made.points <= 500


@given(BREACHES, st.data())
@settings(max_examples=40)
def test_a_fault_less_never_costs_points(found: list[Breach], data: st.DataObject) -> None:
    if found:
        less = data.draw(st.lists(st.sampled_from(found), unique_by=lambda one: one.component))
        assert estimated(6, *less, judged=JUDGED).points >= estimated(6, *found, judged=JUDGED).points
        assert estimated(6, *less, judged=JUDGED).lowest >= estimated(6, *found, judged=JUDGED).lowest


@given(BREACHES)
@settings(max_examples=40)
def test_who_does_the_mends_reaches_the_next_band_with_the_points_told(found: list[Breach]) -> None:
    made = estimated(6, *found, judged=JUDGED)
    done: set[str] = set()
    for mend in made.mends:
        done.add(mend.component)
        after = estimated(6, *(one for one in found if one.component not in done), judged=JUDGED)
        assert after.points == mend.total
    if made.target is not None:
        assert made.mends[-1].total >= made.target.least
        # Each of them is needed.
        for mend in made.mends:
            some = done - {mend.component}
            left = (one for one in found if one.component not in some)
            assert estimated(6, *left, judged=JUDGED).points < made.target.least
