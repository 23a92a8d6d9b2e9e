"""What the act exempts on a site, as its register says, and what may be exempted and nobody has decided on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.exemption import Basis, Exemption, Suggestion
from tilgaengelig.model.overview import Overview


@dataclass(frozen=True, slots=True)
class Exempted:
    """One decision of the register: how many of the addresses that were read it covers, and their faults.

    `due`: it is to be looked at again.
    """

    exemption: Exemption
    covers: int
    failed: int
    due: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may be exempted by one clause: a person confirms it, address by address."""

    basis: Basis
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Exemptions:
    """The register of the site, and the suggestions. `pages` counts the addresses that the register covers."""

    register: tuple[Exempted, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    pages: int = 0


def make_exemptions(
    overview: Overview, register: Sequence[Exemption], suggestions: Sequence[Suggestion], day: dt.date
) -> Exemptions:
    """What the report tells of it."""
    read = [row for row in overview.subjects if row.state is VisitState.READ]
    rows = []
    for one in register:
        covered = [row for row in read if one.holds(row.address)]
        rows.append(Exempted(one, len(covered), sum(row.failed for row in covered), one.due(day)))
    groups = [
        Suggested(basis, some)
        for basis in Basis
        if (some := tuple(one for one in suggestions if one.basis is basis))
    ]
    covered_at_all = sum(any(one.holds(row.address) for one in register) for row in read)
    return Exemptions(tuple(rows), tuple(groups), covered_at_all)


def exemptions_data(exemptions: Exemptions) -> dict[str, Any]:
    """The same as JSON has it."""
    return {
        "register": [
            {
                "id": row.exemption.id,
                "pattern": row.exemption.pattern,
                "basis": row.exemption.basis,
                "clause": row.exemption.basis.clause,
                "verified": row.exemption.basis.verified,
                "reason": row.exemption.reason,
                "by": row.exemption.by,
                "decided": row.exemption.decided.isoformat(),
                "review": row.exemption.review.isoformat(),
                "due": row.due,
                "covers": row.covers,
                "failed": row.failed,
            }
            for row in exemptions.register
        ],
        "suggestions": [
            {
                "address": one.address,
                "basis": one.basis,
                "day": one.day.isoformat() if one.day else None,
                "question": one.question,
            }
            for group in exemptions.suggested
            for one in group.suggestions
        ],
    }
