"""What the program does just now, as those who look after it watch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pulse:
    """`running` audits are begun and not ended. `read` are the pages and documents that were opened in the last
    minutes, `done` all that those audits have, also what they took over.

    `troubles` counts, by kind, the addresses that those audits could not read.
    """

    running: int
    read: int
    done: int
    troubles: Mapping[str, int]
