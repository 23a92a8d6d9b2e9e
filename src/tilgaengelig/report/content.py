"""What a report shows: plain values, made once from an Overview and read by every format."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tilgaengelig.model.acceptance import Acceptance
from tilgaengelig.model.audit import AuditRecord, LeftOut
from tilgaengelig.model.difference import Changed, Difference
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.inventory import Holding
from tilgaengelig.model.overview import BrokenLink, Component, Coverage, DocumentFinding, SubjectRow
from tilgaengelig.model.publication import Kind, Publication
from tilgaengelig.model.reach import Reach
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Duty, Example, Impact, Responsibility
from tilgaengelig.model.site import ACROSS
from tilgaengelig.model.subject import Banner
from tilgaengelig.model.supervision import CriterionCount, Earlier, Estimate, Mend
from tilgaengelig.model.supplier import Supplier
from tilgaengelig.model.website import Overrun
from tilgaengelig.model.writing import Wording
from tilgaengelig.report.exempted import Exemptions
from tilgaengelig.report.formal import Formal
from tilgaengelig.report.reading import LixGoal, Texts


class Standing(StrEnum):
    """What the audit can say of a criterion. None of them says that it is met."""

    FAILED = "failed"
    CANT_TELL = "cantTell"
    NOTHING_FOUND = "nothingFound"
    HUMAN = "human"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a reader meets it. `known` is False where the rulebook no longer has it.

    `language` is that of title, why and fix. `own` and `changed` tell a rule of the house's own, and the keys of ours
    that it has changed.
    """

    id: str
    title: str
    why: str
    fix: str
    steps: tuple[str, ...]
    helps: tuple[str, ...]
    duty: Duty
    criteria: tuple[Criterion, ...]
    clauses: tuple[str, ...]
    impact: Impact | None = None
    responsibility: Responsibility | None = None
    known: bool = True
    techniques: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    own: bool = False
    language: str = "da"


@dataclass(frozen=True, slots=True)
class Fault:
    """A component with its rule's words. `number` is its place in the report, for anchors.

    `weight` ranks it: how hard it hits times the pages it is on. `in_documents`: these are PDF files, not pages.
    `template`: it is mended in one place for all its pages. `accepted` holds for all of it now, `lapsed` did once;
    `accepted_places` counts the single places that are accepted.
    """

    number: int
    component: Component
    words: RuleWords
    weight: int
    in_documents: bool = False
    template: bool = False
    supplier: Supplier | None = None
    accepted: Acceptance | None = None
    lapsed: Acceptance | None = None
    accepted_places: int = 0


