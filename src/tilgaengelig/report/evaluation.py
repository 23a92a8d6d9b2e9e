"""A sample as the W3C's WCAG-EM Report Tool opens it, with what the machine found filled in.

The tool reads JSON-LD: the sample's pages, and an assertion for each criterion on each page. Where the machine found
nothing the criterion is untested, since silence is no pass; the person who goes on in the tool decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tilgaengelig.model.audit import AuditRecord, SubjectKind
from tilgaengelig.model.finding import TOLD, Outcome
from tilgaengelig.model.rule import Criterion
from tilgaengelig.model.sample import MACHINE, Judgement, Sample, Sampled, mark
from tilgaengelig.report.files import write_whole

#: The version of the tool whose files these are like.
TOOL_VERSION = "3.0.3"
_WCAGEM = {
    "Evaluation": "procedure",
    "defineScope": "step1",
    "scope": "step1a",
    "accessibilitySupportBaseline": "step1c",
    "additionalEvaluationRequirements": "step1d",
    "exploreTarget": "step2",
    "essentialFunctionality": "step2b",
    "pageTypeVariety": "step2c",
    "technologiesReliedUpon": "step2d",
    "selectSample": "step3",
    "structuredSample": "step3a",
    "randomSample": "step3b",
    "Website": "website",
    "Webpage": "webpage",
    "auditSample": "step4",
    "reportFindings": "step5",
    "documentSteps": "step5a",
    "commissioner": "commissioner",
    "evaluator": "evaluator",
    "evaluationSpecifics": "step5b",
    "reportToolVersion": "reportToolVersion",
}
_EARL = (
    "Assertion TestMode TestCriterion TestCase TestRequirement TestSubject TestResult OutcomeValue Pass Fail "
    "CannotTell NotApplicable NotTested assertedBy mode result subject test outcome"
)
_TERMS = "title description summary date hasPart isPartOf"
#: As the tool has it. It knows no prefix WCAG22, and opens no file that has one: a criterion of 2.2 is named all the
#: same ("WCAG22:focus-visible"), and stays as it is.
CONTEXT: Mapping[str, Any] = {
    "wcagem": "http://www.w3.org/TR/WCAG-EM/#",
    **{name: f"wcagem:{step}" for name, step in _WCAGEM.items()},
    "step1b": {"@id": "wcagem:step1b", "@type": "@id"},
    "conformanceTarget": "step1b",
    "WCAG20": "http://www.w3.org/TR/WCAG20/#",
    "WCAG21": "http://www.w3.org/TR/WCAG21/#",
    "WAI": "http://www.w3.org/WAI/",
    "A": "WAI:WCAG2A-Conformance",
    "AA": "WAI:WCAG2AA-Conformance",
    "AAA": "WAI:WCAG2AAA-Conformance",
    "wcagVersion": "WAI:standards-guidelines/wcag/#versions",
    "earl": "http://www.w3.org/ns/earl#",
    **{name: f"earl:{name}" for name in _EARL.split()},
    "dcterms": "http://purl.org/dc/terms/",
    **{name: f"dcterms:{name}" for name in _TERMS.split()},
    "id": "@id",
    "type": "@type",
    "language": "@language",
}
_VALUES = {
    Outcome.PASSED: "Pass",
    Outcome.FAILED: "Fail",
    Outcome.CANT_TELL: "CannotTell",
    Outcome.INAPPLICABLE: "NotApplicable",
    Outcome.UNTESTED: "NotTested",
}
_STEPS = ("about", "defineScope", "exploreTarget", "selectSample")
#: The criteria's names in the addresses of WCAG 2.0, by guideline.
_NAMES_OF_2_0 = {
    f"{guideline}-{name}": sc
    for guideline, names in {
        "text-equiv": "all=1.1.1",
        "media-equiv": (
            "av-only-alt=1.2.1 captions=1.2.2 audio-desc=1.2.3 real-time-captions=1.2.4 audio-desc-only=1.2.5"
        ),
        "content-structure-separation": "programmatic=1.3.1 sequence=1.3.2 understanding=1.3.3",
        "visual-audio-contrast": (
            "without-color=1.4.1 dis-audio=1.4.2 contrast=1.4.3 scale=1.4.4 text-presentation=1.4.5"
        ),
        "keyboard-operation": "keyboard-operable=2.1.1 trapping=2.1.2",
        "time-limits": "required-behaviors=2.2.1 pause=2.2.2",
        "seizure": "does-not-violate=2.3.1",
        "navigation-mechanisms": (
            "skip=2.4.1 title=2.4.2 focus-order=2.4.3 refs=2.4.4 mult-loc=2.4.5 descriptive=2.4.6 focus-visible=2.4.7"
        ),
        "meaning": "doc-lang-id=3.1.1 other-lang-id=3.1.2",
        "consistent-behavior": (
            "receive-focus=3.2.1 unpredictable-change=3.2.2 consistent-locations=3.2.3 consistent-functionality=3.2.4"
        ),
        "minimize-error": "identified=3.3.1 cues=3.3.2 suggestions=3.3.3 reversible=3.3.4",
        "ensure-compat": "rsv=4.1.2",
    }.items()
    for name, _, sc in (pair.partition("=") for pair in names.split())
}


def write_evaluation(
    path: Path,
    audit: AuditRecord,
    sample: Sample,
    judgements: Sequence[Judgement],
    criteria: Sequence[Criterion],
) -> None:
    """The file whole, or not at all."""
    made = evaluation(audit, sample, judgements, criteria)
    write_whole(path, [json.dumps(made, ensure_ascii=False, indent=1), "\n"])


def evaluation(
    audit: AuditRecord, sample: Sample, judgements: Iterable[Judgement], criteria: Sequence[Criterion]
) -> dict[str, Any]:
    """The sample as the tool's own JSON-LD. The tool has no Danish: its frame is in English, our words in Danish."""
    when = (audit.finished or audit.started).isoformat(timespec="seconds")
    subjects = {page.address: f"_:page_{at}" for at, page in enumerate(sample.all)}
    by_place: dict[tuple[str, str], list[Judgement]] = {}
    for one in judgements:
        by_place.setdefault((one.address, one.sc), []).append(one)
    pages = [_webpage(page, subjects[page.address], when, at) for at, page in enumerate(sample.all, 1)]
    some = len(sample.structured)
    start = audit.order.start
    return {
        "@context": dict(CONTEXT),
        "@type": "Evaluation",
        "@language": "en",
        "reportToolVersion": TOOL_VERSION,
        "defineScope": {
            "@id": "_:defineScope",
            "scope": {"title": start, "description": f"Alt under {start}"},
            "wcagVersion": "2.2",
            "conformanceTarget": "AA",
            "accessibilitySupportBaseline": "",
            "additionalEvaluationRequirements": "",
        },
        "exploreTarget": {
            "@id": "_:exploreTarget",
            "technologiesReliedUpon": [{"title": name} for name in ("HTML", "CSS", "WAI-ARIA", "JavaScript")],
            "essentialFunctionality": "",
            "pageTypeVariety": "",
        },
        "selectSample": {
            "@id": "_:selectSample",
            "structuredSample": pages[:some],
            "randomSample": pages[some:],
        },
        "auditSample": list(_assertions(sample, subjects, by_place, criteria, when)),
        "reportFindings": {
            "documentSteps": [{"@id": f"_:{step}"} for step in _STEPS],
            "title": f"Dybdegående kontrol af {start}",
            "commissioner": "",
            "evaluator": "",
            "date": when,
            "summary": "",
            "evaluationSpecifics": _specifics(audit, sample),
        },
    }


