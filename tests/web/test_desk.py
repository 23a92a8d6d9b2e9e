"""The desk: one of an order at a time, the rest in turn, and everything put down as it should be."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tilgaengelig.model.audit import AuditRecord, AuditState, Order, Progress
from tilgaengelig.model.errors import Busy, SetupLacks, UnknownThing
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import Tell
from tilgaengelig.work.desk import MOST_WAITING, Activity, Desk

A, B, C = (Order(f"https://{name}.dk/") for name in "abc")


class Work:
    """An audit that works until it is let go, stopped, or told to break."""

    def __init__(self, office: "Office", record: AuditRecord, tell: Tell) -> None:
        self.office, self.record, self.tell = office, record, tell
        self.stop = asyncio.Event()

    async def __call__(self) -> AuditState:
        office = self.office
        office.at_work.append(self.record.order)
        self.tell(Progress(self.record.id, AuditState.RUNNING, 9, 5, 4, 0, 0, 0, 0, "her", 2.0, 2.5))
        if office.breaks:
            raise office.breaks
        waits = [office.go.wait()] if office.deaf else [office.go.wait(), self.stop.wait()]
        tasks = [asyncio.ensure_future(wait) for wait in waits]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        ended = AuditState.STOPPED if self.stop.is_set() else AuditState.DONE
        office.store.finish(self.record.id, ended)
        return ended


class Office:
    """A desk with a store of its own, and work that does as it is told."""

    def __init__(self, store: Store, at_once: int = 1) -> None:
        self.store = store
        self.at_work: list[Order] = []
        self.go = asyncio.Event()
        self.breaks: Exception | None = None
        self.deaf = False
        self.open = 0
        self.desk = Desk(
            store, self._opening, rulebook="1f2e", versions={"axe": "4"}, at_once=at_once, grace=0.05
        )

    @asynccontextmanager
    async def _opening(self, record: AuditRecord, tell: Tell, _: int | None) -> AsyncIterator[Work]:
        self.open += 1
        try:
            yield Work(self, record, tell)
        finally:
            self.open -= 1

    async def start(self, order: Order) -> str:
        return (await self.desk.start(order))[0].id

    async def until(self, audit: str, activity: Activity) -> None:
        async with asyncio.timeout(5):
            while self.desk.activity(audit) is not activity:  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.005)

    def state(self, audit: str) -> AuditState:
        return self.store.audit(audit).state


Story = Callable[[Office], Awaitable[None]]


@pytest.fixture
def tell(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Tells a story in an office, and sees that the office is empty afterwards."""
    with Store(f"sqlite:///{tmp_path / 'desk.db'}") as store:
        store.migrate()

        def told(story: Story, at_once: int = 1) -> None:
            async def whole() -> None:
                office = Office(store, at_once)
                try:
                    await story(office)
                finally:
                    await office.desk.shutdown()
                assert office.open == 0
                assert all(record.state is not AuditState.RUNNING for record in store.audits())

            asyncio.run(whole())

        yield told


