"""A rule: a requirement with its words, its references and the one who can mend a breach of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tilgaengelig.model.advice import AdviceKind

#: The topic of a rule that names none.
OTHER = "andet"


class Impact(StrEnum):
    """How hard a fault hits the one who meets it (axe's four words), worst first."""

    CRITICAL = "critical"
    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts findings."""
        return list(Impact).index(self)

    def at_least(self, other: Impact) -> bool:
        """True where this impact is `other` or worse."""
        return self.rank <= other.rank


class Responsibility(StrEnum):
    """Who can mend it."""

    REDAKTOER = "redaktør"
    UDVIKLER = "udvikler"
    DESIGNER = "designer"
    LEVERANDOER = "leverandør"
    JURIST = "jurist"


class Duty(StrEnum):
    """Whether the Danish act on web accessibility demands it (by EN 301 549 v3.2.1), or it is good practice."""

    LOVKRAV = "lovkrav"
    GOD_PRAKSIS = "god praksis"


class Sameness(StrEnum):
    """What makes two breaches one component: the same element, or the same place in the design."""

    ELEMENT = "element"
    PLACE = "place"


class NameSource(StrEnum):
    """Where a criterion's Danish name is from. The last two are drafts: nobody with authority has seen them."""

    DIGST = "digst"
    SECONDARY = "sekundaer"
    DRAFT = "udkast"
    UNOFFICIAL = "uofficiel"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A WCAG 2.2 success criterion of level A or AA, and its clauses in EN 301 549 v3.2.1 (None: not there).

    `decided_by` are the rules that together tell whether it is broken; without them rules see a part of it.
    """

    sc: str
    level: str
    name: Mapping[str, str]
    name_source: NameSource
    clause: str | None
    document_clause: str | None
    duty: Duty
    simplified: bool
    decided_by: tuple[str, ...]
    ask: Mapping[str, str]

    @property
    def draft(self) -> bool:
        """True where the Danish name is a draft."""
        return self.name_source in (NameSource.DRAFT, NameSource.UNOFFICIAL)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a rule is about, as an editor would look for it: images, links, tables. They stand in their order."""

    id: str
    name: Mapping[str, str]
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A piece that the rule judges: `html` is a fragment, `page` a whole document, `text` plain text.

    `pages` are a small site: its documents by path, "/" the front page.

    Of a piece that fails, `outcome` is what the rule says of it ("failed", or "cantTell" where no machine can
    be sure), and `also` names the rules that it cannot but fail too.
    """

    why: str
    html: str = ""
    page: str = ""
    text: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    outcome: str = "failed"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. Words are given by language (`da` always, `en` where the rulebook has it).

    `check` names the function of `judge` that applies the rule, and `settings` its keyword arguments. `kind` is
    there for the rules of advice on text; one with the status "hint" is heard only when it is asked for. `aaa` are
    the criteria of level AAA that it is about, which no law demands: a rule that is about no other is applied where a
    page is checked by itself, and in an audit only where it is switched on. `topic`
    is a Topic's id; `act` are ACT rule ids, and `techniques` those of WCAG 2.2 (F for failures). Of a rule
    that a ministry's own folder has changed, `changed` has the keys; of one that it has added, `own` is True.
    """

    id: str
    title: Mapping[str, str]
    check: str
    settings: Mapping[str, Any]
    impact: Impact
    responsibility: Responsibility
    duty: Duty
    wcag: tuple[str, ...]
    clauses: tuple[str, ...]
    act: tuple[str, ...]
    matterhorn: tuple[str, ...]
    helps: tuple[str, ...]
    sameness: Sameness
    why: Mapping[str, str]
    fix: Mapping[str, str]
    steps: tuple[str, ...]
    status: str = "stable"
    enabled: bool | None = None
    kind: AdviceKind | None = None
    topic: str = OTHER
    techniques: tuple[str, ...] = ()
    aaa: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    own: bool = False
    passed: tuple[Example, ...] = ()
    failed: tuple[Example, ...] = ()
    inapplicable: tuple[Example, ...] = ()

    @property
    def active(self) -> bool:
        """True where it is applied: neither switched off nor retired, nor beyond the law and not asked for."""
        asked = self.enabled is True if self.beyond else self.enabled is not False
        return asked and self.status != "deprecated"

    @property
    def beyond(self) -> bool:
        """True where only level AAA asks for it."""
        return bool(self.aaa) and not self.wcag

    @property
    def criteria(self) -> tuple[str, ...]:
        """The success criteria that it is about, whatever their level."""
        return (*self.wcag, *self.aaa)

    def breaks(self, criterion: Criterion) -> bool:
        """True where what breaks the rule breaks the criterion: good practice breaks nothing that the law demands."""
        return criterion.sc in self.wcag and (self.duty is Duty.LOVKRAV or criterion.duty is Duty.GOD_PRAKSIS)
