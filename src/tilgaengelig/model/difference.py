"""What became of a site since the audit before: by component and by page."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Impact, Responsibility


class Met(StrEnum):
    """How an audit met an address. GONE: it is no more, or sends on; NOT_REACHED: nothing is known of it now."""

    READ = "read"
    GONE = "gone"
    NOT_REACHED = "not-reached"


class Change(StrEnum):
    """What became of a component.

    BACK is new again: an audit before the last one had it. NOT_REACHED: it was found on no page that was read, but
    a page that had it could not be read, or it could not be tried for there, or we are merely in doubt of it now; so
    it's neither there nor mended.
    """

    NEW = "new"
    BACK = "back"
    STILL = "still"
    MENDED = "mended"
    NOT_REACHED = "not-reached"


class PageChange(StrEnum):
    """What became of an address."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    STILL = "still"
    NOT_REACHED = "not-reached"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A component as one audit saw it. `pages` counts its places on each address where it stands.

    `outcome` is what people's answers make of it, `doubt` whether a machine was not sure; `accepted`: it is left as it
    is for now, in all its places. A fault and a doubt of the same thing are two components; they share the
    `fingerprint`, which may be "": not known.
    """

    component: str
    rule: str
    engine_rule: str
    outcome: Outcome
    impact: Impact
    responsibility: Responsibility
    message: str
    snippet: str
    pages: Mapping[str, int]
    fingerprint: str = ""
    doubt: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one audit knows of a site, or several of them together.

    `older` has the audits, newest first, from which pages of a component were filled in, by the component. `beside` has
    how many doubts of the same thing were there then, by component and address, where the newer have more or fewer.
    `forwards` has where addresses send on to. `whole`: no page can have been overlooked, so that an address that it
    does not know is no longer a part of the site. `untested` has the rules that could not be tried on an address,
    `driven` the addresses that were driven by the probes.
    """

    audit: AuditRecord
    met: Mapping[str, Met]
    sightings: Mapping[str, Sighting]
    forwards: Mapping[str, str] = field(default_factory=dict)
    untested: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = True
    driven: frozenset[str] = frozenset()
    older: Mapping[str, tuple[AuditRecord, ...]] = field(default_factory=dict)
    beside: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one component. Each address that has or had it stands in one of the five tuples.

    `sighting` is tonight's where there is one. `new` and `mended` also have the pages of a component that is still
    there elsewhere; `gone` are those that went away with it. `was` is the id that it had, where its place in the page,
    and so its id, is another by now. `measured_alike` is as for the Difference, with all audits that saw it.
    """

    change: Change
    sighting: Sighting
    new: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    not_reached: tuple[str, ...] = ()
    was: str = ""
    measured_alike: bool = True

    @property
    def moved(self) -> bool:
        """Whether it is found by what stands there, since its place in the page is another."""
        return bool(self.was)


@dataclass(frozen=True, slots=True)
class PageChanged:
    """What became of one address. The counts are of faults (failed places) on it; `source` is where it moved from."""

    address: str
    change: PageChange
    new: int = 0
    mended: int = 0
    still: int = 0
    not_reached: int = 0
    source: str = ""

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell of it: of one that stands as it was, what became of its faults."""
        return self.change is not PageChange.STILL or bool(self.new or self.mended or self.not_reached)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two audits of a site held against each other; `changes` worst first, `pages` by address, all of both.

    `measured_alike` is False where the rules, axe, the browser or what the order looks for are others: what is new may
    have been there all the time, and what is mended may be there still.
    """

    before: AuditRecord
    after: AuditRecord
    changes: tuple[Changed, ...]
    pages: tuple[PageChanged, ...]
    measured_alike: bool

    def of(self, change: Change, outcome: Outcome = Outcome.FAILED) -> tuple[Changed, ...]:
        """The components of which that became."""
        return tuple(
            each for each in self.changes if each.change == change and each.sighting.outcome == outcome
        )

    def pages_of(self, change: PageChange) -> tuple[PageChanged, ...]:
        """The addresses of which that became."""
        return tuple(each for each in self.pages if each.change == change)

    @property
    def news(self) -> tuple[Changed, ...]:
        """The faults to tell of: new ones, and old ones that spread; none that is accepted, wherever it comes up again.

        A new page brings the known faults of its template with it; that is no news to the one who mends templates.
        """
        fresh = {page.address for page in self.pages_of(PageChange.NEW)}
        return tuple(
            each
            for each in self.changes
            if each.sighting.outcome is Outcome.FAILED
            and not each.sighting.accepted
            and each.new
            and not _comes_with(each, fresh)
        )


def _comes_with(each: Changed, fresh: Set[str]) -> bool:
    written = each.sighting.responsibility in (Responsibility.REDAKTOER, Responsibility.JURIST)
    return each.change is Change.STILL and not written and fresh >= set(each.new)
