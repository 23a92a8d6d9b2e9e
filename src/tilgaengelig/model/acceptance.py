"""An accepted fault: known, and left as it is for a reason, by somebody, until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.finding import Outcome


class Reason(StrEnum):
    """Why a fault is left for now; the value is stable, stands in the store, and is what one types.

    CONFIRMED accepts nothing: of what a machine was in doubt about, a person says that it is a fault. That is said
    of a whole component, and of no single finding.
    """

    PLANNED = "planlagt"
    SUPPLIER = "leverandør"
    EXEMPT = "undtaget"
    BURDEN = "byrde"
    FALSE_ALARM = "falsk-alarm"
    CONFIRMED = "bekræftet"
    OTHER = "andet"

    @property
    def answer(self) -> Reason | None:
        """What it answers a doubt with; None where it leaves a fault as it is."""
        return self if self in {Reason.FALSE_ALARM, Reason.CONFIRMED} else None

    @property
    def sentence(self) -> str:
        """The reason in one Danish sentence."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.PLANNED: "Det er planlagt, hvornår fejlen rettes.",
    Reason.SUPPLIER: "Leverandøren er bedt om at rette den.",
    Reason.EXEMPT: "Indholdet er undtaget af loven.",
    Reason.BURDEN: "Det er en uforholdsmæssig stor byrde at rette den.",
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


@dataclass(frozen=True, slots=True)
class Answers:
    """What people have said of a component: of all of it, and of `single` places. Either may have run out."""

    whole: Acceptance | None = None
    single: Sequence[Acceptance] = ()

    def outcome(self, seen: Outcome, day: dt.date) -> Outcome | None:
        """What it came to on that day, by what a machine has seen: what was in doubt and is confirmed has failed.

        None for a doubt that turned out to be no fault.
        """
        if seen is not Outcome.CANT_TELL or self.whole is None or not self.whole.holds(day):
            return seen
        if self.whole.reason is Reason.CONFIRMED:
            return Outcome.FAILED
        return None if self.whole.reason is Reason.FALSE_ALARM else seen

    def excuse(self, places: int, day: dt.date) -> Acceptance | None:
        """What leaves it as it is on that day, in all its `places`; None where it is open.

        It is accepted by itself, or where each of its places is; the first of these to end then says when.
        """
        if self.whole is not None and self.whole.reason is Reason.CONFIRMED:
            return None
        if (of_all := self._of_all(day)) is not None:
            return of_all
        single = self.alone(day)
        return min(single.values(), key=lambda each: each.until) if single and len(single) == places else None

    def alone(self, day: dt.date) -> Mapping[str, Acceptance]:
        """What leaves single places as they are on that day, by finding. Stores of before hold confirmed ones too."""
        held = (each for each in self.single if each.holds(day) and each.reason is not Reason.CONFIRMED)
        return {each.finding: each for each in held}

    def by_place(self, places: Iterable[str], day: dt.date) -> Mapping[str, Acceptance]:
        """What leaves each of these findings as it is on that day, with all of its kind or alone; open ones lack."""
        of_all = self._of_all(day)
        if of_all is not None:
            return dict.fromkeys(places, of_all)
        alone = self.alone(day)
        return {place: alone[place] for place in places if place in alone}

    def _of_all(self, day: dt.date) -> Acceptance | None:
        whole = self.whole
        held = whole is not None and whole.holds(day) and whole.reason is not Reason.CONFIRMED
        return whole if held else None

    def fails(self, seen: Outcome, places: int, day: dt.date) -> bool:
        """Whether it is a fault on that day, and open."""
        return self.outcome(seen, day) is Outcome.FAILED and self.excuse(places, day) is None
