"""Work on faults: by site and component, so that it goes on from audit to audit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.model.addresses import twins, within
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.task import Comment, Task, TaskState
from tilgaengelig.store.acceptances import component_of
from tilgaengelig.store.audits import last_audits, number_of, on_site, one
from tilgaengelig.store.rows import component_keys, in_turn, insert_unknown
from tilgaengelig.store.schema import audit, component, occurrence, said, task, visit
from tilgaengelig.store.schema import site as website


def change(
    connection: Connection,
    thing: str,
    now: dt.datetime,
    *,
    by: str,
    audit_id: str | None = None,
    assignee: str | None = None,
    state: TaskState | None = None,
    text: str = "",
) -> Task:
    """Do something about a component, by its id, on the site of the audit or of the newest one that has it.

    What is None stays. Raises UnknownThing, WrongUse.
    """
    if not by.strip():
        raise WrongUse("Skriv, hvem du er.")
    found = component_of(connection, thing, audit_id)
    first = {
        "site": found.site,
        "component": found.key,
        "rule": found.rule,
        "assignee": "",
        "state": TaskState.OPEN,
        "changed": now,
    }
    if not _numbers(connection, found.site, found.key):
        insert_unknown(connection, task, [first])
    values: dict[str, Any] = {"changed": now}
    if assignee is not None:
        values["assignee"] = assignee.strip()
    if state is not None:
        values["state"] = state
    number = _numbers(connection, found.site, found.key)[0]
    connection.execute(update(task).where(task.c.number == number).values(values))
    if text.strip():
        comment(connection, number, now, by.strip(), text.strip())
    return _told(connection, [connection.execute(select(task).where(task.c.number == number)).one()])[0]


def _numbers(connection: Connection, site: str, key: bytes) -> Sequence[int]:
    """The task on a component of a site: of before www made no difference there may be two, the newest first."""
    same = task.c.site.in_(twins(site)) & (task.c.component == key)
    return connection.scalars(select(task.c.number).where(same).order_by(task.c.number.desc())).all()


def comment(connection: Connection, number: int, now: dt.datetime, by: str, text: str) -> None:
    """Something said of a task, without CPR numbers."""
    connection.execute(insert(said).values(task=number, made=now, said_by=by, text=without_cpr(text)))


def tasks(connection: Connection, site: str | None, assignee: str | None) -> list[Task]:
    """All tasks of a site, or of one who works on them; what changed last comes first."""
    query = _wanted(site, assignee).order_by(task.c.changed.desc(), task.c.number)
    return _told(connection, connection.execute(query).all())


def begun(
    connection: Connection, site: str | None, assignee: str | None, limit: int, before: int | None
) -> list[Task]:
    """Some of those tasks, begun before that one; what was begun last comes first, whatever changes meanwhile."""
    query = _wanted(site, assignee).order_by(task.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(task.c.number < before)
    return _told(connection, connection.execute(query).all())


def _wanted(site: str | None, assignee: str | None) -> Select[Any]:
    query = select(task)
    if site is not None:
        query = query.where(task.c.site.in_(twins(site)))
    if assignee is not None:
        query = query.where(task.c.assignee == assignee)
    return query


def of_audit(connection: Connection, audit_id: str) -> list[Task]:
    """The tasks of an audit's site."""
    return tasks(connection, one(connection, audit_id).order.site, None)


def of_component(connection: Connection, audit_id: str, thing: str) -> Task | None:
    """The work on one component of an audit's site; None where nobody has done anything about it."""
    site = one(connection, audit_id).order.site
    numbers = _numbers(connection, site, bytes.fromhex(thing))[:1]
    found = connection.execute(select(task).where(task.c.number.in_(numbers))).all()
    return next(iter(_told(connection, found)), None)


def settle(
    connection: Connection, each: Task, state: TaskState, text: str, now: dt.datetime, renamed: str = ""
) -> None:
    """An audit looked: what it saw of a task, which may have another id by now.

    Where there was a task of that id before, of the time when the fault last stood there, this one takes over what was
    said of it.
    """
    same = (task.c.site == each.site) & (task.c.component == bytes.fromhex(each.component))
    values: dict[str, Any] = {"state": state, "changed": now}
    if renamed:
        values["component"] = bytes.fromhex(renamed)
        own = connection.scalar(select(task.c.number).where(same))
        for older in _numbers(connection, each.site, values["component"]):
            connection.execute(update(said).where(said.c.task == older).values(task=own))
            connection.execute(delete(task).where(task.c.number == older))
    number = connection.execute(update(task).where(same).values(values).returning(task.c.number)).scalar_one()
    if text:
        comment(connection, number, now, "", text)


def checked(connection: Connection, audit_id: str) -> dict[str, dt.datetime]:
    """When each address of an audit was read."""
    read = (visit.c.audit == number_of(connection, audit_id)) & visit.c.checked.is_not(None)
    return {
        row.address: row.checked
        for row in connection.execute(select(visit.c.address, visit.c.checked).where(read))
    }


def elsewhere(connection: Connection, audit_id: str, work: Collection[Task]) -> set[str]:
    """The components of those of the tasks whose fault stands on the same host outside of what the audit looks at.

    Tasks are by host, audits by place, of which a host may have several. Of each other place the newest audit that read
    anything says so, as long as the place is looked at: it is on the list of sites, or was audited since the task
    changed. What was audited once, long ago, holds nothing back.
    """
    order = one(connection, audit_id).order
    here = on_site(order.site)
    others = select(audit.c.place, func.max(audit.c.started).label("last"))
    others = others.where(here, audit.c.place != order.place).group_by(audit.c.place)
    last = {row.place: row.last for row in connection.execute(others)}
    listed = set(connection.scalars(select(website.c.place)))
    found: set[str] = set()
    for record in last_audits(connection, last.keys(), None, None, finished=True, read=True):
        place = record.order.place
        waiting = [each.component for each in work if place in listed or last[place] >= each.changed]
        for key, address in _places(connection, record.id, waiting):
            if not within(urlsplit(address).path).startswith(within(order.prefix)):
                found.add(key.hex())
    return found


def pages_of(connection: Connection, audit_id: str, components: Collection[str]) -> set[str]:
    """The addresses on which an audit has any of the components."""
    return {address for _, address in _places(connection, audit_id, components)}


def _places(
    connection: Connection, audit_id: str, components: Collection[str]
) -> Iterator[tuple[bytes, str]]:
    """The key and the address of each of the components on each page where an audit has it."""
    number = number_of(connection, audit_id)
    for keys in in_turn(component_keys(components)):
        query = (
            select(component.c.key, visit.c.address)
            .join(occurrence, occurrence.c.component == component.c.number)
            .join(visit, visit.c.number == occurrence.c.visit)
            .where(component.c.audit == number, component.c.key.in_(keys))
            .distinct()
        )
        for row in connection.execute(query):
            yield row.key, row.address


def _told(connection: Connection, rows: Sequence[Row[Any]]) -> list[Task]:
    comments: dict[int, list[Comment]] = defaultdict(list)
    for numbers in in_turn([row.number for row in rows]):
        query = select(said).where(said.c.task.in_(numbers)).order_by(said.c.number)
        for one_said in connection.execute(query):
            comments[one_said.task].append(Comment(one_said.made, one_said.said_by, one_said.text))
    return [_task(row, comments[row.number]) for row in rows]


def _task(row: Row[Any], comments: Sequence[Comment]) -> Task:
    return Task(
        number=row.number,
        site=row.site,
        component=row.component.hex(),
        rule=row.rule,
        assignee=row.assignee,
        state=row.state,
        changed=row.changed,
        comments=tuple(comments),
    )
