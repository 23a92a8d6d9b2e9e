"""What the site rules ask of the store: every page's traits, the ways between pages, and findings kept once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_things import ORDER, SITE, begun, finding, links, read, redirected, troubled, visits

from tilgaengelig.danish.shingles import sketch
from tilgaengelig.model.audit import AuditRecord, LeftOut, Order, SubjectKind, Visit
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.site import SiteFinding
from tilgaengelig.model.statement import Lookup, Source, Statement, Status
from tilgaengelig.model.traits import Deadline, PressContact, Signpost, Traits, Way
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import NewAddress, Store

FULL = Traits(
    title="Presse | Ministeriet",
    heading="Presse",
    language="da",
    signposts=(
        Signpost("Nyheder", f"{SITE}/nyheder/", Region.NAV, "1a2b"),
        Signpost("", SITE, Region.HEADER, "", "/logo.svg"),
    ),
    search="Søg på webstedet",
    ways=(Way.MAP, Way.SEARCH),
    process=True,
    reachable=True,
    press=PressContact("Pressevagten", name=False, telephone=True, mail=True),
    updated=dt.date(2026, 5, 3),
    deadlines=(Deadline(dt.date(2021, 3, 1), "Fristen er den 1. marts 2021."),),
    statement=Statement(
        True, Status.PARTIAL, False, True, False, True, 12, dt.date(2026, 3, 2), ("mad.dk",), 4, ("1.1.1",)
    ),
    words=312,
    sketch=sketch(["Du kan søge om tilskud til din forening her hos os."]),
)


def across(fingerprint: str, outcome: Outcome = Outcome.FAILED) -> Finding:
    return finding(fingerprint, engine="tilgaengelig", engine_rule="site.overlap", outcome=outcome)


def three(store: Store, order: Order = ORDER) -> tuple[AuditRecord, dict[str, Visit]]:
    """Three pages that were read, the first of which links to the second."""
    audit = begun(store, f"{SITE}/", f"{SITE}/a", f"{SITE}/b", order=order)
    found = {visit.address.removeprefix(SITE): visit for visit in visits(store, audit.id)}
    store.keep(audit.id, read(found["/"], links=links(f"{SITE}/a"), traits=Traits(title="Forside")))
    store.keep(audit.id, read(found["/a"], traits=FULL))
    store.keep(audit.id, read(found["/b"], finding(), traits=Traits()))
    return audit, found


def test_where_the_statement_was_looked_for_comes_back_as_it_was(store: Store) -> None:
    audit, _ = three(store)
    made = (
        Lookup(Source.SHORT, f"{SITE}/was", (f"{SITE}/ny",), Trouble(TroubleKind.NOT_FOUND, "404", 404)),
        Lookup(Source.STANDARD, f"{SITE}/x", heading="\ud800", statement=FULL.statement, official=True),
    )
    store.keep_lookups(audit.id, made[:1])
    store.keep_lookups(audit.id, made)
    assert store.site_facts(audit.id).lookups == made
    assert store.overview(audit.id).lookups == made


def test_the_traits_of_a_page_come_back_as_they_were(store: Store) -> None:
    audit, found = three(store)
    pages = {page.address: page for page in store.site_facts(audit.id).all}
    assert pages[f"{SITE}/a"].traits == FULL
    assert pages[f"{SITE}/b"].traits == Traits()
    assert pages[f"{SITE}/a"].visit == found["/a"].id


def test_a_page_that_is_kept_again_has_its_new_traits_only(store: Store) -> None:
    audit, found = three(store)
    store.keep(audit.id, read(found["/a"], traits=Traits(title="Ny")))
    store.keep(audit.id, read(found["/b"]))
    titles = {page.address: page.traits.title for page in store.site_facts(audit.id).all}
    assert titles == {f"{SITE}/": "Forside", f"{SITE}/a": "Ny"}


@given(title=st.text(), said=st.text(), name=st.text())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_traits_hold_any_string_that_a_page_may_have(store: Store, title: str, said: str, name: str) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    traits = Traits(
        title=title,
        signposts=(Signpost(name, name, Region.NAV, ""),),
        deadlines=(Deadline(dt.date(2026, 1, 1), said),),
    )
    store.keep(audit.id, read(visit, traits=traits))
    (page,) = store.site_facts(audit.id).all
    assert page.traits == traits


def test_clicks_are_counted_by_links_and_a_redirect_is_no_click(store: Store) -> None:
    audit = begun(store, f"{SITE}/")
    targets = {
        "/": "/da/",
        "/da/": ["/da/om", "/gammel"],
        "/gammel": "/da/ny",
        "/da/om": ["/da/dyb", "/da/om"],
        "/da/ny": [],
        "/da/dyb": [],
        "/kort": [],
    }
    store.add_addresses(audit.id, [NewAddress(f"{SITE}/kort", 1)])
    while waiting := visits(store, audit.id):
        visit = waiting[0]
        to = targets[visit.address.removeprefix(SITE)]
        if isinstance(to, str):
            new = [NewAddress(SITE + to, visit.depth, visit.hops + 1)]
            store.keep(audit.id, redirected(visit, SITE + to), new=new)
        else:
            there = [SITE + path for path in to]
            new = [NewAddress(address, visit.depth + 1) for address in there]
            store.keep(audit.id, read(visit, links=links(*there), traits=Traits()), new=new)
    facts = store.site_facts(audit.id)
    ways = {page.address.removeprefix(SITE): (page.clicks, page.sources) for page in facts.all}
    assert ways == {
        "/da/": (0, 0),
        "/da/om": (1, 1),
        "/da/ny": (1, 1),
        "/da/dyb": (2, 1),
        "/kort": (None, 0),
    }
    assert facts.front is not None
    assert facts.front.address == f"{SITE}/da/"
    assert [page.clicks for page in facts.all] == [0, 1, 1, 2, None]


def test_a_site_is_whole_when_nothing_that_was_there_was_left_unread(store: Store) -> None:
    audit, _ = three(store)
    assert store.site_facts(audit.id).whole
    assert store.site_facts(audit.id).today == day_of(audit.started)
    store.add_addresses(audit.id, [NewAddress(f"{SITE}/død", 1)])
    assert not store.site_facts(audit.id).whole
    (dead,) = visits(store, audit.id)
    store.keep(audit.id, troubled(dead))
    assert store.site_facts(audit.id).whole
    store.keep(audit.id, troubled(dead, TroubleKind.TIMEOUT))
    assert not store.site_facts(audit.id).whole
    store.keep(audit.id, read(dead, kind=SubjectKind.DOCUMENT))
    assert store.site_facts(audit.id).whole
    store.keep(audit.id, read(dead))  # it was read, and the site rules know nothing of it
    assert not store.site_facts(audit.id).whole
    store.keep(audit.id, read(dead, traits=Traits()))
    assert store.site_facts(audit.id).whole
    store.keep_unread_sitemaps(audit.id, {f"{SITE}/sitemap.xml": Trouble(TroubleKind.TIMEOUT, "1 sekund")})
    assert not store.site_facts(audit.id).whole
    store.keep_unread_sitemaps(audit.id, {})
    assert store.site_facts(audit.id).whole
    store.add_addresses(audit.id, [NewAddress(f"{SITE}/dyb", 9, 0, LeftOut.DEPTH)])
    assert not store.site_facts(audit.id).whole


def test_a_part_of_a_site_is_never_whole(store: Store) -> None:
    audit, _ = three(store, Order(f"{SITE}/", prefix="/da/"))
    assert not store.site_facts(audit.id).whole


def test_site_findings_kept_twice_are_there_once_and_are_counted(store: Store) -> None:
    audit, found = three(store)
    other = begun(store, order=Order(f"{SITE}/andet"))
    said = [
        SiteFinding(found["/a"].id, across("tekst")),
        SiteFinding(found["/b"].id, across("tekst")),
        SiteFinding(found["/b"].id, across("titel", Outcome.CANT_TELL)),
    ]
    for _ in range(2):
        store.keep_site(audit.id, said)
        rows = {row.address.removeprefix(SITE): row for row in store.overview(audit.id).subjects}
        assert [(rows[path].failed, rows[path].cant_tell) for path in ("/", "/a", "/b")] == [
            (0, 0),
            (1, 0),
            (2, 1),
        ]
        spread = {(each.engine_rule, each.pages) for each in store.overview(audit.id).components}
        assert spread == {("image-alt", 1), ("site.overlap", 2), ("site.overlap", 1)}
    assert store.finding_ids(other.id) == set()


def test_site_findings_that_are_no_more_are_taken_away_and_the_pages_own_stay(store: Store) -> None:
    audit, found = three(store)
    store.keep_site(audit.id, [SiteFinding(found["/b"].id, across("tekst"))])
    store.keep_site(audit.id, [])
    (left,) = store.findings(audit.id)
    assert left.engine_rule == "image-alt"
    assert [row.failed for row in store.overview(audit.id).subjects] == [0, 0, 1]


def test_a_site_finding_on_another_audits_page_is_refused_and_nothing_is_kept(store: Store) -> None:
    audit, found = three(store)
    other = begun(store, order=Order(f"{SITE}/andet"))
    with pytest.raises(UnknownThing):
        store.keep_site(other.id, [SiteFinding(found["/a"].id, across("tekst"))])
    assert store.finding_ids(other.id) == set()
    store.keep_site(audit.id, [SiteFinding(found["/a"].id, across("tekst"))])
    store.delete_audit(audit.id)
    assert store.site_facts(other.id).all == ()
