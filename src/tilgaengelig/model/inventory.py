"""The domains and subdomains of a group, as far as its own list and its sites' links tell of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.statement import Statement


class Via(StrEnum):
    """What led to a host."""

    LINK = "link"
    SITEMAP = "sitemap"
    REDIRECT = "redirect"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A host that an audit met outside the site that it was on, and how often."""

    host: str
    via: Via
    count: int


@dataclass(frozen=True, slots=True)
class Domain:
    """A host on the group's own list. `owner` is who answers for it, "" where nobody is named."""

    host: str
    owner: str
    note: str
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody says of a host for the list; None leaves what is said of it already."""

    host: str
    owner: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """The newest audit of a host: what it met around it, and the statements that it read. `house` is its owner."""

    host: str
    audit: str
    day: dt.date
    neighbours: tuple[Neighbour, ...] = ()
    statements: tuple[Statement, ...] = ()
    looked: bool = False
    house: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A host of the group, or one that may be (`certain` is False: a person must tell).

    `via` is what led to it, and `sources` the audited hosts that did. `statement` is None where it is not known
    whether it has one; `updated` is when it was last looked through. `audited` is the day of its newest audit.
    """

    host: str
    certain: bool
    via: tuple[Via, ...]
    sources: tuple[str, ...]
    owner: str
    audited: dt.date | None
    statement: bool | None
    updated: dt.date | None
