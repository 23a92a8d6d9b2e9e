"""Every example of every rule on letters: of a failed text its rule asks a question, of a passed one it asks none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig.danish.fields import field_names, without_fields
from tilgaengelig.danish.phrases import phrases_of
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.checks import subject_of
from tilgaengelig.judge.letter import look_through
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.letter import LetterKind
from tilgaengelig.model.rule import Rule

RULES = tuple(rule for rule in BOOK.rules.values() if subject_of(rule.check) == "letter")


@dataclass(frozen=True)
class Case:
    """One text as a letter of one kind (None: nobody said), and whether its rule has something to ask."""

    rule: Rule
    kind: LetterKind | None
    fails: bool
    text: str
    name: str


def _cases() -> Iterator[Case]:
    for rule in RULES:
        kinds: list[LetterKind | None] = [LetterKind(kind) for kind in rule.settings.get("letters", ())]
        for fails, examples in ((False, rule.passed), (True, rule.failed)):
            for number, example in enumerate(examples, 1):
                name = f"{rule.id}-{'failed' if fails else 'passed'}-{number}"
                yield Case(rule, (kinds or [None])[0], fails, example.text, name)


def _parameters(*, fails: bool) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in _cases() if case.fails is fails]


def _asked(case: Case) -> list[str]:
    names = "\n".join(field_names(case.text))
    looked = look_through(Prose.of(without_fields(case.text)), names, case.kind, [case.rule])
    assert looked.untested == ()
    for one in looked.questions:
        assert one.kind is AdviceKind.LETTER_PART
        assert 0 <= one.start < one.end <= len(case.text)
    return [one.message for one in looked.questions]


@pytest.mark.parametrize("case", _parameters(fails=True))
def test_of_a_failed_letter_its_rule_asks_a_question(case: Case) -> None:
    asked = _asked(case)
    assert asked, case.text
    assert all("?" in question for question in asked)


@pytest.mark.parametrize("case", _parameters(fails=False))
def test_of_a_passed_letter_its_rule_asks_nothing(case: Case) -> None:
    assert _asked(case) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_phrase_of_a_rule_can_be_looked_for(rule: Rule) -> None:
    lists = [rule.settings.get(key, ()) for key in ("unless", "granted", "but", "letter")]
    lists += [part["has"] for part in rule.settings.get("parts", ())]
    lists += [each for key in ("signs", "never", "titles") for each in rule.settings.get(key, {}).values()]
    for written in lists:
        assert len(phrases_of(tuple(written))) == len(written)
    assert set(rule.settings.get("signs", {})) <= set(LetterKind)
    assert set(rule.settings.get("letters", ())) <= set(LetterKind)
