"""What a site came to, audit by audit, and what a group's figures are made of: counted at the end or when asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import update
from store_things import ORDER, SITE, begun, connected, finding, read, troubled, visits

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.denmark import DENMARK, today
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store import Ground, Store
from tilgaengelig.store.schema import audit, component

HARD = Readability(200, 8, 80, 120)


def audited(store: Store, order: Order = ORDER, state: AuditState = AuditState.DONE) -> str:
    """Two pages: the first has the logo twice and a fault of its own, the second the logo and a text."""
    record = begun(store, f"{order.start}a", f"{order.start}b", order=order)
    first, second = visits(store, record.id)
    own = finding("egen", impact=Impact.MINOR)
    store.keep(record.id, read(first, finding(), finding(ordinal=1), own))
    store.keep(record.id, read(second, finding(), readability=HARD, facts={"scored": True}))
    store.finish(record.id, state)
    return record.id


def uncounted(url: str) -> None:
    """As audits are that ended before anything was counted at the end."""
    with connected(url) as connection:
        connection.execute(update(component).values(pages=None, places=None, first=None))
        connection.execute(update(audit).values(stage=None))


def test_what_an_audit_came_to_is_the_same_counted_at_its_end_and_when_asked(
    store: Store, database_url: str
) -> None:
    name = audited(store)
    (kept,) = store.history(ORDER.place)
    assert (kept.pages, kept.clean, kept.faults) == (2, 0, {Impact.CRITICAL: 3, Impact.MINOR: 1})
    assert kept.lix == HARD.lix
    faults = store.faults(name, today())
    uncounted(database_url)
    assert store.history(ORDER.place) == [kept]
    assert store.faults(name, today()) == faults == kept.faults


def test_a_page_that_is_kept_anew_is_counted_anew(store: Store) -> None:
    record = begun(store, f"{SITE}/a")
    (page,) = visits(store, record.id)
    store.keep(record.id, read(page, finding()))
    store.finish(record.id, AuditState.DONE)
    store.keep(record.id, read(page))
    (stage,) = store.history(ORDER.place)
    assert (stage.clean, stage.count) == (1, 0)
    assert not store.faults(record.id, today())


def test_faults_are_told_by_address_and_those_that_are_accepted_are_left_out_while_they_are(
    store: Store,
) -> None:
    name = audited(store)
    day, until = today(), today() + dt.timedelta(days=30)
    by_address = {f"{SITE}/a": {Impact.CRITICAL: 2, Impact.MINOR: 1}, f"{SITE}/b": {Impact.CRITICAL: 1}}
    assert store.faults_by_address(name, day) == by_address
    logo = next(each.id for each in store.overview(name).components if each.places == 3)
    store.accept(logo, Ground(Reason.FALSE_ALARM, "Anna Holm", until, ""), audit_id=name)
    assert store.faults(name, day) == {Impact.MINOR: 1}
    assert store.faults_by_address(name, day) == {f"{SITE}/a": {Impact.MINOR: 1}}
    assert store.faults(name, until + dt.timedelta(days=1)) == {Impact.CRITICAL: 3, Impact.MINOR: 1}


def test_what_was_accepted_later_was_a_fault_until_then(store: Store) -> None:
    name = audited(store)
    day, until = today(), today() + dt.timedelta(days=30)
    made = dt.datetime.combine(day, dt.time(0, 30), DENMARK)  # the day before, by the clock of the world
    logo = next(each.id for each in store.overview(name).components if each.places == 3)
    store.accept(logo, Ground(Reason.PLANNED, "Anna Holm", until), audit_id=name, now=made)
    assert store.faults(name, day) == {Impact.MINOR: 1}
    yesterday = day - dt.timedelta(days=1)
    assert store.faults(name, yesterday) == {Impact.CRITICAL: 3, Impact.MINOR: 1}
    assert store.faults_by_address(name, yesterday)[f"{SITE}/b"] == {Impact.CRITICAL: 1}


def test_a_doubt_that_a_person_calls_a_fault_is_one_and_what_is_accepted_place_by_place_is_none(
    store: Store,
) -> None:
    record = begun(store, f"{SITE}/a", f"{SITE}/b")
    doubt, twice = finding("kort", outcome=Outcome.CANT_TELL), finding(impact=Impact.MINOR)
    for visit in visits(store, record.id):
        store.keep(record.id, read(visit, doubt, twice))
    day, until = today(), today() + dt.timedelta(days=30)

    def counted() -> list[dict[Impact, int]]:
        by_address = store.faults_by_address(record.id, day)
        both: list[dict[Impact, int]] = [store.faults(record.id, day), by_address.get(f"{SITE}/b", {})]
        return [{impact: count for impact, count in each.items() if count} for each in both]

    assert counted() == [{Impact.MINOR: 2}, {Impact.MINOR: 1}]
    doubtful = next(
        each.id for each in store.overview(record.id).components if each.impact is Impact.CRITICAL
    )
    store.accept(doubtful, Ground(Reason.CONFIRMED, "Anna Holm", until))
    for page in ("a", "b"):
        assert counted() == [{Impact.CRITICAL: 2, Impact.MINOR: 2}, {Impact.CRITICAL: 1, Impact.MINOR: 1}]
        store.accept(twice.id(f"{SITE}/{page}"), Ground(Reason.PLANNED, "Anna Holm", until))
    assert counted() == [{Impact.CRITICAL: 2}, {Impact.CRITICAL: 1}]
    store.finish(record.id, AuditState.DONE)
    assert counted() == [{Impact.CRITICAL: 2}, {Impact.CRITICAL: 1}]


def test_texts_are_those_of_what_was_read_and_scored(store: Store) -> None:
    name = audited(store)
    assert sorted(store.texts_read(name)) == [(f"{SITE}/a", None), (f"{SITE}/b", HARD)]


OTHER = replace(ORDER, start="https://www.styrelse.dk/")


def test_the_last_audit_of_each_site_is_told_the_newest_first(store: Store, database_url: str) -> None:
    first, second, other = audited(store), audited(store), audited(store, OTHER)
    stopped = audited(store, state=AuditState.STOPPED)
    moments = {
        first: dt.datetime(2026, 1, 31, 22, tzinfo=dt.UTC),
        second: dt.datetime(2026, 2, 3, tzinfo=dt.UTC),
    }
    with connected(database_url) as connection:
        for name, moment in moments.items():
            connection.execute(update(audit).where(audit.c.id == name).values(started=moment))

    def last(**asked: object) -> list[str]:
        return [record.id for record in store.last_audits(**asked)]  # type: ignore[arg-type]

    february = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    assert last() == [other, second]
    assert last(finished=False) == [stopped, other]
    assert last(places=[ORDER.place, "ukendt/"]) == [second]
    assert last(places=[]) == []
    assert last(before=february) == [first]
    assert last(since=february, before=february + dt.timedelta(days=7)) == [second]


def test_of_a_site_the_last_audit_that_read_anything_may_be_asked_for(store: Store) -> None:
    read_it = audited(store)
    down = begun(store)
    (front,) = visits(store, down.id)
    store.keep(down.id, troubled(front, TroubleKind.SERVER_ERROR))
    store.finish(down.id, AuditState.DONE)
    assert [record.id for record in store.last_audits(read=True)] == [read_it]
    assert [record.id for record in store.last_audits()] == [down.id]


def test_more_sites_are_asked_for_than_one_question_has_room_for(store: Store) -> None:
    places = [replace(ORDER, start=f"https://hus{number}.dk/") for number in range(501)]
    names = [begun(store, order=place).id for place in places]
    last = store.last_audits(places=[place.place for place in places], finished=False)
    assert [record.id for record in last] == names[::-1]
