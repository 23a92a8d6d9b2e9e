"""Every example of every rule on pages and texts, shown in a real browser: a failed one fails just its rule, a
passed one does not. The rules of advice, of letters and of sites have theirs in test_advice_examples,
test_letter_examples and test_site_examples.

A new rule is tested by being written: nothing is to be added here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.gather.browser.session import DESKTOP, BrowserSettings, Session
from tilgaengelig.gather.browser.visit import PageTask, visit
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.judge.checks import subject_of
from tilgaengelig.judge.probes import probe_of
from tilgaengelig.judge.verdict import Glance, judge
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Example, Rule
from tilgaengelig.model.subject import Block, Hit, PageFacts

ALL = BOOK.engine_rules("axe")
LIMIT = BOOK.audiences[Audience.BORGERE].limit

#: The rules that do not run, and why; no example of theirs is shown.
NOT_RUN = {
    rule.id: rule.status if rule.status == "deprecated" else "switched off"
    for rule in BOOK.rules.values()
    if rule.enabled is False or rule.status == "deprecated"
}

_FRAGMENT = (
    '<!doctype html><html lang="da"><head><title>Eksempel</title></head>'
    "<body><main><h1>Eksempel</h1>{html}</main></body></html>"
)


@dataclass(frozen=True)
class Case:
    """One example of one rule; `name` is its path on the server and its name in pytest's report."""

    rule: Rule
    kind: str
    example: Example
    name: str

    @property
    def html(self) -> str:
        """The whole page; empty where the example is plain text."""
        if self.example.page or not self.example.html:
            return self.example.page
        return _FRAGMENT.format(html=self.example.html)


def _cases() -> Iterator[Case]:
    for rule in BOOK.rules.values():
        if subject_of(rule.check) in ("advice", "letter", "site"):
            continue
        for kind, examples in (
            ("passed", rule.passed),
            ("failed", rule.failed),
            ("inapplicable", rule.inapplicable),
        ):
            for number, example in enumerate(examples, 1):
                yield Case(rule, kind, example, f"{rule.id}-{kind}-{number}")


CASES = tuple(_cases())


def _parameters(*kinds: str) -> list[Any]:
    return [
        pytest.param(case, id=case.name)
        for case in CASES
        if case.kind in kinds and case.rule.id not in NOT_RUN
    ]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """One browser for all examples."""
    running = Session(BrowserSettings(resources.AXE / "axe.min.js", BOOK.locale))
    yield running
    running.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderServer]:
    """Every example as a page. The files that examples name (pictures, sound) are not there."""
    empty: Path = tmp_path_factory.mktemp("examples")
    pages = {_path(case): case.html.encode() for case in CASES if case.html}
    with FolderServer(empty, pages) as opened:
        yield opened


def _path(case: Case) -> str:
    return f"/{CASES.index(case)}"


def _findings(
    case: Case, session: Session, server: FolderServer, engine_rules: Collection[str]
) -> tuple[Finding, ...]:
    """What the rulebook says of the example, with these rules of axe run."""
    if case.html:
        # What no law demands is heard in its own examples only.
        rules = dict(BOOK.rules)
        if case.rule.beyond:
            rules[case.rule.id] = replace(case.rule, enabled=True)
        engine_rules = {*engine_rules, *case.rule.settings.get("axe", ())}
        glance = Glance(rules)
        probe = probe_of(case.rule.check)
        task = PageTask(
            (DESKTOP,),
            engine_rules,
            main_text,
            partial(_glanced, glance),
            lambda _facts: [probe] if probe else [],
        )
        facts = visit(session, server.address(_path(case)[1:]), task, lambda _shown: None)
        found = judge(facts, rules, LIMIT).findings
        assert judge(facts, rules, LIMIT, known=glance.known).findings == found
        return found
    blocks = tuple(Block("paragraph", text) for text in case.example.text.split("\n\n"))
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", blocks, ())
    return judge(facts, BOOK.rules, LIMIT).findings


def _glanced(glance: Glance, facts: PageFacts) -> tuple[str, ...]:
    """Looks at a page that still stands, and wants no picture."""
    list(glance(facts))
    return ()


@pytest.mark.parametrize("case", _parameters("failed"))
def test_a_failed_example_fails_its_rule_and_no_other(
    case: Case, session: Session, server: FolderServer
) -> None:
    found = _findings(case, session, server, ALL)
    said = {finding.outcome for finding in found if finding.rule == case.rule.id}
    assert Outcome(case.example.outcome) in said, _told(found)
    failed = {finding.rule for finding in found if finding.outcome is Outcome.FAILED}
    asked = {case.rule.id} if case.example.outcome == "failed" else set()
    assert failed == asked | set(case.example.also), _told(found)


@pytest.mark.parametrize("case", _parameters("passed", "inapplicable"))
def test_a_passed_example_does_not_break_its_rule(case: Case, session: Session, server: FolderServer) -> None:
    found = _findings(case, session, server, case.rule.settings.get("axe", ALL))
    assert [finding for finding in found if finding.rule == case.rule.id] == [], _told(found)


@pytest.mark.parametrize(("rule_id", "why"), NOT_RUN.items())
def test_a_rule_whose_examples_are_not_shown_is_one_that_never_runs(rule_id: str, why: str) -> None:
    rule = BOOK.rules[rule_id]
    assert not ALL & set(rule.settings["axe"]), why
    hit = Hit("axe", rule.settings["axe"][0], Outcome.FAILED, None, "", Place("img"))
    facts = PageFacts("http://127.0.0.1/", "Eksempel", "da", (), (hit,))
    assert judge(facts, {rule_id: rule}, LIMIT).findings == (), why


def test_the_axe_that_runs_has_just_the_rules_that_are_gathered(
    session: Session, server: FolderServer
) -> None:
    case = next(case for case in CASES if case.html)
    _findings(case, session, server, ALL)
    names = session.evaluate(session.top(), "axe.getRules().map((rule) => rule.ruleId)")
    assert set(names) == {name for rule in BOOK.rules.values() for name in rule.settings.get("axe", ())}


def test_an_example_names_no_other_rule_than_those_that_there_are() -> None:
    named = {name for case in CASES for name in case.example.also}
    assert named <= BOOK.rules.keys()


def _told(findings: tuple[Finding, ...]) -> str:
    return "\n" + "\n".join(
        f"{one.outcome} {one.rule} ({one.engine_rule}): {one.place.snippet}" for one in findings
    )