def _specifics(audit: AuditRecord, sample: Sample) -> str:
    lacking = ", ".join(part for part in sample.lacking)
    versions = ", ".join(f"{name} {version}" for name, version in audit.versions.items())
    return (
        "Siderne er valgt efter Kommissionens afgørelse 2018/1524. "
        f"De tilfældige sider er trukket med tallet {sample.seed}. "
        f"Ikke fundet på webstedet: {lacking or 'intet'}. Maskinens udfald er fra kontrollen {audit.id} ({versions})."
    )


def _webpage(page: Sampled, subject: str, when: str, number: int) -> dict[str, Any]:
    """The tool tells pages apart by their titles alone, so each has its number."""
    kind = "PDF: " if page.kind is SubjectKind.DOCUMENT else ""
    return {
        "@id": subject,
        "type": ["TestSubject", "Webpage"],
        "date": when,
        "title": f"{number}. {kind}{page.title or page.address} ({', '.join(page.parts)})",
        "description": page.address,
    }


def _assertions(
    sample: Sample,
    subjects: Mapping[str, str],
    found: Mapping[tuple[str, str], Sequence[Judgement]],
    criteria: Sequence[Criterion],
    when: str,
) -> Iterator[dict[str, Any]]:
    """For each criterion the site as a whole, and then each page."""
    for criterion in criteria:
        on_site = [one for page in sample.all for one in found.get((page.address, criterion.sc), ())]
        yield _assertion("_:website", ["TestSubject", "Website"], criterion, on_site, when)
        for page in sample.all:
            told = found.get((page.address, criterion.sc), ())
            yield _assertion(subjects[page.address], ["TestSubject", "Webpage"], criterion, told, when)


