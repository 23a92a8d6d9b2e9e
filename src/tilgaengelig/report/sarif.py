"""The report as SARIF 2.1.0 (OASIS), for the places where code is worked on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tilgaengelig.model.acceptance import Acceptance
from tilgaengelig.model.addresses import Scope
from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Occurrence
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.content import Fault, Report, RuleWords
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.words import all_words, clean_all, is_link

#: GitHub takes no file with more results than this.
MOST = 25_000
_BASE = "WEBSTED"
_LEVELS = {
    Impact.CRITICAL: "error",
    Impact.SERIOUS: "error",
    Impact.MODERATE: "warning",
    Impact.MINOR: "note",
}


def write_sarif(report: Report, path: Path) -> None:
    """One result a place, worst first, at most MOST; the file says how many were left out."""
    write_whole(path, _pieces(report))


def _pieces(report: Report) -> Iterator[str]:
    """The file's text; the results, which are many, are made one by one."""
    rules = list({fault.words.id: fault.words for fault in report.faults()}.values())
    head = json.dumps(clean_all(_run(report, rules)), ensure_ascii=False, indent=1)
    run = head[: head.rindex("}")].rstrip()
    yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [\n'
    yield run + ',\n "results": ['
    numbers = {words.id: number for number, words in enumerate(rules)}
    between = "\n  "
    for result in islice(_results(report, numbers), MOST):
        yield between + json.dumps(clean_all(result), ensure_ascii=False)
        between = ",\n  "
    yield "\n ]\n}\n]\n}\n"


def _run(report: Report, rules: list[RuleWords]) -> dict[str, Any]:
    audit = report.audit
    base = _base(report)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "tilgaengelig",
                "version": report.program_version,
                "language": "da",
                "rules": [_rule(words) for words in rules],
            }
        },
        "language": "da",
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"tilgaengelig/{_word(report.site)}/"},
        "invocations": [
            {
                "executionSuccessful": report.coverage.read > 0,
                "startTimeUtc": _utc(audit.started),
                **({"endTimeUtc": _utc(audit.finished)} if audit.finished else {}),
                "toolExecutionNotifications": list(_notices(report)),
            }
        ],
    }
    if base:
        run["originalUriBaseIds"] = {_BASE: {"uri": base}}
    return run


def _utc(moment: dt.datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return f"{aware.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _rule(words: RuleWords) -> dict[str, Any]:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(words.steps, 1))
    help_ = "\n\n".join(filter(None, (words.fix, steps))) or words.title
    tags = ["accessibility", *(f"WCAG {criterion.sc}" for criterion in words.criteria)]
    return {
        "id": words.id,
        "shortDescription": {"text": words.title},
        "fullDescription": {"text": words.why or words.title},
        "help": {"text": help_},
        "defaultConfiguration": {"level": _LEVELS[words.impact or Impact.MINOR]},
        "properties": {
            "tags": [*tags, *(f"EN 301 549 {clause}" for clause in words.clauses)],
            "duty": words.duty,
        },
    }


def _results(report: Report, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    day = day_of(report.made)
    for fault in report.faults():
        if fault.component.outcome is Outcome.UNTESTED:
            continue
        excuses = fault.component.excuses(day)
        for place in fault.component.occurrences:
            yield _result(report, fault, place, numbers, excuses.get(place.id))


def _result(
    report: Report, fault: Fault, place: Occurrence, numbers: dict[str, int], accepted: Acceptance | None
) -> dict[str, Any]:
    component = fault.component
    failed = component.outcome is Outcome.FAILED
    result: dict[str, Any] = {
        "ruleId": fault.words.id,
        "ruleIndex": numbers[fault.words.id],
        # Where a person must look there is no level (SARIF 2.1.0, 3.27.10).
        "kind": "fail" if failed else "review",
        "level": _LEVELS[component.impact] if failed else "none",
        "message": {"text": place.message or component.message or fault.words.title},
        "locations": [_location(report, place, place.snippet or component.snippet)],
        "partialFingerprints": {"primaryLocationLineHash": place.id, "tilgaengeligFund/v1": place.id},
        "properties": {
            "impact": component.impact,
            "responsibility": component.responsibility,
            "component": component.id,
            "pages": component.pages,
        },
    }
    if accepted:
        said = " ".join(filter(None, (accepted.reason.sentence, accepted.note)))
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{said} ({accepted.by}, til og med {accepted.until:%d.%m.%Y})",
            }
        ]
    return result


def _location(report: Report, place: Occurrence, snippet: str) -> dict[str, Any]:
    # A page has no lines that anyone could open, but GitHub shows nothing that lies on none.
    region: dict[str, Any] = {"startLine": 1}
    if snippet:
        region["snippet"] = {"text": snippet}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(place.address, _base(report)), "region": region}
    }
    if place.target:
        location["logicalLocations"] = [{"fullyQualifiedName": place.target, "kind": "element"}]
    return location


def _artifact(address: str, base: str) -> dict[str, str]:
    """A relative address: GitHub takes no file of which any result lies on the web.

    With www or without, by http or https, it is the site; what lies on another host has that host for its first folder.
    """
    if not is_link(address):
        return {"uri": "./"}
    parts = urlsplit(address)
    rest = parts.path.removeprefix("/") + (f"?{parts.query}" if parts.query else "")
    if not base or not Scope(base).holds(address):
        return {"uri": f"./{parts.netloc}/{rest}"}
    return {"uri": rest if rest and ":" not in rest.partition("/")[0] else f"./{rest}", "uriBaseId": _BASE}


def _base(report: Report) -> str:
    start = report.audit.order.start
    if not is_link(start):
        return ""
    parts = urlsplit(start)
    return f"{parts.scheme}://{parts.netloc}/"


def _notices(report: Report) -> Iterator[dict[str, Any]]:
    """What could not be tested or read; it is no result, and silence about it would look like success."""
    for group in report.untested:
        for fault in group.faults:
            yield {
                "level": "warning",
                "message": {"text": f"Ikke testet: {fault.words.title}. {fault.component.message}"},
            }
    for row in report.subjects:
        if row.trouble and row.state is not VisitState.READ:
            yield {"level": "warning", "message": {"text": f"{row.address}: {row.trouble.sentence}"}}
    words = all_words()
    reasons = [(len(group.addresses), words["left_out"][group.reason]) for group in report.left_out]
    if report.coverage.waiting:
        reasons.append((report.coverage.waiting, words["waited"]))
    for count, reason in reasons:
        told = f"{count} {'adresse' if count == 1 else 'adresser'} blev ikke læst. {reason}"
        yield {"level": "note", "message": {"text": told}}
    places = sum(
        len(fault.component.occurrences)
        for fault in report.faults()
        if fault.component.outcome is not Outcome.UNTESTED
    )
    if places > MOST:
        text = f"Filen har de {MOST} værste steder af {places}. Resten står i rapport.json."
        yield {"level": "note", "message": {"text": text}}


def _word(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in text)
