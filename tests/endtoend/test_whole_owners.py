"""Who mends it, and what is accepted, from the command line to the report: a site of every kind of fault."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from program import Home
from sites import Site, answer

IMAGE = '<img src="/a.png" width="60" height="60">'
INLINE = '<p style="color: #bbb; background: #fff">Bleg af egen hånd</p>'
SHEET = '<p class="bleg">Bleg efter stilarket</p>'
WIDGET = """document.body.insertAdjacentHTML("beforeend", '<div class="boks"><button></button></div>');"""


PAGES = 4


def page(number: int, supplier: Site) -> str:
    """A page with a fault of the template, the designer and the supplier, and the first with two of the editor."""
    links = "".join(f'<p><a href="/side-{n}">Side nummer {n}</a></p>' for n in range(PAGES))
    body = f"{IMAGE}{INLINE}" if number == 0 else ""
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Side nummer '
        f"{number} hos Ministeriet</title><style>.bleg {{ color: #bbb; background: #fff }}</style></head>"
        f'<body class="side-{number}"><header><button id="s-{number}" class="soeg css-{number}a1b2c"></button>'
        f"</header><main><h1>Side nummer {number}</h1>{body}{SHEET}{links}</main>"
        f'<script src="{supplier.at("/boks.js")}"></script></body></html>'
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("ejere"))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site({"/boks.js": answer(WIDGET, Content_Type="text/javascript")}, host="127.0.0.2") as supplier:
        routes = {f"/side-{number}": answer(page(number, supplier)) for number in range(PAGES)}
        with Site(routes) as opened:
            yield opened


def scan_of(site: Site) -> str:
    """The command that scans the site."""
    return f"scan {site.at('/side-0')} --allow-network 127.0.0.2/32 --output ud --fresh"


def report_in(home: Home) -> dict[str, Any]:
    """The report of the last scan."""
    report: dict[str, Any] = json.loads((home.here / "ud" / "rapport.json").read_text("utf-8"))
    return report


def of(report: dict[str, Any], engine_rule: str) -> list[dict[str, Any]]:
    """The components that axe failed by a rule of its own, the most spread first."""
    every = [each for each in report["components"] if each["outcome"] == "failed"]
    return sorted(
        (each for each in every if each["engineRule"] == engine_rule), key=lambda each: -each["pages"]
    )


@pytest.fixture(scope="module")
def report(home: Home, site: Site) -> dict[str, Any]:
    assert home.run(*scan_of(site).split()).code == 0
    return report_in(home)


def test_each_fault_is_for_the_one_who_can_mend_it(report: dict[str, Any]) -> None:
    (image,) = of(report, "image-alt")
    sheet, inline = of(report, "color-contrast")
    buttons = {each["responsibility"]: each for each in of(report, "button-name")}
    assert (image["responsibility"], image["pages"], image["template"]) == ("redaktør", 1, False)
    assert (inline["responsibility"], inline["pages"]) == ("redaktør", 1)
    assert (sheet["responsibility"], sheet["pages"], sheet["template"]) == ("designer", PAGES, True)
    assert set(buttons) == {"udvikler", "leverandør"}
    assert (buttons["udvikler"]["pages"], buttons["udvikler"]["template"]) == (PAGES, True)
    assert buttons["leverandør"]["pages"] == PAGES
    assert buttons["leverandør"]["supplier"]["name"] == "127.0.0.2"


def test_what_is_accepted_holds_for_the_next_scan_and_no_longer_fails_it(
    home: Home, site: Site, report: dict[str, Any]
) -> None:
    until = (dt.date.today() + dt.timedelta(days=30)).isoformat()  # noqa: DTZ011 - a day as people have it
    failed = (each for each in report["components"] if each["outcome"] == "failed")
    critical = [each["id"] for each in failed if each["impact"] == "critical"]
    usual = f"--reason planlagt --by 'Anna Holm' --until {until} --note 'Ny forside'"
    accept = [f"audit accept {one} {usual}" for one in critical]
    told = home.run_in_turn(*accept, f"{scan_of(site)} --fail-on critical --format csv", "audit accepted")
    for said in told.values():
        assert said.code == 0, said.err
    again = report_in(home)
    assert again["summary"]["impact"]["critical"] == again["summary"]["accepted"] == len(critical)
    assert again["summary"]["open"]["critical"] == 0
    accepted = {each["id"]: each["accepted"] for each in again["components"] if each["accepted"]}
    assert set(accepted) == set(critical)
    assert {each["by"] for each in accepted.values()} == {"Anna Holm"}
    assert "Anna Holm" in (home.here / "ud" / "rapport.csv").read_text("utf-8-sig")
    listed = told["audit accepted"].lines
    assert len(listed) == len(critical)
    gone = home.run_in_turn(*(f"audit unaccept {line.split()[0]}" for line in listed), "audit accepted")
    assert {said.code for said in gone.values()} == {0}
    assert gone["audit accepted"].out == "Ingen fejl er accepteret.\n"


def test_what_cannot_be_accepted_is_told_in_a_sentence(home: Home, report: dict[str, Any]) -> None:
    usual = f"audit accept {report['components'][0]['id']} --reason planlagt --by Anna --until 2099-01-01"
    wrong = {
        f"{usual} --until 'i morgen'": "skriv den som 2027-05-01",
        f"{usual} --until 2020-01-01": "er forbi",
        f"{usual} --reason fordi": "--reason",
        f"{usual} --by ' '": "navnet",
        usual.replace(report["components"][0]["id"], "0" * 20): "Der er ingen fejl med id",
    }
    for command, said in home.run_in_turn(*wrong).items():
        assert (said.code, wrong[command] in said.err) == (2, True), said.err
