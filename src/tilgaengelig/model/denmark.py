"""Clocks and days as Denmark counts them: moments are kept in UTC, and a night's work crosses midnight."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as clocks in Denmark show it; one without a zone is UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(DENMARK)


def day_of(moment: dt.datetime) -> dt.date:
    """The day that it is in Denmark at that moment."""
    return local(moment).date()


def today() -> dt.date:
    """The day that it is in Denmark now."""
    return day_of(dt.datetime.now(dt.UTC))
