"""A sample taken from an audit, in the form of the W3C's report tool, and read back from it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from program import Home
from sites import Site
from statements import page

from tilgaengelig.gather.evaluation import read_evaluation
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Outcome


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """A home in which a site with an image without words has been scanned, and the site's address."""
    made = Home(tmp_path_factory.mktemp("sample"))
    site = Site(
        {
            "/": page("Velkommen", '<a href="/kontakt/">Kontakt</a>'),
            "/kontakt/": page("Kontakt", ""),
            "/moms/": page("Moms", "", '<img src="/x.png" width="80" height="80">'),
            "/told/": page("Told", '<a href="/told/satser/">Satser</a>'),
            "/told/satser/": page("Satser", ""),
        }
    )
    with site:
        assert made.run("scan", site.at(), "--allow-network", "127.0.0.0/8").code == 0
    return made, site.at()


@pytest.fixture(scope="module")
def taken(scanned: tuple[Home, str]) -> dict[str, Any]:
    """A sample, taken with the number 4."""
    home, site = scanned
    said = home.run("sample", site, "--output", "prøve.json", "--seed", "4")
    assert said.code == 0
    made: dict[str, Any] = json.loads((home.here / "prøve.json").read_text("utf-8"))
    return made


def test_the_machines_outcomes_stand_on_the_pages_and_on_the_site(taken: dict[str, Any]) -> None:
    sample = taken["selectSample"]
    pages = {one["@id"]: one["description"] for one in (*sample["structuredSample"], *sample["randomSample"])}
    assert any(address.endswith("/kontakt/") for address in pages.values())
    outcomes = {
        pages.get(one["subject"]["@id"], "site")[-6:]: one["result"]["outcome"]["@id"]
        for one in taken["auditSample"]
        if one["test"]["@id"] == "WCAG22:non-text-content"
    }
    assert outcomes["/moms/"] == "earl:failed"
    assert outcomes["site"] == "earl:failed"
    assert outcomes["/told/"] == "earl:untested"
    assert "tallet 4" in taken["reportFindings"]["evaluationSpecifics"]


def test_a_finished_evaluation_is_read_back_as_the_tool_writes_it(
    scanned: tuple[Home, str], taken: dict[str, Any]
) -> None:
    home, site = scanned
    made = copy.deepcopy(taken)
    made["reportFindings"] |= {"evaluator": "Anna Holm", "date": "2026-11-20T10:00:00Z"}
    page_id = made["selectSample"]["structuredSample"][0]["@id"]
    # The tool compacts what it saves: bare ids for objects, and one where we have a list.
    made["selectSample"]["randomSample"] = made["selectSample"]["randomSample"][0]
    made["auditSample"].append(
        {
            "type": "Assertion",
            "mode": "earl:manual",
            "subject": page_id,
            "test": "WCAG22:focus-visible",
            "result": {"outcome": "earl:passed", "description": "Fokus er tydeligt."},
        }
    )
    (home.here / "færdig.json").write_text(json.dumps(made), "utf-8")
    said = home.run("sample", site, "--read", "færdig.json")
    assert "Af Anna Holm, 20.11.2026." in said.out
    assert "1 udfald er fra et menneske" in said.out
    assert "1.1.1  hele webstedet" in said.out
    read = read_evaluation(home.here / "færdig.json", {"focus-visible": "2.4.7"})
    assert [
        (one.sc, one.outcome, one.by_machine) for one in read.judgements if one.outcome is Outcome.PASSED
    ] == [("2.4.7", Outcome.PASSED, False)]


def test_a_site_that_was_never_audited_and_a_file_that_is_none_are_told(scanned: tuple[Home, str]) -> None:
    home, site = scanned
    (home.here / "andet.json").write_text("[]", "utf-8")
    wrong = ("sample https://ukendt.dk", f"sample {site} --read andet.json")
    by_chance, never, none = home.run_in_turn(f"sample {site} --output tilfældig.json", *wrong).values()
    assert by_chance.code == 0
    assert "er ikke kontrolleret endnu" in never.err
    assert "er ikke en kontrol" in none.err


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "{}", "[3, null]"])
def test_a_file_that_is_no_evaluation_is_told_as_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(WrongUse, match=r"x\.json"):
        read_evaluation(path, {})


@pytest.mark.parametrize(
    "text",
    ['{"auditSample": 3}', '{"auditSample": [{"test": []}]}', '{"auditSample": [], "selectSample": 3}'],
)
def test_what_cannot_be_read_in_an_evaluation_is_left_out(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    assert read_evaluation(path, {}).judgements == ()
