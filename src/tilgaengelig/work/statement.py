"""The statement looked for where the law wants it: at the site's own /was, in the WAS tool, and behind its links.

Executive Order 904/2019: the statement stands in the WAS tool, under the site's domain with hyphens for dots, and
`www.<domain>/was` leads to it. Nothing else outside the site is asked for.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

from tilgaengelig.gather.crawl.robots import RobotsByOrigin
from tilgaengelig.judge.traits import traits
from tilgaengelig.judge.traits.statement import looked_up
from tilgaengelig.model.addresses import origin_of
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.host import bare
from tilgaengelig.model.statement import Lookup, Source
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.work.gathering import MOST_HOPS, Gathered, Tools, gather

log = logging.getLogger(__name__)

#: So many of the addresses that pages link to as their statement are asked for.
_MOST_LINKS = 3
#: Names that no server outside a closed network has (RFC 6761, RFC 8375).
_CLOSED = (".localhost", ".local", ".internal", ".intern", ".home.arpa", ".test", ".invalid")

Ask = tuple[Source, str]
#: What stands at one address, or the next hop. Raises Unread.
Read = Callable[[str], Awaitable[Gathered]]


def standard_address(start: str, tool: str) -> str:
    """Where the WAS tool shows the statement of the site that begins at `start`; "" where it can have none.

    A site in a closed network is none that the authority knows, unless `tool` is a stand-in that is closed as well.
    """
    host = bare(urlsplit(start).hostname or "")
    if not tool or not host or (_closed(host) and not _closed(urlsplit(tool).hostname or "")):
        return ""
    return f"{tool.rstrip('/')}/{host.replace('.', '-')}"


def asks(start: str, tool: str, links: Iterable[str]) -> list[Ask]:
    """What to ask for, each address once; nothing for a site that has no standard address."""
    standard = standard_address(start, tool)
    if not standard:
        return []
    short = [f"{origin}/was" for origin in _origins(start)]
    wanted = [*((Source.SHORT, each) for each in short), (Source.STANDARD, standard)]
    known = {address for _, address in wanted}
    other = [address for address in dict.fromkeys(links) if address not in known]
    return [*wanted, *((Source.LINK, address) for address in other[:_MOST_LINKS])]


def reader(robots: RobotsByOrigin, tools: Tools) -> Read:
    """Reads as the crawl does: where robots.txt lets us, in its turn, in the browser; without pictures and probes."""

    async def read(address: str) -> Gathered:
        told = await robots.of(address)
        told.check(address)
        return await gather(address, tools, lambda _facts: (), lambda _facts: (), robots.allow)

    return read


async def look_up(wanted: Iterable[Ask], read: Read, tool: str) -> tuple[Lookup, ...]:
    """What stands at each address, through its redirects. No address is read twice, and none ends an audit."""
    known: dict[str, Gathered | Trouble] = {}

    async def once(address: str) -> Gathered | Trouble:
        if address not in known:
            known[address] = await _read(address, read)
        return known[address]

    return tuple([await _followed(source, address, once, tool) for source, address in wanted])


async def has_statement(host: str, tools: Tools, tool: str) -> tuple[bool | None, dt.date | None]:
    """Whether a host that was not audited has a statement, and its day; None where that cannot be told."""
    read = reader(RobotsByOrigin(tools.fetcher, tools.politeness.slow_down), tools)
    found = await look_up(asks(f"https://{host}/", tool, ()), read, tool)
    statements = [one.statement for one in found if one.statement is not None]
    if statements:
        return True, max((one.day for one in statements if one.day is not None), default=None)
    gone = [one.trouble is not None and one.trouble.kind is TroubleKind.NOT_FOUND for one in found]
    return (False if gone and all(gone) else None), None


async def _followed(
    source: Source, asked: str, once: Callable[[str], Awaitable[Gathered | Trouble]], tool: str
) -> Lookup:
    hops: list[str] = []
    at = asked
    while True:
        found = await once(at)
        if isinstance(found, Trouble):
            return Lookup(source, asked, tuple(hops), found, official=_official(at, tool))
        if not found.forward:
            break
        if found.forward in (asked, *hops) or len(hops) >= MOST_HOPS:
            ring = Trouble(TroubleKind.TOO_MANY_REDIRECTS, found.forward, found.status)
            return Lookup(source, asked, tuple(hops), ring)
        at = found.forward
        hops.append(at)
    official = _official(at, tool)
    if not isinstance(found.facts, PageFacts):
        return Lookup(source, asked, tuple(hops), official=official)
    heading = traits(found.facts).heading or found.facts.title
    statement = looked_up(found.facts, heading)
    return Lookup(source, asked, tuple(hops), None, heading[:300], statement, official)


async def _read(address: str, read: Read) -> Gathered | Trouble:
    try:
        return await read(address)
    except Unread as error:
        return error.trouble
    except SetupLacks:
        raise
    except Exception:
        # A slip of ours on one address must not cost the audit its end.
        log.exception("the statement's address could not be read")
        return Trouble(TroubleKind.OUR_FAULT)


def _official(address: str, tool: str) -> bool:
    """Whether an address is in the WAS tool; was.digst.dk and www.was.digst.dk are one."""
    here, there = urlsplit(address), urlsplit(tool)
    mine, theirs = (bare(one.hostname or "") for one in (here, there))
    same = mine == theirs and here.port == there.port and bool(theirs)
    return same and here.path.startswith(there.path.rstrip("/") + "/")


def _origins(start: str) -> list[str]:
    """The site's own origin, and its www twin where a domain of two parts has one."""
    parts = urlsplit(start)
    host = parts.hostname or ""
    plain = bare(host)
    if _closed(host) or plain.count(".") != 1:
        return [origin_of(start)]
    twin = plain if host != plain else f"www.{host}"
    return [origin_of(start), origin_of(start).replace(f"://{host}", f"://{twin}", 1)]


def _closed(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host or host.endswith(_CLOSED)
    return True
