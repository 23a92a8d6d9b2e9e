"""The sample as JSON-LD: opened and saved as the W3C's tool does it, with a processor that is not ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from report_factory import CRITERIA, overview

from tilgaengelig.gather.evaluation import read_evaluation
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import Judgement, Part, Sample, Sampled
from tilgaengelig.report.evaluation import CONTEXT, anchor, anchors, evaluation

SITE = "https://www.ministeriet.dk"
HOME = Sampled(f"{SITE}/", "Forside", SubjectKind.PAGE, (Part.HOME,))
PLAN = Sampled(f"{SITE}/plan.pdf", "Plan", SubjectKind.DOCUMENT, (Part.DOCUMENT,))
DRAWN = Sampled(f"{SITE}/nyt/", "Nyt", SubjectKind.PAGE, (Part.RANDOM,))
SAMPLE = Sample((HOME, PLAN), (DRAWN,), 7, (Part.SITEMAP,))
FOUND = (
    Judgement(HOME.address, "1.1.1", Outcome.FAILED, "Billeder skal have ord.", by_machine=True),
    Judgement(HOME.address, "1.4.3", Outcome.CANT_TELL, "Kan teksten ses?", by_machine=True),
)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return evaluation(overview().audit, SAMPLE, FOUND, CRITERIA)


def as_the_tool_saves_it(made: dict[str, Any]) -> dict[str, Any]:
    """Expanded, framed by its class and compacted by the tool's context, which is what it does with a file."""
    framed: dict[str, Any] = jsonld.frame(
        jsonld.expand(made), {"@context": dict(CONTEXT), "@type": "Evaluation"}
    )
    return framed


def test_every_word_has_a_meaning_in_the_context(made: dict[str, Any]) -> None:
    (whole,) = jsonld.expand(made)
    assert whole["@type"] == ["http://www.w3.org/TR/WCAG-EM/#procedure"]
    asserted = whole["http://www.w3.org/TR/WCAG-EM/#step4"]
    assert len(asserted) == len(CRITERIA) * (1 + len(SAMPLE.all))
    earl = "http://www.w3.org/ns/earl#"
    wanted = {"@type", f"{earl}mode", f"{earl}subject", f"{earl}test", f"{earl}result", f"{earl}assertedBy"}
    assert all(wanted <= set(one) for one in asserted)


def test_what_the_tool_saves_says_what_we_said(made: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "gemt.json"
    path.write_text(json.dumps(as_the_tool_saves_it(made)), "utf-8")
    read = read_evaluation(path, {anchor(one): one.sc for one in CRITERIA})
    assert set(read.pages) == {one.address for one in SAMPLE.all}
    told = {(one.address, one.sc): one.outcome for one in read.judgements}
    assert len(told) == len(CRITERIA) * 4
    assert told[HOME.address, "1.1.1"] is Outcome.FAILED
    assert told["", "1.1.1"] is Outcome.FAILED
    assert told["", "1.4.3"] is Outcome.CANT_TELL
    assert {outcome for (_, sc), outcome in told.items() if sc == "2.4.4"} == {Outcome.UNTESTED}
    assert all(one.by_machine for one in read.judgements)


def test_the_tool_opens_only_what_has_no_prefix_that_it_does_not_know(made: dict[str, Any]) -> None:
    (whole,) = jsonld.expand(made)
    tests = {
        one["http://www.w3.org/ns/earl#test"][0]["@id"]
        for one in whole["http://www.w3.org/TR/WCAG-EM/#step4"]
    }
    assert all(test.startswith("WCAG22:") for test in tests)


def test_pages_of_one_title_are_told_apart_by_their_titles() -> None:
    twins = Sample((HOME, replace(HOME, address=f"{SITE}/en/")), (), 7, ())
    pages = evaluation(overview().audit, twins, (), CRITERIA)["selectSample"]["structuredSample"]
    assert len({page["title"] for page in pages}) == 2


def test_what_the_tool_itself_saved_is_read_and_people_told_from_the_machine() -> None:
    """The file was opened and saved by the code of the tool's version 3.0.3, and changed in it at two places."""
    names = {
        "1.1.1": "Non-text Content",
        "1.4.12": "Text Spacing",
        "2.4.7": "Focus Visible",
        "2.5.8": "Target Size (Minimum)",
    }
    criteria = [replace(CRITERIA[0], sc=sc, name={"en": name}) for sc, name in names.items()]
    read = read_evaluation(Path(__file__).with_name("saved_by_the_tool.json"), anchors(criteria))
    assert read.pages == (HOME.address, PLAN.address, DRAWN.address)
    assert {(one.address, one.sc) for one in read.judgements} == {
        (address, sc) for address in ("", *read.pages) for sc in names
    }
    people = [(one.sc, one.address, one.outcome) for one in read.judgements if not one.by_machine]
    assert people == [
        ("1.1.1", HOME.address, Outcome.PASSED),
        ("2.4.7", HOME.address, Outcome.FAILED),
    ]
    assert [one.outcome for one in read.judgements if one.sc == "1.1.1" and not one.address] == [
        Outcome.FAILED
    ]


def test_nothing_is_said_to_be_passed(made: dict[str, Any]) -> None:
    outcomes = {one["result"]["outcome"]["@id"] for one in made["auditSample"]}
    assert outcomes == {"earl:failed", "earl:cantTell", "earl:untested"}


def test_a_criterion_has_its_name_in_the_addresses_of_wcag() -> None:
    named = replace(CRITERIA[0], name={"en": "Error Prevention (Legal, Financial, Data)"})
    assert anchor(named) == "error-prevention-legal-financial-data"
