"""An accessibility statement, as far as its text tells (Executive Order 904/2019, Commission Decision 2018/1523)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


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
    the latest day on which it says that it was made or looked through.
    """

    commitment: bool
    status: Status
    method: bool
    telephone: bool
    written: bool
    enforcement: bool
    burden: int
    day: dt.date | None

    @property
    def known(self) -> bool:
        """It is laid out in a way that we know: then what is not found is not there."""
        return self.commitment + bool(self.status) + self.method + self.enforcement >= 2
