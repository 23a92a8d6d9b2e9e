"""Audits: begun, taken up, finished, listed, deleted."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, or_, select, update

from tilgaengelig.model.addresses import completed, normal, site_of, twins, within
from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut, Order, VisitState
from tilgaengelig.model.errors import UnknownThing, Unread, WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store.columns import digest
from tilgaengelig.store.counting import count_up, forget_counts
from tilgaengelig.store.history import sum_up
from tilgaengelig.store.rows import in_turn
from tilgaengelig.store.schema import audit, component, occurrence, picture, site, visit

_UNFINISHED = (AuditState.RUNNING, AuditState.STOPPED)
_PICTURES = 0x7469_6C68  # PostgreSQL's advisory lock between those who bring pictures and who sweeps them
_READ_ANYTHING = exists().where(visit.c.audit == audit.c.number, visit.c.state == VisitState.READ)


def number_of(connection: Connection, audit_id: str) -> int:
    """The number by which rows know their audit."""
    number = connection.scalar(select(audit.c.number).where(audit.c.id == audit_id))
    if number is None:
        raise unknown(audit_id)
    return int(number)


def unknown(audit_id: str) -> UnknownThing:
    """No such audit."""
    return UnknownThing(
        f"Der er ingen kontrolkørsel med id ”{audit_id}”; se dem, der er, med tilgaengelig audit list."
    )


def begin(
    connection: Connection, order: Order, rulebook: str, versions: Mapping[str, str]
) -> tuple[int, AuditRecord]:
    """A new audit, running from now. One of an equal order that was not finished is put down: nobody takes it up."""
    now = dt.datetime.now(dt.UTC)
    _put_down(connection, order, now)
    record = AuditRecord(
        id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
        order=order,
        state=AuditState.RUNNING,
        started=now,
        finished=None,
        rulebook=rulebook,
        versions=dict(versions),
    )
    row = {
        "id": record.id,
        "ordered": asdict(order),
        "order_key": _order_key(order),
        "place": order.place,
        "state": record.state,
        "started": record.started,
        "rulebook": rulebook,
        "versions": versions,
    }
    number = connection.execute(insert(audit).values(row).returning(audit.c.number)).scalar_one()
    return number, record


def _put_down(connection: Connection, order: Order, now: dt.datetime) -> None:
    """Stops what runs of an equal order. It is not counted up: its process may keep a last page at this moment."""
    running = (audit.c.order_key == _order_key(order)) & (audit.c.state == AuditState.RUNNING)
    stopped = {"state": AuditState.STOPPED, "finished": now, "out_since": None}
    put_down = update(audit).where(running).values(stopped).returning(audit.c.number)
    for number in connection.scalars(put_down).all():
        forget_counts(connection, number)


def unfinished(connection: Connection, order: Order) -> AuditRecord | None:
    """The newest audit of an equal order, where it is unfinished."""
    newest = (
        select(audit).where(audit.c.order_key == _order_key(order)).order_by(audit.c.number.desc()).limit(1)
    )
    row = connection.execute(newest).one_or_none()
    return record_of(row) if row is not None and row.state in _UNFINISHED else None


def resume(connection: Connection, audit_id: str) -> None:
    """Running again."""
    again = update(audit).where(audit.c.id == audit_id).values(state=AuditState.RUNNING, finished=None)
    if not connection.execute(again).rowcount:
        raise unknown(audit_id)


def out_of_reach(connection: Connection, audit_id: str, since: dt.datetime | None) -> None:
    """Noted, since when its site is out of reach; None where it is not."""
    noted = update(audit).where(audit.c.id == audit_id).values(out_since=since)
    if not connection.execute(noted).rowcount:
        raise unknown(audit_id)


def keep_unread_sitemaps(connection: Connection, audit_id: str, unread: Mapping[str, Trouble]) -> None:
    """Noted, of each sitemap that was not read whole, why."""
    told = {address: [why.kind, why.detail, why.status] for address, why in unread.items()}
    noted = update(audit).where(audit.c.id == audit_id).values(unread_sitemaps=told or None)
    if not connection.execute(noted).rowcount:
        raise unknown(audit_id)


def measured(
    connection: Connection, audit_id: str, rulebook: str, versions: Mapping[str, str]
) -> AuditRecord:
    """Noted, what it is measured by from now on: of what was read by others before, all are named."""
    record = one(connection, audit_id)
    read = (visit.c.audit == number_of(connection, audit_id)) & (visit.c.state == VisitState.READ)
    if connection.scalar(select(visit.c.number).where(read).limit(1)) is not None:
        versions = _together(record.versions, versions)
    made = replace(record, rulebook=rulebook, versions=dict(versions))
    if made != record:
        noted = update(audit).where(audit.c.id == audit_id).values(rulebook=rulebook, versions=made.versions)
        connection.execute(noted)
    return made


def _together(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Each version that either names, in the order of their coming, with commas between them."""
    both = {name: [*before.get(name, "").split(", "), now.get(name, "")] for name in {**before, **now}}
    return {name: ", ".join(dict.fromkeys(filter(None, several))) for name, several in both.items()}


