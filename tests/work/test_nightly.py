"""The clock at work: each site in its turn, one fault keeps no other from it, and it stops when it is told to."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.errors import Busy, SetupLacks
from tilgaengelig.model.website import Website, Window
from tilgaengelig.store import Store
from tilgaengelig.work.nightly import Chore, Night, Watchman, patiently

BEGAN = dt.datetime(2026, 11, 2, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'ur.db'}") as opened:
        opened.migrate()
        yield opened


@dataclass
class Town:
    """A clock that moves ten minutes a pause, and audits that end as a test says."""

    store: Store
    until: dt.datetime
    now: dt.datetime = BEGAN
    ends: dict[str, object] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    told: list[Night] = field(default_factory=list)
    at_work: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 1
    chores: list[Chore] = field(default_factory=list)
    together: asyncio.Barrier | None = None
    happens: Callable[[], None] = lambda: None

    def add(self, name: str, schedule: str = "0 2 * * *", **more: object) -> None:
        order = Order(f"https://{name}.example/")
        self.store.add_website(Website(name, order, schedule=schedule, **more), now=self.now)  # type: ignore[arg-type]

    async def audit(self, website: Website, ending: asyncio.Event) -> Night:
        self.begun.append(f"{website.name} {self.now:%d.%m. %H.%M}")
        end = self.ends.get(website.name, AuditState.DONE)
        if isinstance(end, Exception):
            raise end
        if self.together:
            await asyncio.wait_for(self.together.wait(), 10)
        if end == "waits":
            self.at_work.set()
            await asyncio.wait_for(ending.wait(), 10)
            return Night(website, "nr", AuditState.STOPPED)
        return Night(website, "nr", AuditState(str(end)))

    async def tell(self, night: Night) -> None:
        self.told.append(night)

    def run(self) -> None:
        async def go() -> None:
            watchman = Watchman(
                self.store,
                self.audit,
                self.tell,
                lambda: self.now,
                self.pause,
                at_once=self.at_once,
                chores=self.chores,
            )
            await asyncio.wait_for(watchman(), 60)

        asyncio.run(go())

    async def pause(self, stop: asyncio.Event, _seconds: float) -> None:
        self.happens()
        self.now += dt.timedelta(minutes=10)
        if self.now > self.until:
            stop.set()
        await asyncio.sleep(0)


def test_each_site_has_its_turn_each_night(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=2))
    town.add("a")
    town.add("b", "30 3 * * *")
    town.add("c", "")
    town.run()
    assert town.begun == ["a 03.11. 01.00", "b 03.11. 02.30", "a 04.11. 01.00", "b 04.11. 02.30"]
    assert [night.website.name for night in town.told] == ["a", "b", "a", "b"]


def test_what_fails_is_told_and_keeps_no_other_from_its_turn(store: Store) -> None:
    town = Town(
        store, BEGAN + dt.timedelta(days=1), ends={"a": SetupLacks("Chromium mangler."), "b": ValueError("x")}
    )
    for name in ("a", "b", "c"):
        town.add(name)
    town.run()
    assert town.begun == ["a 03.11. 01.00", "b 03.11. 01.00", "c 03.11. 01.00"]
    assert [bool(night.mishap) for night in town.told] == [True, True, False]
    assert town.told[0].mishap == "Chromium mangler."


def test_a_site_that_is_audited_elsewhere_has_its_turn_when_it_is_free(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(hours=14), ends={"a": Busy("optaget")})
    town.add("a")
    town.run()
    assert len(town.begun) > 2
    assert town.told == []
    town.ends.clear()
    town.until += dt.timedelta(minutes=20)
    town.run()
    assert [night.state for night in town.told] == [AuditState.DONE]


def test_a_missed_turn_is_caught_up_once(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=5, hours=1), now=BEGAN)
    town.add("a")
    town.now += dt.timedelta(days=5)
    town.run()
    assert town.begun == ["a 07.11. 12.00"]


def test_told_to_stop_it_stops_the_audit_and_its_turn_is_not_over(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=1), ends={"a": "waits"})
    town.add("a")

    async def go() -> None:
        watchman = Watchman(store, town.audit, town.tell, lambda: town.now, town.pause)
        running = asyncio.create_task(watchman())
        await asyncio.wait_for(town.at_work.wait(), 10)
        watchman.stop.set()
        await asyncio.wait_for(running, 10)

    asyncio.run(go())
    assert town.told == []
    town.ends.clear()
    town.run()
    assert town.begun == ["a 03.11. 01.00", "a 03.11. 01.10"]


def test_the_end_of_the_window_stops_the_audit_and_it_goes_on_the_next_night(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(hours=15), ends={"a": "waits"})
    town.now = (
        BEGAN + dt.timedelta(hours=13) - dt.timedelta(milliseconds=200)
    )  # 02.00 less a fifth of a second
    ends = (town.now + dt.timedelta(milliseconds=200)).astimezone(dt.UTC)
    town.add("a", "59 1 * * *", window=Window(dt.time(0, 0), dt.time(2, 0)))
    store.handle_schedule("a", ends - dt.timedelta(days=1))
    town.run()
    assert [night.state for night in town.told] == [AuditState.STOPPED]


def test_with_workers_sites_have_their_turns_side_by_side(store: Store) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=1), at_once=9, together=asyncio.Barrier(3))
    for name in ("a", "b", "c"):
        town.add(name)
    town.run()
    # All three were at work before the first one ended.
    assert sorted(begun[0] for begun in town.begun) == ["a", "b", "c"]
    assert {night.state for night in town.told} == {AuditState.DONE}


def test_chores_are_done_at_their_time_and_caught_up_once(store: Store) -> None:
    done: list[str] = []
    town = Town(store, BEGAN + dt.timedelta(days=9))

    async def digest() -> None:
        done.append(f"{town.now:%a %d. %H.%M}")

    town.chores = [Chore("uge", "0 7 * * 1", digest)]
    town.run()
    assert done == ["Mon 09. 06.00"]
    town.now += dt.timedelta(days=21)
    town.until = town.now + dt.timedelta(hours=1)
    town.run()
    assert len(done) == 2


def test_a_clock_that_has_nothing_new_to_note_asks_no_writer_for_its_turn(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with Store(f"sqlite:///{file}") as store, closing(sqlite3.connect(file, isolation_level=None)) as writer:
        store.migrate()
        store.chore_handled("uge", began)
        writer.execute("BEGIN IMMEDIATE")  # whoever writes now is turned away after half a minute
        assert store.chore_handled("uge", began + dt.timedelta(days=1)) == began


def test_a_chore_that_fails_waits_for_its_next_time_and_keeps_no_site_from_its_turn(store: Store) -> None:
    done: list[dt.datetime] = []
    town = Town(store, BEGAN + dt.timedelta(days=1))
    town.add("a", "0 14 * * *")

    async def fails() -> None:
        done.append(town.now)
        raise ValueError("a slip")

    town.chores = [Chore("uge", "30 13 * * *", fails)]
    town.run()
    assert len(done) == 1
    assert town.begun == ["a 02.11. 13.00"]


class Cable:
    """The way to a database, to be pulled out and put in."""

    def __init__(self, store: Store, file: Path) -> None:
        self.store, self.file = store, file
        self.is_out = False

    def pull(self) -> None:
        self.store.close()
        self.file.rename(self.file.with_suffix(".away"))
        self.is_out = True

    def put_in(self) -> None:
        self.store.close()
        self.file.with_suffix(".away").replace(self.file)
        self.is_out = False


@pytest.fixture
def cable(store: Store, tmp_path: Path) -> Cable:
    return Cable(store, tmp_path / "ur.db")


def test_a_database_that_is_away_for_a_while_stops_no_clock(store: Store, cable: Cable) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=1))
    town.add("a")
    looks = 0

    def happens() -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            cable.pull()
        if looks == 5:
            cable.put_in()

    town.happens = happens
    town.run()
    assert town.begun == ["a 03.11. 01.00"]


def test_a_night_that_ends_while_the_database_is_away_is_noted_and_told_once(
    store: Store, cable: Cable
) -> None:
    town = Town(store, BEGAN + dt.timedelta(days=1))
    town.add("a")
    looks = 0

    async def ends_without_a_database(website: Website, ending: asyncio.Event) -> Night:
        nonlocal looks
        looks = 0
        night = await Town.audit(town, website, ending)
        cable.pull()
        return night

    def happens() -> None:
        nonlocal looks
        looks += 1
        if cable.is_out and looks == 3:
            cable.put_in()

    town.happens = happens
    town.audit = ends_without_a_database  # type: ignore[method-assign]
    town.run()
    assert town.begun == ["a 03.11. 01.00"]
    assert [night.state for night in town.told] == [AuditState.DONE]


def test_a_chore_that_ends_while_the_database_is_away_is_done_once(store: Store, cable: Cable) -> None:
    done: list[dt.datetime] = []
    town = Town(store, BEGAN + dt.timedelta(days=1))

    async def ends_without_a_database() -> None:
        done.append(town.now)
        cable.pull()

    town.chores = [Chore("uge", "30 13 * * *", ends_without_a_database)]
    town.happens = lambda: cable.put_in() if cable.is_out else None
    town.run()
    assert len(done) == 1


def test_what_is_to_be_told_is_looked_for_until_the_database_is_there_again(
    store: Store, cable: Cable
) -> None:
    looks = 0

    async def waits(_stop: asyncio.Event, _seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 5:
            cable.put_in()

    cable.pull()
    assert asyncio.run(patiently(store, store.websites, asyncio.Event(), waits)) == []
    assert looks == 5

    def lacks() -> None:
        raise SetupLacks("Pango mangler.")

    with pytest.raises(SetupLacks, match="Pango"):
        asyncio.run(patiently(store, lacks, asyncio.Event(), waits))
    assert looks < 10


def test_what_is_to_be_told_is_not_looked_for_by_a_clock_that_stops(store: Store, cable: Cable) -> None:
    cable.pull()

    async def stops(stop: asyncio.Event, _seconds: float) -> None:
        stop.set()

    with pytest.raises(SetupLacks):
        asyncio.run(patiently(store, store.websites, asyncio.Event(), stops))


def test_a_clock_that_stops_while_the_database_is_away_is_not_waited_for(store: Store, cable: Cable) -> None:
    town = Town(store, BEGAN + dt.timedelta(hours=13, minutes=10))
    town.add("a")

    async def ends_without_a_database(website: Website, ending: asyncio.Event) -> Night:
        cable.pull()
        return await Town.audit(town, website, ending)

    town.audit = ends_without_a_database  # type: ignore[method-assign]
    town.run()
    assert (town.begun, town.told) == (["a 03.11. 01.00"], [])


def test_what_was_done_in_this_turn_already_is_told_and_not_begun_again(store: Store) -> None:
    now = dt.datetime.now(dt.UTC)
    town = Town(store, now + dt.timedelta(hours=30), now=now - dt.timedelta(days=1))
    town.add("a", "* * * * *")
    town.add("b", "* * * * *")
    town.now = now
    orders = {kept.website.name: kept.website.order for kept in store.websites()}
    done = store.begin(orders["a"], rulebook="1", versions={}, first=[])
    store.finish(done.id, AuditState.DONE)
    store.begin(orders["b"], rulebook="1", versions={}, first=[])
    town.until = now
    town.run()
    assert {name.split()[0] for name in town.begun} == {"b"}
    told = {night.website.name: (night.audit, night.state) for night in town.told}
    assert told["a"] == (done.id, AuditState.DONE)
