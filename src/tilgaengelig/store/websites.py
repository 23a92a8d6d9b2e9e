"""The sites that are audited by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from tilgaengelig.model.addresses import site_of, without_www
from tilgaengelig.model.errors import UnknownThing, Unread, WrongUse
from tilgaengelig.model.website import Budget, Kept, Website, Window
from tilgaengelig.store.audits import order_of
from tilgaengelig.store.schema import site


def add(connection: Connection, website: Website, now: dt.datetime) -> None:
    """A new site. Raises WrongUse where the name or the place is taken."""
    _check_free(connection, or_(site.c.name == website.name, site.c.place == website.order.place))
    connection.execute(insert(site).values(**_row(website), added=now, handled=now))


def change(connection: Connection, website: Website) -> None:
    """Other settings for the site of that name; its place in time stays.

    Raises UnknownThing, and WrongUse where another site is at its place.
    """
    other = (site.c.place == website.order.place) & (site.c.name != website.name)
    _check_free(connection, other)
    changed = update(site).where(site.c.name == website.name).values(_row(website))
    if not connection.execute(changed).rowcount:
        raise _unknown(website.name)


def _check_free(connection: Connection, same: ColumnElement[bool]) -> None:
    taken = connection.execute(select(site.c.name, site.c.address).where(same)).first()
    if taken is not None:
        raise WrongUse(
            f"Webstedet ”{taken.name}” ({taken.address}) findes i forvejen; vælg et andet navn, eller fjern det først."
        )


def every(connection: Connection) -> list[Kept]:
    """All of them by house and name."""
    return [_kept(row) for row in connection.execute(select(site).order_by(site.c.house, site.c.name))]


def one(connection: Connection, name: str) -> Kept:
    """The one of that name, address or place. Raises UnknownThing."""
    named = or_(site.c.name == name, site.c.address == name, site.c.place == without_www(name))
    row = connection.execute(select(site).where(named)).first()
    if row is None:
        raise _unknown(name)
    return _kept(row)


def site_named(connection: Connection, text: str) -> str:
    """The site (host and port) that somebody means by a website's name, an address, or its host; "" for none."""
    asked: Mapping[str, Any] | None = connection.scalar(
        select(site.c.asked).where(site.c.name == text.strip())
    )
    try:
        return order_of(asked["order"]).site if asked is not None else site_of(text)
    except Unread:
        return ""


def site_if_named(connection: Connection, text: str | None) -> str | None:
    """The same of a filter; None, which leaves nothing out, stays None."""
    return None if text is None else site_named(connection, text)


def at(connection: Connection, place: str) -> Website | None:
    """The one of that place."""
    row = connection.execute(select(site).where(site.c.place == place)).one_or_none()
    return _kept(row).website if row is not None else None


def remove(connection: Connection, name: str) -> None:
    """The site, and not its audits. Raises UnknownThing."""
    if not connection.execute(delete(site).where(site.c.name == name)).rowcount:
        raise _unknown(name)


def handle(connection: Connection, name: str, moment: dt.datetime) -> None:
    """All of its schedule up to that moment is seen to."""
    connection.execute(update(site).where(site.c.name == name).values(handled=moment))


def _unknown(name: str) -> UnknownThing:
    return UnknownThing(
        f"Der er intet websted, der hedder ”{name}”; se dem, der er, med tilgaengelig site list."
    )


def _row(website: Website) -> dict[str, Any]:
    return {
        "name": website.name,
        "address": website.order.start,
        "place": website.order.place,
        "house": website.house,
        "asked": {
            "order": asdict(website.order),
            "schedule": website.schedule,
            "window": str(website.window) if website.window else "",
            "jitter": website.jitter,
            "keep_days": website.keep_days,
            "every_days": website.every_days,
            "opened": website.opened,
            "budgets": {each.measure.value: each.limit for each in website.budgets},
        },
    }


def _kept(row: Row[Any]) -> Kept:
    asked: Mapping[str, Any] = row.asked
    website = Website(
        name=row.name,
        order=order_of(asked["order"]),
        house=row.house,
        schedule=asked["schedule"],
        window=Window.parse(asked["window"]) if asked["window"] else None,
        jitter=asked["jitter"],
        keep_days=asked["keep_days"],
        every_days=asked["every_days"],
        opened=asked["opened"],
        budgets=tuple(Budget.parse(f"{name}={limit}") for name, limit in asked["budgets"].items()),
    )
    return Kept(website, row.added, row.handled)
