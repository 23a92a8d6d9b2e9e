"""What only shows when the rulebook is seen whole: names that must be known, and words that must be a rule's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from tilgaengelig.model.rule import Criterion, Rule
from tilgaengelig.rulebook.reader import nearest
from tilgaengelig.rulebook.source import Source

Checks = Mapping[str, Callable[..., Any]]

#: A check takes the facts and the rule by position; what the rule sets comes by keyword.
_BY_POSITION = 2


def verify(source: Source, rule: Rule, checks: Checks, rules: Mapping[str, Rule]) -> None:
    """Notes where the rule's id, title, check or settings cannot be; `rules` are those read before it."""
    if f"{rule.id}.yaml" != PurePosixPath(source.file).name:
        source.fault(("id",), f"skal være filens navn uden .yaml; her står ”{rule.id}”")
    if rule.id in rules:
        source.fault(("id",), "bruges også af en anden regel")
    title = rule.title["da"].casefold()
    same = [other.id for other in rules.values() if title and other.title["da"].casefold() == title]
    if same and rule.id not in same:
        source.fault(("title", "da"), f"er også titlen på reglen {same[0]}")
    check = checks.get(rule.check)
    if check is None:
        source.fault(
            ("check",), f"{rule.check!r} er ikke en af de prøver, vi har; {nearest(rule.check, checks)}"
        )
        return
    _verify_settings(source, rule, check)


def _verify_settings(source: Source, rule: Rule, check: Callable[..., Any]) -> None:
    taken = list(inspect.signature(check).parameters.values())[_BY_POSITION:]
    names = [one.name for one in taken if one.kind is not one.VAR_KEYWORD]
    if len(names) == len(taken):
        for name in rule.settings:
            if name not in names:
                source.fault(("with", name), f"kendes ikke af prøven {rule.check}; {nearest(name, names)}")
    for one in taken:
        if one.default is one.empty and one.name in names and one.name not in rule.settings:
            source.fault(("with", one.name), f"mangler; prøven {rule.check} skal have den")


def verify_engine(source: Source, setting: str, names: object, known: Mapping[str, Any]) -> None:
    """An engine would refuse every page for the sake of one rule that it does not have."""
    if not isinstance(names, list):
        source.fault(("with", setting), "skal være en liste")
        return
    engine = "axe" if setting == "axe" else "QualWeb"
    for index, name in enumerate(names):
        if name not in known:
            source.fault(
                ("with", setting, index),
                f"{engine} har ingen regel med navnet {name!r}; {nearest(name, known)}",
            )


def verify_criteria(source: Source, criteria: Mapping[str, Criterion], rules: Mapping[str, Rule]) -> None:
    """Notes where a criterion is said to be decided by a rule that there is none of, or that is about another."""
    for index, criterion in enumerate(criteria.values()):
        for name in criterion.decided_by:
            if name not in rules:
                source.fault(
                    (index, "decided_by"), f"der er ingen regel med navnet {name!r}; {nearest(name, rules)}"
                )
            elif criterion.sc not in rules[name].wcag:
                source.fault((index, "decided_by"), f"reglen {name} siger intet om {criterion.sc}")
