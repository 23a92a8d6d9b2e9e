"""What came of applying a rule: outcomes, findings and the components that they make up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.document import Box
from tilgaengelig.model.rule import Impact, Responsibility


class Outcome(StrEnum):
    """EARL 1.0's words. Silence is never `passed`, and no machine says that a criterion is met."""

    FAILED = "failed"
    CANT_TELL = "cantTell"
    PASSED = "passed"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


#: What there is to tell of, the gravest first.
TOLD = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)


class Region(StrEnum):
    """The part of a page where an element stands."""

    MAIN = "main"
    HEADER = "header"
    NAV = "nav"
    ASIDE = "aside"
    FOOTER = "footer"
    NONE = ""


#: What stands around a page's content: its template brings that.
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its subject a finding is.

    `target` is a CSS selector; steps into frames and shadow trees are joined by ` >>> `. `snippet` is the
    element's own opening mark-up, shortened. `path` is its structural address (tags and stable classes, no ids,
    no positions). `page` counts from 1 and is for documents, `box` is where it stands on that page. `viewports`
    are those in which it showed.
    """

    target: str = ""
    snippet: str = ""
    path: str = ""
    region: Region = Region.NONE
    page: int | None = None
    box: Box | None = None
    viewports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's outcome at one place in one subject.

    `component` tells the same fault on many pages by a fingerprint. `engine_rule` is the engine's own id
    (for our own checks the check's name). `foreign` is the host that brought the element, where that is not the
    page's own. `picture` is a cropped WebP of the element, where one was taken. `monitored` are the criteria that the
    authority's engine says it breaks, whatever we say of it.
    """

    rule: str
    outcome: Outcome
    impact: Impact
    message: str
    engine: str
    engine_rule: str
    wcag: tuple[str, ...]
    responsibility: Responsibility
    place: Place
    component: str
    ordinal: int = 0
    matterhorn: tuple[str, ...] = ()
    foreign: str = ""
    picture: bytes | None = None
    monitored: tuple[str, ...] = ()

    def id(self, address: str) -> str:
        """A stable id of 20 hex digits: the same fault at the same place of the same address has the same."""
        parts = (self.rule, self.engine_rule, address, self.component, str(self.ordinal))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
