"""What a board reads: plain, in order, the same on screen and in PDF, with nothing for our own checks to find."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from report_samples import EVIL

from our_book import BOOK
from tilgaengelig.danish.readability import measure as measured
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.judge.group import group
from tilgaengelig.judge.verdict import conforms, judge
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.group import Group, Measure, Twin
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.charts import bars, line
from tilgaengelig.report.group import (
    GroupReport,
    make_group_report,
    write_group_feed,
    write_group_html,
    write_group_pdf,
)

BEGINS, ENDS = dt.date(2026, 10, 1), dt.date(2026, 12, 31)
MADE = dt.datetime(2027, 1, 4, 8, 0, tzinfo=dt.UTC)
SITES = (
    ("www.ministeriet.dk", "Departementet", 480, (60, 40, 31, 22)),
    ("www.styrelsen.dk", "Styrelsen for Støtte", 1200, (210, 215, 220, 300)),
    ("www.ankenævnet.dk", "Ankenævnet", 90, (45, 45, 45, 45)),
    ("www.puljer.dk", "Styrelsen for Støtte", 60, (0, 0, 0, 0)),
)


def believable() -> Group:
    measures = [
        Measure(
            site,
            house,
            dt.date(2026, month, 1),
            f"{site}{month}",
            pages,
            {Impact.SERIOUS: count},
            pages // 2,
            pages // 9,
        )
        for site, house, pages, counts in SITES
        for month, count in zip((9, 10, 11, 12), counts, strict=True)
    ]
    same = Twin(("https://www.styrelsen.dk/tilskud", "https://www.ministeriet.dk/tilskud.pdf"), 0.97)
    return group(measures, begins=BEGINS, ends=ENDS, twins=[same], unmeasured=["www.nyt.dk"])


def _first(month: int) -> dt.date:
    return dt.date(2026, month, 1)


def hostile() -> Group:
    rows = [Measure(EVIL, EVIL, _first(month), EVIL, 10, {Impact.CRITICAL: 5}, 0, 0) for month in (10, 11)]
    return group(rows, begins=BEGINS, ends=ENDS, twins=[Twin((EVIL, "javascript:x"), 1.0)], unmeasured=[EVIL])


GROUPS = {"believable": believable(), "empty": group([], begins=BEGINS, ends=ENDS), "hostile": hostile()}


def report_of(found: Group) -> GroupReport:
    return make_group_report(found, made=MADE, program_version="0.1.0")


def page_of(found: Group, folder: Path) -> BeautifulSoup:
    write_group_html(report_of(found), folder / "koncern.html")
    return BeautifulSoup((folder / "koncern.html").read_text(encoding="utf-8"), "lxml")


def under(page: BeautifulSoup, heading: str) -> list[str]:
    (found,) = [each for each in page.find_all("h2") if each.get_text() == heading]
    items = found.find_next(["ul", "ol"])
    assert items is not None
    return [each.get_text() for each in items.find_all("li")]


def test_the_board_is_told_what_got_better_and_where_to_act(tmp_path: Path) -> None:
    page = page_of(believable(), tmp_path)
    assert under(page, "Det er blevet bedre") == [
        "www.ministeriet.dk: 7,9 færre fejl pr. 100 sider. Nu er der 4,6."
    ]
    assert [line.partition(" ")[0].rstrip(":") for line in under(page, "Her skal I gøre noget")] == [
        "www.styrelsen.dk",
        "www.ankenævnet.dk",
        "www.ministeriet.dk",
    ]
    assert "Det er gået den forkerte vej: 7,5 flere fejl pr. 100 sider." in page.get_text()
    assert "www.nyt.dk" in under(page, "Websteder, vi ikke har målt")


def test_every_chart_has_its_words_and_a_table_with_the_same_figures(tmp_path: Path) -> None:
    page = page_of(believable(), tmp_path)
    charts = page.find_all("svg")
    assert len(charts) == 2
    for chart in charts:
        named = str(chart["aria-labelledby"]).split()
        assert [chart.find(id=name) is not None for name in named] == [True, True]
        table = chart.find_next("table")
        assert table is not None
        figures = [text.get_text() for text in chart.find_all("text") if text.get_text()[:1].isdigit()]
        cells = {cell.get_text() for cell in table.find_all("td")}
        assert {figure for figure in figures if "," in figure} <= cells


def test_houses_stand_with_the_most_faults_a_hundred_pages_first(tmp_path: Path) -> None:
    table = page_of(believable(), tmp_path).find_all("table")[0]
    assert [cell.get_text() for cell in table.select("tbody th")] == [
        "Ankenævnet",
        "Styrelsen for Støtte",
        "Departementet",
    ]


@pytest.mark.parametrize("name", GROUPS)
def test_the_pdf_is_pdf_ua_and_our_own_check_finds_no_fault_in_it(name: str, tmp_path: Path) -> None:
    write_group_pdf(report_of(GROUPS[name]), tmp_path / "koncern.pdf")
    facts = read_document((tmp_path / "koncern.pdf").read_bytes(), "koncern.pdf")
    findings = judge(facts, BOOK.rules, 40).findings
    assert [each.message for each in findings if each.outcome is Outcome.FAILED] == []
    assert conforms(facts, findings)


def test_it_is_easy_enough_to_read(tmp_path: Path) -> None:
    page = page_of(believable(), tmp_path)
    for element in page.select("table, svg, style, title"):
        element.decompose()
    lix = measured([each.get_text() for each in page.select("h1, h2, h3, p, li")]).lix
    assert lix is not None
    assert lix < 40


def test_nothing_from_outside_becomes_mark_up(tmp_path: Path) -> None:
    page_of(hostile(), tmp_path)
    html = (tmp_path / "koncern.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("name", GROUPS)
def test_the_feed_is_rss_with_an_item_a_site_and_month(name: str, tmp_path: Path) -> None:
    write_group_feed(report_of(GROUPS[name]), tmp_path / "koncern.rss.xml")
    feed = ElementTree.parse(tmp_path / "koncern.rss.xml").getroot()
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    (channel,) = feed
    assert all(channel.findtext(each) for each in ("title", "link", "description"))
    items = channel.findall("item")
    assert len(items) == {"believable": 12, "empty": 0, "hostile": 2}[name]
    assert len({each.findtext("guid") for each in items}) == len(items)
    made = parsedate_to_datetime(channel.findtext("lastBuildDate", ""))
    assert all(each.findtext("title") and each.findtext("description") for each in items)
    assert all(parsedate_to_datetime(each.findtext("pubDate", "")) <= made for each in items)


def test_a_month_that_is_not_over_is_told_anew_until_it_is(tmp_path: Path) -> None:
    early = dt.datetime(2026, 12, 9, 8, 0, tzinfo=dt.UTC)
    report = make_group_report(believable(), made=early, program_version="0.1.0", home="https://t.example/")
    write_group_feed(report, tmp_path / "koncern.rss.xml")
    channel = ElementTree.parse(tmp_path / "koncern.rss.xml").getroot()[0]
    assert channel.findtext("link") == "https://t.example/websteder"
    days = [parsedate_to_datetime(each.findtext("pubDate", "")) for each in channel.findall("item")[:3]]
    assert [f"{day:%d.%m.}" for day in days] == ["09.12.", "30.11.", "31.10."]


def test_the_longest_bar_fills_the_chart_and_a_line_stands_on_nought() -> None:
    chart = bars([("a", 10.0), ("b", 5.0), ("c", 0.0)])
    assert [row.width / chart.rows[0].width for row in chart.rows] == [1.0, 0.5, 0.0]
    points = line([("10.2026", 0.0), ("11.2026", 8.0)]).points
    assert points[0].y == line([("x", 0.0)]).floor
    assert points[0].x < points[1].x
    assert bars([]).rows == ()
    assert line([]).path == ""
