"""Who may do what: three roles, and the tokens and accounts by which people and programs have one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """LAESER sees all there is; REDAKTOER orders, accepts and answers too; ADMINISTRATOR deletes, and sets up, too."""

    LAESER = "læser"
    REDAKTOER = "redaktør"
    ADMINISTRATOR = "administrator"

    def may(self, needed: Role) -> bool:
        """Whether this role holds what `needed` does."""
        roles = list(Role)
        return roles.index(self) >= roles.index(needed)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret, which is told once and kept by nobody. `until` is the last day on which it holds."""

    id: str
    name: str
    role: Role
    made: dt.datetime
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """True to the end of the last day."""
        return self.until is None or day <= self.until

    @property
    def signature(self) -> str:
        """How what was done with it is signed."""
        return self.name


@dataclass(frozen=True, slots=True)
class Account:
    """A person who logs in with an account of her own house. `role` and names are what they were the last time.

    `made` is when she first did, `seen` when she last did.
    """

    id: str
    name: str
    email: str
    role: Role
    made: dt.datetime
    seen: dt.datetime

    @property
    def signature(self) -> str:
        """How what she did is signed: two may have the same name, and none the same address."""
        return f"{self.name} ({self.email})" if self.email not in {"", self.name} else self.name


#: Whoever asks for something: by a token, or by an account.
Holder = Token | Account
