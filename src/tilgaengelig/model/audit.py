"""An audit: one run over a site, its visits, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from tilgaengelig.model.addresses import unescaped, without_www
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.subject import Link
from tilgaengelig.model.traits import Traits
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.writing import NOTHING, Writing


class AuditState(StrEnum):
    """RUNNING may also mean that the process died: the same order then takes it up again."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class VisitState(StrEnum):
    """QUEUED waits; READ was judged; REDIRECTED points on; TROUBLED was not read; LEFT_OUT was not asked for."""

    QUEUED = "queued"
    READ = "read"
    REDIRECTED = "redirected"
    TROUBLED = "troubled"
    LEFT_OUT = "left-out"


class LeftOut(StrEnum):
    """Why an address that was found was not asked for."""

    MAX_PAGES = "max-pages"
    DEPTH = "depth"
    TRAP = "trap"
    STOPPED = "stopped"


class SubjectKind(StrEnum):
    """What an address turned out to be."""

    PAGE = "page"
    DOCUMENT = "document"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the settings that make two audits the same or another.

    `start` is in normal form. `prefix` limits the scope to paths that begin with it ("/": the whole host).
    `sections` are parts of the site, by how their paths begin, that are written for another audience.
    """

    start: str
    prefix: str = "/"
    max_pages: int = 500
    depth: int = 10
    audience: Audience = Audience.BORGERE
    thorough: bool = False
    sections: tuple[tuple[str, Audience], ...] = ()

    @property
    def site(self) -> str:
        """The host, with its port where it has one, however much of it is looked at: people decide things by that."""
        return urlsplit(self.start).netloc.lower()

    @property
    def place(self) -> str:
        """What makes two orders of one site: the site and the part that is looked at, whatever else was asked for.

        With and without www it is the same site: what is known of it is known by either name.
        """
        return f"{without_www(self.site)}{self.prefix}"

    @property
    def looks_for(self) -> object:
        """The parts that decide what is found on a page; what orders have in common where these are equal."""
        return (self.audience, self.sections, self.thorough)

    def audience_of(self, address: str) -> Audience:
        """Whom the text at an address is for: the longest section that its path begins with says so, else the order."""
        path = unescaped(urlsplit(address).path)
        begins = ((unescaped(prefix), audience) for prefix, audience in self.sections)
        fitting = [(len(prefix), audience) for prefix, audience in begins if path.startswith(prefix)]
        return max(fitting)[1] if fitting else self.audience


@dataclass(frozen=True, slots=True)
class Visit:
    """One address of one audit, waiting in the frontier. `hops` counts redirects followed to get here."""

    id: int
    address: str
    depth: int
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Attended:
    """All that came of one visit; kept in one transaction, so that it is there whole or not at all.

    `forward` is the address that a redirect points to. `links` are those that may join the frontier or be
    found broken, each in normal form. `text_language` is what the text is written in, as far as can be told;
    `readability` is None where the text is not Danish or too short to score. `traits` are what the site rules
    will ask for. `monitored` are the criteria that the authority's engine fails the page on, None where it did not
    judge it. `imprint` tells the next audit whether the address is still the same, where that was asked for.
    """

    visit: Visit
    state: VisitState
    kind: SubjectKind = SubjectKind.UNKNOWN
    media_type: str = ""
    status: int | None = None
    final_address: str = ""
    forward: str = ""
    trouble: Trouble | None = None
    left_out: LeftOut | None = None
    title: str = ""
    language: str = ""
    text_language: str = ""
    readability: Readability | None = None
    writing: Writing = NOTHING
    traits: Traits | None = None
    monitored: tuple[str, ...] | None = None
    findings: tuple[Finding, ...] = ()
    links: tuple[Link, ...] = ()
    facts: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    size: int = 0
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running audit has come. Counts are of addresses; `findings` are failed ones."""

    audit: str
    state: AuditState
    found: int
    queued: int
    read: int
    troubled: int
    redirected: int
    left_out: int
    findings: int
    current: str = ""
    rate: float = 0.0
    seconds_left: float | None = None


#: What is said of a sitemap tonight and may not be tomorrow. What is gone or closed to us was so yesterday too:
#: nothing was known by it that could be missed now. What is too large may be cut elsewhere tomorrow.
_PASSING = frozenset(
    {
        TroubleKind.CONNECTION_REFUSED,
        TroubleKind.CONNECTION_LOST,
        TroubleKind.TIMEOUT,
        TroubleKind.SERVER_ERROR,
        TroubleKind.RATE_LIMITED,
        TroubleKind.BOT_WALL,
        TroubleKind.DOCUMENT_CORRUPT,
        TroubleKind.TOO_LARGE,
    }
)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An audit as the store knows it. Times are UTC; `out_since` is when its site went out of reach, where it is so.

    `unread_sitemaps` says of each sitemap that was not read whole why.
    """

    id: str
    order: Order
    state: AuditState
    started: dt.datetime
    finished: dt.datetime | None
    rulebook: str
    versions: Mapping[str, str]
    out_since: dt.datetime | None = None
    unread_sitemaps: Mapping[str, Trouble] = field(default_factory=dict)

    @property
    def is_mapped(self) -> bool:
        """Whether the site's sitemaps were read as ever: otherwise pages may lack that nothing else leads to."""
        return _PASSING.isdisjoint(trouble.kind for trouble in self.unread_sitemaps.values())

    @property
    def measured_by(self) -> object:
        """What decides what is found on a page: the rules, the engines and the order. Equal where it is the same."""
        return (self.rulebook, dict(self.versions), self.order.looks_for)
