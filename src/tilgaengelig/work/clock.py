"""When a site is to be audited: cron's syntax by Danish clocks, and what was missed is caught up once.

cronsim follows Debian's cron where clocks change: a time that the spring leaves out comes right after the gap, and one
that the autumn has twice comes once.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from cronsim import CronSim, CronSimError

from tilgaengelig.model.denmark import DENMARK
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.website import Website

_LONGEST = 100
_FIELDS = 5
#: So far ahead of the clock may be what was noted by it.
_AHEAD = dt.timedelta(days=1)


def check_schedule(expression: str) -> None:
    """Raises WrongUse for what is not cron's syntax, or never comes; "" is no schedule."""
    if not expression:
        return
    wrong = WrongUse(
        f"”{expression[:_LONGEST]}” er ikke en tidsplan; skriv den som cron, fx ”0 2 * * *” (hver nat kl. 2) "
        "eller ”30 22 * * 1-5” (hverdage kl. 22.30)."
    )
    if len(expression) > _LONGEST or len(expression.split()) != _FIELDS:
        raise wrong
    try:
        next(CronSim(expression, dt.datetime.now(DENMARK)))
    except (CronSimError, StopIteration) as error:
        raise wrong from error


def next_time(website: Website, after: dt.datetime) -> dt.datetime | None:
    """When it starts the next time after that moment, by Danish clocks; None for a site without a schedule."""
    if not website.schedule:
        return None
    slot: dt.datetime = next(CronSim(website.schedule, after.astimezone(DENMARK)))
    return slot + _jitter(website, slot)


def due(website: Website, handled: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The time of the schedule that is to be seen to now, None where there is none.

    It is the last one that is past, so that of several missed ones one is caught up.
    """
    if not website.schedule or (website.window and not website.window.holds(now.astimezone(DENMARK).time())):
        return None
    slot = last_slot(website.schedule, now)
    return slot if slot > believed(handled, now) and slot + _jitter(website, slot) <= now else None


def believed(handled: dt.datetime, now: dt.datetime) -> dt.datetime:
    """Up to when things were seen to, where the clock may have gone wrong meanwhile.

    A clock that is set back by hours has nothing done twice. One that was days ahead, and is right again, would have
    nothing done until those days have come: so what it noted is not believed, and the last time is caught up.
    """
    return handled if handled <= now + _AHEAD else now - _AHEAD


def last_slot(schedule: str, now: dt.datetime) -> dt.datetime:
    """The last time of a schedule that is past, by Danish clocks."""
    # Backwards the expression tells what came before a moment, and never that moment itself.
    slot: dt.datetime = next(
        CronSim(schedule, now.astimezone(DENMARK) + dt.timedelta(seconds=1), reverse=True)
    )
    return slot


def window_left(website: Website, now: dt.datetime) -> dt.timedelta | None:
    """How long it may go on; None where it may for ever."""
    if website.window is None:
        return None
    local = now.astimezone(DENMARK)
    # In the hour that the autumn has twice, the end is that of the one which it is; moments of one zone are told apart
    # by UTC alone.
    end = dt.datetime.combine(local.date(), website.window.ends, DENMARK).replace(fold=local.fold)
    if end.astimezone(dt.UTC) <= now:
        end = dt.datetime.combine(local.date() + dt.timedelta(days=1), website.window.ends, DENMARK)
    return end.astimezone(dt.UTC) - now


def _jitter(website: Website, slot: dt.datetime) -> dt.timedelta:
    """The same for every process that asks, and another each night, so that a group's sites do not start at once."""
    if not website.jitter:
        return dt.timedelta()
    told = hashlib.sha256(f"{website.name}\0{slot.date()}".encode()).digest()
    return dt.timedelta(seconds=int.from_bytes(told[:4], "big") % (60 * website.jitter))
