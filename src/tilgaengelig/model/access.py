"""Who may do what: three roles, and the tokens by which people and programs show that they have one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """LAESER sees all there is; REDAKTOER orders, accepts and answers too; ADMINISTRATOR deletes too."""

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
