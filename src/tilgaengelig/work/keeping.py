"""How long audits are kept: each night a fortnight, one a week until the site's last day, one a month for the group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from tilgaengelig.model.denmark import day_of
from tilgaengelig.store.store import Store

EVERY_NIGHT = dt.timedelta(days=14)


def outlived(audits: Iterable[tuple[str, dt.datetime]], now: dt.datetime, keep_days: int) -> Iterator[str]:
    """Those of the audits (id and beginning, newest first) that are to go.

    Of each older week the newest stays as long as the site keeps any, and of each month as long as the group's report
    asks for it: in this quarter and the one before, and in the month before both, which they are held against.
    """
    this_month = _month(now)
    asked_for = this_month - this_month % 3 - 4
    weeks, months = set(), set()
    for audit, began in audits:
        age = now - began
        week, month = began.isocalendar()[:2], _month(began)
        last_of_month = month not in months and month >= asked_for
        months.add(month)
        if age > dt.timedelta(days=keep_days) or (age > EVERY_NIGHT and week in weeks):
            if not last_of_month:
                yield audit
        elif age > EVERY_NIGHT:
            weeks.add(week)


def _month(moment: dt.datetime) -> int:
    """Which month it is in Denmark, counted on from year to year; a quarter begins at what three goes into."""
    day = day_of(moment)
    return 12 * day.year + day.month - 1


def thin_out(store: Store, place: str, now: dt.datetime) -> int:
    """Deletes what the site at a place keeps no more; how many audits that were. The newest that read anything stays.

    Audits that never ended, or read nothing, go after the fortnight: they are no week's own. Of a site that is not on
    the list nobody has said how long its audits are kept, and all stay.
    """
    website = store.website_at(place)
    if website is None:
        return 0
    fortnight = min(EVERY_NIGHT, dt.timedelta(days=website.keep_days))
    gone = list(outlived(store.older_audits(place), now, website.keep_days))
    gone += [audit for audit, began in store.given_up(place) if now - began > fortnight]
    store.delete_audits(gone)
    return len(gone)
