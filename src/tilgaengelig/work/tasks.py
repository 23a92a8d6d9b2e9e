"""After an audit: the work on faults is settled by what it saw."""

from __future__ import annotations

import datetime as dt

from tilgaengelig.judge.settling import settled
from tilgaengelig.store.store import Store
from tilgaengelig.work.since import difference


def settle_tasks(store: Store, audit_id: str) -> None:
    """What was said to be mended is mended by now, or open again."""
    tasks = store.tasks_of(audit_id)
    found = difference(store, audit_id) if tasks else None
    if found is not None:
        now = dt.datetime.now(dt.UTC)
        for task, state, text, component in settled(tasks, found):
            store.settle_task(task, state, text, now=now, renamed=component)
