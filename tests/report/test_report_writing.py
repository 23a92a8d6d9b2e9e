"""How the report tells of the writing: by text, by word, by audience."""

from __future__ import annotations

from report_factory import SITE, overview, page, report_of
from report_samples import believable

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import Order
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.writing import HardSentence, Remark, Writing
from tilgaengelig.report import LixGoal, as_json, render_html
from tilgaengelig.report.reading import Fit

EASY, HARD = Readability(200, 20, 40, 90), Readability(200, 10, 80, 120)
GOALS = {
    Audience.BORGERE: LixGoal(35, 40),
    Audience.KOMMUNER: LixGoal(40, 45),
    Audience.ORGANISATIONER: LixGoal(55, 65),
    Audience.PRESSE: LixGoal(40, 45),
}
SECTIONS = (("/fag", Audience.ORGANISATIONER), ("/fag/presse/", Audience.PRESSE))


def test_a_text_is_held_to_the_goal_of_the_audience_of_its_section() -> None:
    pages = tuple(page(path, readability=HARD, failed=1) for path in ("/fag/a", "/fag/presse/b", "/c"))
    texts = report_of(overview(pages, order=Order(SITE + "/", sections=SECTIONS)), goals=GOALS).texts
    assert {row.address.removeprefix(SITE): (row.audience, row.fit) for row in texts.rows} == {
        "/fag/a": (Audience.ORGANISATIONER, Fit.NEAR),
        "/fag/presse/b": (Audience.PRESSE, Fit.OVER),
        "/c": (Audience.BORGERE, Fit.OVER),
    }
    assert [(row.audience, row.texts, row.median, row.over_limit, row.failed) for row in texts.audiences] == [
        (Audience.BORGERE, 1, 60.0, 1, 1),
        (Audience.ORGANISATIONER, 1, 60.0, 0, 1),
        (Audience.PRESSE, 1, 60.0, 1, 1),
    ]


def test_faults_on_a_page_without_lix_count_for_its_audience() -> None:
    pages = (page("/a", readability=EASY, failed=1), page("/b", readability=None, failed=3))
    (row,) = report_of(overview(pages), goals=GOALS).texts.audiences
    assert (row.texts, row.failed) == (1, 4)


def test_the_hardest_sentence_of_a_text_that_is_too_hard_is_quoted() -> None:
    def written(text: str) -> Writing:
        return Writing((), (HardSentence(text, 30, 80.0), HardSentence("En anden.", 12, 40.0)))

    pages = (
        page("/let", readability=EASY, writing=written("Den lettes.")),
        page("/svaer", readability=HARD, writing=written("Den tunges.")),
    )
    quoted = report_of(overview(pages)).texts.hardest
    assert [(one.sentence.text, one.address) for one in quoted] == [("Den tunges.", f"{SITE}/svaer")]


def test_what_weighs_most_is_counted_by_kind_over_its_rules() -> None:
    remarks = (
        Remark("lang-sætning", AdviceKind.LONG_SENTENCE, 3),
        Remark("passiv-s", AdviceKind.PASSIVE, 2),
        Remark("passiv-blive", AdviceKind.PASSIVE, 2),
        Remark("fagord", AdviceKind.FOREIGN_TERM, 1),
    )
    (row,) = report_of(overview((page("/a", writing=Writing(remarks)),))).texts.rows
    assert row.heaviest == (AdviceKind.PASSIVE, AdviceKind.LONG_SENTENCE)


def test_the_page_shows_words_audiences_and_quotes_and_the_data_has_them() -> None:
    report = report_of(believable())
    html = render_html(report)
    for told in (
        "såfremt",
        "Kancellisprog",
        "lange sætninger, kancellisprog",
        "skal indgives senest",
        "Presse",
    ):
        assert told in html, told
    data = as_json(report)
    assert data["wording"][0] == {
        "rule": "kancellisprog",
        "kind": "officialese",
        "phrase": "såfremt",
        "suggestion": "hvis",
        "count": 31,
        "pages": 12,
    }
    assert data["audit"]["sections"] == [{"prefix": "/nyheder", "audience": "presse"}]
    assert {row["audience"] for row in data["addresses"]} == {"borgere", "presse"}


def test_a_site_for_one_audience_has_no_table_of_audiences() -> None:
    assert "tabel-maalgrupper" not in render_html(report_of(overview((page("/a"),))))
