"""How long audits are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.keeping import outlived, thin_out

ORDER = Order("https://www.ministerium.example/")
NOW = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)


def audited(store: Store, state: VisitState = VisitState.READ) -> str:
    """A finished audit of one address, and what came of that."""
    audit = store.begin(ORDER, rulebook="1", versions={}, first=[ORDER.start]).id
    (visit,) = store.next_visits(audit, limit=1, exclude=())
    store.keep(audit, Attended(visit, state, SubjectKind.PAGE, "text/html", 200), new=[])
    store.finish(audit, AuditState.DONE)
    return audit


def test_every_night_of_a_fortnight_one_a_week_until_the_last_day_and_the_month_s_last() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(60)]
    gone = set(outlived(nights, NOW, 40))
    assert [int(name) for name, _ in nights if name not in gone] == [*range(15), 15, 22, 29, 30, 36]


@pytest.mark.parametrize("keep_days", [5, 90])
def test_a_quarter_and_the_one_before_have_their_months_and_what_they_are_held_against(
    keep_days: int,
) -> None:
    nights: list[tuple[str, dt.datetime]] = []
    for days in range(365):  # to the last night of the year
        now = dt.datetime(2026, 1, 1, 1, 0, tzinfo=dt.UTC) + dt.timedelta(days=days)
        nights.insert(0, (f"{now:%d.%m.}", now))
        gone = set(outlived(nights[1:], now, keep_days))
        nights = [night for night in nights if night[0] not in gone]
    kept = [name for name, _ in nights]
    wanted = ["30.11.", "31.10.", "30.09.", "31.08.", "31.07.", "30.06."]
    assert [name for name in kept if name in wanted] == wanted
    assert kept[-1] == wanted[-1]


def test_a_short_keeping_cuts_the_fortnight_too() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(1, 10)]
    assert set(outlived(nights, NOW, 5)) == {"6", "7", "8", "9"}


def test_what_never_ended_goes_after_the_fortnight_and_takes_no_place_of_a_week(store: Store) -> None:
    done = audited(store)
    store.begin(ORDER, rulebook="1", versions={}, first=[])
    newest = audited(store)
    store.add_website(Website("ministeriet", ORDER))
    now = dt.datetime.now(dt.UTC)
    assert thin_out(store, ORDER.place, now + dt.timedelta(days=13)) == 0
    assert thin_out(store, ORDER.place, now + dt.timedelta(days=15)) == 1
    assert [record.id for record in store.audits()] == [newest, done]


def test_a_night_that_read_nothing_takes_no_place_of_one_that_did(store: Store) -> None:
    store.add_website(Website("ministeriet", ORDER))
    read = audited(store)
    empty, newest = (audited(store, VisitState.REDIRECTED) for _ in range(2))
    now = dt.datetime.now(dt.UTC)
    assert thin_out(store, ORDER.place, now + dt.timedelta(days=13)) == 0
    assert thin_out(store, ORDER.place, now + dt.timedelta(days=400)) == 1
    assert [record.id for record in store.audits()] == [newest, read]
    assert empty not in {newest, read}


def test_all_stays_of_a_site_of_which_nobody_has_said_how_long(store: Store) -> None:
    for _ in range(2):
        audited(store)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    assert thin_out(store, ORDER.place, later) == 0
    store.add_website(Website("ministeriet", ORDER))
    assert thin_out(store, ORDER.place, later) == 1
