"""What each page and document keeps for the rules that look across a whole site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tilgaengelig.model.finding import Region
from tilgaengelig.model.statement import Statement


class Way(StrEnum):
    """A way to find a page other than from link to link (WCAG 2.4.5). UNCLEAR: a button without a name may be one."""

    SEARCH = "search"
    MAP = "map"
    INDEX = "index"
    UNCLEAR = "unclear"


class Signpost(NamedTuple):
    """A link in a page's header, menu or footer. `group` tells the menus of a page apart by their place in it."""

    name: str
    address: str
    region: Region
    group: str
    icon: str = ""


class Deadline(NamedTuple):
    """A day by which something is to be done or to happen, and the sentence that says so."""

    day: dt.date
    said: str


class PressContact(NamedTuple):
    """What a page offers the press, under the heading `heading`."""

    heading: str
    name: bool
    telephone: bool
    mail: bool

    @property
    def whole(self) -> bool:
        """A person, a number and an address."""
        return self.name and self.telephone and self.mail


@dataclass(frozen=True, slots=True)
class Traits:
    """What the site rules keep of one page or document: a few kB, however long it is.

    `heading` is its first h1. `search` is what the field of the site's search is called. `process`: a step of filling
    something in. `reachable`: it says how to reach who is behind it. `updated` is the day it says it was last
    updated, or a document that it was made. `statement` is there where it is an accessibility statement. `sketch` has
    the least hashes of its main text's shingles, sorted, four bytes each (danish/shingles.py); `words` counts that
    text. `kinds` are the kinds of content that it has beside running text, and `hosts` those outside the audit that it
    leads to.
    """

    title: str = ""
    heading: str = ""
    language: str = ""
    signposts: tuple[Signpost, ...] = ()
    search: str = ""
    ways: tuple[Way, ...] = ()
    process: bool = False
    reachable: bool = False
    press: PressContact | None = None
    updated: dt.date | None = None
    deadlines: tuple[Deadline, ...] = ()
    statement: Statement | None = None
    words: int = 0
    sketch: bytes = b""
    kinds: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
