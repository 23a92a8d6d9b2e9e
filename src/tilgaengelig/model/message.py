"""What is told of an audit, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.rule import Impact, Responsibility

#: More than this no one reads in a mail; the report has the rest.
MOST = 10


class Channel(StrEnum):
    """How a recipient is reached; the value is what one types."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    TEAMS = "teams"
    SLACK = "slack"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told. `to` is a mail address, or the address that a webhook posts to.

    `who` are those whose faults concern them (empty: everybody's), `sites` those that do, with or without www (empty:
    all), `at_least` the least impact that they are told of. `weekly`: they get the week's digest and no nightly
    messages. `secret` signs what is posted.
    """

    name: str
    channel: Channel
    to: str
    who: frozenset[Responsibility] = frozenset()
    sites: frozenset[str] = frozenset()
    at_least: Impact = Impact.SERIOUS
    weekly: bool = False
    secret: str = ""

    def __repr__(self) -> str:
        """Without secrets: the address of a webhook is one too."""
        return f"Recipient({self.name!r}, {self.channel})"


class Occasion(StrEnum):
    """Why something is told."""

    NIGHT = "night"
    WEEK = "week"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One fault to mend: `pages` is on how many it is new, `address` one of them.

    `back`: it was mended before; `spread`: it is known, and stands on more pages than it did.
    """

    title: str
    rule: str
    component: str
    impact: Impact
    responsibility: Responsibility
    pages: int
    address: str
    back: bool = False
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient is told of one site. `items` are the worst, at most MOST; `count` is how many there are.

    `spread` of them are known and have spread. `overruns` are limits of the site's own that were overrun, each a
    sentence. `mishap` is why an audit came to nothing. `alike` is False where the rules are others than last time.
    """

    occasion: Occasion
    site: str
    audit: str = ""
    items: tuple[Item, ...] = ()
    count: int = 0
    spread: int = 0
    mended: int = 0
    overruns: tuple[str, ...] = ()
    mishap: str = ""
    alike: bool = True
