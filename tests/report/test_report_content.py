"""What a report says: counts that are true, verdicts that claim no more than was read, mends in their order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from report_factory import (
    CRITERIA,
    GOAL,
    RULES,
    SITE,
    STARTED,
    breaches_of,
    component,
    document,
    overview,
    page,
    report_of,
    rule,
    troubled,
)
from report_samples import believable, hostile, large

from tilgaengelig.judge.estimate import estimate
from tilgaengelig.model.audit import AuditState, SubjectKind, VisitState
from tilgaengelig.model.denmark import local
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.reach import Reach
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.rule import Duty, Impact
from tilgaengelig.model.supervision import Breaches, Earlier
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.report import LixGoal, Report, as_json, render_director, render_html, summary_lines
from tilgaengelig.report.content import Standing
from tilgaengelig.report.reading import Band, Fit, NotScored
from tilgaengelig.report.texts import band_of, fit_of
from tilgaengelig.report.words import (
    clean,
    environment,
    is_link,
    percent,
    short_address,
    shorten,
    with_code,
)


def verdict(report: Report) -> str:
    return summary_lines(report)[0].removeprefix(f"{report.site}: ")


def pages(count: int, clean_ones: int) -> Overview:
    return overview(tuple(page(f"/{n}", failed=int(n >= clean_ones)) for n in range(count)))


def test_the_verdict_tells_what_was_read_and_what_share_is_without_faults() -> None:
    assert verdict(report_of(believable())) == (
        "Vi læste 64 sider og 2 PDF-filer. 28\u00a0% af siderne er uden fejl, som en maskine kan finde."
    )


def test_all_but_one_page_without_faults_is_never_told_as_all() -> None:
    assert "99\u00a0% af siderne" in verdict(report_of(pages(1000, 999)))
    assert "Under 1\u00a0% af siderne" in verdict(report_of(pages(1000, 1)))


def test_no_faults_found_is_not_told_as_all_well() -> None:
    said = verdict(report_of(pages(3, 3)))
    assert said == (
        "Vi læste 3 sider. Maskinen fandt ingen fejl på siderne. Det er ikke det samme som, at alt er i orden."
    )


@pytest.mark.parametrize(
    "nothing",
    [
        overview(),
        overview((troubled("/", TroubleKind.LOGIN),)),
        overview((troubled("/", TroubleKind.LOGIN), troubled("/a", TroubleKind.ROBOTS))),
        overview((page("/", state=VisitState.REDIRECTED, kind=SubjectKind.UNKNOWN, readability=None),)),
    ],
    ids=["nothing found", "one trouble", "only troubles", "only a redirect"],
)
def test_an_audit_that_read_nothing_claims_nothing(nothing: Overview) -> None:
    report = report_of(nothing)
    assert "Rapporten siger derfor intet om" in verdict(report)
    html = render_html(report)
    assert "Uden fundne fejl" not in html
    assert "Ingen fejl fundet på det, vi læste" not in html
    assert "Ingen fejl fundet. Se også" not in html
    assert {row.standing for row in report.criteria} <= {Standing.HUMAN, Standing.UNTESTED}


def test_addresses_that_were_not_read_are_counted_and_grouped_by_reason() -> None:
    report = report_of(believable())
    assert [(len(group.addresses), group.sentence[:18]) for group in report.troubles] == [
        (2, "Siden findes ikke "),
        (1, "Siden kræver, at m"),
    ]
    told = [group.addresses for group in report.troubles] + [group.addresses for group in report.left_out]
    assert sum(map(len, told)) == report.coverage.not_read
    assert "Vi fandt også 4 adresser, som vi ikke læste." in render_html(report)


def test_an_unfinished_audit_says_so() -> None:
    stopped = overview(
        (page("/"), page("/2", state=VisitState.QUEUED)), state=AuditState.STOPPED, finished=None
    )
    assert "Kontrollen er ikke færdig." in render_html(report_of(stopped))


def test_a_sitemap_that_was_not_read_is_told_with_what_that_means() -> None:
    def told(*kinds: TroubleKind) -> str:
        unread = {f"{SITE}/kort-{kind}.xml": Trouble(kind, "52,4 MB") for kind in kinds}
        html = render_html(report_of(overview((page("/"),), unread_sitemaps=unread)))
        return BeautifulSoup(html, "lxml").select_one("#laest").get_text(" ", strip=True)  # type: ignore[union-attr]

    assert "sitemap" not in told().lower()
    assert "Vi læser højst 52,4 MB. /kort-too-large.xml" in told(TroubleKind.TOO_LARGE)
    doubt = "Derfor siger vi ikke, at fejl er rettet på sider, som vi ikke har set."
    assert doubt in told(TroubleKind.NOT_FOUND, TroubleKind.SERVER_ERROR)
    assert doubt not in told(TroubleKind.NOT_FOUND)


def test_mends_are_ranked_by_impact_times_pages() -> None:
    here = tuple(f"{SITE}/{n}" for n in range(10))
    components = (
        component(1, "billede-uden-alternativ-tekst", here[:2]),
        component(2, "kontrast-for-lav", here[:5]),
        component(3, "flere-h1", here, impact=Impact.MODERATE),
        component(4, "kontrast-for-lav", here, outcome=Outcome.CANT_TELL),
    )
    report = report_of(overview(components=components))
    ranked = [(fault.component.id[-1], fault.weight) for fault in report.top]
    assert ranked == [("2", 20), ("3", 20), ("1", 16)]
    assert report.top[0].words.duty is Duty.LOVKRAV, (
        "what the law demands goes first where the weight is the same"
    )


def test_one_rule_does_not_fill_the_list() -> None:
    here = tuple(f"{SITE}/{n}" for n in range(9))
    on_many = tuple(component(n, "kontrast-for-lav", here) for n in range(5))
    on_one = tuple(component(n, "billede-uden-alternativ-tekst", here[:1]) for n in range(5, 20))
    top = report_of(overview(components=on_many + on_one)).top
    assert [fault.words.id for fault in top] == ["kontrast-for-lav"] * 3 + ["billede-uden-alternativ-tekst"]


def test_faults_in_pdf_files_are_not_told_as_pages() -> None:
    fault = component(1, "pdf-uden-maerker", (SITE + "/a.pdf",))
    report = report_of(overview((document("/a.pdf", tagged=False),), (fault,)))
    assert any("1 PDF-fil, redaktør" in line for line in summary_lines(report))


def test_the_page_folds_a_long_tail_and_says_so() -> None:
    report = report_of(large(10, 400))
    group = max(report.failed, key=lambda group: len(group.faults))
    assert len(group.shown) == 60
    assert f"{len(group.faults) - 60} fejl mere af samme slags står i filen rapport.json" in render_html(
        report
    )


def test_a_rule_that_is_gone_is_shown_by_its_id() -> None:
    report = report_of(overview((page("/"),), (component(1, "gammel-regel", (SITE + "/",)),)))
    assert report.failed[0].words.title == "gammel-regel"
    assert "Reglen findes ikke mere i regelbogen" in render_html(report)


def test_lix_is_judged_as_it_is_shown() -> None:
    assert [band_of(lix) for lix in (24.9, 25.0, 34.9, 35.0, 45.0, 55.0)] == [
        Band.VERY_EASY,
        Band.EASY,
        Band.EASY,
        Band.MEDIUM,
        Band.HARD,
        Band.VERY_HARD,
    ]
    assert [fit_of(lix, LixGoal(35, 40)) for lix in (35, 35.1, 40, 40.1)] == [
        Fit.WITHIN,
        Fit.NEAR,
        Fit.NEAR,
        Fit.OVER,
    ]
    row = page("/", readability=Readability(1000, 40, 150, 1))
    nearly = replace(row, readability=Readability(10000, 667, 2503, 1))
    texts = report_of(overview((row, nearly))).texts
    assert [(text.lix, text.fit) for text in texts.rows] == [(40.0, Fit.NEAR), (40.0, Fit.NEAR)]


def test_texts_stand_hardest_first_and_those_without_lix_by_their_reason() -> None:
    texts = report_of(believable()).texts
    assert [row.lix for row in texts.rows] == sorted((row.lix for row in texts.rows), reverse=True)
    assert {group.reason: len(group.rows) for group in texts.not_scored} == {
        NotScored.FOREIGN: 1,
        NotScored.SHORT: 1,
        NotScored.UNKNOWN: 1,
    }


def test_a_text_that_was_counted_and_is_too_short_has_no_lix() -> None:
    short = page("/", facts={"scored": False})
    report = report_of(overview((short,)))
    assert report.texts.rows == ()
    assert [group.reason for group in report.texts.not_scored] == [NotScored.SHORT]
    assert as_json(report)["addresses"][0]["readability"] is None


def test_a_criterion_is_never_said_to_be_met() -> None:
    rules = {
        **RULES,
        "tavs": rule("tavs", "Tavs", wcag=("3.1.1",)),
        "kun-pdf": rule("kun-pdf", "Kun PDF", check="document.x", wcag=("4.1.3",)),
        "slukket": rule("slukket", "Slukket", enabled=False, wcag=("2.4.4",)),
    }
    del rules["link-uden-tekst"]
    here = (SITE + "/",)
    faults = (
        component(1, "kontrast-for-lav", here),
        component(2, "billede-uden-alternativ-tekst", here, outcome=Outcome.CANT_TELL),
    )
    report = report_of(overview((page("/"),), faults), rules)
    assert {row.criterion.sc: row.standing for row in report.criteria} == {
        "1.1.1": Standing.CANT_TELL,
        "1.4.3": Standing.FAILED,
        "2.4.4": Standing.HUMAN,
        "2.5.1": Standing.HUMAN,
        "3.1.1": Standing.NOTHING_FOUND,
        "4.1.3": Standing.UNTESTED,
    }


def test_how_far_a_machine_sees_follows_from_the_rules_that_are_in_use() -> None:
    rules = {**RULES, "sprog": rule("sprog", "Sprog", wcag=("3.1.1",))}
    rows = {row.criterion.sc: row for row in report_of(overview((page("/"),)), rules).criteria}
    assert (rows["3.1.1"].reach, rows["3.1.1"].rules) == (Reach.FULL, ("sprog",))
    assert (rows["1.4.3"].reach, rows["1.4.3"].rules) == (Reach.PARTIAL, ("kontrast-for-lav",))
    assert (rows["2.5.1"].reach, rows["2.5.1"].rules) == (Reach.HUMAN, ())
    rules["sprog"] = replace(rules["sprog"], enabled=False)
    rows = {row.criterion.sc: row for row in report_of(overview((page("/"),)), rules).criteria}
    assert rows["3.1.1"].reach is Reach.HUMAN


def test_what_is_only_good_practice_breaks_no_criterion_that_the_law_demands() -> None:
    rules = {**RULES, "kontrast-for-lav": replace(RULES["kontrast-for-lav"], duty=Duty.GOD_PRAKSIS)}
    report = report_of(overview((page("/"),), (component(1, "kontrast-for-lav", (SITE + "/",)),)), rules)
    (row,) = [row for row in report.criteria if row.criterion.sc == "1.4.3"]
    assert (row.standing, row.components, report.tally.duty) == (Standing.HUMAN, 0, 0)


def test_the_report_says_where_a_house_has_changed_a_rule() -> None:
    rules = {
        "kontrast-for-lav": replace(RULES["kontrast-for-lav"], changed=("impact", "title", "with")),
        "link-uden-tekst": replace(RULES["link-uden-tekst"], own=True),
    }
    here = (SITE + "/",)
    faults = (component(1, "kontrast-for-lav", here), component(2, "link-uden-tekst", here))
    report = report_of(overview((page("/"),), faults), rules)
    html = render_html(report)
    assert "Ændret hos jer: alvor, titel og grænser og indstillinger." in html
    assert "Jeres egen regel." in html
    told = {one["id"]: (one["own"], one["changed"]) for one in as_json(report)["rules"]}
    assert told == {
        "kontrast-for-lav": (False, ["impact", "title", "with"]),
        "link-uden-tekst": (True, []),
    }


def test_the_summary_fits_a_terminal_and_carries_no_escapes() -> None:
    lines = summary_lines(report_of(believable()), "rapport/www.ministeriet.dk/rapport.html")
    assert len(lines) <= 15
    assert lines[-1] == "Rapporten ligger i rapport/www.ministeriet.dk/rapport.html"
    assert (
        " 1. Tekst skal have god kontrast til baggrunden (alvorlig, 1 skabelonfejl = 60 sider, designer)"
        in lines
    )
    assert "\x1b" not in "\n".join(summary_lines(report_of(hostile())))


def test_values_are_written_as_danes_write_them() -> None:
    assert (percent(1, 3), percent(0, 0), percent(999, 1000)) == (33, 0, 99)
    moment = environment().from_string("{% import 'ord.html.j2' as w %}{{ w.moment(when) }}")
    winter, summer = dt.datetime(2026, 11, 23, 15, 5, tzinfo=dt.UTC), dt.datetime(2026, 6, 1, 22, 30)  # noqa: DTZ001
    assert moment.render(when=winter) == "23. november 2026 kl. 16.05"
    assert moment.render(when=summer) == "2. juni 2026 kl. 00.30"
    assert local(winter).utcoffset() == dt.timedelta(hours=1)


def test_what_comes_from_outside_is_made_harmless() -> None:
    assert clean("a\x00b\x1b[31m\u202ec\ud800\r\nd\te") == "a\ufffdb\ufffd[31m\ufffdc\ufffd\nd\te"
    assert [
        is_link(address) for address in ("https://a.dk", "HTTP://a.dk", "javascript:1", "//a.dk", "data:,")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert short_address("https://a.dk/b?c=1", "a.dk") == "/b?c=1"
    assert short_address("https://b.dk/", "a.dk") == "https://b.dk/"
    assert shorten("https://b.dk/sag/010203-1234.pdf", 100) == "https://b.dk/sag/xxxxxx-xxxx.pdf"
    assert shorten("https://b.dk/sag/2026-123456.pdf", 100) == "https://b.dk/sag/2026-123456.pdf"
    assert short_address("https://[", "a.dk") == "https://["
    assert with_code("skriv `<b>` & gem") == 'skriv <code lang="en" translate="no">&lt;b&gt;</code> &amp; gem'


def test_goals_are_told_as_they_were_given() -> None:
    html = render_html(report_of(overview((page("/"),)), goals=dict.fromkeys(Audience, LixGoal(30, 33))))
    assert "Målet for borgere er LIX 30 eller under. Over 33 er for svært." in html
    assert LixGoal(35, 40) == GOAL


def test_the_estimate_tells_its_points_its_doubt_and_what_lifts_it() -> None:
    pages = tuple(f"{SITE}/side-{n}" for n in range(4))
    whole = overview(
        tuple(page(address.removeprefix(SITE), failed=1) for address in pages),
        (
            component(1, "kontrast-for-lav", pages),
            component(2, "billede-uden-alternativ-tekst", pages[:3]),
            component(3, "link-uden-tekst", pages[:2], outcome=Outcome.CANT_TELL),
            component(4, "flere-h1", pages),
        ),
    )
    report = report_of(whole)
    # The factory knows six criteria: 24 cells, of which 7 are lost and 2 in doubt.
    assert report.supervision is not None
    estimate = report.supervision.estimate
    assert (estimate.points, estimate.lowest) == (500 * 17 // 24, 500 * 15 // 24)
    first = report.supervision.steps[0]
    assert (first.fault.component.rule, first.mend.once) == ("kontrast-for-lav", True)
    html = render_html(report)
    assert "Ville vi bestå i nat?" in html
    assert "<dt>Estimat</dt>" in html
    assert "Det siger ikke, at I følger loven." in html
    assert any("Estimat: 354 af 500 point, ”ikke”." in line for line in summary_lines(report))
    assert report_of(overview()).supervision is None


def test_the_estimate_says_whose_verdict_it_rests_on() -> None:
    whole = overview((page("/"), page("/a")))
    ours = render_html(report_of(whole))
    assert "Det har vi ikke kørt her." in ours
    made = whole.audit.versions
    audit = replace(whole.audit, versions={**made, "qualweb-act-rules": "0.7.5"})
    judged = Breaches(2, (), {1: ("1.1.1",), 2: ()})
    theirs = render_html(report_of(replace(whole, audit=audit), estimate=estimate(judged, RULES, CRITERIA)))
    assert "(reglerne i udgave 0.7.5) på alle siderne, og det er dets fejl, der tæller." in theirs
    some = replace(judged, monitored={1: ("1.1.1",)})
    half = render_html(report_of(replace(whole, audit=audit), estimate=estimate(some, RULES, CRITERIA)))
    assert "på 1 af 2 sider. Dér tæller dets fejl, og på resten vores egne." in half


def test_the_estimate_promises_no_way_where_only_the_authority_sees_faults() -> None:
    whole = overview((page("/"), page("/a")), (component(1, "kontrast-for-lav", (f"{SITE}/",)),))
    alone = Breaches(2, (), {0: ("1.1.1",), 1: ()})
    (pale,) = breaches_of(whole).breaches
    some = Breaches(2, (replace(pale, monitored={"1.4.3": [0]}),), {0: ("1.1.1", "1.4.3"), 1: ()})
    for found, told in (
        (alone, "Vi kan ikke pege på en rettelse, der giver flere point."),
        (some, "1 rettelse giver jer 458 point. ”fuldt ud” begynder først ved 476."),
    ):
        report = report_of(whole, estimate=estimate(found, RULES, CRITERIA))
        for shown in (render_html(report), render_director(report)):
            assert told in " ".join(BeautifulSoup(shown, "lxml").get_text(" ").split())
            assert "0 rettelser" not in shown


def test_the_page_for_the_management_tells_points_trend_and_who_must_act() -> None:
    before = (
        Earlier(STARTED - dt.timedelta(days=60), 402, 38),
        Earlier(STARTED - dt.timedelta(days=30), 471, 41),
    )
    report = report_of(believable(), earlier=before)
    assert report.supervision is not None
    text = " ".join(BeautifulSoup(render_director(report), "lxml").get_text(" ").split())
    assert f"Sidst var estimatet 471 point. Nu er det {report.supervision.estimate.points}." in text
    assert text.index("24. september 2026") < text.index("24. oktober 2026") < text.index("(nu)")
    dearest = report.supervision.dearest
    assert [row.count.failed for row in dearest] == sorted(
        (row.count.failed for row in dearest), reverse=True
    )
    assert f"{dearest[0].criterion.sc} Kontrast" in text
    assert "Redaktør: " in text
    assert "Designer: " in text
    assert "Det er et estimat." in text


def test_the_page_for_the_management_says_so_where_there_is_nothing_to_tell() -> None:
    text = BeautifulSoup(render_director(report_of(overview())), "lxml").get_text(" ")
    assert "Vi læste ingen sider. Derfor har vi intet estimat." in text
    first = BeautifulSoup(render_director(report_of(overview((page("/"),)))), "lxml").get_text(" ")
    assert "Det er den første kontrol, vi kender." in first
    assert "Ingen krav koster point i estimatet." in first


def test_a_pdf_is_told_with_the_pages_that_link_to_it_and_what_their_links_say() -> None:
    linked = {SITE + "/a.pdf": ((SITE + "/tilskud", "Læs <vejledningen>"), (SITE + "/klager", ""))}
    html = render_html(report_of(overview((document("/a.pdf"), document("/b.pdf")), linked=linked)))
    table = html.partition('id="tabel-pdf-links"')[2].partition("</section>")[0]
    first, second = table.split("<tr>")[2:]
    assert f'href="{SITE}/tilskud"' in first
    assert "Læs &lt;vejledningen&gt;" in first
    assert f'href="{SITE}/klager"' in first
    assert first.count("”") == 2
    assert "Vi fandt intet link" in second
