"""The hosts of a group: its list, its domains and what they send on to, each once, what lacks most first."""

from __future__ import annotations

import datetime as dt

import pytest

from tilgaengelig.judge.inventory import inventory
from tilgaengelig.model.host import domain_of
from tilgaengelig.model.inventory import Audited, Domain, Holding, Neighbour, Via
from tilgaengelig.model.statement import Statement, Status

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
SAID = Statement(True, Status.PARTIAL, True, True, True, True, -1, dt.date(2026, 3, 2))
AUDITED = Audited(
    "www.mad.dk",
    "1",
    NOW.date(),
    (
        Neighbour("kort.mad.dk", Via.LINK, 40),
        Neighbour("www.facebook.com", Via.LINK, 400),
        Neighbour("madstyrelsen.dk", Via.REDIRECT, 1),
        Neighbour("arkiv.mad.dk", Via.SITEMAP, 3),
    ),
    (SAID,),
    looked=True,
    house="Ministeriet",
)
LISTED = (Domain("www.drikke.dk", "Bo Ek", "", NOW), Domain("mad.dk", "Anna Holm", "", NOW))


def held(*audited: Audited) -> dict[str, Holding]:
    return {one.host: one for one in inventory(LISTED, audited or (AUDITED,))}


def test_subdomains_are_the_groups_and_what_it_only_links_to_is_not() -> None:
    found = held()
    assert set(found) == {"mad.dk", "kort.mad.dk", "arkiv.mad.dk", "drikke.dk", "madstyrelsen.dk"}
    assert (found["kort.mad.dk"].certain, found["kort.mad.dk"].sources) == (True, ("mad.dk",))
    assert not found["madstyrelsen.dk"].certain


def test_statement_audit_and_owner_are_told_or_not_known() -> None:
    found = held()
    whole = found["mad.dk"]
    assert (whole.statement, whole.updated, whole.audited) == (True, dt.date(2026, 3, 2), NOW.date())
    assert whole.owner == "Anna Holm"
    assert found["drikke.dk"].owner == "Bo Ek"
    assert (found["kort.mad.dk"].statement, found["kort.mad.dk"].audited) == (None, None)
    without = held(Audited("www.mad.dk", "1", NOW.date(), looked=True))["mad.dk"]
    assert without.statement is False
    assert held(Audited("www.mad.dk", "1", NOW.date()))["mad.dk"].statement is None


def test_what_lacks_most_comes_first_and_what_is_in_doubt_last() -> None:
    order = [one.host for one in inventory(LISTED, (AUDITED,))]
    assert order == ["arkiv.mad.dk", "kort.mad.dk", "drikke.dk", "mad.dk", "madstyrelsen.dk"]


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("WWW.kort.mad.dk", "mad.dk"),
        ("mad.dk:8443", "mad.dk"),
        ("a.b.com.gl", "b.com.gl"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("intranet", "intranet"),
    ],
)
def test_a_host_lies_under_its_domain(host: str, domain: str) -> None:
    assert domain_of(host) == domain
