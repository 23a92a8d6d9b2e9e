"""Every example of every rule on a site as a whole: its pages shown in a real browser, kept and judged together.

A page at /was or below /was-tool/ is none of the site's own: it is where its statement is looked for, the latter in
the WAS tool. One that is "404" is not there, and "→ /was-tool/…" sends on. Without such pages nothing is looked up.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.gather.browser.session import DESKTOP, BrowserSettings, Session
from tilgaengelig.gather.browser.visit import PageTask, visit
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.judge.checks import subject_of
from tilgaengelig.judge.failing import failing
from tilgaengelig.judge.traits import traits
from tilgaengelig.judge.verdict import Glance, judge_site
from tilgaengelig.model.audit import Attended, Order, SubjectKind, VisitState
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Example, Rule
from tilgaengelig.model.statement import Lookup, Source
from tilgaengelig.model.subject import Link
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.gathering import Gathered
from tilgaengelig.work.statement import look_up

#: The day on which every example is looked at.
TODAY = dt.date(2026, 6, 1)
#: A quick rule, since the browser is asked to run one.
QUICK = ("document-title",)
ONWARD = "→ "
GONE = "404"
#: The site that the examples' statements are for.
SITE = "https://www.mad.example/"


@dataclass(frozen=True)
class Case:
    """One example of one rule; its pages stand in a folder of their own on the server."""

    rule: Rule
    kind: str
    example: Example
    name: str
    folder: str

    def pages(self) -> dict[str, bytes]:
        """The documents by path, with what they link to in the same folder."""
        found = {}
        for path, html in self.example.pages.items():
            if html == GONE or html.startswith(ONWARD):
                continue
            whole = html if html.startswith("<!doctype") else f'<!doctype html><html lang="da">{html}'
            found[self.folder + path] = whole.replace('href="/', f'href="{self.folder}/').encode()
        return found


def _cases() -> Iterator[Case]:
    folders = count()
    for rule in BOOK.rules.values():
        if subject_of(rule.check) != "site":
            continue
        kinds = (("passed", rule.passed), ("failed", rule.failed), ("inapplicable", rule.inapplicable))
        for kind, examples in kinds:
            for number, example in enumerate(examples, 1):
                yield Case(rule, kind, example, f"{rule.id}-{kind}-{number}", f"/{next(folders)}")


CASES = tuple(_cases())


def _parameters(*kinds: str) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in CASES if case.kind in kinds]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    running = Session(BrowserSettings(resources.AXE / "axe.min.js", BOOK.locale))
    yield running
    running.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderServer]:
    pages = {path: body for case in CASES for path, body in case.pages().items()}
    with FolderServer(tmp_path_factory.mktemp("sites"), pages) as opened:
        yield opened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for all cases; each is an audit of its own."""
    folder: Path = tmp_path_factory.mktemp("store")
    with Store(f"sqlite:///{folder / 'sites.db'}") as store:
        store.migrate()
        yield store


def _findings(case: Case, session: Session, server: FolderServer, store: Store) -> list[Finding]:
    """What the rules on sites say of the example, its pages read from the front page on."""
    task = PageTask((DESKTOP,), QUICK, main_text)
    start = server.address(f"{case.folder}/"[1:])
    record = store.begin(Order(start), rulebook="", versions={}, first=[start])
    known = case.pages()
    # What no link leads to is in the site's map.
    apart = (f"{case.folder}/", f"{case.folder}/was", f"{case.folder}/was-tool/mad-example/")
    mapped = [NewAddress(server.address(path[1:]), 9) for path in known if path not in apart]
    store.add_addresses(record.id, mapped)
    while found := store.next_visits(record.id, limit=1):
        (one,) = found
        facts = visit(session, one.address, task, lambda _shown: None)
        links = [link for link in facts.links if urlsplit(link.address).path in known.keys() - set(apart[1:])]
        new = [NewAddress(link.address.partition("#")[0], one.depth + 1) for link in links]
        attended = Attended(
            one,
            VisitState.READ,
            kind=SubjectKind.PAGE,
            traits=traits(facts),
            findings=tuple(Glance(BOOK.rules)(facts)),
            links=tuple(Link(link.address.partition("#")[0]) for link in links),
        )
        store.keep(record.id, attended, new=new)
    store.keep_lookups(record.id, _lookups(case, session, server))
    broken = failing(store.breaches(record.id), BOOK.rules, BOOK.criteria.values())
    facts_of_site = replace(store.site_facts(record.id), today=TODAY, start=SITE, failing=broken)
    return [finding for _, finding in judge_site(facts_of_site, BOOK.rules)]


def _lookups(case: Case, session: Session, server: FolderServer) -> Sequence[Lookup]:
    """What stands where the example has its statement looked for."""
    if not any(path.startswith("/was") for path in case.example.pages):
        return ()

    async def read(address: str) -> Gathered:
        path = urlsplit(address).path.removeprefix(case.folder)
        html = case.example.pages.get(path, GONE)
        if html.startswith(ONWARD):
            onward = server.address(case.folder[1:] + html.removeprefix(ONWARD))
            return Gathered(302, "", 0, 0, forward=onward)
        if html == GONE:
            raise Unread(TroubleKind.NOT_FOUND, "404", 404)
        facts = visit(session, address, PageTask((DESKTOP,), QUICK, main_text), lambda _shown: None)
        return Gathered(200, "text/html", 0, 0, facts=facts)

    tool = server.address(f"{case.folder}/was-tool"[1:])
    wanted = [
        (Source.SHORT, server.address(f"{case.folder}/was"[1:])),
        (Source.STANDARD, f"{tool}/mad-example/"),
    ]
    return asyncio.run(look_up(wanted, read, tool))


@pytest.mark.parametrize("case", _parameters("failed"))
def test_a_failed_site_fails_its_rule_and_no_other(
    case: Case, session: Session, server: FolderServer, kept: Store
) -> None:
    found = _findings(case, session, server, kept)
    said = {finding.outcome for finding in found if finding.rule == case.rule.id}
    assert said == {Outcome(case.example.outcome)}, _told(found)
    failed = {finding.rule for finding in found if finding.outcome is Outcome.FAILED}
    asked = {case.rule.id} if case.example.outcome == "failed" else set()
    assert failed == asked | set(case.example.also), _told(found)


@pytest.mark.parametrize("case", _parameters("passed", "inapplicable"))
def test_a_passed_site_does_not_break_its_rule(
    case: Case, session: Session, server: FolderServer, kept: Store
) -> None:
    found = _findings(case, session, server, kept)
    assert [finding for finding in found if finding.rule == case.rule.id] == [], _told(found)


def test_every_example_of_a_site_has_pages_and_a_front_page() -> None:
    assert [case.name for case in CASES if "/" not in case.example.pages] == []


def _told(findings: list[Finding]) -> str:
    return "\n" + "\n".join(f"{one.outcome} {one.rule}: {one.message}" for one in findings)
