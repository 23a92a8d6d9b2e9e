"""W3C's ACT cases, axe alone beside ours: `python bench/act.py SUITES [--rule ID] [--table FILE] [--earl FILE]`.

SUITES/act holds the cases with their score.py, whose server and criteria are used here. Each case is shown once; axe's
own findings and ours are taken from the same facts, and counted as score.py counts: by success criterion. `--table`
writes docs/act.md; `--earl` writes an implementation report in the format that W3C takes for ACT implementations
(EARL as JSON-LD, one TestSubject a case).
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import functools
import http.server
import importlib.util
import itertools
import json
import sys
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import table

from tilgaengelig import __version__, resources
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.probes import FREE
from tilgaengelig.gather.browser.reading import languages
from tilgaengelig.gather.browser.session import DESKTOP, PHONE, TABLET, BrowserSettings
from tilgaengelig.gather.browser.visit import PageTask
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.supervision import MONITORED
from tilgaengelig.rulebook.book import Rulebook

CONTEXT = "https://www.w3.org/WAI/content-assets/wcag-act-rules/earl-context.json"
BOOK = Rulebook.load([resources.RULES], CHECKS, resources.AXE / "locales" / "da.json").beyond_the_law()


@dataclass(frozen=True)
class Answer:
    """What came of one case: the facts and our findings, or why there are none."""

    case: Mapping[str, Any]
    criteria: frozenset[str]
    facts: PageFacts | None
    findings: Sequence[Finding]

    @property
    def should_fail(self) -> bool:
        return bool(self.case["expected"] == "failed")

    @property
    def axe_fails(self) -> bool:
        hits = self.facts.hits if self.facts else ()
        known = {name: rule for rule in BOOK.rules.values() for name in rule.settings.get("axe", ())}
        failed = (hit for hit in hits if hit.engine == "axe" and hit.outcome is Outcome.FAILED)
        return any(self.criteria & set(known[hit.rule].criteria) for hit in failed)

    @property
    def ours_fail(self) -> bool:
        failed = (one for one in self.findings if one.outcome is Outcome.FAILED)
        return any(self.criteria & set(one.wcag) for one in failed)


def main() -> int:
    """Shows the cases, and writes what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", type=Path)
    parser.add_argument("--rule", help="only this ACT rule")
    parser.add_argument("--table", type=Path, help="write the table as Markdown")
    parser.add_argument("--earl", type=Path, help="write the implementation report")
    given = parser.parse_args()
    answers = asyncio.run(_answers(given.suites / "act", given.rule))
    counted = [one for one in answers if one.criteria]
    print(_total("axe", counted, [one.axe_fails for one in counted]))
    print(_total("ours", counted, [one.ours_fail for one in counted]))
    if given.table:
        given.table.write_text(_page(counted), encoding="utf-8")
    if given.earl:
        given.earl.write_text(json.dumps(report(answers), indent=1), encoding="utf-8")
    return 0


