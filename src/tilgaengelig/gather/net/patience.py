"""How long to wait before asking again: what the server asks for, or longer each time."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime


def back_off(tries: int, retry_after: str | None, first: float, longest: float) -> float:
    """Seconds to wait after the try of that number (from 1), by Retry-After where it can be read.

    No chance in it: a client that keeps one request a host in the air needs none, and an audit that is taken
    up again goes the same way.
    """
    asked = asked_for(retry_after, dt.datetime.now(dt.UTC))
    wait = first * 2 ** (tries - 1) if asked is None else asked
    return min(max(wait, 0.0), longest)


def asked_for(retry_after: str | None, now: dt.datetime) -> float | None:
    """What a Retry-After header says, in seconds from `now`; None where it says nothing that can be read."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max((moment - now).total_seconds(), 0.0)
