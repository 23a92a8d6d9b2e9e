"""Who did what by the pages and the API: kept for a time, so that a change can be asked about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: What stands where a person's name stood.
FORGOTTEN = "(navn slettet)"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was changed.

    `by` is the signature of a token or account, "" for whoever sat at the machine itself. `method` and `path` say what
    was asked for; nothing of what was sent is here.
    """

    id: int
    made: dt.datetime
    by: str
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How often a person's name was taken away: in deeds, decisions, and work on faults.

    `tokens` were taken back, and `accounts` are gone.
    """

    deeds: int
    decisions: int
    tasks: int
    tokens: int
    accounts: int

    @property
    def count(self) -> int:
        """All places."""
        return self.deeds + self.decisions + self.tasks + self.tokens + self.accounts
