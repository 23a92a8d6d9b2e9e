"""The report in EARL 1.0, the W3C's language for test results, as JSON-LD in the W3C's own context.

Each page's assertions are of our rules; those of the whole site are of the criteria. No outcome is ever
`earl:passed`: that no fault was found does not say that a criterion is met, so it is `earl:cantTell`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.overview import Occurrence
from tilgaengelig.model.rule import Criterion
from tilgaengelig.report.content import CriterionRow, Fault, Report, Standing
from tilgaengelig.report.evaluation import anchor
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.words import all_words, clean_all, is_link

#: The context that the W3C gives for reports in EARL.
CONTEXT = "https://www.w3.org/WAI/content-assets/wcag-act-rules/earl-context.json"
_PROGRAM = "_:tilgaengelig"
_NO_IRI = re.compile(r'[\s<>"{}|\\^`\x00-\x1f]')
_OUTCOMES = {
    Standing.FAILED: "failed",
    Standing.CANT_TELL: "cantTell",
    Standing.NOTHING_FOUND: "cantTell",
    Standing.HUMAN: "untested",
    Standing.UNTESTED: "untested",
}


def write_earl(report: Report, path: Path) -> None:
    """Address by address, so that a big audit needs little memory; the file is there whole or not at all."""
    write_whole(path, _pieces(report))


def _pieces(report: Report) -> Iterator[str]:
    yield f'{{\n"@context": {json.dumps(CONTEXT)},\n"@graph": [\n'
    between = ""
    for node in _graph(report):
        yield between + json.dumps(clean_all(node), ensure_ascii=False)
        between = ",\n"
    yield "\n]\n}\n"


def _graph(report: Report) -> Iterator[dict[str, Any]]:
    yield {
        "@id": _PROGRAM,
        "@type": ["Assertor", "Software", "Project"],
        "name": "tilgaengelig",
        "release": {"@type": "Version", "revision": report.program_version},
    }
    yield from (_test(fault) for fault in {fault.words.id: fault for fault in report.faults()}.values())
    yield _site(report)
    places: defaultdict[str, list[tuple[Fault, Occurrence]]] = defaultdict(list)
    for fault in report.faults():
        for place in fault.component.occurrences:
            places[place.address].append((fault, place))
    for row in report.subjects:
        if row.state is VisitState.READ:
            yield {
                **_subject(row.address, row.title),
                "assertions": [_assertion(fault, place, report) for fault, place in places[row.address]],
            }


def _subject(address: str, title: str) -> dict[str, Any]:
    known = {"@id": address} if is_link(address) and not _NO_IRI.search(address) else {}
    return {**known, "@type": ["TestSubject", "WebPage"], "source": address, "title": title}


def _test(fault: Fault) -> dict[str, Any]:
    words = fault.words
    return {
        "@id": _rule_id(words.id),
        "@type": ["TestCriterion", "TestCase"],
        "title": words.title,
        "dct:description": words.why,
        "dct:isPartOf": [{"@id": _criterion_id(criterion)} for criterion in words.criteria],
    }


def _assertion(fault: Fault, place: Occurrence, report: Report) -> dict[str, Any]:
    component = fault.component
    result: dict[str, Any] = {
        "@type": "TestResult",
        "outcome": f"earl:{component.outcome}",
        "dct:description": place.message or component.message,
        "dct:date": report.audit.started.isoformat(),
    }
    if place.target:
        result["pointer"] = place.target
    return {
        "@type": "Assertion",
        "@id": f"urn:tilgaengelig:fund:{place.id}",
        "assertedBy": _PROGRAM,
        "mode": "earl:automatic",
        "test": {"@id": _rule_id(component.rule)},
        "result": result,
    }


def _site(report: Report) -> dict[str, Any]:
    return {
        "@id": "_:websted",
        "@type": "TestSubject",
        "source": report.audit.order.start,
        "title": report.site,
        "assertions": [_of_criterion(row) for row in report.criteria],
    }


def _of_criterion(row: CriterionRow) -> dict[str, Any]:
    criterion = row.criterion
    return {
        "@type": "Assertion",
        "assertedBy": _PROGRAM,
        "mode": "earl:automatic",
        "test": {
            "@id": _criterion_id(criterion),
            "@type": ["TestCriterion", "TestRequirement"],
            "title": f"{criterion.sc} {criterion.name.get('da') or criterion.name.get('en', '')}",
        },
        "result": {
            "@type": "TestResult",
            "outcome": f"earl:{_OUTCOMES[row.standing]}",
            "dct:description": all_words()["standings"][row.standing],
            "info": criterion.ask.get("da", ""),
        },
    }


def _rule_id(rule: str) -> str:
    return f"urn:tilgaengelig:regel:{_NO_IRI.sub('-', rule)}"


def _criterion_id(criterion: Criterion) -> str:
    return f"WCAG22:{anchor(criterion) or criterion.sc}"
