"""What is said of where a statement stands: certain where the web is, and a question where it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from judge_things import rulebook

from tilgaengelig.judge.verdict import judge_site
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.site import SiteFacts, SitePage
from tilgaengelig.model.statement import Lookup, Source, Statement, Status
from tilgaengelig.model.traits import Signpost, Traits
from tilgaengelig.model.trouble import Trouble, TroubleKind

SITE = "https://www.mad.dk"
STANDARD = "https://was.digst.dk/mad-dk"
SAID = Statement(
    True, Status.PARTIAL, True, True, True, True, -1, dt.date(2026, 3, 2), ("www.mad.dk",), 20, ("1.1.1",)
)
GOOD = Lookup(Source.STANDARD, STANDARD, statement=SAID, official=True)
SHORT = Lookup(Source.SHORT, f"{SITE}/was", (STANDARD,), statement=SAID, official=True)
GONE = Trouble(TroubleKind.NOT_FOUND, "404", 404)
SLOW = Trouble(TroubleKind.TIMEOUT, "20 sekunder")
LINK = Signpost("Tilgængelighedserklæring", STANDARD, Region.FOOTER, "bund")
OTHER = Signpost("Kontakt", f"{SITE}/kontakt/", Region.FOOTER, "bund")


def site(
    *lookups: Lookup, links: tuple[Signpost, ...] = (LINK, OTHER), pages: int = 4, **more: Any
) -> SiteFacts:
    every = tuple(
        SitePage(at, f"{SITE}/{at or ''}", SubjectKind.PAGE, Traits(signposts=links), clicks=at)
        for at in range(pages)
    )
    return SiteFacts(dt.date(2026, 6, 1), whole=True, all=every, start=f"{SITE}/", lookups=lookups, **more)


def said(facts: SiteFacts) -> dict[str, Outcome]:
    rules = {key: rule for key, rule in rulebook().rules.items() if key.startswith("erklæring-")}
    return {
        one.finding.rule.removeprefix("erklæring-"): one.finding.outcome for one in judge_site(facts, rules)
    }


def test_a_statement_where_it_ought_to_be_gives_nothing_to_say() -> None:
    assert said(site(SHORT, GOOD)) == {}


@pytest.mark.parametrize(
    ("seen", "today", "outcome"),
    [
        (dt.date(2027, 3, 1), dt.date(2028, 1, 24), None),
        (dt.date(2027, 3, 1), dt.date(2028, 1, 25), Outcome.CANT_TELL),
        (dt.date(2027, 3, 1), dt.date(2028, 3, 1), Outcome.CANT_TELL),  # a leap year: 366 days
        (dt.date(2027, 3, 1), dt.date(2028, 3, 2), Outcome.FAILED),
        (dt.date(2028, 2, 29), dt.date(2029, 3, 1), Outcome.CANT_TELL),
        (dt.date(2028, 2, 29), dt.date(2029, 3, 2), Outcome.FAILED),
    ],
)
def test_a_statement_is_old_the_day_after_a_year(
    seen: dt.date, today: dt.date, outcome: Outcome | None
) -> None:
    known = SAID._replace(day=seen)
    facts = site(replace(SHORT, statement=known), replace(GOOD, statement=known))
    assert said(replace(facts, today=today)).get("er-for-gammel") is outcome


def test_a_rule_on_the_site_that_is_retired_is_not_applied() -> None:
    facts = site(replace(SHORT, hops=(), statement=None, trouble=GONE), GOOD)
    rules = {key: rule for key, rule in rulebook().rules.items() if key.startswith("erklæring-")}
    assert judge_site(facts, rules)
    assert not judge_site(facts, {key: replace(rule, status="deprecated") for key, rule in rules.items()})


@pytest.mark.parametrize(
    ("lookup", "outcome"),
    [
        (replace(SHORT, hops=(), statement=None, trouble=GONE), Outcome.FAILED),
        (replace(SHORT, hops=(f"{SITE}/",), statement=None), Outcome.FAILED),
        (replace(SHORT, statement=None, trouble=SLOW), Outcome.CANT_TELL),
        (replace(SHORT, statement=None, trouble=Trouble(TroubleKind.LOGIN)), Outcome.CANT_TELL),
        (replace(SHORT, hops=(f"{SITE}/om/",), statement=None, heading="Om os"), Outcome.CANT_TELL),
        (replace(SHORT, hops=(f"{SITE}/gammel/",), official=False), Outcome.CANT_TELL),
    ],
)
def test_the_short_address_fails_where_it_surely_leads_elsewhere(lookup: Lookup, outcome: Outcome) -> None:
    assert said(site(lookup, GOOD)) == {"kort-adresse-virker-ikke": outcome}


def test_of_two_short_addresses_one_that_works_makes_the_other_a_question() -> None:
    twin = Lookup(Source.SHORT, "https://mad.dk/was", trouble=GONE)
    unknown = replace(twin, trouble=Trouble(TroubleKind.UNKNOWN_HOST, "mad.dk"))
    assert said(site(SHORT, twin, GOOD)) == {"kort-adresse-virker-ikke": Outcome.CANT_TELL}
    assert said(site(SHORT, unknown, GOOD)) == {}


def test_no_statement_at_all_is_told_only_where_all_addresses_are_empty() -> None:
    short, standard = (replace(one, hops=(), statement=None, trouble=GONE) for one in (SHORT, GOOD))
    assert said(site(short, standard))["mangler"] is Outcome.FAILED
    doubtful = said(site(short, replace(standard, trouble=SLOW)))
    assert doubtful["mangler"] is Outcome.CANT_TELL
    assert "uden-for-was-tool" not in doubtful


def test_footers_without_the_link_fail_where_the_statement_is_known() -> None:
    assert said(site(SHORT, GOOD, links=(OTHER,))) == {"ikke-linket-fra-alle-sider": Outcome.FAILED}
    bare = (replace_region(OTHER, Region.HEADER),)
    assert said(site(SHORT, GOOD, links=bare)) == {"ikke-linket-fra-alle-sider": Outcome.CANT_TELL}
    assert said(site(links=(OTHER,))) == {"ikke-linket-fra-alle-sider": Outcome.CANT_TELL}


def replace_region(link: Signpost, region: Region) -> Signpost:
    return link._replace(region=region)


def test_pages_without_the_link_are_told_template_by_template() -> None:
    facts = site(SHORT, GOOD, pages=8)
    news = (OTHER._replace(group="nyheder"),)
    old = (OTHER._replace(group="gamle"),)
    changed = {5: news, 6: news, 7: old}
    every = tuple(
        replace(page, traits=Traits(signposts=changed.get(page.visit, page.traits.signposts)))
        for page in facts.all
    )
    rules = {"x": rulebook().rule("erklæring-ikke-linket-fra-alle-sider")}
    found = judge_site(replace(facts, all=every), rules)
    by_template: dict[str, list[int]] = {}
    for one in found:
        assert one.finding.outcome is Outcome.FAILED
        by_template.setdefault(one.finding.component, []).append(one.visit)
    assert sorted(by_template.values()) == [[5, 6], [7]]
    assert "2 sider med samme skabelon, 25 procent" in found[0].finding.message


def test_what_the_statement_keeps_silent_about_is_asked() -> None:
    failing = {"1.1.1": 3, "1.4.3": 12}
    assert said(site(SHORT, GOOD, failing=failing)) == {"modsiger-kontrollen": Outcome.CANT_TELL}
    assert said(site(SHORT, GOOD, failing={"1.1.1": 3})) == {}
    full = replace(GOOD, statement=SAID._replace(status=Status.FULL))
    assert said(site(full, failing={"1.1.1": 1})) == {"modsiger-kontrollen": Outcome.CANT_TELL}


def test_a_statement_for_another_site_is_asked_about() -> None:
    other = replace(GOOD, statement=SAID._replace(hosts=("drikke.dk",)))
    assert said(site(other)) == {"for-et-andet-websted": Outcome.CANT_TELL}
    assert said(site(replace(GOOD, statement=SAID._replace(hosts=("mad.dk",))))) == {}
