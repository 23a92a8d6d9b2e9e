"""How long audits are kept: every night for a fortnight, one a week after that, none after the site's last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from tilgaengelig.store.store import Store

EVERY_NIGHT = dt.timedelta(days=14)


def outlived(audits: Iterable[tuple[str, dt.datetime]], now: dt.datetime, keep_days: int) -> Iterator[str]:
    """Those of the audits (id and beginning, newest first) that are to go; of each older week the newest stays."""
    weeks = set()
    for audit, began in audits:
        age = now - began
        week = began.isocalendar()[:2]
        if age > dt.timedelta(days=keep_days) or (age > EVERY_NIGHT and week in weeks):
            yield audit
        elif age > EVERY_NIGHT:
            weeks.add(week)


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
