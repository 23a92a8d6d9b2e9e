"""From what an engine said of a page to what we tell a person."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from judge_things import ADDRESS, document_facts, hit, judged, only, page_facts, rule, rulebook, said

from tilgaengelig.judge import checks, verdict
from tilgaengelig.judge.fingerprint import component
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.rule import Impact, Responsibility, Rule, Sameness
from tilgaengelig.model.subject import Element, Hit, PageFacts
from tilgaengelig.model.supervision import MONITORED

PICTURE = "billede-uden-alternativ-tekst"


def said_whole(facts: PageFacts, ours: Rule) -> Sequence[Finding]:
    return judge(facts, {ours.id: ours}, 40).findings


def test_a_finding_says_what_the_rule_and_the_engine_know() -> None:
    found = only(page_facts(hit(key="src=/a.png", picture=b"RIFF")), rule())
    assert (found.rule, found.engine, found.engine_rule) == (PICTURE, "axe", "image-alt")
    assert (found.outcome, found.message, found.picture) == (Outcome.FAILED, "Der mangler ord", b"RIFF")
    assert found.wcag == ("1.1.1",)
    assert found.place.target == "img"


def test_the_engines_word_on_the_impact_counts_and_the_rules_where_it_has_none() -> None:
    mild = rule(impact=Impact.MINOR)
    assert only(page_facts(hit(impact=Impact.SERIOUS)), mild).impact is Impact.SERIOUS
    assert only(page_facts(hit()), mild).impact is Impact.MINOR


def test_a_hit_without_words_is_told_by_the_rules_title() -> None:
    assert only(page_facts(hit(message="")), rule()).message == rule().title["da"]


def test_a_hit_that_no_rule_gathers_is_not_told() -> None:
    assert said(page_facts(hit("some-new-rule"))) == []


def test_several_rules_of_an_engine_are_one_rule_of_ours_and_stay_apart_as_components() -> None:
    names = rule().settings["axe"][:2]
    found = judged(page_facts(*(hit(name) for name in names))).findings
    assert [one.rule for one in found] == [PICTURE, PICTURE]
    assert len({one.component for one in found}) == 2


def test_what_an_engine_could_not_decide_is_asked_unless_the_rule_wants_only_what_is_sure() -> None:
    unsure = page_facts(hit(outcome=Outcome.CANT_TELL))
    assert said(unsure, rule()) == [(PICTURE, Outcome.CANT_TELL)]
    assert said(unsure, rule(settings={"axe": ["image-alt"], "only_sure": True})) == []
    assert said(page_facts(hit()), rule(settings={"axe": ["image-alt"], "only_sure": True})) != []


def test_what_an_engine_often_errs_about_is_only_asked() -> None:
    doubtful = rule(settings={"axe": ["image-alt"], "doubtful": True})
    assert said(page_facts(hit()), doubtful) == [(PICTURE, Outcome.CANT_TELL)]


def test_what_another_rule_tells_better_of_an_element_is_not_told_twice() -> None:
    better = replace(hit(), rule="image-alt-is-missing")
    worse = rule(settings={"axe": ["image-alt"], "left_to": ["image-alt-is-missing"]})
    assert said(page_facts(hit()), worse) != []
    assert said(page_facts(hit(), better), worse) == []


@pytest.mark.parametrize(
    ("setting", "message", "snippet", "outcome"),
    [
        ("doubtful_with", "Der mangler ord", '<div role="list" aria-owns="et to"></div>', Outcome.CANT_TELL),
        ("doubtful_with", "Der mangler ord", '<div role="list"><p aria-owns="et"></p></div>', Outcome.FAILED),
        ("doubtful_about", "Værdien af aria-owns duer ikke", '<div role="list">', Outcome.CANT_TELL),
        ("doubtful_about", "Der mangler ord", '<div role="list" aria-owns="et to"></div>', Outcome.FAILED),
    ],
)
def test_an_engine_is_doubted_where_it_or_the_element_itself_names_what_it_errs_about(
    setting: str, message: str, snippet: str, outcome: Outcome
) -> None:
    found = hit(message=message)
    found = replace(found, place=replace(found.place, snippet=snippet))
    doubtful = rule(settings={"axe": ["image-alt"], setting: ["aria-owns"]})
    assert said(page_facts(found), doubtful) == [(PICTURE, outcome)]


def test_a_rule_that_demands_more_is_broken_for_certain_by_what_breaks_the_lesser() -> None:
    more = rule(settings={"axe": ["input-image-alt"], "doubtful": True, "poorer": ["image-alt"]})
    assert said(page_facts(hit("image-alt")), more) == [(PICTURE, Outcome.FAILED)]
    assert said(page_facts(hit("input-image-alt")), more) == [(PICTURE, Outcome.CANT_TELL)]
    assert said(page_facts(hit("image-alt", outcome=Outcome.CANT_TELL)), more) == []


def test_what_another_rule_tells_of_the_same_element_is_not_told_again() -> None:
    unlike = rule("sideområder-med-samme-navn")
    twice = hit("landmark-no-duplicate-banner")
    assert said(page_facts(hit("landmark-unique"), twice), unlike) == []
    elsewhere = replace(twice, place=replace(twice.place, target="footer"))
    assert said(page_facts(hit("landmark-unique"), elsewhere), unlike) == [(unlike.id, Outcome.FAILED)]
    role = rule("aria-rolle-passer-ikke-til-elementet")
    assert said(page_facts(hit("aria-allowed-role"), hit("presentation-role-conflict")), role) == []
    outside = rule("indhold-uden-for-sideområde")
    assert said(page_facts(hit("region"), hit("skip-link")), outside) == []
    headless = replace(twice, rule="landmark-one-main", place=replace(twice.place, target="html"))
    assert said(page_facts(hit("region"), headless), outside) == []


def qualweb(name: str = "QW-ACT-R17", target: str = "img") -> Hit:
    made = hit(name, message="")
    return replace(made, engine="qualweb", place=replace(made.place, target=target))


def test_a_fault_that_both_engines_see_is_one_finding_that_the_authority_would_see_too() -> None:
    found = only(page_facts(qualweb(), hit()), rule())
    assert (found.engine, found.engine_rule, found.outcome) == ("axe", "image-alt", Outcome.FAILED)
    assert found.monitored == ("1.1.1",)
    assert only(page_facts(hit()), rule()).monitored == ()


def test_what_only_qualweb_sees_is_told_in_our_words_and_at_its_own_place() -> None:
    found = said_whole(page_facts(hit(), qualweb(target="svg")), rule())
    assert [(one.engine, one.place.target, one.message) for one in found] == [
        ("axe", "img", "Der mangler ord"),
        ("qualweb", "svg", rule().title["da"]),
    ]


def test_of_what_qualweb_often_errs_about_we_ask_and_the_authority_would_report_it() -> None:
    doubting = rule("felt-uden-ledetekst", settings={"axe": ["label"], "doubted": ["QW-ACT-R16"]})
    found = only(page_facts(qualweb("QW-ACT-R16")), doubting)
    assert (found.outcome, found.monitored) == (Outcome.CANT_TELL, ("4.1.2",))
    assert found.message.endswith("?")
    assert said(page_facts(hit("label"), qualweb("QW-ACT-R16")), doubting) == [(doubting.id, Outcome.FAILED)]


def test_what_axe_says_of_a_table_and_qualweb_of_a_cell_in_it_is_told_once() -> None:
    ours = rule("overskriftscelle-uden-data", settings={"axe": ["th"], "doubted": ["QW-ACT-R39"]})
    cell = qualweb("QW-ACT-R39", "th")
    inside = replace(cell, place=replace(cell.place, path="body>main>img>tbody>tr>th"))
    table = Element("table", hit("th").place)
    found = only(replace(page_facts(hit("th"), inside), elements=(table,)), ours)
    assert (found.engine, found.outcome, found.monitored) == ("axe", Outcome.FAILED, ("1.3.1",))
    for target, theirs in (("html", "main"), ("iframe >>> html", "iframe")):
        ours_at = replace(hit("th"), place=replace(hit("th").place, target=target, path=""))
        theirs_at = replace(cell, place=replace(cell.place, target=theirs, path="main"))
        assert only(page_facts(ours_at, theirs_at), ours).monitored == ("1.3.1",)
    beside = replace(cell, place=replace(cell.place, path="body>main>imgs>th"))
    assert [one.engine for one in said_whole(page_facts(hit("th"), beside), ours)] == ["axe", "qualweb"]


def test_what_is_told_of_another_element_of_the_same_design_is_told_by_itself() -> None:
    ours = rule("tabelcelle-henviser-forkert", settings={"axe": ["th"], "doubted": ["QW-ACT-R39"]})
    cell = qualweb("QW-ACT-R39", "#anden > th")
    inside = replace(cell, place=replace(cell.place, path="body>main>img>tbody>tr>th"))
    first = replace(hit("th"), place=replace(hit("th").place, target="#første"))
    tables = (Element("table", first.place), Element("table", replace(first.place, target="#anden")))
    page = replace(page_facts(first, inside), elements=tables)
    assert [one.place.target for one in said_whole(page, ours)] == ["#første", "#anden > th"]
    own = replace(first, place=replace(first.place, target="#anden"))
    assert only(replace(page, hits=(own, inside)), ours).monitored == ("1.3.1",)


def test_what_axe_cannot_decide_is_settled_by_a_rule_of_qualweb_that_is_believed() -> None:
    unsure = hit(outcome=Outcome.CANT_TELL, message="Det kan axe ikke se.")
    found = only(page_facts(unsure, qualweb()), rule())
    assert (found.outcome, found.message) == (Outcome.FAILED, rule().title["da"])
    doubting = rule(settings={"axe": ["image-alt"], "doubted": ["QW-ACT-R17"]})
    assert said(page_facts(unsure, qualweb()), doubting) == [(PICTURE, Outcome.CANT_TELL)]


def test_a_page_that_qualweb_judged_says_which_criteria_it_breaks_there() -> None:
    facts = page_facts(hit("label"), qualweb(), qualweb("QW-ACT-R12", "a"))
    assert judged(facts).monitored is None
    looked = replace(facts, engines={"qualweb": "0.7.5"})
    assert judged(looked).monitored == ("1.1.1", "2.4.4", "4.1.2")
    assert judged(replace(looked, hits=())).monitored == ()


def test_each_rule_of_qualweb_that_counts_is_gathered_by_one_rule_of_ours_about_its_criterion() -> None:
    gathered: dict[str, list[str]] = {}
    for ours in rulebook().rules.values():
        for name in (*ours.settings.get("qualweb", ()), *ours.settings.get("doubted", ())):
            gathered.setdefault(name, []).append(ours.id)
    assert sorted(gathered) == sorted(MONITORED)
    assert [name for name, ids in gathered.items() if len(ids) > 1] == []
    strange = [name for name, ids in gathered.items()
               if not set(MONITORED[name]) & set(rulebook().rule(ids[0]).wcag)]  # fmt: skip
    assert strange == []


def test_a_frame_not_entered_is_untested_at_our_own_impact_and_never_twice() -> None:
    frame = hit("frame-tested", outcome=Outcome.UNTESTED, impact=Impact.CRITICAL)
    found = only(page_facts(frame))
    assert (found.rule, found.outcome) == ("ramme-ikke-testet", Outcome.UNTESTED)
    assert found.impact is rulebook().rule("ramme-ikke-testet").impact


def test_a_rule_switched_off_says_nothing() -> None:
    assert said(page_facts(hit()), rule(enabled=False)) == []
    assert said(page_facts(hit()), rule(enabled=True)) != []


@pytest.mark.parametrize(
    ("region", "foreign", "of_rule", "of_finding"),
    [
        (Region.MAIN, "", Responsibility.REDAKTOER, Responsibility.REDAKTOER),
        (Region.ASIDE, "", Responsibility.REDAKTOER, Responsibility.REDAKTOER),
        (Region.NONE, "", Responsibility.REDAKTOER, Responsibility.UDVIKLER),
        (Region.HEADER, "", Responsibility.REDAKTOER, Responsibility.UDVIKLER),
        (Region.NAV, "", Responsibility.REDAKTOER, Responsibility.UDVIKLER),
        (Region.FOOTER, "", Responsibility.REDAKTOER, Responsibility.UDVIKLER),
        (Region.FOOTER, "", Responsibility.DESIGNER, Responsibility.DESIGNER),
        (Region.MAIN, "", Responsibility.UDVIKLER, Responsibility.UDVIKLER),
        (Region.MAIN, "kort.example", Responsibility.REDAKTOER, Responsibility.LEVERANDOER),
        (Region.FOOTER, "kort.example", Responsibility.UDVIKLER, Responsibility.LEVERANDOER),
    ],
)
def test_who_mends_it_is_told_by_where_it_stands_and_who_brought_it(
    region: Region, foreign: str, of_rule: Responsibility, of_finding: Responsibility
) -> None:
    found = only(page_facts(hit(region=region, foreign=foreign)), rule(responsibility=of_rule))
    assert found.responsibility is of_finding


@pytest.mark.parametrize(
    ("rule_id", "inline", "region", "owner"),
    [
        ("kontrast-for-lav", (), Region.MAIN, Responsibility.DESIGNER),
        ("kontrast-for-lav", (), Region.FOOTER, Responsibility.DESIGNER),
        ("kontrast-for-lav", ("color",), Region.MAIN, Responsibility.REDAKTOER),
        ("kontrast-for-lav", ("color",), Region.FOOTER, Responsibility.UDVIKLER),
        ("kontrast-for-lav", ("size", "spacing"), Region.MAIN, Responsibility.DESIGNER),
        ("klikflade-for-lille", ("size",), Region.MAIN, Responsibility.REDAKTOER),
        ("klikflade-for-lille", ("color",), Region.MAIN, Responsibility.DESIGNER),
        ("tekstafstand-er-låst", ("spacing",), Region.MAIN, Responsibility.REDAKTOER),
        ("tekstafstand-er-låst", ("spacing",), Region.HEADER, Responsibility.UDVIKLER),
        ("knap-uden-tekst", ("color", "size"), Region.MAIN, Responsibility.UDVIKLER),
    ],
)
def test_looks_set_in_the_mark_up_are_mended_where_it_was_written_and_the_rest_in_the_style_sheet(
    rule_id: str, inline: tuple[str, ...], region: Region, owner: Responsibility
) -> None:
    name = rule(rule_id).settings["axe"][0]
    assert only(page_facts(hit(name, region=region, inline=inline)), rule(rule_id)).responsibility is owner


def test_a_page_as_a_whole_stands_in_no_template() -> None:
    found = only(page_facts(hit(region=Region.NONE, path="")), rule(responsibility=Responsibility.REDAKTOER))
    assert found.responsibility is Responsibility.REDAKTOER


def test_what_a_supplier_brought_is_one_component_from_whichever_of_its_hosts() -> None:
    one, other = hit(foreign="consent.cookiebot.com"), hit(foreign="consentcdn.cookiebot.com")
    assert of(one) == of(other) != of(hit(foreign="cookiebot.eu"))


def of(one: Hit, sameness: Sameness = Sameness.ELEMENT) -> str:
    """The component of a hit."""
    return component(rule(sameness=sameness), one)


def test_a_component_is_the_same_for_the_same_element_whatever_its_selector_or_words() -> None:
    one = hit(key="name=cvr")
    other = hit(key="name=cvr", message="Noget andet", impact=Impact.MINOR, picture=b"x")
    assert of(one) == of(other)
    assert len(of(one)) == 16


@pytest.mark.parametrize(
    "other",
    [
        hit(key="name=tlf"),
        hit(key="name=cvr", path="body>main>p>img"),
        hit(key="name=cvr", region=Region.FOOTER),
        hit(key="name=cvr", foreign="kort.example"),
        hit("role-img-alt", key="name=cvr"),
    ],
)
def test_a_component_is_another_for_another_element_place_region_supplier_or_engine_rule(other: Hit) -> None:
    assert of(hit(key="name=cvr")) != of(other)


def test_an_image_is_one_component_wherever_in_its_region_it_stands() -> None:
    one, moved = hit(key="src=/a.png"), hit(key="src=/a.png", path="body>main>div.kort>img")
    assert of(one) == of(moved)
    assert of(one) != of(hit(key="src=/b.png"))


def test_a_place_in_the_design_is_one_component_whatever_stands_there() -> None:
    one, other = hit(key="href=/a"), hit(key="href=/b")
    assert of(one, Sameness.PLACE) == of(other, Sameness.PLACE)
    assert of(one, Sameness.PLACE) != of(hit(path="body>main>p.note"), Sameness.PLACE)


def test_the_same_component_of_two_rules_is_two() -> None:
    assert component(rule(), hit()) != component(rule(id="en-anden"), hit())


def test_findings_of_one_component_are_told_apart_by_their_order() -> None:
    twice, other = hit(key="src=/a.png"), hit(key="src=/b.png")
    found = judged(page_facts(twice, other, twice, twice)).findings
    assert [one.ordinal for one in found] == [0, 0, 1, 2]
    assert len({one.id(ADDRESS) for one in found}) == 4


def test_the_id_of_a_finding_is_the_same_each_time_and_another_on_another_page() -> None:
    first, second = (only(page_facts(hit())).id(ADDRESS) for _ in range(2))
    assert first == second
    assert len(first) == 20
    assert only(page_facts(hit())).id(f"{ADDRESS}/x") != first


def test_a_check_that_crashes_is_untested_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(_facts: object, _rule: object) -> Iterator[Finding]:
        yield from ()
        raise ZeroDivisionError

    broken: Mapping[str, checks.Check] = {**checks.CHECKS, "page.crash": crash}
    monkeypatch.setattr(verdict, "CHECKS", broken)
    sick = rule("link-uden-tekst", check="page.crash", settings={})
    with caplog.at_level(logging.ERROR):
        found = judged(page_facts(hit()), sick, rule()).findings
    assert [(one.rule, one.outcome) for one in found] == [
        ("link-uden-tekst", Outcome.UNTESTED),
        (PICTURE, Outcome.FAILED),
    ]
    assert "link-uden-tekst" in caplog.text


def test_a_page_is_not_judged_by_the_rules_of_documents_nor_a_document_by_those_of_pages() -> None:
    assert said(page_facts()) == []
    assert said(document_facts()) == []
    assert {name for name, _ in said(document_facts(tagged=False))} == {"pdf-uden-koder"}
