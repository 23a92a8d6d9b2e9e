"""A site that is audited by the clock: what is asked for, when, and what is too much."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import WrongUse

_WINDOW = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)-([01]?\d|2[0-3])[:.]([0-5]\d)")


class Measure(StrEnum):
    """What a limit may be set on; the value is what one types, and stands in the store."""

    NEW = "nye"
    NEW_CRITICAL = "nye-kritiske"
    NEW_SERIOUS = "nye-alvorlige"
    OPEN = "fejl"
    CRITICAL = "kritiske"
    SERIOUS = "alvorlige"
    NOT_REACHED = "ikke-læst"
    LIX_BORGERE = "lix-borgere"
    LIX_KOMMUNER = "lix-kommuner"
    LIX_ORGANISATIONER = "lix-organisationer"
    LIX_PRESSE = "lix-presse"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so much. Faults are counted by component, addresses that were not read by address.

    The LIX is that of each page and document of its audience: none may be above the limit.
    """

    measure: Measure
    limit: float

    @classmethod
    def parse(cls, text: str) -> Budget:
        """From `nye-kritiske=0`. Raises WrongUse."""
        name, _, limit = text.partition("=")
        try:
            return cls(Measure(name.strip()), float(limit.strip().replace(",", ".")))
        except ValueError as error:
            raise WrongUse(
                f"”{text}” er ikke en grænse; skriv fx nye-kritiske=0 eller lix-borgere=45. "
                f"Der kan sættes grænser for {', '.join(Measure)}."
            ) from error


@dataclass(frozen=True, slots=True)
class Overrun:
    """A budget that an audit overran: how much there is, and up to ten of the places that did it."""

    budget: Budget
    amount: float
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The time of day in which an audit may run, by Danish clocks; it may go past midnight."""

    begins: dt.time
    ends: dt.time

    @classmethod
    def parse(cls, text: str) -> Window:
        """From `22:00-06:00`. Raises WrongUse."""
        found = _WINDOW.fullmatch(text.strip())
        if found is None or found.group(1, 2) == found.group(3, 4):
            raise WrongUse(f"”{text}” er ikke et tidsrum; skriv det som 22:00-06:00.")
        hours = [int(each) for each in found.groups()]
        return cls(dt.time(hours[0], hours[1]), dt.time(hours[2], hours[3]))

    def holds(self, time: dt.time) -> bool:
        """Whether an audit may run at that time of day."""
        if self.begins < self.ends:
            return self.begins <= time < self.ends
        return time >= self.begins or time < self.ends

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Website:
    """A site of the group: its order, its house, and how it is audited by the clock.

    `schedule` is in cron's syntax, by Danish clocks ("": by hand only). `jitter` spreads the starts over so many
    minutes. `keep_days`: audits older than that are deleted, but for the newest and those that the group's report asks
    for. `every_days`: each page is opened anew at least so often, also where nothing changed. `opened`: somebody typed
    the address on this machine, so that its own host and port may be in a closed network.
    """

    name: str
    order: Order
    house: str = ""
    schedule: str = ""
    window: Window | None = None
    jitter: int = 0
    keep_days: int = 90
    every_days: int = 28
    budgets: tuple[Budget, ...] = ()
    opened: bool = False

    def answers_to(self, words: str) -> bool:
        """Whether each of these words stands in its name, its address or its house."""
        told = f"{self.name} {self.order.start} {self.house}".casefold()
        return all(word in told for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class Kept:
    """A website as the store has it. `handled` is the last time of its schedule that was seen to."""

    website: Website
    added: dt.datetime
    handled: dt.datetime
