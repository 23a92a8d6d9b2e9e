"""An accepted fault: known, and left as it is for a reason, by somebody, until a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a fault is left for now; the value is stable, stands in the store, and is what one types.

    CONFIRMED accepts nothing: of what a machine was in doubt about, a person says that it is a fault.
    """

    PLANNED = "planlagt"
    SUPPLIER = "leverandør"
    EXEMPT = "undtaget"
    BURDEN = "byrde"
    FALSE_ALARM = "falsk-alarm"
    CONFIRMED = "bekræftet"
    OTHER = "andet"

    @property
    def sentence(self) -> str:
        """The reason in one Danish sentence."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.PLANNED: "Det er planlagt, hvornår fejlen rettes.",
    Reason.SUPPLIER: "Leverandøren er bedt om at rette den.",
    Reason.EXEMPT: "Indholdet er undtaget af loven.",
    Reason.BURDEN: "Det er en uforholdsmæssig byrde at rette den.",
    Reason.FALSE_ALARM: "Et menneske har set på den, og det er ingen fejl.",
    Reason.CONFIRMED: "Et menneske har set på den, og det er en fejl.",
    Reason.OTHER: "En anden grund.",
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A component of a site that is accepted in all its places, or one `finding` of it ("": all).

    `by` is a person's name, `until` the last day on which it holds. `site` is the host with its port, so that it
    holds for every audit of the site. `snippet` is what stood there when it was accepted.
    """

    id: str
    site: str
    component: str
    finding: str
    rule: str
    reason: Reason
    note: str
    by: str
    made: dt.datetime
    until: dt.date
    snippet: str = ""

    def holds(self, day: dt.date) -> bool:
        """True to the end of the last day."""
        return day <= self.until
