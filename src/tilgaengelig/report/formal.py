"""The formal side of a site: where its statement was looked for, what it says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component, Overview
from tilgaengelig.model.rule import Duty, Rule
from tilgaengelig.model.statement import Lookup, Statement

#: The checks of the rules on statements begin so.
_CHECK = "site.statement_"


@dataclass(frozen=True, slots=True)
class FormalCheck:
    """A rule on the statement and what came of it. `outcome` is None where nothing was found, which is no "passed"."""

    rule: str
    title: str
    duty: Duty
    outcome: Outcome | None
    messages: tuple[str, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Formal:
    """The statement of a site. `statements` are those that were read, each with its address."""

    lookups: tuple[Lookup, ...] = ()
    statements: tuple[tuple[str, Statement], ...] = ()
    checks: tuple[FormalCheck, ...] = ()


def make_formal(overview: Overview, rules: Mapping[str, Rule]) -> Formal:
    """What the report tells of the statement."""
    found: dict[str, list[Component]] = {}
    for component in overview.components:
        found.setdefault(component.rule, []).append(component)
    looked_up = [(one.end, one.statement) for one in overview.lookups if one.statement is not None]
    statements = dict([*overview.statements, *looked_up])
    checks = [
        _check(rule, found.get(rule.id, ()), read=bool(statements), looked=bool(overview.lookups))
        for rule in rules.values()
        if rule.active and rule.check.startswith(_CHECK)
    ]
    return Formal(overview.lookups, tuple(statements.items()), tuple(checks))


def _check(rule: Rule, components: Sequence[Component], *, read: bool, looked: bool) -> FormalCheck:
    needs_text = not rule.check.endswith(("_missing", "_elsewhere", "_short", "_link", "_link_name"))
    needs_lookups = rule.check.endswith(("_missing", "_elsewhere", "_short"))
    outcome = _worst(component.outcome for component in components)
    if outcome is None and ((needs_text and not read) or (needs_lookups and not looked)):
        outcome = Outcome.UNTESTED
    messages = dict.fromkeys(place.message for one in components for place in one.occurrences)
    return FormalCheck(
        rule=rule.id,
        title=rule.title.get("da", rule.id),
        duty=rule.duty,
        outcome=outcome,
        messages=tuple(messages)[:5],
        pages=sum(component.pages for component in components),
    )


def _worst(outcomes: Iterable[Outcome]) -> Outcome | None:
    order = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)
    said = set(outcomes)
    return next((one for one in order if one in said), None)


def formal_data(formal: Formal) -> dict[str, Any]:
    """The same as JSON has it."""
    return {
        "lookups": [
            {
                "source": one.source,
                "asked": one.asked,
                "end": one.end,
                "hops": list(one.hops),
                "trouble": one.trouble.sentence if one.trouble else None,
                "heading": one.heading,
                "statement": one.statement is not None,
                "official": one.official,
            }
            for one in formal.lookups
        ],
        "statements": [_statement(address, statement) for address, statement in formal.statements],
        "checks": [
            {
                "rule": one.rule,
                "title": one.title,
                "duty": one.duty,
                "outcome": one.outcome,
                "messages": list(one.messages),
                "pages": one.pages,
            }
            for one in formal.checks
        ],
    }


def _statement(address: str, statement: Statement) -> dict[str, Any]:
    return {
        "address": address,
        "status": statement.status,
        "updated": statement.day.isoformat() if statement.day else None,
        "commitment": statement.commitment,
        "method": statement.method,
        "telephone": statement.telephone,
        "written": statement.written,
        "enforcement": statement.enforcement,
        "sites": list(statement.hosts),
        "criteria": list(statement.criteria),
    }
