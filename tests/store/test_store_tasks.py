"""Work on faults follows them when they move."""

from __future__ import annotations

import datetime as dt

from store_things import SITE, begun, finding, read, visits

from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.website import Website
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


def test_work_is_on_the_site_of_the_audit_that_it_was_done_in(store: Store) -> None:
    other = "https://www.styrelsen.dk/"
    ours, newer = begun(store), begun(store, order=Order(other))
    for audit in (ours, newer):
        (visit,) = visits(store, audit.id)
        store.keep(audit.id, read(visit, finding()))
    (fault,) = store.overview(ours.id).components
    assert (
        store.work_on(fault.id, by="Anna", audit_id=ours.id, state=TaskState.CLAIMED).site == ours.order.site
    )
    assert store.task_on(newer.id, fault.id) is None
    assert store.work_on(fault.id, by="Anna").site == newer.order.site


def test_work_goes_on_where_the_site_loses_its_www(store: Store) -> None:
    first, later = begun(store), begun(store, order=Order("https://ministerium.dk/"))
    for audit in (first, later):
        (visit,) = visits(store, audit.id)
        store.keep(audit.id, read(visit, finding()))
    (fault,) = store.overview(first.id).components
    store.work_on(fault.id, by="Anna", audit_id=first.id, assignee="Bo")
    made = store.work_on(fault.id, by="Bo", audit_id=later.id, text="Jeg ser på det.")
    assert made.assignee == "Bo"
    assert store.task_on(first.id, fault.id) == store.task_on(later.id, fault.id) == made
    assert store.tasks(site=SITE) == store.tasks(site="ministerium.dk") == store.tasks() == [made]


def test_what_other_parts_of_a_host_have_is_told_by_their_newest_audits(store: Store) -> None:
    danish, english = Order(f"{SITE}/da/", prefix="/da/"), Order(f"{SITE}/en/", prefix="/en/")
    for order, faults in ((danish, ["top", "menu"]), (danish, ["top"]), (english, ["menu"])):
        audit = begun(store, order=order)
        (visit,) = visits(store, audit.id)
        store.keep(audit.id, read(visit, *map(finding, faults)))
        store.finish(audit.id, AuditState.DONE)
    (menu,) = store.overview(audit.id).components
    (top,) = store.overview(store.last_audits(places=[danish.place])[0].id).components
    work = [store.work_on(each.id, by="Anna", now=audit.started) for each in (top, menu)]
    assert store.elsewhere(audit.id, work) == set(), "nobody looks at the Danish part any more"
    store.add_website(Website("dansk", danish, house="Departementet", schedule="0 2 * * *"))
    assert store.elsewhere(audit.id, work) == {top.id}
    assert list(store.checked(audit.id)) == [english.start]
