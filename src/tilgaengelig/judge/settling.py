"""What an audit says of the work on faults: what was said to be mended is, or is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from tilgaengelig.model.difference import Change, Changed, Difference
from tilgaengelig.model.task import Task, TaskState


class Settled(NamedTuple):
    """What becomes of a task: its state, a sentence on why, and the id that its component has by now ("": the same)."""

    task: Task
    state: TaskState
    text: str
    component: str = ""


def untold(tasks: Iterable[Task], difference: Difference, active: Collection[str]) -> list[Task]:
    """The unsettled tasks of which neither audit of the difference knows anything.

    The last one that had it is to be held against the audit too, or the task would stay for ever. Of rules that are not
    `active` no audit has anything to tell.
    """
    told = {each.was or each.sighting.component for each in difference.changes}
    return [
        task
        for task in tasks
        if task.state is not TaskState.MENDED and task.rule in active and task.component not in told
    ]


def settled(
    tasks: Iterable[Task],
    difference: Difference,
    checked: Mapping[str, dt.datetime],
    active: Collection[str] = (),
) -> Iterator[Settled]:
    """The tasks of which the audit has something to tell; of what it did not reach it tells nothing.

    `checked` is when each address was looked at: what was claimed to be mended after that is for the next audit.
    Only what both audits measured alike is mended, and where the orders look for the same also what is by one of the
    rules in `active`, those that are looked for by now: the audit may not have looked for the rest.
    """
    became = {each.was or each.sighting.component: each for each in difference.changes}
    orders_alike = difference.before.order.looks_for == difference.after.order.looks_for
    for task in tasks:
        changed = became.get(task.component)
        if changed is None:
            continue
        renamed = changed.sighting.component if changed.was else ""
        if changed.change in (Change.NEW, Change.BACK, Change.STILL):
            yield from _stands(task, changed, renamed, checked)
        elif changed.change is Change.MENDED and task.state is not TaskState.MENDED:
            if not changed.measured_alike and not (orders_alike and task.rule in active):
                continue
            yield Settled(task, TaskState.MENDED, "Vi har set efter. Fejlen er der ikke mere.")


def _stands(
    task: Task, changed: Changed, renamed: str, checked: Mapping[str, dt.datetime]
) -> Iterator[Settled]:
    claimed = task.state is TaskState.CLAIMED
    pages = sum(not claimed or _after(checked.get(address), task) for address in changed.sighting.pages)
    where = "1 side" if pages == 1 else f"{pages} sider"
    if claimed and pages:
        text = f"Fejlen er meldt rettet, men vi fandt den stadig på {where}."
        yield Settled(task, TaskState.OPEN, text, renamed)
    elif task.state is TaskState.MENDED:
        yield Settled(task, TaskState.OPEN, f"Fejlen er kommet igen. Vi fandt den på {where}.", renamed)
    elif renamed:
        yield Settled(task, task.state, "", renamed)


def _after(looked: dt.datetime | None, task: Task) -> bool:
    return looked is not None and looked > task.changed
