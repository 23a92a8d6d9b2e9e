"""The frontier is worked off level by level, and how it was done must not show in the result."""

from __future__ import annotations

import random

import pytest
from store_things import ORDER, SITE, begun, crawl, finding, links, read, redirected, troubled, visits

from tilgaengelig.model.audit import AuditState, LeftOut, VisitState
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.store import NewAddress, Store


def test_the_first_addresses_wait_at_depth_0_and_once(store: Store) -> None:
    audit = begun(store, f"{SITE}/b", f"{SITE}/a", f"{SITE}/b")
    assert [(v.address, v.depth, v.hops) for v in visits(store, audit.id)] == [
        (f"{SITE}/a", 0, 0),
        (f"{SITE}/b", 0, 0),
    ]


def test_a_level_is_finished_before_the_next_begins(store: Store) -> None:
    audit = begun(store)
    store.add_addresses(
        audit.id,
        [(f"{SITE}/x", 1, 0), (f"{SITE}/y", 0, 1), (f"{SITE}/w", 1, 0), (f"{SITE}/z", 2, 0)],
    )
    order = []
    while found := visits(store, audit.id):
        assert len({(v.depth, v.hops) for v in found}) == 1
        order.append([v.address.removeprefix(SITE) for v in found])
        for visit in found:
            store.keep(audit.id, read(visit))
    assert order == [["/"], ["/y"], ["/w", "/x"], ["/z"]]


def test_visits_in_hand_are_not_given_again_and_hold_their_level_open(store: Store) -> None:
    audit = begun(store, f"{SITE}/a", f"{SITE}/b")
    store.add_addresses(audit.id, [(f"{SITE}/next", 1, 0)])
    a, b = visits(store, audit.id)
    assert store.next_visits(audit.id, limit=1, exclude={a.id}) == [b]
    assert store.next_visits(audit.id, limit=5, exclude={a.id, b.id}) == []
    store.keep(audit.id, read(a))
    assert store.next_visits(audit.id, limit=5, exclude={b.id}) == []
    store.keep(audit.id, read(b))
    assert [v.address for v in visits(store, audit.id)] == [f"{SITE}/next"]


def test_addresses_sort_by_code_point_whatever_the_server_speaks(store: Store) -> None:
    # The PostgreSQL of these tests sorts as Danish does, with aa last and capitals among the small letters.
    long = "x" * 5_000  # longer than an index of PostgreSQL takes
    endings = ["Z", "a", "aa", "b", "ø", "z", "-", "_", f"{long}1", f"{long}0", "%C3%A5"]
    audit = begun(store, *(f"{SITE}/{ending}" for ending in endings))
    assert [v.address for v in visits(store, audit.id)] == sorted(f"{SITE}/{ending}" for ending in endings)


def test_the_nearest_way_to_an_address_counts(store: Store) -> None:
    audit = begun(store)
    store.add_addresses(audit.id, [(f"{SITE}/a", 2, 0), (f"{SITE}/b", 1, 1)])
    store.add_addresses(audit.id, [(f"{SITE}/a", 1, 1), (f"{SITE}/b", 2, 0)])
    store.keep(audit.id, read(visits(store, audit.id)[0]))
    assert [(v.address, v.depth, v.hops) for v in visits(store, audit.id)] == [
        (f"{SITE}/a", 1, 1),
        (f"{SITE}/b", 1, 1),
    ]


def test_an_address_left_out_is_recorded_at_once_and_asked_for_when_a_nearer_way_is_found(
    store: Store,
) -> None:
    audit = begun(store)
    (start,) = visits(store, audit.id)
    deep, trap = (
        NewAddress(f"{SITE}/deep", 11, 0, LeftOut.DEPTH),
        NewAddress(f"{SITE}/trap", 1, 0, LeftOut.TRAP),
    )
    store.keep(audit.id, read(start), new=[deep, trap])
    assert visits(store, audit.id) == []
    assert store.overview(audit.id).coverage.left_out == {LeftOut.DEPTH: 1, LeftOut.TRAP: 1}
    store.add_addresses(audit.id, [(f"{SITE}/deep", 10, 1)])
    store.add_addresses(audit.id, [deep])
    assert [(v.address, v.depth, v.hops) for v in visits(store, audit.id)] == [(f"{SITE}/deep", 10, 1)]


