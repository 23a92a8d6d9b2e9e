"""A small site in each band of the authority's points, scanned whole: the points are those reckoned by hand.

What QualWeb by itself fails on each page stands in `bands/NAME/qualweb.json`; `bench/agreement.py --record` made it,
with QualWeb's own core and a browser of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from program import Home, serving
from sites import Site

from tilgaengelig.model.supervision import MONITORED

BANDS = Path(__file__).with_name("bands")


@dataclass(frozen=True)
class Reckoned:
    """A site of three pages, so of 45 cells, and what it should come to.

    `points` is 500 times the cells that are left, by 45, rounded down. `totals` are the points reached with
    each mend on the way to the next band, and `first` the rules that may be mended first, as they are worth alike.
    """

    name: str
    lost: dict[str, int]
    points: int
    band: str
    totals: tuple[int, ...] = ()
    first: tuple[str, ...] = ()


SITES = [
    # A picture without words on one page, a field without a label on another: 2 cells, 500 · 43 / 45 = 477.8.
    Reckoned("fuldt-ud", {"1.1.1": 1, "4.1.2": 1}, 477, "fuldt ud"),
    # In the template pale text and a button without a name, and a picture on one page: 3 + 3 + 1 cells, and
    # 500 · 38 / 45 = 422.2. With one of the two mended 41 cells are left: 455.6; with the other as well 44: 488.9.
    Reckoned(
        "delvist",
        {"1.1.1": 1, "1.4.3": 3, "4.1.2": 3},
        422,
        "delvist",
        (455, 488),
        ("kontrast-for-lav", "knap-uden-tekst"),
    ),
    # No language, no title, no zoom, and a logo that links without words, which costs three criteria, all on three
    # pages: 18 cells, 500 · 27 / 45 = 300. The logo is two faults: its picture (one criterion), its link (two). With
    # the link mended 33 cells are left: 366.7; with one more fault of the template 36: 400.
    Reckoned(
        "ikke",
        {"1.1.1": 3, "1.4.4": 3, "2.4.2": 3, "2.4.4": 3, "3.1.1": 3, "4.1.2": 3},
        300,
        "ikke",
        (366, 400),
        ("link-uden-tekst",),
    ),
]


@dataclass(frozen=True)
class Scanned:
    """The sites, each scanned by the program into one home."""

    home: Home
    reports: dict[str, dict[str, Any]]
    folders: dict[str, Path]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    home = Home(tmp_path_factory.mktemp("bands") / "home")
    reports, folders = {}, {}
    for one in SITES:
        with Site(folder=BANDS / one.name) as site:
            said = home.run("scan", site.at(), TILGAENGELIG_QUALWEB="true")
            assert said.code == 0, said
            folders[one.name] = home.here / "rapport" / f"127.0.0.1-{site.port}"
        reports[one.name] = json.loads((folders[one.name] / "rapport.json").read_text("utf-8"))
    return Scanned(home, reports, folders)


@pytest.mark.parametrize("one", SITES, ids=lambda one: one.name)
def test_the_points_are_those_reckoned_by_hand(scanned: Scanned, one: Reckoned) -> None:
    told = scanned.reports[one.name]["supervision"]
    assert (told["pages"], told["judgedByEngine"], told["engine"]) == (3, 3, "0.7.5")
    assert {row["sc"]: row["failed"] for row in told["criteria"] if row["failed"]} == one.lost
    assert (told["points"], told["band"]) == (one.points, one.band)
    assert told["points"] == 500 * (45 - sum(one.lost.values())) // 45


@pytest.mark.parametrize("one", SITES, ids=lambda one: one.name)
def test_qualweb_by_itself_fails_the_same_criteria_on_as_many_pages(scanned: Scanned, one: Reckoned) -> None:
    recorded = json.loads((BANDS / one.name / "qualweb.json").read_text("utf-8"))
    assert len(recorded) == 3
    pages = ({sc for rule in failed for sc in MONITORED[rule]} for failed in recorded.values())
    assert Counter(sc for broken in pages for sc in broken) == Counter(one.lost)


@pytest.mark.parametrize("one", SITES, ids=lambda one: one.name)
def test_what_to_mend_for_the_next_band_is_told_with_the_points_it_gives(
    scanned: Scanned, one: Reckoned
) -> None:
    told = scanned.reports[one.name]["supervision"]
    assert tuple(step["total"] for step in told["steps"]) == one.totals
    assert all(step["once"] for step in told["steps"])
    assert not one.first or told["steps"][0]["rule"] in one.first


def test_the_page_for_the_management_is_written_beside_the_report(scanned: Scanned) -> None:
    for one in SITES:
        page = (scanned.folders[one.name] / "rapport.ledelse.html").read_text("utf-8")
        assert f'<span class="figure">{one.points}</span> af 500 point' in page


def test_the_api_tells_the_same_estimate(scanned: Scanned) -> None:
    with serving(scanned.home) as asked:
        told = {
            audit["id"]: asked(f"/audits/{audit['id']}/report?format=json")["supervision"]
            for audit in asked("/audits")["items"]
        }
    assert sorted(one["points"] for one in told.values()) == [300, 422, 477]
    assert told == {report["audit"]["id"]: report["supervision"] for report in scanned.reports.values()}
