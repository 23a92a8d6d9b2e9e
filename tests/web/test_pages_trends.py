"""How a site does from audit to audit: what is counted, and what a page and a program are told of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import httpx
from api_things import SITE, fault, finished, is_as_described, served, workshop_in
from pages_things import browsing, soup, text

from tilgaengelig.model.audit import Order, SubjectKind
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.history import Stage
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.website import Website
from tilgaengelig.web.pages.trends import DRAWN, trend
from tilgaengelig.workshop import Workshop

ORDER = Order(f"{SITE}/")
EASY, HARD = Readability(120, 12, 24, 80), Readability(120, 6, 48, 80)


def two_audits(workshop: Workshop) -> tuple[str, str]:
    store = workshop.store
    bad = (fault("img"), fault("a", Impact.MINOR), fault("p", outcome=Outcome.CANT_TELL))
    before = finished(store, ORDER, {"findings": bad, "readability": HARD}, {"findings": (fault("img"),)})
    after = finished(
        store, ORDER, {"readability": EASY}, {"findings": (fault("img"),), "readability": HARD}, {}
    )
    store.begin(ORDER, rulebook="r", versions={}, first=[f"{SITE}/"])  # one that runs is no stage
    return before, after


def test_an_audit_is_told_by_its_faults_its_clean_pages_and_the_mean_of_its_texts(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop:
        before, after = two_audits(workshop)
        first, second = workshop.store.history(ORDER.place)
        (newest,) = workshop.store.history(ORDER.place, most=1)
    assert (first.audit, first.pages, first.clean) == (before, 2, 0)
    assert first.faults == {Impact.CRITICAL: 2, Impact.MINOR: 1}
    assert first.lix == HARD.lix
    assert (second.audit, second.pages, second.clean, second.count) == (after, 3, 2, 1)
    assert EASY.lix is not None
    assert HARD.lix is not None
    assert second.lix == round((EASY.lix + HARD.lix) / 2, 1)
    assert newest == second


def test_a_text_too_short_to_be_scored_and_a_pdf_do_not_count_as_texts_and_pages(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop:
        pdf = {"kind": SubjectKind.DOCUMENT, "findings": (fault("img"),)}
        finished(workshop.store, ORDER, {"readability": HARD, "facts": {"scored": False}}, pdf)
        (stage,) = workshop.store.history(ORDER.place)
    assert (stage.pages, stage.clean, stage.lix) == (1, 1, None)
    assert stage.faults == {Impact.CRITICAL: 1}


def test_the_charts_have_a_title_a_description_and_their_table(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        _, after = two_audits(workshop)
        workshop.store.add_website(Website("Ministeriet/dk", ORDER))
        link = soup(client.get("/websteder")).select_one("tbody th a")
        assert link is not None
        for place in (str(link["href"]), f"/kontroller/{after}/udvikling"):
            page = soup(client.get(place))
            assert len(page.select("svg.chart")) == 3
            for chart in page.select("svg.chart"):
                named = [page.find(id=name) for name in str(chart["aria-labelledby"]).split()]
                assert [each.name for each in named if each] == ["title", "desc"]
                assert chart["role"] == "img"
            assert "kritisk 2" in text(page.select_one("desc"))
            assert "66 %." in text(page.select_one("#kurve-sider-tekst")), "as the table says, and not 67"
            rows = [[text(cell) for cell in row.select("td")] for row in page.select("tbody tr")]
            assert rows[0][:6] == ["3", "2 (66 %)", "1", "0", "0", "0"]
            assert rows[1][:6] == ["2", "0 (0 %)", "2", "0", "0", "1"]


def test_one_audit_makes_no_curve_and_none_no_table(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        workshop.store.add_website(Website("m", ORDER))
        empty = soup(client.get("/websteder/m/udvikling"))
        assert not empty.select("svg.chart, table")
        finished(workshop.store, ORDER, {})
        single = soup(client.get("/websteder/m/udvikling"))
    assert not single.select("svg.chart")
    assert len(single.select("tbody tr")) == 1


def test_a_program_is_told_the_same(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        before, after = two_audits(workshop)
        workshop.store.add_website(Website("m", ORDER))
        of_site = is_as_described(client, client.get("/sites/m/history"), "getSiteHistory")
        of_audit = is_as_described(client, client.get(f"/audits/{before}/history"), "getHistory")
        unknown: httpx.Response = client.get("/sites/ukendt/history")
    assert of_site == of_audit
    assert [each["audit"] for each in of_site["items"]] == [before, after]
    assert of_site["items"][0]["faults"] == {"critical": 2, "serious": 0, "moderate": 0, "minor": 1}
    assert unknown.status_code == 404


def test_the_newest_are_drawn_and_all_stand_in_the_table() -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    stages = [Stage(f"{day}", start + dt.timedelta(days=day), 1, 1, {}, None) for day in range(DRAWN + 3)]
    made = trend(stages)
    assert len(made.stages) == DRAWN + 3
    assert made.faults.columns[0].label == "4.1."
    assert len(made.clean.points) == len(made.faults.columns) == DRAWN
    assert made.lix.points == ()
    assert all(0 <= point.y <= made.clean.floor for point in made.clean.points)