def test_a_visited_address_is_not_visited_again(store: Store) -> None:
    audit = begun(store)
    (start,) = visits(store, audit.id)
    store.keep(audit.id, read(start), new=[NewAddress(start.address, 0)])
    assert visits(store, audit.id) == []


def test_the_frontier_is_the_same_in_whichever_order_a_level_is_kept(store: Store) -> None:
    results = []
    for seed in range(4):
        audit = begun(store, *(f"{SITE}/{n}" for n in range(8)))
        level = visits(store, audit.id)
        random.Random(seed).shuffle(level)
        for visit in level:
            n = int(visit.address.rpartition("/")[2])
            found = [NewAddress(f"{SITE}/p{(n * k) % 5}", k % 3 + 1, n % 2) for k in range(4)]
            found.append(NewAddress(f"{SITE}/p{n % 5}", 4, 0, LeftOut.DEPTH))
            store.keep(audit.id, read(visit), new=found)
        overview = store.overview(audit.id)
        results.append([(row.address, row.depth, row.state, row.left_out) for row in overview.subjects])
    assert results.count(results[0]) == 4


def test_progress_counts_addresses_by_state_and_failed_findings(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{n}" for n in "abcd"))
    a, b, c, _ = visits(store, audit.id)
    store.keep(audit.id, read(a, finding(), finding("x")), new=[NewAddress(f"{SITE}/t", 1, 0, LeftOut.TRAP)])
    store.keep(audit.id, troubled(b))
    store.keep(audit.id, redirected(c, f"{SITE}/a"))
    progress = store.progress(audit.id)
    counts = (progress.found, progress.queued, progress.read, progress.troubled, progress.redirected)
    assert counts == (5, 1, 1, 1, 1)
    assert (progress.left_out, progress.findings, progress.state) == (1, 2, AuditState.RUNNING)
    assert store.read_count(audit.id) == 1


def test_an_audit_that_is_done_has_nothing_waiting_and_says_why(store: Store) -> None:
    audit = begun(store)
    store.finish(audit.id, AuditState.DONE, rest=LeftOut.MAX_PAGES)
    overview = store.overview(audit.id)
    assert overview.coverage.left_out == {LeftOut.MAX_PAGES: 1}
    assert (overview.subjects[0].state, overview.coverage.not_read) == (VisitState.LEFT_OUT, 1)
    assert overview.audit.state is AuditState.DONE
    assert overview.audit.finished is not None
    assert overview.audit.finished >= audit.started


def test_a_stopped_audit_is_taken_up_with_all_that_waited(store: Store) -> None:
    audit = begun(store)
    waiting = visits(store, audit.id)
    store.finish(audit.id, AuditState.STOPPED)
    assert visits(store, audit.id) == waiting
    stopped = store.unfinished(ORDER)
    assert stopped is not None
    assert (stopped.id, stopped.state) == (audit.id, AuditState.STOPPED)
    store.resume(audit.id)
    resumed = store.audit(audit.id)
    assert (resumed.state, resumed.finished) == (AuditState.RUNNING, None)


def test_killed_between_two_keeps_nothing_is_lost_and_nothing_kept_twice(database_url: str) -> None:
    pages = [f"{SITE}/", *(f"{SITE}/{n}" for n in range(12))]
    site = {page: [pages[(i * 2 + 1) % 13], pages[(i * 2 + 2) % 13]] for i, page in enumerate(pages)}
    with Store(database_url) as store:
        store.migrate()
        undisturbed = begun(store)
        crawl(store, undisturbed.id, site)
        store.finish(undisturbed.id, AuditState.DONE)
        killed = begun(store)
        crawl(store, killed.id, site, limit=5)
        with Store(database_url) as second:  # the first never closed: as after SIGKILL
            second.migrate()
            taken_up = second.unfinished(ORDER)
            assert taken_up == killed
            second.resume(killed.id)
            assert crawl(second, killed.id, site) == len(site) - 5
            assert second.finding_ids(killed.id) == second.finding_ids(undisturbed.id)
            assert second.overview(killed.id).subjects == second.overview(undisturbed.id).subjects
            assert second.overview(killed.id).components == second.overview(undisturbed.id).components


def test_keeping_a_visit_of_another_audit_is_refused(store: Store) -> None:
    audit, other = begun(store), begun(store)
    (visit,) = visits(store, other.id)
    with pytest.raises(UnknownThing, match="ingen adresse"):
        store.keep(audit.id, read(visit, links=links(SITE)))
