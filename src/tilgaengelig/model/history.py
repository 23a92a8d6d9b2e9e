"""How a site does from audit to audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tilgaengelig.model.rule import Impact


@dataclass(frozen=True, slots=True)
class Stage:
    """What one finished audit of a site came to. `started` is UTC.

    `pages` are web pages that were read, `clean` those on which nothing failed. `faults` counts the places that failed,
    on pages and in documents, by impact, whatever has been accepted. `lix` is the mean of the texts that are long
    enough to be scored, None where there are none.
    """

    audit: str
    started: dt.datetime
    pages: int
    clean: int
    faults: Mapping[Impact, int]
    lix: float | None

    @property
    def count(self) -> int:
        """All places that failed."""
        return sum(self.faults.values())

    @property
    def clean_percent(self) -> float | None:
        """The share of pages on which nothing failed; None where no page was read."""
        return 100 * self.clean / self.pages if self.pages else None
