"""The exports, each read back by a tool that it is for: openpyxl, SARIF's own schema, junitparser, PyLD."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from junitparser import JUnitXml, TestSuite
from openpyxl.worksheet.worksheet import Worksheet
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif
from pyld import jsonld
from report_factory import CRITERIA, SITE, component, overview, page, report_of, troubled
from report_samples import believable, hostile, large

from tilgaengelig.model.audit import LeftOut, VisitState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.reach import Reach
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.report.content import CriterionRow, Standing
from tilgaengelig.report.formats import FORMATS

EARL = "http://www.w3.org/ns/earl#"
#: The terms of the W3C's context that we use; the real one lies beyond this machine, and gives the same statements.
CONTEXT = json.loads((Path(__file__).parent / "earl_context.json").read_text(encoding="utf-8"))
WHOLES = {
    "believable": believable(),
    "empty": overview(),
    "nothing read": overview((troubled("/", TroubleKind.TIMEOUT, "30 sekunder"),)),
    "hostile": hostile(),
}


def written(name: str, whole: Overview, folder: Path) -> Path:
    target = folder / FORMATS[name].file_name
    FORMATS[name].write(report_of(whole), target)
    return target


def sheet(whole: Overview, folder: Path, name: str) -> Worksheet:
    found = openpyxl.load_workbook(written("xlsx", whole, folder))[name]
    assert isinstance(found, Worksheet)
    return found


# The workbook


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_every_sheet_has_a_filter_over_a_frozen_head(whole: Overview, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("xlsx", whole, tmp_path))
    assert book.sheetnames == ["Fejl", "Steder", "Sider og PDF-filer", "EN 301 549", "Om kontrollen"]
    for each in book.worksheets:
        assert each.freeze_panes == "B2"
        assert str(each.auto_filter.ref).startswith("A1:")


def test_the_workbook_has_a_row_for_each_fault_and_each_place(tmp_path: Path) -> None:
    whole = believable()
    assert sheet(whole, tmp_path, "Fejl").max_row == 1 + len(whole.components)
    places = sum(len(each.occurrences) for each in whole.components)
    assert sheet(whole, tmp_path, "Steder").max_row == 1 + places
    assert sheet(whole, tmp_path, "Sider og PDF-filer").max_row == 1 + len(whole.subjects)


def test_addresses_in_the_workbook_are_links_and_nothing_else_is(tmp_path: Path) -> None:
    cell = sheet(believable(), tmp_path, "Sider og PDF-filer")["A2"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == cell.value == SITE + "/ministeriet/opgaver/side-0"
    for each in openpyxl.load_workbook(written("xlsx", hostile(), tmp_path)).worksheets:
        targets = [cell.hyperlink.target for row in each.iter_rows() for cell in row if cell.hyperlink]
        assert all(str(target).startswith(("https://", "http://")) for target in targets)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_begins_like_a_formula_stays_text_when_it_is_edited(start: str, tmp_path: Path) -> None:
    code = f'{start}HYPERLINK("https://ond.example")'
    fault = component(1, "flere-h1", (SITE + "/",), snippet=code, message=code)
    found = sheet(overview((page("/", title=code),), (fault,)), tmp_path, "Fejl")
    cells = [cell for row in found.iter_rows() for cell in row if str(cell.value).startswith(start)]
    assert [cell.value for cell in cells] == [code, code]
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


# EN 301 549


def test_a_fault_in_a_pdf_breaks_the_clause_on_files_and_not_the_one_on_pages() -> None:
    file = SITE + "/media/rapport-2026.pdf"
    fault = component(1, "pdf-uden-maerker", (file,), wcag=("1.1.1",))
    rows = [row for row in believable().subjects if row.address == file]
    report = report_of(overview((page("/"), *rows), (fault,)))
    standing = {row.clause: row.standing for row in report.clauses}
    assert standing["10.1.1.1"] is Standing.FAILED
    assert standing["9.1.1.1"] is Standing.NOTHING_FOUND
    assert standing["10.2.5.1"] is Standing.HUMAN


def test_a_clause_on_files_is_untested_where_no_file_was_read() -> None:
    report = report_of(overview((page("/"),)))
    assert {row.clause: row.standing for row in report.clauses}["10.1.1.1"] is Standing.UNTESTED


# SARIF


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_sarif_keeps_its_schema(whole: Overview, tmp_path: Path) -> None:
    Sarif.model_validate_json(written("sarif", whole, tmp_path).read_bytes())


def test_sarif_tells_faults_and_doubts_apart_and_lies_within_the_site(tmp_path: Path) -> None:
    data = json.loads(written("sarif", believable(), tmp_path).read_text(encoding="utf-8"))
    (run,) = data["runs"]
    assert run["originalUriBaseIds"] == {"WEBSTED": {"uri": SITE + "/"}}
    results = run["results"]
    assert {(each["kind"], each["level"]) for each in results} == {
        ("fail", "error"),
        ("fail", "warning"),
        ("review", "none"),
    }
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"] for each in results]
    assert not any("//" in place["uri"] for place in places)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert run["invocations"][0]["executionSuccessful"] is True
    said = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert any(text.startswith("Ikke testet: Rammer skal kunne testes") for text in said)
    assert any(text.startswith(SITE + "/intranet: ") for text in said)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (f"{SITE}/nyt?a=1", {"uri": "nyt?a=1", "uriBaseId": "WEBSTED"}),
        (f"{SITE}/".replace("https:", "http:"), {"uri": "./", "uriBaseId": "WEBSTED"}),
        (f"{SITE}/a".replace("//www.", "//"), {"uri": "a", "uriBaseId": "WEBSTED"}),
        ("https://andre.dk/a", {"uri": "./andre.dk/a"}),
    ],
)
def test_no_result_in_sarif_lies_on_the_web(address: str, place: dict[str, str], tmp_path: Path) -> None:
    fault = component(1, "flere-h1", (address,))
    data = json.loads(
        written("sarif", overview((page("/"),), (fault,)), tmp_path).read_text(encoding="utf-8")
    )
    (result,) = data["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == place


def test_sarif_leaves_out_the_least_where_github_would_refuse_the_file(tmp_path: Path) -> None:
    data = json.loads(written("sarif", large(3000, 4000), tmp_path).read_text(encoding="utf-8"))
    (run,) = data["runs"]
    assert len(run["results"]) == 25_000
    said = run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert said.startswith("Filen har de 25000 værste steder af ")


# JUnit


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_junit_counts_what_it_holds(whole: Overview, tmp_path: Path) -> None:
    read = JUnitXml.fromfile(str(written("junit", whole, tmp_path)))
    (suite,) = list(read)
    assert isinstance(suite, TestSuite)
    said = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()  # type: ignore[no-untyped-call]
    assert said == (suite.tests, suite.failures, suite.errors, suite.skipped)


#: What build servers take (Jenkins' schema, junit-10): attributes that must be and that may be, and children.
_TESTS = {"name", "tests", "failures", "errors"}
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), _TESTS | {"time"}, {"testsuite"}),
    "testsuite": (_TESTS, {"skipped", "time", "timestamp", "hostname", "id"}, {"testcase", "properties"}),
    "testcase": ({"name"}, {"classname", "time"}, {"failure", "error", "skipped", "system-out"}),
    **dict.fromkeys(("failure", "error", "skipped"), (set[str](), {"type", "message"}, set[str]())),
}


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_junit_has_the_form_that_build_servers_take(whole: Overview, tmp_path: Path) -> None:
    root = ElementTree.parse(written("junit", whole, tmp_path)).getroot()
    assert root.tag == "testsuites"
    for each in root.iter():
        must, may, children = JUNIT[each.tag]
        assert must <= each.attrib.keys() <= must | may
        assert {child.tag for child in each} <= children
        assert re.fullmatch(r"\d*(\.\d*)?", each.get("time", ""))


def test_junit_fails_for_open_faults_alone(tmp_path: Path) -> None:
    here = (SITE + "/",)
    doubt = component(2, "link-uden-tekst", here, outcome=Outcome.CANT_TELL)
    fault = component(1, "flere-h1", here, impact=Impact.MINOR)
    whole = overview((page("/", failed=1), page("/ren")), (fault, doubt))
    (suite,) = list(JUnitXml.fromfile(str(written("junit", whole, tmp_path))))
    kinds = {case.name.partition(" [")[0]: [result._tag for result in case.result] for case in suite}
    assert kinds == {
        "Siden skal have én overskrift øverst": ["failure"],
        "Links skal have en tekst": ["skipped"],
        SITE + "/ren": [],
    }


def test_junit_is_an_error_where_nothing_was_read(tmp_path: Path) -> None:
    (suite,) = list(JUnitXml.fromfile(str(written("junit", WHOLES["nothing read"], tmp_path))))
    assert (suite.errors, suite.failures, suite.skipped) == (1, 0, 1)


def test_what_was_not_asked_for_is_told_in_few_words_by_junit_and_sarif(tmp_path: Path) -> None:
    left = [
        page(f"/{why}-{n}", state=VisitState.LEFT_OUT, left_out=why, readability=None)
        for why in (LeftOut.MAX_PAGES, LeftOut.DEPTH)
        for n in range(4)
    ]
    queued = [page(f"/q{n}", state=VisitState.QUEUED, readability=None) for n in range(5)]
    whole = overview((page("/"), *left, *queued))
    (suite,) = list(JUnitXml.fromfile(str(written("junit", whole, tmp_path))))
    said = [case.result[0].message for case in suite if case.classname == "ikke læst"]
    run = json.loads(written("sarif", whole, tmp_path).read_text("utf-8"))["runs"][0]
    notices = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    for told in (said, notices):
        assert [text.partition(" ")[0] for text in told] == ["4", "4", "5"]
        assert ["--max-pages" in told[0], "--depth" in told[1], "kø" in told[2]] == [True] * 3


# EARL


def nodes_of(whole: Overview, folder: Path) -> dict[str, Any]:
    """The file's nodes by their names, each with full addresses for keys, as any JSON-LD processor sees them."""

    def context(address: str, _options: object) -> dict[str, Any]:
        assert address == "https://www.w3.org/WAI/content-assets/wcag-act-rules/earl-context.json"
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": CONTEXT}}

    data = json.loads(written("earl", whole, folder).read_text(encoding="utf-8"))
    return {node["@id"]: node for node in jsonld.flatten(data, None, {"documentLoader": context})}