def finish(connection: Connection, audit_id: str, state: AuditState, rest: LeftOut) -> None:
    """Done or stopped. What a stopped audit has waiting goes on waiting; a done one leaves it out for `rest`.

    Only what runs can be stopped: another process may have seen it through meanwhile, and then it is done.
    """
    if state is AuditState.RUNNING:
        raise ValueError("an audit is finished as DONE or STOPPED")
    number = number_of(connection, audit_id)
    if state is AuditState.DONE:
        waiting = (visit.c.audit == number) & (visit.c.state == VisitState.QUEUED)
        connection.execute(update(visit).where(waiting).values(state=VisitState.LEFT_OUT, left_out=rest))
    ended = {"state": state, "finished": dt.datetime.now(dt.UTC), "out_since": None}
    ours = (audit.c.number == number) & ((audit.c.state == AuditState.RUNNING) | (state == AuditState.DONE))
    if not connection.execute(update(audit).where(ours).values(ended)).rowcount:
        return
    count_up(connection, number)
    sum_up(connection, number)


def one(connection: Connection, audit_id: str) -> AuditRecord:
    """The audit of that id."""
    row = connection.execute(select(audit).where(audit.c.id == audit_id)).one_or_none()
    if row is None:
        raise unknown(audit_id)
    return record_of(row)


def of_site(connection: Connection, named: str) -> AuditRecord:
    """The newest audit of a site (by its name, host or address), one that read anything and is done before all others.

    Raises UnknownThing where there is none, WrongUse for what names nothing.
    """
    text = named.strip()
    place = connection.scalar(select(site.c.place).where(site.c.name == text))
    part = "/"
    if place is not None:
        ours = audit.c.place == place
    else:
        try:
            address = normal(completed(text))
        except Unread as error:
            raise WrongUse(
                f"”{text[:100]}” er ikke en adresse; skriv den som https://www.ministerium.dk."
            ) from error
        part = urlsplit(address).path
        ours = on_site(site_of(address))
    done = audit.c.state == AuditState.DONE
    query = select(audit).where(ours).order_by(_READ_ANYTHING.desc(), done.desc(), audit.c.number.desc())
    rows = connection.execute(query.limit(500)).all()
    fitting = [row for row in rows if place or within(part).startswith(within(row.ordered["prefix"]))]
    if not rows:
        raise UnknownThing(
            f"Webstedet ”{text}” er ikke kontrolleret endnu; kør først tilgaengelig scan med dets adresse."
        )
    return record_of((fitting or rows)[0])


def on_site(host: str) -> ColumnElement[bool]:
    """Whether an audit is of a site (host and port, with or without www), or of a part of it."""
    return or_(*(audit.c.place.startswith(f"{each}/", autoescape=True) for each in twins(host)))


def newest(connection: Connection, limit: int, before: str | None) -> list[AuditRecord]:
    """Audits in the order in which they were begun, the last first, from the one after `before` on."""
    query = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.number < number_of(connection, before))
    return [record_of(row) for row in connection.execute(query)]


