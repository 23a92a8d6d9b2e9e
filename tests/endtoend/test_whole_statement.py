"""The formal faults of a statement, found by the program on a site and a WAS tool of our own."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from program import Home, serving
from sites import Site, answer
from statements import TODAY, Statement, ministry

from tilgaengelig.model.denmark import today

#: Each formal fault alone has its examples in rules/; here are those that a site may have together.
FAILED = {
    "uden-was": {"erklæring-kort-adresse-virker-ikke"},
    "uden-alt": {"erklæring-mangler", "erklæring-kort-adresse-virker-ikke"},
    "alt-galt": {
        "erklæring-er-for-gammel",
        "erklæring-kort-adresse-virker-ikke",
        "erklæring-ikke-linket-fra-alle-sider",
        "erklæring-uden-telefon",
        "erklæring-uden-skriftlig-kontakt",
    },
    "god": set(),
}


def _told(home: Home, name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((home.here / name / "rapport.json").read_text("utf-8"))
    return made


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, list[str]]]:
    """A home in which each of the sites has been scanned, and what each was asked for."""
    made = Home(tmp_path_factory.mktemp("statement"))
    old = f"Sidst opdateret den {TODAY - dt.timedelta(days=400):%d.%m.%Y}."
    with ExitStack() as stack:
        tool = stack.enter_context(Site())
        bad = Statement("127.0.0.5", telephone="", written="", enforcement="", updated=old)
        sites = {
            "god": ministry("127.0.0.2", tool, Statement("127.0.0.2")),
            "uden-was": ministry("127.0.0.4", tool, Statement("127.0.0.4"), was=""),
            "alt-galt": ministry("127.0.0.5", tool, bad, was="", link=""),
            "uden-alt": ministry("127.0.0.6", tool, None, was="", link=""),
        }
        tool.routes["/127-0-0-9"] = answer(Statement("127.0.0.9").html())
        made.environment["TILGAENGELIG_WAS"] = tool.at("")
        for site in sites.values():
            stack.enter_context(site)
        scans = [
            f"scan {site.at()} --output {name} --allow-network 127.0.0.0/8" for name, site in sites.items()
        ]
        assert {one.code for one in made.run_in_turn(*scans).values()} == {0}
        (made.here / "liste.csv").write_text("127.0.0.9;Bo Ek\n127.0.0.10\n", "utf-8")
        assert made.run("inventory", "import", "liste.csv").out == "2 domæner står på listen.\n"
        looked = made.run("inventory", "list", "--look", "--json", "--allow-network", "127.0.0.0/8")
        (made.here / "liste.json").write_text(looked.out, "utf-8")
    return made, {name: site.asked for name, site in sites.items()}


@pytest.fixture(scope="module")
def home(scanned: tuple[Home, dict[str, list[str]]]) -> Home:
    """The home alone."""
    return scanned[0]


@pytest.mark.parametrize("name", FAILED)
def test_each_site_fails_for_its_formal_faults_and_for_nothing_else(home: Home, name: str) -> None:
    told = _told(home, name)
    failed = {one["rule"] for one in told["components"] if one["outcome"] == "failed"}
    assert {rule for rule in failed if rule.startswith("erklæring-")} == FAILED[name]


def test_the_api_tells_the_same_of_each_site_and_of_the_group(home: Home) -> None:
    with serving(home) as asked:
        audits = {urlsplit(one["start"]).hostname: one["id"] for one in asked("/audits")["items"]}
        for name in FAILED:
            told = _told(home, name)
            audit = audits[told["audit"]["start"].split("//")[1].partition(":")[0]]
            given = asked(f"/audits/{audit}/report?format=json")
            assert given["supervision"] == told["supervision"]
            failed = {one["rule"] for one in given["components"] if one["outcome"] == "failed"}
            assert {rule for rule in failed if rule.startswith("erklæring-")} == FAILED[name]
        rows = [json.loads(line) for line in (home.here / "liste.json").read_text("utf-8").splitlines()]
        known = {one["host"]: one["statement"] for one in asked("/inventory")["items"]}
        assert known == {one["host"]: one["statement"] for one in rows} | {"127.0.0.9": None}
        draft = asked(f"/audits/{audits['127.0.0.2']}/statement-draft")
    assert draft["text"] == home.run("statement", "draft", _told(home, "god")["audit"]["start"]).out
    assert "(Jeres erklæring siger nu ”delvist”.)" in draft["text"]


def test_the_way_to_the_statement_is_told(home: Home) -> None:
    statement = _told(home, "god")["supervision"]["statement"]
    short, standard = statement["lookups"]
    assert (short["source"], short["statement"], short["official"]) == ("was", True, True)
    assert short["hops"] == [standard["asked"]]
    (said,) = statement["statements"]
    assert said["status"] == "delvist"
    assert said["updated"] == TODAY.isoformat()
    assert (said["telephone"], said["written"]) == (True, True)
    outcomes = {one["rule"]: one["outcome"] for one in statement["checks"]}
    assert outcomes["erklæring-er-for-gammel"] is None


def test_of_a_statement_that_is_not_there_nothing_is_said_to_be_in_order(home: Home) -> None:
    statement = _told(home, "uden-alt")["supervision"]["statement"]
    outcomes = {one["rule"]: one["outcome"] for one in statement["checks"]}
    assert outcomes["erklæring-mangler"] == "failed"
    assert outcomes["erklæring-uden-telefon"] == "untested"


def test_the_report_tells_where_the_statement_was_looked_for(home: Home) -> None:
    html = (home.here / "uden-was" / "rapport.html").read_text("utf-8")
    assert "Her ledte vi efter erklæringen" in html
    assert "fører ikke til erklæringen" in html


def test_nothing_but_its_own_was_is_asked_of_a_site_beside_its_pages(
    scanned: tuple[Home, dict[str, list[str]]],
) -> None:
    assert set(scanned[1]["god"]) <= {
        "/",
        "/moms/",
        "/told/",
        "/was",
        "/robots.txt",
        "/sitemap.xml",
        "/favicon.ico",
    }


def test_a_site_in_a_closed_network_has_no_address_at_the_authority(home: Home, tmp_path: Path) -> None:
    with (
        Site() as was,
        ministry("127.0.0.7", was, None) as elsewhere,
        Site({"/": elsewhere.routes["/"]}) as site,
    ):
        said = home.run("scan", site.at(), "--output", str(tmp_path), TILGAENGELIG_WAS="https://was.digst.dk")
        assert said.code == 0
        assert "/was" not in site.asked
    told = json.loads((tmp_path / "rapport.json").read_text("utf-8"))
    assert told["supervision"]["statement"]["lookups"] == []


def test_the_inventory_knows_which_hosts_have_a_statement_an_audit_and_an_owner(home: Home) -> None:
    lines = (home.here / "liste.json").read_text("utf-8").splitlines()
    rows = {one["host"].partition(":")[0]: one for one in map(json.loads, lines)}
    assert {rows[host]["statement"] for host in ("127.0.0.2", "127.0.0.4", "127.0.0.5")} == {True}
    assert rows["127.0.0.6"]["statement"] is False
    assert rows["127.0.0.2"]["updated"] == TODAY.isoformat()
    assert rows["127.0.0.2"]["audited"] in {day.isoformat() for day in (TODAY, today())}  # midnight may pass
    assert (rows["127.0.0.9"]["owner"], rows["127.0.0.9"]["audited"]) == ("Bo Ek", None)
    assert (rows["127.0.0.9"]["statement"], rows["127.0.0.9"]["updated"]) == (True, TODAY.isoformat())
    assert rows["127.0.0.10"]["statement"] is None
    said = home.run("inventory", "list")
    assert (
        "127.0.0.10  ikke kontrolleret · erklæring: ved ikke · ingen ejer  (fundet i jeres liste)" in said.out
    )