def one(node: dict[str, Any], name: str) -> str:
    (found,) = node[EARL + name]
    return str(found["@id"])


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_every_assertion_in_earl_says_who_what_on_what_and_with_which_outcome(
    whole: Overview, tmp_path: Path
) -> None:
    nodes = nodes_of(whole, tmp_path)
    assertions = [node for node in nodes.values() if EARL + "Assertion" in node.get("@type", ())]
    places = sum(len(each.occurrences) for each in whole.components)
    assert len(assertions) == places + len(CRITERIA)
    outcomes = {one(nodes[one(each, "result")], "outcome") for each in assertions}
    assert outcomes <= {EARL + name for name in ("failed", "cantTell", "untested")}
    for each in assertions:
        assert one(each, "mode") == EARL + "automatic"
        assert EARL + "Assertor" in nodes[one(each, "assertedBy")]["@type"]
        assert EARL + "TestCriterion" in nodes[one(each, "test")]["@type"]
        assert EARL + "TestSubject" in nodes[one(each, "subject")]["@type"]


def test_earl_names_criteria_as_the_w3c_does(tmp_path: Path) -> None:
    criterion = replace(CRITERIA[0], name={"da": "Ikke-tekstbaseret indhold", "en": "Non-text Content"})
    report = replace(
        report_of(believable()), criteria=(CriterionRow(criterion, Standing.HUMAN, 0, Reach.HUMAN, ()),)
    )
    FORMATS["earl"].write(report, tmp_path / "rapport.earl.jsonld")
    assert '"WCAG22:non-text-content"' in (tmp_path / "rapport.earl.jsonld").read_text(encoding="utf-8")
