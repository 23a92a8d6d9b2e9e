"""Workers of the distributed set-up, as processes on a real PostgreSQL: one is killed, and the server goes away."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from documents import DOCUMENT, workshop_without_browsers
from program import PATIENCE, Home, ended
from sites import Site, part_of_sample

from postgres import Server
from tilgaengelig.model.audit import AuditRecord, AuditState, VisitState
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.lease import CLOCK
from tilgaengelig.work.queue import Queue


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(folder=part_of_sample(tmp_path / "site", "index.html", "nyheder", "publikationer")) as opened:
        yield opened


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def worker(folder: Path, database: str) -> Home:
    home = Home(folder)
    home.environment |= {
        "TILGAENGELIG_DATABASE": database,
        "TILGAENGELIG_ALLOW_NETWORK": '["127.0.0.0/8"]',
        # An answer is held back until the database is there again.
        "TILGAENGELIG_REQUEST_SECONDS": "200",
        "TILGAENGELIG_WORKER_SLICE_SECONDS": "20",
        "TILGAENGELIG_WORKER_PATIENCE_SECONDS": "4",
        "TILGAENGELIG_PULSE": str(folder / "pulse"),
    }
    return home


def order(database: str, store: Store, address: str, every_days: int | None = None) -> AuditRecord:
    async def place() -> AuditRecord:
        queue = Queue(database, store, rulebook="any")
        try:
            return (await queue.start(make_order(address), every_days=every_days))[0]
        finally:
            await queue.shutdown()

    return asyncio.run(place())


def outcome(store: Store, audit_id: str) -> tuple[set[str], dict[str, VisitState]]:
    visits = {row.address: row.state for row in store.overview(audit_id, occurrences=0).subjects}
    return store.finding_ids(audit_id), visits


@pytest.mark.timeout(900)
def test_an_audit_outlives_its_worker_and_a_restart_of_the_database(
    site: Site, database: str, postgres: Server, tmp_path: Path
) -> None:
    calm = Home(tmp_path / "calm")
    undisturbed = calm.run("scan", site.at(), "--output", "ud")
    assert undisturbed.code == 0, undisturbed.err
    with Store(calm.database) as store:
        alone = store.audits()[0]
        expected = outcome(store, alone.id)

    gate = site.hold("/nyheder/arkiv.html")
    first, second = worker(tmp_path / "first", database), worker(tmp_path / "second", database)
    with Store(database) as store, ExitStack() as stack:
        store.migrate()
        record = order(database, store, site.at(), every_days=99)
        doomed = stack.enter_context(ended(first.start("worker"), first))
        first.waits(doomed, gate.reached.is_set, "the first worker to ask for a page")
        os.kill(doomed.pid, signal.SIGKILL)
        gate.opened.set()
        late = site.hold("/publikationer/vejledning-tilskud.pdf")
        heir = stack.enter_context(ended(second.start("worker"), second))
        second.waits(heir, lambda: store.read_count(record.id) >= 3, "the second worker to go on")
        beats(second, heir)
        second.waits(heir, late.reached.is_set, "the second worker to ask for what is held back")

        postgres.restart()

        late.opened.set()
        second.waits(heir, lambda: state(database, record) is AuditState.DONE, "the audit to end")

        site.asked.clear()
        night = order(database, store, site.at(), every_days=99)
        second.waits(heir, lambda: state(database, night) is AuditState.DONE, "the night after to end")
        heir.send_signal(signal.SIGTERM)
        assert heir.wait(PATIENCE) == 0
    assert out(second).splitlines()[-1:] == ["Stoppet."]
    assert postgres.password not in (second.folder / "err").read_text("utf-8")
    with Store(database) as store:
        assert outcome(store, record.id) == expected
        # Not what whoever ordered it has, but what it was measured by.
        ended_as = store.audit(record.id)
        assert (ended_as.rulebook, ended_as.versions) == (alone.rulebook, alone.versions)
        assert outcome(store, night.id) == expected
    # Nothing had changed: no page was opened, so that no browser asked for its pictures.
    assert [path for path in site.asked if path.endswith((".png", ".svg"))] == []


@pytest.mark.timeout(600)
def test_of_two_clocks_one_is_at_work_and_the_other_takes_over_when_it_dies(
    database: str, tmp_path: Path
) -> None:
    homes = [worker(tmp_path / name, database) for name in ("first", "second")]
    with ExitStack() as stack:
        first = stack.enter_context(ended(homes[0].start("schedule"), homes[0]))
        homes[0].waits(first, lambda: "Uret går." in out(homes[0]), "the first clock to go")
        second = stack.enter_context(ended(homes[1].start("schedule"), homes[1]))
        homes[1].waits(second, lambda: "Et andet ur er i gang." in out(homes[1]), "the second to stand by")
        beats(homes[0], first)
        beats(homes[1], second)
        first.kill()
        first.wait()  # a dead child that nobody has asked for would hold its lease until that runs out
        homes[1].waits(second, lambda: "Uret går." in out(homes[1]), "the second to take over")
        second.send_signal(signal.SIGTERM)
        assert homes[1].said(second).code == 0


@pytest.mark.timeout(600)
def test_a_clock_that_stands_by_and_one_at_work_wait_for_a_database_that_goes_away(
    database: str, postgres: Server, tmp_path: Path
) -> None:
    home = worker(tmp_path / "clock", database)
    with Store(database) as store, ExitStack() as stack:
        store.migrate()
        other = "maskine2 17 9 x"
        assert store.take_lease(CLOCK, other, dt.timedelta(hours=1))
        clock = stack.enter_context(ended(home.start("schedule"), home))
        home.waits(clock, lambda: "Et andet ur er i gang." in out(home), "the clock to stand by")

        def misses(says: str) -> None:
            postgres.let_in(database, anybody=False)
            home.waits(clock, lambda: says in err(home), "the database to be missed")
            postgres.let_in(database, anybody=True)

        misses("whether another clock is at work")
        store.let_go(CLOCK, other)
        home.waits(clock, lambda: "Uret går." in out(home), "the clock to go")
        misses("the clock cannot be looked after now")
        clock.send_signal(signal.SIGTERM)
        assert home.said(clock).code == 0


def beats(home: Home, process: subprocess.Popen[bytes]) -> None:
    """What a health check goes by is touched again and again."""
    pulse = home.folder / "pulse"
    home.waits(process, pulse.exists, "a first sign of life")
    pulse.unlink()
    home.waits(process, pulse.exists, "another sign of life")


def out(home: Home) -> str:
    return (home.folder / "out").read_text("utf-8")


def err(home: Home) -> str:
    return (home.folder / "err").read_text("utf-8")


def state(database: str, record: AuditRecord) -> AuditState:
    with Store(database) as store:
        return store.audit(record.id).state


def test_a_worker_without_postgresql_says_what_it_needs(tmp_path: Path) -> None:
    said = Home(tmp_path / "home").run("worker")
    assert said.code == 2
    assert "kræver PostgreSQL" in said.err


def test_a_worker_reads_a_site_in_a_closed_network_where_somebody_typed_it(tmp_path: Path) -> None:
    with (
        Site({"/a.pdf": DOCUMENT}) as site,
        workshop_without_browsers(tmp_path, allow_network=[]) as workshop,
    ):
        order = make_order(site.at("/a.pdf"))
        store = workshop.store
        store.add_website(Website("arkiv", order))

        async def read() -> list[int]:
            counts = []
            async with workshop.worker() as worker:
                for typed in (False, True, False):
                    store.change_website(Website("arkiv", order, opened=typed))
                    record = store.begin(order, rulebook="r1", versions={}, first=[order.start])
                    async with worker.ready(record, None) as run:
                        assert await asyncio.wait_for(run(), PATIENCE) is AuditState.DONE
                    counts.append(store.read_count(record.id))
            return counts

        refused, read_by_then, again = asyncio.run(read())
    assert (refused, again) == (0, 0)
    assert read_by_then > 0
