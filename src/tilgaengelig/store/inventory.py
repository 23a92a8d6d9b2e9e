"""The group's own list of its domains, and what its newest audits met around them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Table,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from tilgaengelig.model.addresses import site_of
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.errors import UnknownThing, Unread, WrongUse
from tilgaengelig.model.inventory import Audited, Domain, Entry, Neighbour, Via
from tilgaengelig.store.audits import last_audits, number_of
from tilgaengelig.store.columns import Clean, Moment, Number, Word
from tilgaengelig.store.lookups import lookups
from tilgaengelig.store.rows import insert_unknown
from tilgaengelig.store.schema import metadata, site, visit
from tilgaengelig.store.traits import statements_at

# Other hosts that an audit met, by what led to them.
neighbour = Table(
    "neighbour",
    metadata,
    Column("audit", ForeignKey("audit.number", ondelete="CASCADE"), primary_key=True),
    Column("host", Clean, primary_key=True),
    Column("via", Word(Via), primary_key=True),
    Column("count", Integer, nullable=False),
)

# The group's own list of its domains.
domain = Table(
    "domain",
    metadata,
    Column("number", Number, primary_key=True),
    Column("host", Clean, nullable=False, unique=True),
    Column("owner", Clean, nullable=False),
    Column("note", Clean, nullable=False),
    Column("made", Moment, nullable=False),
)

#: So many other hosts are kept of one audit: those met most often.
_MOST = 2000


def keep_neighbours(connection: Connection, number: int, met: Mapping[Via, Mapping[str, int]]) -> None:
    """What an audit met, in place of what was kept before."""
    connection.execute(delete(neighbour).where(neighbour.c.audit == number))
    rows = [
        {"audit": number, "host": host, "via": via, "count": count}
        for via, hosts in sorted(met.items())
        for host, count in sorted(Counter(hosts).most_common(_MOST))
    ]
    if rows:
        connection.execute(insert(neighbour), rows)


def neighbours(connection: Connection, number: int) -> tuple[Neighbour, ...]:
    """What one audit met."""
    columns = (neighbour.c.host, neighbour.c.via, neighbour.c.count)
    query = select(*columns).where(neighbour.c.audit == number).order_by(neighbour.c.host, neighbour.c.via)
    return tuple(Neighbour(*row) for row in connection.execute(query))


def audited(connection: Connection) -> list[Audited]:
    """The newest finished audit of each host."""
    houses = {row.place: row.house for row in connection.execute(select(site.c.place, site.c.house))}
    found: dict[str, Audited] = {}
    for record in reversed(last_audits(connection, None, None, None, finished=True)):
        number = number_of(connection, record.id)
        looked = lookups(connection, number)
        told = [statement for _, statement in statements_at(connection, _statements(connection, number))]
        host = record.order.site
        found[host] = Audited(
            host=host,
            audit=record.id,
            day=day_of(record.started),
            neighbours=neighbours(connection, number),
            statements=(*told, *(one.statement for one in looked if one.statement is not None)),
            looked=bool(looked),
            house=houses.get(record.order.place, ""),
        )
    return list(found.values())


def _statements(connection: Connection, number: int) -> dict[int, str]:
    """The pages of an audit that are a statement."""
    # The database looks itself: of a site's thousands of pages one is a statement.
    is_one = type_coerce(visit.c.facts, JSON)["statement"].as_boolean()
    query = select(visit.c.number, visit.c.address).where(visit.c.audit == number, is_one)
    return {row.number: row.address for row in connection.execute(query)}


def list_domains(connection: Connection) -> list[Domain]:
    """The group's list, by host."""
    query = select(domain).order_by(domain.c.host)
    return [Domain(row.host, row.owner, row.note, row.made) for row in connection.execute(query)]


def add_domains(connection: Connection, given: Iterable[Entry], now: dt.datetime) -> int:
    """Put hosts on the list, or say anew what is given of them; how many. Raises WrongUse."""
    hosts = set()
    for one in given:
        host = host_named(one.host)
        hosts.add(host)
        insert_unknown(connection, domain, [{"host": host, "owner": "", "note": "", "made": now}])
        said = {"owner": one.owner, "note": one.note}
        if told := {name: words.strip() for name, words in said.items() if words is not None}:
            connection.execute(update(domain).where(domain.c.host == host).values(told))
    return len(hosts)


def add_domain(connection: Connection, given: Entry, now: dt.datetime) -> Domain:
    """Put one host on the list; how it stands there. Raises WrongUse."""
    add_domains(connection, [given], now)
    row = connection.execute(select(domain).where(domain.c.host == host_named(given.host))).one()
    return Domain(row.host, row.owner, row.note, row.made)


def remove_domain(connection: Connection, host: str) -> None:
    """Take a host off the list. Raises UnknownThing."""
    if not connection.execute(delete(domain).where(domain.c.host == host_named(host))).rowcount:
        raise UnknownThing(f"”{host}” står ikke på listen; se den med tilgaengelig inventory list.")


def host_named(text: str) -> str:
    """The host that somebody means by a host or an address. Raises WrongUse."""
    try:
        return site_of(text)
    except Unread as error:
        raise WrongUse(
            f"”{text.strip()[:100]}” er ikke et domæne; skriv det som www.ministerium.dk."
        ) from error
