"""The clock of the embedded set-up: each site audited when it is its time, one after another, until told to stop."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import Busy, TilgaengeligError, UnknownThing
from tilgaengelig.model.website import Website
from tilgaengelig.store.store import Store
from tilgaengelig.work.clock import due, window_left

log = logging.getLogger(__name__)

#: Seconds between two looks at the clock.
PAUSE = 20.0


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


async def _paused(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


@dataclass(slots=True)
class Watchman:
    """Runs the clock. `now` and `pause` are the clock's own, so that a test need not wait for the night."""

    store: Store
    audit: Auditing
    tell: Telling
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    pause: Callable[[asyncio.Event, float], Awaitable[None]] = _paused
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> None:
        """Until `stop` is set; an audit under way is then stopped, and taken up again at the next start."""
        while not self.stop.is_set():
            for kept in await asyncio.to_thread(self.store.websites):
                if not self.stop.is_set():
                    await self._look(kept.website.name)
            await self.pause(self.stop, PAUSE)

    async def _look(self, name: str) -> None:
        try:  # anew: a site before this one may have taken hours, and another clock may have seen to it
            kept = await asyncio.to_thread(self.store.website, name)
        except UnknownThing:
            return
        website = kept.website
        slot = due(website, kept.handled, self.now())
        if slot is None:
            return
        ending = asyncio.Event()
        ender = asyncio.create_task(self._end(ending, window_left(website, self.now())))
        try:
            night = await self.audit(website, ending)
        except Busy as error:
            log.info("a site is audited elsewhere: %s", error)
            return
        except TilgaengeligError as error:
            night = Night(website, mishap=str(error))
        except Exception:
            # A slip of ours at one site must not keep the others from their audits.
            log.exception("the audit of %s broke down", website.name)
            night = Night(website, mishap="Kontrollen gik i stykker på grund af en fejl hos os; se loggen.")
        finally:
            ender.cancel()
        if self.stop.is_set() and night.state is AuditState.STOPPED:
            return  # its turn is not over
        await asyncio.to_thread(self.store.handle_schedule, website.name, slot)
        try:
            await self.tell(night)
        except Exception:
            log.exception(
                "what came of %s could not be told", website.name
            )  # the next site has its turn all the same

    async def _end(self, ending: asyncio.Event, left: dt.timedelta | None) -> None:
        """Ends the audit when we are to stop, or its window closes."""
        stopping = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait([stopping], timeout=left.total_seconds() if left else None)
        finally:
            stopping.cancel()
        ending.set()
