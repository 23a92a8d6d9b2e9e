"""The clock: each site audited when it is its time, and each chore done, until told to stop."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import Busy, SetupLacks, TilgaengeligError, UnknownThing
from tilgaengelig.model.website import Kept, Website
from tilgaengelig.store.store import Store
from tilgaengelig.work.clock import believed, due, last_slot, window_left

log = logging.getLogger(__name__)

_Found = TypeVar("_Found")

#: Seconds between two looks at the clock.
PAUSE = 20.0
#: Times that something is looked for while the database answers: it may have gone away for a moment each time.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Night:
    """What came of a site's turn: the audit and how it ended, or one Danish sentence on why there is none."""

    website: Website
    audit: str = ""
    state: AuditState | None = None
    mishap: str = ""


#: Sees an audit of a site through, until it ends or the event is set. Raises TilgaengeligError.
Auditing = Callable[[Website, asyncio.Event], Awaitable[Night]]
#: Is told of each night: messages go out from here.
Telling = Callable[[Night], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Chore:
    """What is done by the clock besides audits. `name` is what the store knows it by, `schedule` in cron's syntax."""

    name: str
    schedule: str
    do: Callable[[], Awaitable[None]]


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """So many seconds, or until the event is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def patiently(
    store: Store,
    look: Callable[[], _Found],
    stop: asyncio.Event,
    pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause,
) -> _Found:
    """What `look` finds, in a thread; where the database was away it looks again, until that is back or `stop` is set.

    Raises SetupLacks then, and where something else lacks.
    """
    tries = 0
    while True:
        try:
            return await asyncio.to_thread(look)
        except SetupLacks as error:
            # A database that is back by now was away for a moment, or has nothing to do with it.
            tries = tries + 1 if await asyncio.to_thread(_answers, store) else 0
            if tries == _TRIES or stop.is_set():
                raise
            log.warning("the clock looks again soon: %s", error)
        await pause(stop, PAUSE)


def _answers(store: Store) -> bool:
    try:
        store.websites()
    except SetupLacks:
        return False
    return True


@dataclass(slots=True)
class Watchman:
    """Runs the clock, `at_once` sites side by side.

    `now` and `pause` are the clock's own, so that a test need not wait for the night.
    """

    store: Store
    audit: Auditing
    tell: Telling
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 1
    chores: Sequence[Chore] = ()
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Until `stop` is set; an audit under way is then stopped, and taken up again at the next start.

        A database that goes away is waited for.
        """
        while not self.stop.is_set():
            try:
                await self._look()
            except SetupLacks as error:
                log.warning("the clock cannot be looked after now: %s", error)
            await self.pause(self.stop, PAUSE)
        await self._room(0)

    async def _look(self) -> None:
        await self._room(self.at_once - 1)
        for kept in await asyncio.to_thread(self.store.websites):
            await self._take_up(kept)
        for chore in self.chores:
            await self._see_to(chore)

    async def _take_up(self, kept: Kept) -> None:
        """Begins the site's turn, where it is due, and leaves room for another; with one at a time it is over then."""
        name = kept.website.name
        waits = name not in self._under_way and due(kept.website, kept.handled, self.now()) is not None
        if self.stop.is_set() or not waits:
            return
        self._under_way[name] = asyncio.create_task(self._turn(name))
        await self._room(self.at_once - 1)

    async def _room(self, most: int) -> None:
        """Waits until at most so many are under way."""
        while True:
            for name in [name for name, task in self._under_way.items() if task.done()]:
                self._under_way.pop(name).result()
            if len(self._under_way) <= most:
                return
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _see_to(self, chore: Chore) -> None:
        handled = await asyncio.to_thread(self.store.chore_handled, chore.name, self.now())
        slot = last_slot(chore.schedule, self.now())
        if self.stop.is_set() or slot <= believed(handled, self.now()):
            return
        try:
            await chore.do()
        except Exception:
            log.exception("%s was not done", chore.name)  # the sites have their turns all the same
            if self.stop.is_set():
                return  # the database may be away, and is waited for no longer
        await self._note(partial(self.store.handle_chore, chore.name, slot))

    async def _turn(self, name: str) -> None:
        try:  # anew: a site before this one may have taken hours
            kept = await asyncio.to_thread(self.store.website, name)
            website, slot = kept.website, due(kept.website, kept.handled, self.now())
            if slot is None:
                return
            done = await asyncio.to_thread(self.store.done_since, website.order, slot)
        except UnknownThing:
            return
        except SetupLacks as error:
            log.warning("a site has no turn yet: %s", error)
            return
        # One that was done in this turn already, by workers while no clock was at work, lacks only being told.
        night = Night(website, done, AuditState.DONE) if done else await self._audited(website)
        if night is None:
            return
        if self.stop.is_set() and night.state is not AuditState.DONE and not night.mishap:
            return  # its turn is not over
        if not await self._note(partial(self.store.handle_schedule, website.name, slot)):
            return
        try:
            await self.tell(night)
        except Exception:
            log.exception(
                "what came of %s could not be told", website.name
            )  # the next site has its turn all the same

    async def _audited(self, website: Website) -> Night | None:
        """What came of it; None where the site is audited elsewhere."""
        ending = asyncio.Event()
        ender = asyncio.create_task(self._end(ending, window_left(website, self.now())))
        try:
            return await self.audit(website, ending)
        except Busy as error:
            log.info("a site is audited elsewhere: %s", error)
            return None
        except TilgaengeligError as error:
            return Night(website, mishap=str(error))
        except Exception:
            # A slip of ours at one site must not keep the others from their audits.
            log.exception("the audit of %s broke down", website.name)
            return Night(website, mishap="Kontrollen gik i stykker på grund af en fejl hos os; se loggen.")
        finally:
            ender.cancel()

    async def _note(self, write: Callable[[], None]) -> bool:
        """Writes down that something is seen to, as soon as the database lets us; False where we are to stop first.

        Else it would be done a second time.
        """
        while True:
            try:
                await asyncio.to_thread(write)
            except SetupLacks as error:
                log.warning("what the clock has seen to cannot be noted yet: %s", error)
            else:
                return True
            if self.stop.is_set():
                return False
            await self.pause(self.stop, PAUSE)

    async def _end(self, ending: asyncio.Event, left: dt.timedelta | None) -> None:
        """Ends the audit when we are to stop, or its window closes."""
        stopping = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait([stopping], timeout=left.total_seconds() if left else None)
        finally:
            stopping.cancel()
        ending.set()
