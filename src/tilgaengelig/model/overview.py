"""What an audit came to, as the store tells it and every report shows it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tilgaengelig.model.acceptance import Acceptance, Answers
from tilgaengelig.model.audit import AuditRecord, LeftOut, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.statement import Lookup, Statement
from tilgaengelig.model.subject import Banner
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.writing import NOTHING, Wording, Writing


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a component: `id` is the finding's stable id, `page` the page of a document."""

    id: str
    address: str
    target: str
    snippet: str = ""
    message: str = ""
    viewports: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """The same fault on one or many pages. `pages` and `places` are whole counts; `occurrences` may be cut.

    `foreign` is the host that brought it, where that is not the site's own. `accepted` is of all its places,
    `accepted_places` are single ones; either may have run out, which is for the day to say (`Acceptance.holds`).
    """

    id: str
    rule: str
    engine: str
    engine_rule: str
    outcome: Outcome
    impact: Impact
    responsibility: Responsibility
    region: Region
    wcag: tuple[str, ...]
    matterhorn: tuple[str, ...]
    message: str
    snippet: str
    pages: int
    places: int
    occurrences: tuple[Occurrence, ...]
    picture: bytes | None = None
    foreign: str = ""
    accepted: Acceptance | None = None
    accepted_places: tuple[Acceptance, ...] = ()

    @property
    def answers(self) -> Answers:
        """What people have said of it."""
        return Answers(self.accepted, self.accepted_places)

    def excuses(self, day: dt.date) -> Mapping[str, Acceptance]:
        """What leaves each of its `occurrences` as it is on that day, by id; those that are open lack."""
        return self.answers.by_place((place.id for place in self.occurrences), day)


@dataclass(frozen=True, slots=True)
class DocumentFinding:
    """A finding in one PDF. `target` is its way down the tags, `picture` its page with the place marked (WebP)."""

    rule: str
    outcome: Outcome
    impact: Impact
    responsibility: Responsibility
    message: str
    target: str = ""
    page: int | None = None
    matterhorn: tuple[str, ...] = ()
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One address of the audit, read or not. `failed` and `cant_tell` count its findings.

    `checked` is when it was read: before the audit began where it had not changed since.
    """

    address: str
    state: VisitState
    kind: SubjectKind
    depth: int
    status: int | None = None
    media_type: str = ""
    title: str = ""
    language: str = ""
    text_language: str = ""
    readability: Readability | None = None
    writing: Writing = NOTHING
    failed: int = 0
    cant_tell: int = 0
    trouble: Trouble | None = None
    left_out: LeftOut | None = None
    forward: str = ""
    size: int = 0
    facts: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    checked: dt.datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An address that whoever follows a link to it cannot read, with (address, link text) of the pages."""

    address: str
    trouble: Trouble
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The truth about what was read. All counts are of addresses in scope; `found` is their sum."""

    found: int
    pages: int
    documents: int
    redirected: int
    waiting: int
    troubled: Mapping[TroubleKind, int]
    left_out: Mapping[LeftOut, int]

    @property
    def read(self) -> int:
        """Pages and documents that were judged."""
        return self.pages + self.documents

    @property
    def not_read(self) -> int:
        """Addresses that were found and not judged, for whatever reason but a redirect."""
        return self.waiting + sum(self.troubled.values()) + sum(self.left_out.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """An audit whole: components worst first, subjects by address, what was not tested by engine rule.

    `linked` has for each document that was read some of the pages that link to it, each with one of its link texts,
    `in_documents` all that was found in it, where that was asked for.
    `wording` has the words that most pages and documents could do without, those of most pages first. The
    remarks of a subject's `writing` are by rule, without their phrases. `statements` are the pages that are one,
    `lookups` where else the statement was looked for.
    """

    audit: AuditRecord
    coverage: Coverage
    components: tuple[Component, ...]
    subjects: tuple[SubjectRow, ...]
    broken: tuple[BrokenLink, ...]
    wording: tuple[Wording, ...] = ()
    linked: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    in_documents: Mapping[str, tuple[DocumentFinding, ...]] = field(default_factory=dict)
    lookups: tuple[Lookup, ...] = ()
    statements: tuple[tuple[str, Statement], ...] = ()

    @property
    def banners(self) -> Counter[Banner]:
        """Pages with a box about cookies, by what became of it."""
        return Counter(Banner(str(row.facts["banner"])) for row in self.subjects if "banner" in row.facts)
