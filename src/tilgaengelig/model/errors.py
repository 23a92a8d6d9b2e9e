"""The tree of errors. Whoever catches TilgaengeligError has caught all that we raise ourselves.

TilgaengeligError
├── WrongUse                 what a person typed or sent cannot be used (exit 2, HTTP 4xx)
│   ├── UnknownThing         no such audit, rule, site … (HTTP 404)
│   ├── Busy                 not now: something else is under way (HTTP 409)
│   ├── TooLarge             more than we take at once (HTTP 413)
│   └── RulebookFault        the rulebook has faults: file, line and key, all at once
├── Unread                   something published could not be read; carries the Trouble that a visit keeps
├── Unsent                   a message did not reach the one it was for; holds no secret
├── NotLetIn                 somebody's log-in by her own house's account came to nothing (HTTP 403)
│   └── ProviderFails        because the house's own service does not answer as it should (HTTP 503)
└── SetupLacks               this machine lacks something we need: browser, axe, database (exit 2)
    └── DatabaseFails        the database cannot be used just now; names it, so only for those who run the program
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass

from tilgaengelig.model.trouble import Trouble, TroubleKind


class TilgaengeligError(Exception):
    """The root: its text is one Danish sentence that may be shown as it is."""


class WrongUse(TilgaengeligError):  # noqa: N818 - named for what it is, as the whole tree is
    """What a person typed or sent cannot be used as it stands."""


class UnknownThing(WrongUse):
    """What was asked for is not there."""


class Busy(WrongUse):
    """What is asked for cannot be done while something else is under way."""


class TooLarge(WrongUse):
    """What was sent is more than we take at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file of the rulebook. `line` counts from 1; `key` is a dotted path."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.what}"


class RulebookFault(WrongUse):
    """The rulebook cannot be used; `faults` has every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("Regelbogen har fejl:\n" + "\n".join(map(str, self.faults)))


class Unread(TilgaengeligError):  # noqa: N818
    """Something published could not be read; `trouble` says why."""

    def __init__(self, kind: TroubleKind, detail: str = "", status: int | None = None) -> None:
        self.trouble = Trouble(kind, detail, status)
        super().__init__(self.trouble.sentence)


class Unsent(TilgaengeligError):  # noqa: N818
    """A message did not reach the one that it was for; the text holds no secret."""


class NotLetIn(TilgaengeligError):  # noqa: N818
    """A log-in by an account of the house came to nothing; the text says what the person can do, and no more."""


class ProviderFails(NotLetIn):
    """The house's OpenID provider does not answer, or not as it should."""


class SetupLacks(TilgaengeligError):  # noqa: N818
    """This machine lacks something that we need; the text says what and how to get it."""


class DatabaseFails(SetupLacks):
    """The database cannot be used; the text says where it is and why, which is for those who run the program alone.

    `TOLD` is for all others.
    """

    TOLD = "Databasen kan ikke bruges lige nu. Prøv igen om lidt. I loggen står, hvad der er galt."


_REASONS = {
    errno.EACCES: "det har vi ikke lov til",
    errno.EPERM: "det har vi ikke lov til",
    errno.EROFS: "der kan kun læses",
    errno.ENOENT: "stedet findes ikke",
    errno.ENOTDIR: "stedet er ikke en mappe",
    errno.EEXIST: "der ligger en fil med det navn",
    errno.EISDIR: "det er en mappe",
    errno.ENOSPC: "der er ikke mere plads",
    errno.EDQUOT: "der er ikke mere plads",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.EADDRINUSE: "den er optaget af et andet program",
    errno.EADDRNOTAVAIL: "den adresse har maskinen ikke",
    errno.ECONNREFUSED: "ingen svarer",
}


def reason(error: OSError) -> str:
    """Why the system would not, to stand in a Danish sentence; what is rare stays as the system says it."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
