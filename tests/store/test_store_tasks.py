"""Work on faults follows them when they move."""

from __future__ import annotations

import datetime as dt

from store_things import begun, finding, read, visits

from tilgaengelig.model.task import TaskState
from tilgaengelig.store import Store

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def test_a_fault_that_moves_back_takes_over_what_was_said_of_it_there(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, finding("top"), finding("menu")))
    there, here = store.overview(audit.id).components
    store.work_on(there.id, by="Anna", text="Den stod her i maj.", now=NOW)
    moved = store.work_on(here.id, by="Bo", assignee="Bo", text="Nu står den her.", now=NOW)
    store.settle_task(moved, TaskState.OPEN, "Den er flyttet.", now=NOW, renamed=there.id)
    (task,) = store.tasks()
    assert (task.component, task.assignee) == (there.id, "Bo")
    assert [each.text for each in task.comments] == [
        "Den stod her i maj.",
        "Nu står den her.",
        "Den er flyttet.",
    ]
