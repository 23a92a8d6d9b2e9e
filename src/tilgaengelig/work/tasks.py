"""After an audit: the work on faults is settled by what it saw."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from tilgaengelig.judge.settling import settled, untold
from tilgaengelig.model.task import Task
from tilgaengelig.store.store import Store
from tilgaengelig.work.since import difference


def settle_tasks(store: Store, audit_id: str, active: Collection[str] = ()) -> None:
    """What was said to be mended is mended by now, or open again.

    `active` are the rules that the audit looked for, by id. What neither it nor the audit before has is held against
    the last audit that had it.
    """
    tasks = store.tasks_of(audit_id)
    found = difference(store, audit_id) if tasks else None
    if found is None:
        return
    lost = {task.component: task for task in untold(tasks, found)}
    of_audit: defaultdict[str, list[Task]] = defaultdict(list)
    for component, audit in store.known_before(audit_id, lost.keys()).items():
        of_audit[audit].append(lost[component])
    told = list(settled(tasks, found))
    for audit, some in of_audit.items():
        held = difference(store, audit_id, audit)
        told += settled(some, held, active) if held else ()
    now = dt.datetime.now(dt.UTC)
    for task, state, text, component in told:
        store.settle_task(task, state, text, now=now, renamed=component)
