"""An accessibility statement, as far as its text tells (Executive Order 904/2019, Commission Decision 2018/1523)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tilgaengelig.model.trouble import Trouble


class Status(StrEnum):
    """What a statement says of the site; UNCLEAR where it says more than one thing."""

    FULL = "fuldt ud"
    PARTIAL = "delvist"
    NOT = "ikke"
    UNCLEAR = "uklar"
    MISSING = ""


class Statement(NamedTuple):
    """The parts that a statement must have, and whether they are there.

    `commitment` is the sentence by which the body commits itself, `enforcement` where one turns if it does not
    answer. `burden` counts the words of reason where a disproportionate burden is claimed (-1: it is not). `day` is
    the latest day on which it says that it was made or looked through. `hosts` are the sites that it says it is for.
    `listed` counts the words on what is not accessible (-1: no heading is on it), `criteria` the criteria it names.
    `contact`: a heading of it is on how to reach somebody.
    """

    commitment: bool
    status: Status
    method: bool
    telephone: bool
    written: bool
    enforcement: bool
    burden: int
    day: dt.date | None
    hosts: tuple[str, ...] = ()
    listed: int = -1
    criteria: tuple[str, ...] = ()
    contact: bool = False

    @property
    def known(self) -> bool:
        """It is laid out in a way that we know: then what is not found is not there."""
        return self.commitment + bool(self.status) + self.method + self.enforcement >= 2


class Source(StrEnum):
    """Where one looks for a statement: at the site's own /was, in the WAS tool, and where its pages link to."""

    SHORT = "was"
    STANDARD = "standard"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Lookup:
    """One address at which the statement was looked for.

    `hops` are the addresses that it was sent on to. `heading` is what the page at the end calls itself, and
    `statement` what it says as a statement, if it is one. `official`: it stands in the WAS tool.
    """

    source: Source
    asked: str
    hops: tuple[str, ...] = ()
    trouble: Trouble | None = None
    heading: str = ""
    statement: Statement | None = None
    official: bool = False

    @property
    def end(self) -> str:
        """The address at the end of the way."""
        return self.hops[-1] if self.hops else self.asked
