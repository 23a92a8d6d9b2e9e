"""Which pages were driven, and for how many others what was found there may hold."""

from __future__ import annotations

from report_factory import SITE, overview, page, report_of

from tilgaengelig.report import render_html
from tilgaengelig.report.data import as_json

PAGES = (
    page("/", facts={"template": "aa", "probed": True}),
    page("/a", facts={"template": "bb"}),
    page("/b", facts={"template": "bb", "probed": True}),
    page("/c", facts={}),
)


def test_pages_of_one_build_stand_together_the_largest_group_first() -> None:
    assert as_json(report_of(overview(PAGES)))["templates"] == [
        {"id": "bb", "pages": [f"{SITE}/a", f"{SITE}/b"], "driven": [f"{SITE}/b"]},
        {"id": "aa", "pages": [f"{SITE}/"], "driven": [f"{SITE}/"]},
    ]


def test_the_report_says_how_many_pages_were_driven_and_shows_them() -> None:
    html = " ".join(render_html(report_of(overview(PAGES))).split())
    assert "Det har vi gjort på 2 sider." in html
    assert '<a href="#skabeloner">' in html
    assert "<b>2 sider.</b> Brugt:" in html


def test_the_report_says_on_how_many_pages_the_keyboard_did_not_come_to_the_end() -> None:
    assert "igennem med tastaturet" not in render_html(report_of(overview(PAGES)))
    cut_short = [page(f"/{n}", facts={"template": "aa", "probed": True, "stops": n}) for n in (41, 70)]
    html = " ".join(render_html(report_of(overview((*PAGES, *cut_short)))).split())
    assert "På 2 sider nåede vi ikke hele vejen igennem med tastaturet." in html
    assert "kun prøvet de første 41 til 70 steder" in html


def test_a_report_on_an_audit_without_templates_says_nothing_of_them() -> None:
    assert 'id="skabeloner"' not in render_html(report_of(overview((page("/"),))))
