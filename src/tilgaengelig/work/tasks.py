"""After an audit: the work on faults is settled by what it saw."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from tilgaengelig.judge.settling import Settled, settled, untold
from tilgaengelig.model.difference import Difference, Snapshot
from tilgaengelig.model.task import Task, TaskState
from tilgaengelig.store.store import Store
from tilgaengelig.work.since import difference

#: How many audits are kept in mind: the new one, and all that one difference asks for at the most.
_AT_ONCE = 12


def settle_tasks(store: Store, audit_id: str, active: Collection[str]) -> None:
    """What was said to be mended is mended by now, or open again; what was said of a fault goes along with it.

    `active` are the rules that the audit looked for, by id.
    """
    tasks = store.tasks_of(audit_id)
    accepted = store.accepted(site=store.audit(audit_id).order.site)
    read = lru_cache(_AT_ONCE)(store.snapshot)
    found = difference(store, audit_id, read=read) if tasks or accepted else None
    if found is None:
        return
    moved = {each.was: each.sighting.component for each in found.changes if each.moved}
    if moved and accepted:
        store.follow_accepted(audit_id, moved)
        read.cache_clear()  # what was said counts in what an audit knows
    outcomes = list(_settled(store, audit_id, tasks, found, active, read))
    mended = [each.task for each in outcomes if each.state is TaskState.MENDED]
    elsewhere = store.elsewhere(audit_id, mended)
    now = dt.datetime.now(dt.UTC)
    for task, state, text, component in outcomes:
        if state is TaskState.MENDED and task.component in elsewhere:
            continue
        store.settle_task(task, state, text, now=now, renamed=component)


def _settled(
    store: Store,
    audit_id: str,
    tasks: list[Task],
    found: Difference,
    active: Collection[str],
    read: Callable[[str], Snapshot],
) -> Iterator[Settled]:
    checked = store.checked(audit_id)
    yield from settled(tasks, found, checked)
    # What neither this audit nor the one before has is held against the last audit that had it.
    lost = {task.component: task for task in untold(tasks, found, active)}
    of_audit: defaultdict[str, list[Task]] = defaultdict(list)
    for component, audit in store.known_before(audit_id, lost.keys()).items():
        of_audit[audit].append(lost[component])
    # By time: two differences against audits that lie near each other ask for the same ones before them.
    for audit in sorted(of_audit, key=lambda each: store.audit(each).started, reverse=True):
        held = difference(store, audit_id, audit, read=read)
        if held is not None:
            yield from settled(of_audit[audit], held, checked, active)