def last_audits(
    connection: Connection,
    places: Collection[str] | None,
    since: dt.datetime | None,
    before: dt.datetime | None,
    *,
    finished: bool,
    read: bool = False,
) -> list[AuditRecord]:
    """The last audit of each site, or of those at `places`, the one begun last first.

    With `since` and `before`: of those begun in that time; with `finished`, of those that are done; with `read`, of
    those that read anything.
    """
    wanted: list[ColumnElement[bool]] = [audit.c.state == AuditState.DONE] if finished else []
    wanted += [audit.c.started >= since] if since is not None else []
    wanted += [audit.c.started < before] if before is not None else []
    wanted += [_READ_ANYTHING] if read else []
    numbers: list[int] = []
    for some in [None] if places is None else in_turn(sorted(places)):
        here = wanted if some is None else [*wanted, audit.c.place.in_(some)]
        numbers += connection.scalars(select(func.max(audit.c.number)).where(*here).group_by(audit.c.place))
    records = []
    for part in in_turn(sorted(numbers, reverse=True)):
        query = select(audit).where(audit.c.number.in_(part)).order_by(audit.c.number.desc())
        records += [record_of(row) for row in connection.execute(query)]
    return records


def delete_one(connection: Connection, audit_id: str) -> None:
    """The audit and all that is its own; its pictures may be others' too."""
    if not connection.execute(delete(audit).where(audit.c.id == audit_id)).rowcount:
        raise unknown(audit_id)


def older(connection: Connection, place: str) -> list[tuple[str, dt.datetime]]:
    """The finished audits of a site that read anything but for the newest, by id and beginning, the newest first."""
    query = (
        select(audit.c.id, audit.c.started)
        .where(audit.c.place == place, audit.c.state == AuditState.DONE, _READ_ANYTHING)
        .order_by(audit.c.number.desc())
        .offset(1)
    )
    return [(row.id, row.started) for row in connection.execute(query)]


def given_up(connection: Connection, place: str) -> list[tuple[str, dt.datetime]]:
    """The audits of a site that did not end or read nothing, and were begun before the newest that did end."""
    here = audit.c.place == place
    newest = select(func.max(audit.c.number)).where(here, audit.c.state == AuditState.DONE).scalar_subquery()
    query = select(audit.c.id, audit.c.started).where(
        here, audit.c.state.in_(_UNFINISHED) | ~_READ_ANYTHING, audit.c.number < newest
    )
    return [(row.id, row.started) for row in connection.execute(query.order_by(audit.c.number.desc()))]


def done_since(connection: Connection, order: Order, since: dt.datetime) -> str | None:
    """The newest audit of an equal order that was begun since then and is done, by its id."""
    done = (audit.c.order_key == _order_key(order)) & (audit.c.state == AuditState.DONE)
    query = select(audit.c.id).where(done, audit.c.started >= since).order_by(audit.c.number.desc())
    found: str | None = connection.scalar(query.limit(1))
    return found


def sweep_pictures(connection: Connection) -> None:
    """Remove the pictures that nothing shows any more."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_PICTURES)))
    shown = select(component.c.number).where(component.c.picture == picture.c.number).exists()
    placed = select(occurrence.c.id).where(occurrence.c.picture == picture.c.number).exists()
    connection.execute(delete(picture).where(~shown, ~placed))


def hold_pictures(connection: Connection) -> None:
    """Keep the sweeper away until this transaction ends; on SQLite it has its turn anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(_PICTURES)))


def _order_key(order: Order) -> bytes:
    return digest(json.dumps(asdict(order), sort_keys=True))


def record_of(row: Row[Any]) -> AuditRecord:
    """The audit of a row."""
    return AuditRecord(
        id=row.id,
        order=order_of(row.ordered),
        state=row.state,
        started=row.started,
        finished=row.finished,
        rulebook=row.rulebook,
        versions=row.versions,
        out_since=row.out_since,
        unread_sitemaps={
            address: Trouble(TroubleKind(kind), detail, status)
            for address, (kind, detail, status) in (row.unread_sitemaps or {}).items()
        },
    )


def order_of(kept: Mapping[str, Any]) -> Order:
    """The order as it was given; one of before there were sections has none."""
    sections = tuple((prefix, Audience(audience)) for prefix, audience in kept.get("sections", ()))
    return Order(**{**kept, "audience": Audience(kept["audience"]), "sections": sections})
