"""After an audit: the work on faults is settled by what it saw."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from tilgaengelig.judge.settling import settled
from tilgaengelig.model.task import TaskState
from tilgaengelig.store.store import Store
from tilgaengelig.work.since import difference


def settle_tasks(store: Store, audit_id: str) -> None:
    """What was said to be mended is mended by now, or open again; what was said of a fault goes along with it."""
    tasks = store.tasks_of(audit_id)
    accepted = store.accepted(site=urlsplit(store.audit(audit_id).order.start).netloc)
    found = difference(store, audit_id) if tasks or accepted else None
    if found is not None:
        moved = {each.was: each.sighting.component for each in found.changes if each.moved}
        store.follow_accepted(audit_id, moved)
        now = dt.datetime.now(dt.UTC)
        outcomes = list(settled(tasks, found, store.checked(audit_id)))
        mended = [each.task.component for each in outcomes if each.state is TaskState.MENDED]
        elsewhere = store.elsewhere(audit_id, mended)
        for task, state, text, component in outcomes:
            if state is TaskState.MENDED and task.component in elsewhere:
                continue
            store.settle_task(task, state, text, now=now, renamed=component)
