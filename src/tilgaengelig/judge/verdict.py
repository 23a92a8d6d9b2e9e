"""Everything we have to say of one subject: its findings, its language and its readability."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from tilgaengelig.judge import own
from tilgaengelig.judge.adviser import advise
from tilgaengelig.judge.checks import CHECKS, subject_of
from tilgaengelig.judge.elements import on_elements_alone
from tilgaengelig.judge.page import monitored
from tilgaengelig.judge.private import discreet, discreet_writing
from tilgaengelig.judge.text import LEAST_SENTENCES, LEAST_WORDS, TextFacts, text_facts
from tilgaengelig.judge.writing import writing
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding
from tilgaengelig.model.subject import DocumentFacts, PageFacts
from tilgaengelig.model.supervision import QUALWEB
from tilgaengelig.model.writing import NOTHING, Writing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of judging a subject.

    `text_language` is "da", another code, or "" where the text is too short to tell. `readability` is None
    for a text that is not Danish or has no words; `scored` says whether it is long enough for its LIX to mean
    anything. `writing` is what there is to say of how a Danish text is written, where that was asked for.
    `monitored` are the criteria that the authority's engine fails the page on, None where it did not judge it.
    """

    findings: tuple[Finding, ...]
    text_language: str
    readability: Readability | None
    scored: bool
    writing: Writing = NOTHING
    monitored: tuple[str, ...] | None = None


def judge(
    facts: PageFacts | DocumentFacts,
    rules: Mapping[str, Rule],
    limit: int,
    kinds: Collection[AdviceKind] = (),
    known: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
) -> Verdict:
    """Applies every rule that concerns the subject.

    `limit` is the highest LIX for its audience, `kinds` the kinds of advice that count for it. `known` is what a
    Glance has found already, by rule: those rules are not applied again.

    A check that crashes makes its rule `untested` on this subject; the others are applied all the same.
    """
    kind = "page" if isinstance(facts, PageFacts) else "document"
    texts = _texts(facts, limit)
    subjects: Mapping[str, Any] = {kind: facts, "text": texts}
    found = [
        finding
        for rule in rules.values()
        if subject_of(rule.check) in subjects and rule.active
        for finding in (
            known[rule.id] if rule.id in known else _apply(rule, subjects[subject_of(rule.check)])
        )
    ]
    if known and isinstance(facts, PageFacts):
        found = _pictured(found, facts)
    counts = texts.readability if texts else None
    written = NOTHING
    if kinds and texts and texts.prose:
        advised = advise(texts.prose, rules.values(), kinds)
        written = discreet_writing(writing(texts.prose, advised.advice))
        found += [_crashed(rules[rule_id]) for rule_id in advised.untested]
    language = _language(texts) if texts else ""
    return Verdict(tuple(_numbered(found)), language, counts, _scored(counts), written, _monitored(facts))


def conforms(facts: DocumentFacts, findings: Iterable[Finding]) -> bool:
    """Whether a PDF is PDF/UA-1 as far as a machine decides it: it says so, all of it could be read, and no
    condition of the Matterhorn Protocol is broken or untested.
    """
    bad = (Outcome.FAILED, Outcome.UNTESTED)
    broken = any(finding.matterhorn for finding in findings if finding.outcome in bad)
    return facts.pdfua == 1 and not facts.damaged and not broken


class Glance:
    """What the rules on a page find while there is still time to look at it: no text is judged.

    It is asked anew for each viewport. What hangs on the elements alone is found once, and the verdict takes it over
    from `known`.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = [rule for rule in rules.values() if rule.active and subject_of(rule.check) == "page"]
        self.known: dict[str, Sequence[Finding]] = {}

    def __call__(self, facts: PageFacts) -> Iterator[Finding]:
        for rule in self._rules:
            if not on_elements_alone(rule):
                yield from _apply(rule, facts)
            elif facts.elements:
                if rule.id not in self.known:
                    self.known[rule.id] = _apply(rule, facts)
                yield from self.known[rule.id]


def judge_site(facts: SiteFacts, rules: Mapping[str, Rule]) -> Sequence[SiteFinding]:
    """Applies every rule on the site as a whole. A check that crashes is told as `untested` on the first page."""
    found: list[SiteFinding] = []
    for rule in rules.values():
        if not rule.active or subject_of(rule.check) != "site":
            continue
        try:
            found += list(CHECKS[rule.check](facts, rule, **rule.settings))
        except Exception:
            log.exception("the check of rule %s crashed", rule.id)
            message = "Prøven gik i stykker på dette websted, så reglen er ikke testet."
            untested = own.finding(rule, Outcome.UNTESTED, message, component=f"crash:{rule.id}")
            found += [SiteFinding(page.visit, untested) for page in facts.all[:1]]
    by_visit: dict[int, list[Finding]] = defaultdict(list)
    for visit, finding in found:
        by_visit[visit].append(finding)
    return [SiteFinding(visit, one) for visit, several in by_visit.items() for one in _numbered(several)]


def _monitored(facts: PageFacts | DocumentFacts) -> tuple[str, ...] | None:
    if isinstance(facts, PageFacts) and QUALWEB in facts.engines:
        return monitored(facts.hits)
    return None


def _texts(facts: PageFacts | DocumentFacts, limit: int) -> TextFacts | None:
    try:
        made = text_facts(facts.blocks, facts.language, limit)
    except Exception:
        # The text rules then crash on it, one by one, and are told as untested.
        log.exception("a text could not be measured")
        return None
    if isinstance(facts, DocumentFacts):
        return replace(made, document=True, marked=facts.marked_language)
    return made


def _apply(rule: Rule, subject: Any) -> Sequence[Finding]:
    try:
        return list(CHECKS[rule.check](subject, rule, **rule.settings))
    except Exception:
        # One broken check must not end an audit; the rule is told as untested, never as passed.
        log.exception("the check of rule %s crashed", rule.id)
        return [_crashed(rule)]


def _pictured(findings: Sequence[Finding], facts: PageFacts) -> list[Finding]:
    """With the pictures that were taken since a glance found them."""
    pictures = {one.place.target: one.picture for one in facts.elements if one.picture}
    return [
        replace(one, picture=pictures[one.place.target])
        if one.picture is None and one.engine == own.ENGINE and one.place.target in pictures
        else one
        for one in findings
    ]


def _crashed(rule: Rule) -> Finding:
    message = "Prøven gik i stykker på denne side, så reglen er ikke testet her."
    return own.finding(rule, Outcome.UNTESTED, message, component=f"crash:{rule.id}")


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Tells findings of one component on one subject apart by their order, which the page itself sets.

    Here all findings pass, so here CPR numbers in them are hidden.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.rule, finding.engine_rule, finding.component)
        yield replace(discreet(finding), ordinal=seen[key])
        seen[key] += 1


def _language(texts: TextFacts) -> str:
    if texts.danish:
        return "da"
    return (texts.guess.code or "") if texts.danish is False else ""


def _scored(counts: Readability | None) -> bool:
    return counts is not None and counts.words >= LEAST_WORDS and counts.sentences >= LEAST_SENTENCES
