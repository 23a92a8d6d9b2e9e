"""Which faults to mend first: how hard they hit, times the pages that they are on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component
from tilgaengelig.model.rule import Criterion, Duty, Impact, Rule
from tilgaengelig.report.content import Fault, RuleGroup, RuleWords

#: The report tells these numbers to its reader; linear, so that anyone can do the sum again.
WEIGHTS = {Impact.CRITICAL: 8, Impact.SERIOUS: 4, Impact.MODERATE: 2, Impact.MINOR: 1}
TOP = 10
#: Ten pictures without a text would otherwise fill the list, and hide the next kind of fault; those on one
#: page only are mended one by one, so one of them stands for all.
TOP_OF_ONE_RULE = 3
#: What one HTML page has room for, so that the report of the worst site still opens.
SHOWN_OF_ONE_RULE = 60
SHOWN_IN_ALL = 1500


def words_of(
    rule_id: str, rules: Mapping[str, Rule], criteria: Mapping[str, Criterion], language: str = "da"
) -> RuleWords:
    """The rule in the language where it has one, else in Danish; one that is gone is shown by its id.

    The steps are in Danish only, so they are left out in other languages.
    """
    rule = rules.get(rule_id)
    if rule is None:
        return RuleWords(rule_id, rule_id, "", "", (), (), Duty.GOD_PRAKSIS, (), (), known=False)
    told = language if all(language in words for words in (rule.title, rule.why, rule.fix)) else "da"
    return RuleWords(
        id=rule.id,
        title=_said(rule.title, told) or rule.id,
        why=_said(rule.why, told),
        fix=_said(rule.fix, told),
        steps=rule.steps if told == "da" else (),
        helps=rule.helps,
        duty=rule.duty,
        criteria=tuple(criteria[sc] for sc in rule.wcag if sc in criteria),
        clauses=rule.clauses,
        impact=rule.impact,
        responsibility=rule.responsibility,
        techniques=rule.techniques,
        act=rule.act,
        changed=rule.changed,
        own=rule.own,
        language=told,
    )


def rank(
    components: Iterable[Component], words: Mapping[str, RuleWords], documents: Container[str] = frozenset()
) -> list[Fault]:
    """All components as faults, heaviest first; what the law demands goes first where the weight is the same.

    `documents` are the addresses that turned out to be PDF files.
    """
    faults = [
        Fault(
            number=0,
            component=component,
            words=words[component.rule],
            weight=WEIGHTS[component.impact] * component.pages,
            in_documents=any(place.address in documents for place in component.occurrences[:1]),
        )
        for component in components
    ]
    faults.sort(key=_order)
    return [replace(fault, number=number) for number, fault in enumerate(faults, 1)]


def top_mends(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The mends that help most: failed only, and only the heaviest few of one rule."""
    seen: Counter[str] = Counter()
    top: list[Fault] = []
    for fault in faults:
        room = TOP_OF_ONE_RULE if fault.component.pages > 1 else 1
        if fault.component.outcome is not Outcome.FAILED or seen[fault.words.id] >= room:
            continue
        seen[fault.words.id] += 1
        top.append(fault)
        if len(top) == TOP:
            break
    return tuple(top)


def by_rule(faults: Sequence[Fault], outcome: Outcome) -> tuple[RuleGroup, ...]:
    """The faults of one outcome gathered by rule, the rule with the heaviest fault first."""
    groups: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.component.outcome is outcome:
            groups[fault.words.id].append(fault)
    room = SHOWN_IN_ALL
    made: list[RuleGroup] = []
    for members in groups.values():
        shown = tuple(members[: min(SHOWN_OF_ONE_RULE, max(room, 1))])
        room -= len(shown)
        places = sum(fault.component.places for fault in members)
        made.append(RuleGroup(members[0].words, tuple(members), shown, places))
    return tuple(made)


def _order(fault: Fault) -> tuple[int, bool, int, str, str]:
    component = fault.component
    good_practice = fault.words.duty is not Duty.LOVKRAV
    return -fault.weight, good_practice, component.impact.rank, component.rule, component.id


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get("en") or ""
