"""The sites that are audited by the clock come back as they were given."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.website import Budget, Measure, Website, Window
from tilgaengelig.store import Store

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
SITE = Website(
    name="ministeriet",
    order=Order("https://www.ministerium.dk/", max_pages=900, sections=(("/kommuner/", Audience.KOMMUNER),)),
    house="Departementet",
    schedule="0 2 * * *",
    window=Window(dt.time(22), dt.time(6)),
    jitter=30,
    keep_days=60,
    every_days=14,
    budgets=(Budget(Measure.NEW_CRITICAL, 0), Budget(Measure.LIX_BORGERE, 45.5)),
    opened=True,
)


def test_a_site_comes_back_by_its_name_its_address_and_its_place(store: Store) -> None:
    store.add_website(SITE, now=NOW)
    for name in ("ministeriet", "https://www.ministerium.dk/", "www.ministerium.dk/", "ministerium.dk/"):
        kept = store.website(name)
        assert (kept.website, kept.added, kept.handled) == (SITE, NOW, NOW)
    assert store.website_at(Order("https://ministerium.dk/").place) == SITE
    assert store.website_at(Order("https://ministerium.dk/", "/da/").place) is None


def test_neither_name_nor_place_is_had_twice(store: Store) -> None:
    store.add_website(SITE)
    twin = replace(SITE, name="andet", order=Order("https://ministerium.dk/"))
    for other in (twin, replace(SITE, order=Order("https://www.styrelsen.dk/"))):
        with pytest.raises(WrongUse, match="findes i forvejen"):
            store.add_website(other)
    second = replace(SITE, name="andet", order=Order("https://www.styrelsen.dk/"))
    store.add_website(second)
    with pytest.raises(WrongUse, match=r"Webstedet ”ministeriet” .* findes i forvejen"):
        store.change_website(replace(second, order=SITE.order))


def test_other_settings_leave_its_place_in_time(store: Store) -> None:
    store.add_website(SITE, now=NOW)
    later = NOW + dt.timedelta(days=1)
    store.handle_schedule("ministeriet", later)
    store.change_website(replace(SITE, house="Styrelsen", budgets=()))
    (kept,) = store.websites()
    assert (kept.website.house, kept.website.budgets, kept.handled) == ("Styrelsen", (), later)


def test_a_removed_site_is_unknown(store: Store) -> None:
    store.add_website(SITE)
    store.remove_website("ministeriet")
    assert store.websites() == []
    for unknown in (lambda: store.website("ministeriet"), lambda: store.remove_website("ministeriet"),
                    lambda: store.change_website(SITE)):  # fmt: skip
        with pytest.raises(UnknownThing, match="ministeriet"):
            unknown()
