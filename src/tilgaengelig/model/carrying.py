"""What an audit takes over from the one before, since it did not change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tilgaengelig.model.audit import Visit
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.subject import Link


@dataclass(frozen=True, slots=True)
class Known:
    """An address as an audit read it: its visit's number there, when it was opened, and its imprint.

    `template` is the one for which it was driven by the probes, "" where it was not.
    """

    visit: int
    checked: dt.datetime
    imprint: Imprint
    template: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A visit that is the same as the visit `before` of an earlier audit, with the links found then."""

    visit: Visit
    before: int
    links: tuple[Link, ...]
