"""Work on a fault: whose it is, what was said of it, and whether it is held to be mended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class TaskState(StrEnum):
    """How far the work on a fault has come; the value is stable.

    CLAIMED: somebody says that it is mended, and the next audit looks. MENDED: an audit looked, and it is.
    """

    OPEN = "åben"
    CLAIMED = "meldt-rettet"
    MENDED = "rettet"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of a fault; `by` is empty where the program says what it saw."""

    made: dt.datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """The work on one component of a site (host and port), whatever audits find it. `assignee` may be nobody ("").

    `number` tells it from all others, and is larger the later the work was begun.
    """

    number: int
    site: str
    component: str
    rule: str
    assignee: str
    state: TaskState
    changed: dt.datetime
    comments: tuple[Comment, ...] = ()