def test_an_order_is_seen_through_in_the_background(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        record, again = await office.desk.start(A)
        assert not again
        await office.until(record.id, Activity.WORKING)
        await asyncio.sleep(0.01)
        told = office.desk.told(record.id)
        assert told is not None
        assert told.current == "her"
        office.go.set()
        await office.until(record.id, Activity.NONE)
        assert office.state(record.id) is AuditState.DONE
        assert office.desk.told(record.id) is None
        assert office.desk.mishap(record.id) is None

    tell(story)


def test_the_same_order_is_at_work_once(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        answers = await asyncio.gather(*(office.desk.start(A) for _ in range(5)))
        assert len({record.id for record, _ in answers}) == 1
        assert [again for _, again in answers] == [False, True, True, True, True]
        with pytest.raises(Busy, match="allerede i gang"):
            await office.desk.start(A, fresh=True)

    tell(story)


@pytest.mark.parametrize("at_once", [1, 2])
def test_the_others_wait_their_turn(tell: Callable[..., None], at_once: int) -> None:
    async def story(office: Office) -> None:
        audits = [await office.start(order) for order in (A, B, C)]
        await asyncio.sleep(0.05)
        assert office.at_work == [A, B, C][:at_once]
        assert office.desk.activity(audits[2]) is Activity.WAITING
        office.go.set()
        await office.until(audits[2], Activity.NONE)
        assert office.at_work == [A, B, C]
        assert [office.state(audit) for audit in audits] == [AuditState.DONE] * 3

    tell(story, at_once)


def test_one_that_works_is_stopped_and_taken_up_again(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        audit = await office.start(A)
        await office.until(audit, Activity.WORKING)
        assert await office.desk.cancel(audit)
        assert office.desk.activity(audit) is Activity.STOPPING
        with pytest.raises(Busy, match="ved at stoppe"):
            await office.desk.start(A)
        await office.until(audit, Activity.NONE)
        assert office.state(audit) is AuditState.STOPPED
        record, again = await office.desk.start(A)
        assert (record.id, again) == (audit, True)

    tell(story)


def test_one_that_waits_is_stopped_without_ever_working(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        await office.start(A)
        waiting = await office.start(B)
        assert await office.desk.cancel(waiting)
        assert office.state(waiting) is AuditState.STOPPED
        assert not await office.desk.cancel(waiting)
        office.go.set()
        await asyncio.sleep(0.05)
        assert office.at_work == [A]

    tell(story)


def test_one_that_does_not_heed_is_stopped_all_the_same(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        office.deaf = True
        audit = await office.start(A)
        await office.until(audit, Activity.WORKING)
        await office.desk.cancel(audit)
        await office.until(audit, Activity.NONE)
        assert office.state(audit) is AuditState.STOPPED

    tell(story)


@pytest.mark.parametrize(
    ("breaks", "sentence"),
    [
        (RuntimeError("kaput"), "Kontrollen gik i stå på grund af en fejl hos os."),
        (SetupLacks("Chromium mangler."), "Chromium mangler."),
    ],
)
def test_one_that_breaks_down_is_told_as_stopped_and_logged_and_the_next_has_its_turn(
    tell: Callable[..., None], breaks: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(office: Office) -> None:
        office.breaks = breaks
        audit = await office.start(A)
        following = await office.start(B)
        await office.until(audit, Activity.NONE)
        office.breaks = None
        office.go.set()
        assert office.state(audit) is AuditState.STOPPED
        mishap = office.desk.mishap(audit)
        assert mishap is not None
        assert mishap.startswith(sentence)
        await office.until(following, Activity.NONE)
        again = await office.start(A)
        assert again == audit
        assert office.desk.mishap(audit) is None

    with caplog.at_level(logging.WARNING):
        tell(story)
    assert str(breaks) in caplog.text


def test_shutting_down_stops_all_and_takes_no_more(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        audits = [await office.start(order) for order in (A, B, C)]
        await office.desk.shutdown()
        assert [office.state(audit) for audit in audits] == [AuditState.STOPPED] * 3
        with pytest.raises(Busy):
            await office.desk.start(A)

    tell(story)


def test_not_more_wait_than_there_is_room_for(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        for number in range(MOST_WAITING + 1):
            await office.start(Order(f"https://www.x{number}.dk/"))
        with pytest.raises(Busy, match="For mange"):
            await office.start(A)

    tell(story)


def test_only_what_is_not_at_hand_is_deleted(tell: Callable[..., None]) -> None:
    async def story(office: Office) -> None:
        audit = await office.start(A)
        with pytest.raises(Busy):
            await office.desk.delete(audit)
        office.go.set()
        await office.until(audit, Activity.NONE)
        await office.desk.delete(audit)
        with pytest.raises(UnknownThing):
            await office.desk.delete(audit)

    tell(story)