@dataclass(frozen=True, slots=True)
class SupplierGroup:
    """The open faults that one supplier brought, heaviest first."""

    supplier: Supplier
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All components of one rule with the same outcome, heaviest first. `shown` are those the page has room for."""

    words: RuleWords
    faults: tuple[Fault, ...]
    shown: tuple[Fault, ...]
    places: int

    @property
    def impact(self) -> Impact:
        """The worst impact of any of them."""
        return min((fault.component.impact for fault in self.faults), key=lambda impact: impact.rank)

    @property
    def people(self) -> Mapping[Responsibility, int]:
        """Who mends how many of them, most first."""
        return dict(Counter(fault.component.responsibility for fault in self.faults).most_common())


@dataclass(frozen=True, slots=True)
class TroubleGroup:
    """Addresses that were not read for the same reason; `sentence` is the trouble's own."""

    sentence: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Addresses that were found and not asked for."""

    reason: LeftOut
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """Pages of one build, and those of them that the probes drove: what they found there is likely true of all."""

    id: str
    addresses: tuple[str, ...]
    driven: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """What one rule found in one PDF. `steps` are those for the program that made it."""

    kind: Kind
    words: RuleWords
    steps: tuple[str, ...]
    findings: tuple[DocumentFinding, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A PDF in the report. None means that we could not tell; `title` may be the file's name.

    `sources` are some of the pages that link to it, each with a link text. `publication` is None where the findings
    were not asked for. `origin` says where it is mended where that is no document, `exemption` what its age says of
    the act. `like` is the address of a page that may be the same text, `file` where the page on it lies beside the
    report, "" where there is none.
    """

    address: str
    title: str
    has_title: bool
    language: str
    pages: int | None
    tagged: bool | None
    shows_title: bool | None
    pages_without_text: int | None
    assistive_access: bool | None
    lix: float | None
    failed: int
    sources: tuple[tuple[str, str], ...] = ()
    producer: str = ""
    origin: str = ""
    created: dt.date | None = None
    exemption: str = ""
    like: str = ""
    publication: Publication | None = None
    groups: tuple[DocumentGroup, ...] = ()
    file: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion and what the audit can say of it; `components` are those with faults.

    `rules` test it, and `reach` is how far they see.
    """

    criterion: Criterion
    standing: Standing
    components: int
    reach: Reach
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of EN 301 549 v3.2.1 and what the audit can say of it: of web pages, or of `documents`.

    `components` are those with faults, `doubts` those that a person must look at; `rules` test it.
    """

    clause: str
    criterion: Criterion
    documents: bool
    standing: Standing
    components: int
    doubts: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A rule that the house often breaks: `before` is the code as found at `address`, `after` what is right."""

    rule: str
    title: str
    places: int
    before: str
    after: Example | None
    address: str


@dataclass(frozen=True, slots=True)
class CountedCriterion:
    """A criterion that the authority counts, and the pages on which we found it broken."""

    criterion: Criterion
    count: CriterionCount


@dataclass(frozen=True, slots=True)
class MendStep:
    """A step towards the next band, with its fault."""

    mend: Mend
    fault: Fault


@dataclass(frozen=True, slots=True)
class Supervision:
    """What the authority's simplified monitoring might come to; `steps` are the first of the estimate's mends.

    `earlier` are the audits before this one, the oldest first. `engine` is the version of the authority's engine here.
    """

    estimate: Estimate
    criteria: tuple[CountedCriterion, ...]
    steps: tuple[MendStep, ...]
    earlier: tuple[Earlier, ...] = ()
    engine: str = ""

    @property
    def dearest(self) -> tuple[CountedCriterion, ...]:
        """The criteria that cost points, the dearest first."""
        costly = [row for row in self.criteria if row.count.failed]
        return tuple(sorted(costly, key=lambda row: -row.count.failed))


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the site since the audit before, and the words of the rules that this is about, by id."""

    difference: Difference
    words: Mapping[str, RuleWords]

    def titled(self, changes: Iterable[Changed]) -> Iterator[tuple[RuleWords, Changed]]:
        """These components with their rules' words."""
        return ((self.words[each.sighting.rule], each) for each in changes)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for the top of the report, all of failed components, and the pages that were read.

    What is accepted is counted with the rest, and once more in `accepted`; `open` leaves it out. `templates` are
    the open ones that are mended in one place for several pages, `template_places` their places.
    """

    pages: int
    clean_pages: int
    components: int
    duty: int
    impact: Mapping[Impact, int]
    responsibility: Mapping[Responsibility, int]
    open: Mapping[Impact, int]
    accepted: int
    templates: int
    template_places: int

    @property
    def left(self) -> int:
        """How many are open: those that the list of faults has."""
        return self.components - self.accepted


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report shows. `top` are the mends that help most, heaviest first.

    `failed`, `cant_tell`, `untested` and `suppliers` have what is open; what is accepted is in `accepted` alone.

    `formal` is what we know of the statement, `around` are the group's other hosts that were met. `supervision` is
    None where no page was read, `since` where this is the first audit of the site.
    `overruns` are of the limits that the site's owners set.

    `goals` are those of every audience; `goal` is that of the one the audit was ordered for. `wording` has the words
    that most of the site's texts could do without. `templates` has the largest group of pages of one build first.
    `banners` counts the pages with a box about cookies by what became of it.
    """

    site: str
    audit: AuditRecord
    made: dt.datetime
    program_version: str
    audience: Audience
    goals: Mapping[Audience, LixGoal]
    coverage: Coverage
    troubles: tuple[TroubleGroup, ...]
    left_out: tuple[LeftOutGroup, ...]
    tally: Tally
    top: tuple[Fault, ...]
    failed: tuple[RuleGroup, ...]
    cant_tell: tuple[RuleGroup, ...]
    untested: tuple[RuleGroup, ...]
    accepted: tuple[Fault, ...]
    suppliers: tuple[SupplierGroup, ...]
    texts: Texts
    documents: tuple[DocumentRow, ...]
    broken: tuple[BrokenLink, ...]
    subjects: tuple[SubjectRow, ...]
    criteria: tuple[CriterionRow, ...]
    clauses: tuple[ClauseRow, ...]
    lessons: tuple[Lesson, ...]
    wording: tuple[Wording, ...]
    templates: tuple[TemplateRow, ...] = ()
    banners: Mapping[Banner, int] = field(default_factory=dict)
    supervision: Supervision | None = None
    since: Since | None = None
    formal: Formal = field(default_factory=Formal)
    exemptions: Exemptions = field(default_factory=Exemptions)
    around: tuple[Holding, ...] = ()
    overruns: tuple[Overrun, ...] = ()

    @property
    def accepted_faults(self) -> tuple[Fault, ...]:
        """Of what is accepted, the faults, which are counted with the rest."""
        return tuple(fault for fault in self.accepted if fault.component.outcome is Outcome.FAILED)

    @property
    def answered(self) -> tuple[Fault, ...]:
        """Of what is accepted, what no machine has failed: most are doubts that a person saw to be no fault."""
        return tuple(fault for fault in self.accepted if fault.component.outcome is not Outcome.FAILED)

    @property
    def across(self) -> tuple[RuleGroup, ...]:
        """What only shows across the pages of the site: faults first, then what needs eyes."""
        return tuple(
            group
            for group in (*self.failed, *self.cant_tell)
            if group.faults[0].component.engine_rule.startswith(ACROSS)
        )

    @property
    def sizes(self) -> Mapping[str, int]:
        """The PDFs that were read, with their size in bytes, so that links to them can tell it."""
        return {row.address: row.size for row in self.documents if row.size}

    @property
    def statement(self) -> bool:
        """Whether an accessibility statement was read, on the site or elsewhere."""
        return bool(self.formal.statements) or any(row.facts.get("statement") for row in self.subjects)

    @property
    def carried(self) -> int:
        """How many pages and documents had not changed since an earlier audit, and were not opened again."""
        return sum(self.is_carried(row) for row in self.subjects)

    def is_carried(self, row: SubjectRow) -> bool:
        """Whether what is told of it is from an earlier audit."""
        return row.checked is not None and row.checked < self.audit.started

    @property
    def goal(self) -> LixGoal:
        """What texts for the audience should keep to."""
        return self.goals[self.audience]

    def faults(self) -> Iterator[Fault]:
        """Every fault, open or accepted, each once."""
        for group in (*self.failed, *self.cant_tell, *self.untested):
            yield from group.faults
        yield from self.accepted
