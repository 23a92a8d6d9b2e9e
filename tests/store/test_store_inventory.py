"""The group's list of domains and what its audits met, kept and brought together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from store_things import SITE, begun, read, visits

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.inventory import Entry, Neighbour, Via
from tilgaengelig.model.statement import Lookup, Source, Statement, Status
from tilgaengelig.model.traits import Traits
from tilgaengelig.store import Store

SAID = Statement(True, Status.PARTIAL, True, True, True, True, -1, dt.date(2026, 3, 2))


def test_a_host_stands_on_the_list_once_however_it_was_written(store: Store) -> None:
    assert store.add_domains([Entry("https://WWW.Mad.dk/om", "Anna"), Entry("kort.mad.dk", note="nyt")]) == 2
    assert store.add_domains([Entry("www.mad.dk", "Bo")]) == 1
    assert [(one.host, one.owner) for one in store.domains()] == [("kort.mad.dk", ""), ("www.mad.dk", "Bo")]
    store.remove_domain("WWW.mad.dk")
    assert [one.host for one in store.domains()] == ["kort.mad.dk"]
    with pytest.raises(UnknownThing):
        store.remove_domain("www.mad.dk")


def test_what_is_not_said_anew_of_a_host_stays(store: Store) -> None:
    first = store.add_domain(Entry("mad.dk", "Anna", "Fornys i maj"))
    assert store.add_domain(Entry("mad.dk", "Bo")) == replace(first, owner="Bo")
    assert store.add_domain(Entry("mad.dk", note="")) == replace(first, owner="Bo", note="")
    assert store.domains() == [replace(first, owner="Bo", note="")]


@pytest.mark.parametrize("host", ["", "to ord", "https://", "a" * 300 + ".dk", "[::"])
def test_what_is_no_host_is_refused(store: Store, host: str) -> None:
    with pytest.raises(WrongUse):
        store.add_domains([Entry(host)])


def test_the_newest_finished_audit_tells_what_it_met_and_which_statements_it_read(store: Store) -> None:
    for _ in range(2):
        audit = begun(store, f"{SITE}/was", f"{SITE}/")
        for visit in visits(store, audit.id):
            statement = SAID if visit.address.endswith("/was") else None
            kept = read(visit, traits=Traits(statement=statement))
            store.keep(audit.id, replace(kept, facts={"statement": True} if statement else {}))
        store.keep_neighbours(audit.id, {Via.LINK: {"old.dk": 1}})
        store.keep_neighbours(audit.id, {Via.LINK: {"a.dk": 3}, Via.SITEMAP: {}})
        store.keep_lookups(audit.id, [Lookup(Source.SHORT, f"{SITE}/was")])
        store.finish(audit.id, AuditState.DONE)
    begun(store, f"{SITE}/")
    (found,) = store.audited()
    assert found.audit == audit.id
    assert found.neighbours == (Neighbour("a.dk", Via.LINK, 3),)
    assert (found.statements, found.looked) == ((SAID,), True)
