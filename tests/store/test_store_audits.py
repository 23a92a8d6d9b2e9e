"""Audits: found again by their order, listed by page, deleted with all that is theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from store_things import ORDER, SITE, begun, connected, finding, links, read, visits

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.store.schema import metadata


def test_an_audit_comes_back_as_it_was_begun(store: Store) -> None:
    order = replace(ORDER, audience=Audience.PRESSE, prefix="/da", thorough=True, max_pages=7)
    audit = begun(store, order=order)
    assert store.audit(audit.id) == audit
    assert audit.order == order
    assert audit.started.tzinfo is dt.UTC
    assert dict(audit.versions) == {"axe": "4.14.1"}


def test_an_audit_names_all_that_its_pages_were_measured_by(store: Store) -> None:
    audit = begun(store)
    store.measured(audit.id, "2a", {"axe": "4.15", "browser": "Chromium 1"})
    taken_up = store.audit(audit.id)
    assert (taken_up.rulebook, dict(taken_up.versions)) == ("2a", {"axe": "4.15", "browser": "Chromium 1"})
    store.keep(audit.id, read(visits(store, audit.id)[0]), new=())
    for _ in range(2):
        store.measured(audit.id, "2b", {"axe": "4.15", "browser": "Chromium 2", "qualweb": "1"})
    mixed = store.audit(audit.id)
    assert mixed.rulebook == "2b"
    assert dict(mixed.versions) == {"axe": "4.15", "browser": "Chromium 1, Chromium 2", "qualweb": "1"}


def test_an_unfinished_audit_is_found_by_an_equal_order_only(store: Store) -> None:
    audit = begun(store)
    assert store.unfinished(ORDER) == audit
    assert store.unfinished(replace(ORDER, max_pages=501)) is None
    store.finish(audit.id, AuditState.DONE)
    assert store.unfinished(ORDER) is None


def test_the_newest_unfinished_audit_counts(store: Store) -> None:
    begun(store)
    newer = begun(store)
    assert store.unfinished(ORDER) == newer


def test_an_unfinished_audit_is_not_taken_up_when_a_newer_one_is_done(store: Store) -> None:
    begun(store)
    store.finish(begun(store).id, AuditState.DONE)
    assert store.unfinished(ORDER) is None


def test_of_many_who_look_and_begin_at_the_same_moment_one_begins(store: Store) -> None:
    def order(_: int) -> None:
        with store.ordering(ORDER.place):
            if store.unfinished(ORDER) is None:
                begun(store)

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(order, range(20)))
    assert len(store.audits()) == 1


def test_what_another_process_has_seen_through_is_not_stopped(store: Store) -> None:
    audit = begun(store)
    store.finish(audit.id, AuditState.DONE)
    done = store.audit(audit.id)
    store.finish(audit.id, AuditState.STOPPED)
    assert store.audit(audit.id) == done
    assert store.unfinished(ORDER) is None


def test_an_audit_begun_anew_puts_the_one_before_down(store: Store) -> None:
    other, left, done = begun(store, order=replace(ORDER, max_pages=501)), begun(store), begun(store)
    assert [store.audit(audit.id).state for audit in (other, left)] == [
        AuditState.RUNNING,
        AuditState.STOPPED,
    ]
    store.finish(done.id, AuditState.DONE)
    ended = store.audit(done.id)
    begun(store)
    assert store.audit(done.id) == ended


def test_since_when_a_site_is_out_of_reach_is_known_until_it_is_back_or_the_audit_ends(store: Store) -> None:
    audit = begun(store).id
    since = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
    store.out_of_reach(audit, since)
    assert store.audit(audit).out_since == since
    store.out_of_reach(audit, None)
    assert store.audit(audit).out_since is None
    store.out_of_reach(audit, since)
    store.finish(audit, AuditState.STOPPED)
    store.resume(audit)
    assert store.audit(audit).out_since is None


def test_unfinished_audits_are_given_up_once_a_newer_one_of_the_site_is_done(store: Store) -> None:
    stopped, running = begun(store), begun(store, order=replace(ORDER, max_pages=7))
    store.finish(stopped.id, AuditState.STOPPED)
    elsewhere = begun(store, order=replace(ORDER, prefix="/da/"))
    assert store.given_up(ORDER.place) == []
    done = begun(store)
    store.finish(done.id, AuditState.DONE)
    newest = begun(store)
    assert [audit for audit, _ in store.given_up(ORDER.place)] == [running.id, stopped.id]
    assert store.older_audits(ORDER.place) == []
    assert {store.audit(each.id).state for each in (elsewhere, newest)} == {AuditState.RUNNING}


def test_what_was_done_since_a_moment_is_found_by_an_equal_order_only(store: Store) -> None:
    before, after = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours) for hours in (-1, 1))
    audit = begun(store).id
    assert store.done_since(ORDER, before) is None
    store.finish(audit, AuditState.DONE)
    assert store.done_since(ORDER, before) == audit
    assert store.done_since(ORDER, after) is None
    assert store.done_since(replace(ORDER, max_pages=501), before) is None


def test_audits_are_paged_newest_first(store: Store) -> None:
    ids = [begun(store).id for _ in range(5)]
    assert [audit.id for audit in store.audits(limit=2)] == [ids[4], ids[3]]
    assert [audit.id for audit in store.audits(limit=9, before=ids[3])] == [ids[2], ids[1], ids[0]]
    assert store.audits(limit=9, before=ids[0]) == []


def test_a_deleted_audit_leaves_only_what_others_need(database_url: str) -> None:
    with Store(database_url) as store:
        store.migrate()
        for pictures in ((b"ours", b"theirs"), (b"theirs", b"theirs")):
            audit = begun(store)
            (visit,) = visits(store, audit.id)
            found = [finding(f"c{n}", picture=picture) for n, picture in enumerate(pictures)]
            store.keep(
                audit.id,
                read(visit, *found, links=links(f"{SITE}/in", "https://ude.dk/")),
                new=[NewAddress(f"{SITE}/in", 1)],
            )
        older = store.audits(limit=2)[1]
        before = _counts(database_url)
        store.delete_audit(older.id)
        after = _counts(database_url)
        assert before.pop("picture") == 2
        assert after.pop("picture") == 1
        assert after.pop("alembic_version", 1) == before.pop("alembic_version", 1)
        assert after == {name: count // 2 for name, count in before.items()}
        assert store.picture(audit.id, store.overview(audit.id).components[0].id) == b"theirs"
        store.delete_audit(audit.id)
        assert not any(_counts(database_url).values())
        with pytest.raises(UnknownThing):
            store.delete_audit(audit.id)


def _counts(url: str) -> dict[str, int]:
    with connected(url) as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


_ASKED: list[Callable[[Store, str], object]] = [
    lambda store, audit: store.audit(audit),
    lambda store, audit: store.resume(audit),
    lambda store, audit: store.out_of_reach(audit, None),
    lambda store, audit: store.keep_unread_sitemaps(audit, {}),
    lambda store, audit: store.finish(audit, AuditState.DONE),
    lambda store, audit: store.finish(audit, AuditState.STOPPED),
    lambda store, audit: store.audits(before=audit),
    lambda store, audit: store.next_visits(audit, limit=1),
    lambda store, audit: store.add_addresses(audit, []),
    lambda store, audit: store.progress(audit),
    lambda store, audit: store.read_count(audit),
    lambda store, audit: store.overview(audit),
    lambda store, audit: store.findings(audit),
    lambda store, audit: store.finding_ids(audit),
    lambda store, audit: store.known_components(audit),
    lambda store, audit: store.recurring(audit, Responsibility.REDAKTOER, bool),
    lambda store, audit: store.reassign(audit, "00", Responsibility.JURIST),
    lambda store, audit: store.picture(audit, "00"),
    lambda store, audit: store.delete_audit(audit),
]


@pytest.mark.parametrize("audit", ["20200101T000000-abcdef", "", "\0", "\udc00", "x" * 10_000])
def test_an_audit_that_is_not_there_is_said_so_in_danish(store: Store, audit: str) -> None:
    for ask in _ASKED:
        with pytest.raises(UnknownThing, match="Der er ingen kontrolkørsel"):
            ask(store, audit)
