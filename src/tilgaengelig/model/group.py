"""The group: its houses, their sites, and how they do from month to month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tilgaengelig.model.rule import Impact

#: The house of a site that nobody has given one.
NO_HOUSE = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the last audit of a site in a month came to. `site` is the host and the part of it that was looked at.

    `pages` counts pages and documents, `faults` the places that failed on them, by impact. Of `texts` that were
    scored, `hard` are too hard for their audience.
    """

    site: str
    house: str
    month: dt.date
    audit: str
    pages: int
    faults: Mapping[Impact, int]
    texts: int
    hard: int

    @property
    def count(self) -> int:
        """All places that failed."""
        return sum(self.faults.values())


@dataclass(frozen=True, slots=True)
class Rate:
    """Faults and hard texts per hundred, so that small and large compare fairly; None of nothing."""

    pages: int
    faults: float | None
    worst: float | None
    hard: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A house or a site: its rate now, the one at the beginning of the period, and month by month.

    `change` is in faults per hundred pages, of the sites that were measured then too: below nought is better. It and
    `before` are None where none of them was.
    """

    name: str
    now: Rate
    before: Rate | None
    change: float | None
    months: Mapping[dt.date, Rate]


@dataclass(frozen=True, slots=True)
class Twin:
    """Texts on different sites that stand nearly word for word; `addresses` newest and most linked first.

    `likeness` is the share of what the two nearest have in common, 0 to 1.
    """

    addresses: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Group:
    """The group in a period: houses and sites, the one with most faults per hundred pages first.

    `unmeasured` are sites of which no audit in the period read anything.
    """

    begins: dt.date
    ends: dt.date
    whole: Standing
    houses: tuple[Standing, ...]
    sites: tuple[Standing, ...]
    house_of: Mapping[str, str]
    twins: tuple[Twin, ...]
    unmeasured: tuple[str, ...]
