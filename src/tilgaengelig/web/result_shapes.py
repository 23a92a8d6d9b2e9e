"""The shapes of what an audit found: findings, components, addresses, broken links."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import LeftOut, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.overview import BrokenLink, Component, SubjectRow
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.report.owners import acceptance
from tilgaengelig.web import places
from tilgaengelig.web.shapes import Given
from tilgaengelig.work.shapes import readability_as_data


class AcceptanceShape(Given):
    """A fault that is left as it is until a day; an empty `finding` is all of the component."""

    id: str
    site: str
    component: str
    finding: str
    rule: str
    reason: Reason
    note: str
    by: str
    made: dt.datetime
    until: dt.date


class FindingShape(Given):
    """One finding: the keys of `check --json`, its id, its address and its component."""

    id: str
    address: str
    rule: str
    outcome: Outcome
    impact: Impact
    wcag: list[str]
    engine: str
    engine_rule: str
    target: str
    snippet: str
    message: str
    responsibility: Responsibility
    component: str
    region: Region
    viewports: list[str]
    matterhorn: list[str]
    page: int | None


class ComponentShape(Given):
    """The same fault on one or many pages. `picture` and `findings` are addresses."""

    id: str
    rule: str
    outcome: Outcome
    impact: Impact
    responsibility: Responsibility
    engine: str
    engine_rule: str
    region: Region
    wcag: list[str]
    matterhorn: list[str]
    message: str
    snippet: str
    pages: int
    places: int
    foreign: str
    accepted: AcceptanceShape | None
    picture: str | None
    findings: str

    @classmethod
    def of(cls, audit: str, component: Component) -> Self:
        """From the model, with the addresses of what belongs to it; `accepted` is what holds today."""
        accepted, _ = acceptance(component, today())
        here = f"{places.API}/audits/{audit}"
        plain = set(cls.model_fields) - {"picture", "findings", "accepted"}
        return cls(
            **{name: _listed(getattr(component, name)) for name in plain},
            accepted=AcceptanceShape.model_validate(accepted) if accepted else None,
            picture=f"{here}/components/{component.id}/picture" if component.picture else None,
            findings=f"{here}/findings?component={component.id}",
        )


class TroubleShape(Given):
    """Why an address was not read; `sentence` says it to a person."""

    kind: TroubleKind
    sentence: str
    status: int | None

    @classmethod
    def of(cls, trouble: Trouble | None) -> Self | None:
        """From the model."""
        return cls.model_validate(trouble) if trouble else None


class ReadabilityShape(Given):
    """Counts of a text, and its LIX."""

    words: int
    sentences: int
    long_words: int
    lix: float | None

    @classmethod
    def of(cls, counts: Readability | None) -> Self | None:
        """From the model."""
        return cls.model_validate(readability_as_data(counts)) if counts else None


class AddressShape(Given):
    """One address that the audit found, read or not.

    `checked` is when what is told of it was found: before the audit began, where the address had not changed.
    """

    address: str
    state: VisitState
    kind: SubjectKind
    depth: int
    status: int | None
    media_type: str
    title: str
    language: str
    text_language: str
    failed: int
    cant_tell: int
    forward: str
    size: int
    left_out: LeftOut | None
    trouble: TroubleShape | None
    checked: dt.datetime | None
    readability: ReadabilityShape | None
    facts: dict[str, str | int | float | bool]

    @classmethod
    def of(cls, row: SubjectRow) -> Self:
        """From the model."""
        plain = set(cls.model_fields) - {"trouble", "readability", "facts"}
        return cls(
            **{name: getattr(row, name) for name in plain},
            trouble=TroubleShape.of(row.trouble),
            readability=ReadabilityShape.of(row.readability),
            facts=dict(row.facts),
        )


class LinkSource(Given):
    """A page that has the link, and what the link says."""

    address: str
    text: str


class BrokenLinkShape(Given):
    """An address that links lead to and that cannot be read, with the pages that have them."""

    address: str
    trouble: TroubleShape
    sources: list[LinkSource]

    @classmethod
    def of(cls, link: BrokenLink) -> Self:
        """From the model."""
        return cls(
            address=link.address,
            trouble=TroubleShape.model_validate(link.trouble),
            sources=[LinkSource(address=address, text=text) for address, text in link.sources],
        )


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