def _assertion(
    subject: str, kinds: list[str], criterion: Criterion, told: Sequence[Judgement], when: str
) -> dict[str, Any]:
    outcome = next((one for one in TOLD if any(each.outcome is one for each in told)), Outcome.UNTESTED)
    said = dict.fromkeys(one.description for one in told if one.outcome is outcome and one.description)
    description = "\n".join(list(said)[:10])
    return {
        "@type": "Assertion",
        "date": when,
        "mode": {"@id": "earl:automatic", "type": "TestMode"},
        "subject": {"@id": subject, "type": kinds},
        "test": {
            "@id": f"WCAG22:{anchor(criterion)}",
            "type": ["TestCriterion", "TestRequirement"],
            "title": f"{criterion.sc} {criterion.name.get('en', '')}",
        },
        "result": {
            "@type": "TestResult",
            "date": when,
            "outcome": {"@id": f"earl:{outcome}", "type": ["OutcomeValue", _VALUES[outcome]]},
            "description": description,
        },
        # The tool calls all that it saves done by hand. By this a machine's word is known again, if nobody changed it.
        "assertedBy": {"title": MACHINE, "description": mark(outcome, description)},
    }


def anchor(criterion: Criterion) -> str:
    """The criterion's name in WCAG's own addresses: "contrast-minimum"."""
    return "-".join(re.findall(r"[a-z0-9]+", criterion.name.get("en", "").lower()))


def anchors(criteria: Iterable[Criterion]) -> dict[str, str]:
    """The criteria's numbers by their names in WCAG's addresses, by which an evaluation is read back.

    Whatever the tool was given, it saves a criterion that WCAG 2.0 had by the name that it had there.
    """
    known = {one.sc: anchor(one) for one in criteria}
    return {name: sc for sc, name in known.items()} | {
        name: sc for name, sc in _NAMES_OF_2_0.items() if sc in known
    }


def sample_lines(sample: Sample) -> Iterator[str]:
    """What a terminal tells of a sample."""
    for page in sample.all:
        lost = "" if page.read else "  (ikke læst)"
        yield f"  {page.address}  [{', '.join(page.parts)}]{lost}"
    if sample.lacking:
        yield f"Ikke fundet: {', '.join(sample.lacking)}. Se selv efter, og føj siden til, hvis den er der."
    few = f"{len(sample.random)} valgt tilfældigt (--seed {sample.seed})"
    yield f"{len(sample.structured)} valgt efter afgørelsen, {few}."
