"""How long audits are kept."""

from __future__ import annotations

import datetime as dt

from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.keeping import outlived, thin_out

NOW = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)


def test_every_night_of_a_fortnight_and_one_a_week_until_the_last_day() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(60)]
    gone = set(outlived(nights, NOW, 40))
    assert [int(name) for name, _ in nights if name not in gone] == [*range(15), 15, 22, 29, 36]


def test_a_short_keeping_cuts_the_fortnight_too() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(1, 10)]
    assert set(outlived(nights, NOW, 5)) == {"6", "7", "8", "9"}


def test_what_never_ended_goes_after_the_fortnight_and_takes_no_place_of_a_week(store: Store) -> None:
    order = Order("https://www.ministerium.example/")
    done, stopped, newest = (store.begin(order, rulebook="1", versions={}, first=[]).id for _ in range(3))
    for audit in (done, newest):
        store.finish(audit, AuditState.DONE)
    store.add_website(Website("ministeriet", order))
    now = dt.datetime.now(dt.UTC)
    assert thin_out(store, order.place, now + dt.timedelta(days=13)) == 0
    assert thin_out(store, order.place, now + dt.timedelta(days=15)) == 1
    assert [record.id for record in store.audits()] == [newest, done]
    assert stopped not in {done, newest}


def test_all_stays_of_a_site_of_which_nobody_has_said_how_long(store: Store) -> None:
    order = Order("https://www.ministerium.example/")
    for _ in range(2):
        store.finish(store.begin(order, rulebook="1", versions={}, first=[]).id, AuditState.DONE)
    assert thin_out(store, order.place, dt.datetime.now(dt.UTC) + dt.timedelta(days=400)) == 0
    store.add_website(Website("ministeriet", order))
    assert thin_out(store, order.place, dt.datetime.now(dt.UTC) + dt.timedelta(days=400)) == 1
