"""The rulebook's references against those who made them: axe's own metadata, and the techniques for WCAG 2.2."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.model.reach import Reach, reach
from tilgaengelig.model.rule import Duty, Rule

#: Every technique for WCAG 2.2 that W3C has, with the criteria of level A and AA that it names it for.
TECHNIQUES: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "wcag_techniques.json").read_text("utf-8")
)
GATHERING = [rule for rule in BOOK.rules.values() if "axe" in rule.settings]


def _engine_rules() -> dict[str, Any]:
    """What the axe that we ship says of its own rules."""
    script = "process.stdout.write(JSON.stringify(require(process.argv[1]).getRules()))"
    told = subprocess.run(
        ["node", "-e", script, str(resources.AXE / "axe.min.js")], capture_output=True, check=True, timeout=60
    )
    return {one["ruleId"]: one for one in json.loads(told.stdout)}


ENGINE = _engine_rules()


def _criteria(tags: list[str]) -> set[str]:
    """wcag111 is 1.1.1 and wcag1410 is 1.4.10; those of level AAA and 4.1.1 are not among ours."""
    numbers = {f"{tag[4]}.{tag[5]}.{tag[6:]}" for tag in tags if re.fullmatch("wcag[0-9]{3,4}", tag)}
    return numbers & BOOK.criteria.keys()


@pytest.mark.parametrize("rule", GATHERING, ids=lambda rule: rule.id)
def test_a_rule_has_the_criteria_and_the_act_rules_that_axe_gives_what_it_gathers(rule: Rule) -> None:
    gathered = [ENGINE[name] for name in rule.settings["axe"]]
    assert set(rule.wcag) == {sc for one in gathered for sc in _criteria(one["tags"])}
    assert set(rule.act) == {act for one in gathered for act in one.get("actIds") or ()}


@pytest.mark.parametrize("rule", GATHERING, ids=lambda rule: rule.id)
def test_what_axe_calls_best_practice_is_no_duty_and_stands_in_no_rule_with_a_duty(rule: Rule) -> None:
    best_practice = {"best-practice" in ENGINE[name]["tags"] for name in rule.settings["axe"]}
    assert len(best_practice) == 1
    if best_practice == {True}:
        assert rule.duty is Duty.GOD_PRAKSIS


@pytest.mark.parametrize("rule", GATHERING, ids=lambda rule: rule.id)
def test_what_axe_calls_experimental_or_retired_is_called_so_by_us(rule: Rule) -> None:
    told = {tag for name in rule.settings["axe"] for tag in ENGINE[name]["tags"]}
    for tag in ("experimental", "deprecated"):
        whole = all(tag in ENGINE[name]["tags"] for name in rule.settings["axe"])
        assert (rule.status == tag) is (whole and tag in told), rule.status


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_a_technique_is_one_that_there_is_and_serves_one_of_the_rules_criteria(rule: Rule) -> None:
    assert [name for name in rule.techniques if name not in TECHNIQUES] == []
    strangers = {name: TECHNIQUES[name] for name in rule.techniques if not {*TECHNIQUES[name]} & {*rule.wcag}}
    assert strangers == {} or not rule.wcag


def test_a_criterion_is_seen_in_full_only_by_rules_that_are_there() -> None:
    seen = {sc: reach(criterion, BOOK.rules.values()) for sc, criterion in BOOK.criteria.items()}
    assert seen["3.1.1"] is Reach.FULL
    assert seen["1.1.1"] is Reach.PARTIAL
    language = BOOK.criteria["3.1.1"]
    without = [rule for rule in BOOK.rules.values() if rule.id != "side-uden-gyldigt-sprog"]
    assert reach(language, without) is Reach.PARTIAL
    assert reach(language, [rule for rule in without if "3.1.1" not in rule.wcag]) is Reach.HUMAN
