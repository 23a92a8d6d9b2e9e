"""How long audits are kept."""

from __future__ import annotations

import datetime as dt

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


def test_every_night_of_a_fortnight_and_one_a_week_until_the_last_day() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(60)]
    gone = set(outlived(nights, NOW, 40))
    assert [int(name) for name, _ in nights if name not in gone] == [*range(15), 15, 22, 29, 36]


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