async def _answers(suite: Path, only: str | None) -> list[Answer]:
    """Every case, shown as `check` shows a page; in the order in which they stand."""
    spec = importlib.util.spec_from_file_location("score", suite / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{suite}/score.py is not there")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(score.Handler, directory=str(suite))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}{score.BASE}"
    cases = json.loads((suite / "testcases.json").read_text(encoding="utf-8"))["testcases"]
    wanted = [case for case in cases if only in (None, case["ruleId"])]
    settings = BrowserSettings(resources.AXE / "axe.min.js", BOOK.locale, qualweb=resources.QUALWEB)
    done = itertools.count(1)
    async with BrowserPool(settings) as pool:

        async def shown(case: Mapping[str, Any]) -> Answer:
            address = base + case["url"].split("/wcag-act-rules/")[1]
            answer = await _answer(pool, case, address, frozenset(score.criteria(case)))
            print(f"\r{next(done)}/{len(wanted)}", end="", file=sys.stderr)
            return answer

        return await asyncio.gather(*(shown(case) for case in wanted))


async def _answer(
    pool: BrowserPool, case: Mapping[str, Any], address: str, criteria: frozenset[str]
) -> Answer:
    task = PageTask(
        (DESKTOP, PHONE, TABLET),
        BOOK.engine_rules("axe"),
        main_text,
        wants_probes=lambda _facts: FREE,
        monitored=MONITORED,
    )
    try:
        facts = await pool.page(address, task, lambda _shown: None)
    except Unread as error:
        print(f"\nno answer for {address}: {error.trouble.kind}", file=sys.stderr)
        return Answer(case, criteria, None, ())
    limit = BOOK.audiences[Audience.BORGERE].limit
    found = await asyncio.to_thread(judge, facts, BOOK.rules, limit)
    return Answer(case, criteria, facts, found.findings)


def _total(name: str, answers: Sequence[Answer], hits: Sequence[bool]) -> str:
    found, fails, alarms, others = _counts(answers, hits)
    return f"{name}: found {found} of {fails}, false alarms {alarms} of {others}"


def _counts(answers: Sequence[Answer], hits: Sequence[bool]) -> tuple[int, int, int, int]:
    fails = [hit for one, hit in zip(answers, hits, strict=True) if one.should_fail]
    others = [hit for one, hit in zip(answers, hits, strict=True) if not one.should_fail]
    return sum(fails), len(fails), sum(others), len(others)


def _page(answers: Sequence[Answer]) -> str:
    """docs/act.md: the totals, then by success criterion and by ACT rule."""
    facts = next(one.facts for one in answers if one.facts)
    totals = [_row("all", answers)]
    return "\n".join(
        [
            "# On W3C's ACT cases",
            "",
            f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, tilgaengelig {__version__}, axe-core {facts.engines['axe']}, "
            f"Chromium {facts.engines['browser']}, {_reader()}; {table.machine()}. Made by `bench/act.py`.",
            "",
            "A failed case is found where something `failed` names a criterion that the ACT rule maps to; any other is",
            "a false alarm where something does. axe's findings are those of the same run, with all its rules on.",
            "",
            *_table("", totals),
            "## By success criterion",
            "",
            *_table("criterion", _grouped(answers, lambda one: ", ".join(sorted(one.criteria)))),
            "## By ACT rule",
            "",
            *_table(
                "rule", _grouped(answers, lambda one: f"{one.case['ruleId']} {one.case['ruleName'].strip()}")
            ),
        ]
    )


def _reader() -> str:
    spoken = languages()
    return (
        f"pictures read by Tesseract ({spoken})"
        if spoken
        else "no pictures read, since Tesseract is not here"
    )


def _grouped(answers: Sequence[Answer], key: Any) -> list[Sequence[str]]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        groups[key(one)].append(one)
    return [_row(name, group) for name, group in sorted(groups.items())]


def _row(name: str, answers: Sequence[Answer]) -> Sequence[str]:
    axe = _counts(answers, [one.axe_fails for one in answers])
    ours = _counts(answers, [one.ours_fail for one in answers])
    return [name, str(ours[1]), str(axe[0]), str(ours[0]), str(ours[3]), str(axe[2]), str(ours[2])]


def _table(first: str, rows: Sequence[Sequence[str]]) -> list[str]:
    heads = [first, "failed cases", "axe finds", "we find", "other cases", "axe's false alarms", "ours"]
    lines = [f"| {' | '.join(row)} |" for row in [heads, ["---", *["---:"] * 6], *rows]]
    return [*lines, ""]


def report(answers: Sequence[Answer]) -> dict[str, Any]:
    """The implementation report: each case with the outcome of each of our rules that maps to its ACT rule."""
    assertor = {
        "@type": "Assertor",
        "name": "tilgaengelig",
        "description": "Accessibility and plain Danish of public web pages, PDFs and letters",
        "release": {"@type": "Version", "revision": __version__},
    }
    return {"@context": CONTEXT, "@graph": [assertor, *(_subject(one) for one in answers)]}


def _subject(answer: Answer) -> dict[str, Any]:
    rules = [rule for rule in BOOK.rules.values() if answer.case["ruleId"] in rule.act and rule.active]
    assertions = [
        {
            "@type": "Assertion",
            "mode": "earl:automatic",
            "test": {
                "@type": "TestCase",
                "title": rule.id,
                "isPartOf": [f"WCAG2:{sc}" for sc in rule.criteria],
            },
            "result": {"@type": "TestResult", "outcome": f"earl:{_outcome(answer, rule.id)}"},
        }
        for rule in rules
    ]
    return {"@type": "TestSubject", "source": answer.case["url"], "assertions": assertions}


def _outcome(answer: Answer, rule: str) -> Outcome:
    """What the rule says of the page; of the rule itself, and not of the criterion, it may be said that it passed."""
    if answer.facts is None:
        return Outcome.UNTESTED
    said = {one.outcome for one in answer.findings if one.rule == rule}
    order = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)
    return next((outcome for outcome in order if outcome in said), Outcome.PASSED)


if __name__ == "__main__":
    sys.exit(main())
