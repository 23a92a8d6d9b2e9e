"""Every example of every rule of advice: a failed text gets advice of that rule, a passed one gets none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.rule import Rule


@dataclass(frozen=True)
class Case:
    """One text, and whether its rule has something to say of it."""

    rule: Rule
    fails: bool
    text: str
    name: str


def _cases() -> Iterator[Case]:
    for rule in BOOK.rules.values():
        if rule.kind is None:
            continue
        for fails, examples in ((False, rule.passed), (True, rule.failed)):
            for number, example in enumerate(examples, 1):
                yield Case(rule, fails, example.text, f"{rule.id}-{'failed' if fails else 'passed'}-{number}")


CASES = tuple(_cases())


def _parameters(*, fails: bool) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in CASES if case.fails is fails]


def _advice(case: Case) -> tuple[Advice, ...]:
    advised = advise(Prose.of(case.text), [case.rule], set(AdviceKind), hints=True)
    assert advised.untested == ()
    return advised.advice


@pytest.mark.parametrize("case", _parameters(fails=True))
def test_a_failed_text_gets_advice_of_its_rule_at_a_place_in_it(case: Case) -> None:
    advice = _advice(case)
    assert advice, case.text
    for one in advice:
        assert 0 <= one.start < one.end <= len(case.text)
        assert one.kind is case.rule.kind
        assert one.message.strip()


@pytest.mark.parametrize("case", _parameters(fails=False))
def test_a_passed_text_gets_no_advice_of_its_rule(case: Case) -> None:
    assert [(one.message, case.text[one.start : one.end]) for one in _advice(case)] == []


def test_the_examples_of_a_rule_differ() -> None:
    counted = Counter((case.rule.id, case.text) for case in CASES)
    assert [text for text, count in counted.items() if count > 1] == []
