"""A draft of the accessibility statement: the text for each field of the WAS tool, and what a person must decide.

The tool has no way in for programs: somebody pastes it. What only they know is marked, and no status is claimed for
them. The fields are those of the Commission's model statement (Decision 2018/1523).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Criterion, Duty
from tilgaengelig.model.sample import Evaluation
from tilgaengelig.model.statement import Statement
from tilgaengelig.report.content import Fault, Report
from tilgaengelig.report.words import environment

LANGUAGES = ("da", "en")
_EXAMPLES = 3
_TITLES = 4
_PLANS = 3
#: What these say of a fault is for the act to decide, and stands in a field of its own.
_CLAIMS = (Reason.BURDEN, Reason.EXEMPT)
#: A field's heading in the text; the number leads nobody astray where a reason has a line like it.
_HEADING = re.compile(r"^(\d)\. ([A-ZÆØÅ][A-ZÆØÅ -]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a fault; `said` is what leaves it as it is for now."""

    fault: Fault
    address: str
    said: Acceptance | None

    @property
    def claim(self) -> Reason | None:
        """Which field of its own somebody's words put it in."""
        return self.said.reason if self.said and self.said.reason in _CLAIMS else None


@dataclass(frozen=True, slots=True)
class DraftItem:
    """What breaks one criterion: `said` are titles of rules or a person's words, `pages` those that are not exempt.

    `plans` say of the faults that are accepted why and to which day; `unplanned`: there are others too.
    """

    criterion: Criterion
    said: tuple[str, ...]
    pages: int
    examples: tuple[str, ...]
    in_documents: bool
    by_people: bool = False
    plans: tuple[Acceptance, ...] = ()
    unplanned: bool = True


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field of the WAS tool, and the text for it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the draft is written from. `criteria` counts those that the act demands.

    Of the faults that are accepted, `claimed_burden` and `claimed_outside` are those of which somebody has said that
    they are a burden, or exempt, where the register does not. `borne` lie where the register calls it a burden to mend
    them: the act excuses them, and the site does not meet the standard for it. All others are in `items`.
    """

    report: Report
    host: str
    items: tuple[DraftItem, ...]
    criteria: int
    burden: tuple[Exemption, ...]
    outside: tuple[Exemption, ...]
    claimed_burden: tuple[DraftItem, ...]
    claimed_outside: tuple[DraftItem, ...]
    borne: tuple[DraftItem, ...]
    suggestions: int
    current: Statement | None
    evaluation: Evaluation | None

    @property
    def found(self) -> tuple[DraftItem, ...]:
        """All that breaks a criterion, whatever is said of it."""
        return (*self.items, *self.claimed_burden, *self.claimed_outside, *self.borne)

    @property
    def broken(self) -> int:
        """How many criteria are broken."""
        return len({item.criterion.sc for item in self.found})

    @property
    def few(self) -> bool:
        """Whether most of what the act demands is not broken, as far as we saw."""
        return 2 * self.broken < self.criteria


def make_draft(report: Report, evaluation: Evaluation | None = None) -> Draft:
    """The draft from a report that has all places of each fault."""
    register = [row.exemption for row in report.exemptions.register]
    criteria = {row.criterion.sc: row.criterion for row in report.criteria}
    legal = {sc: one for sc, one in criteria.items() if one.duty is Duty.LOVKRAV}
    statements = [statement for _, statement in report.formal.statements]
    burden = tuple(one for one in register if one.basis is Basis.BURDEN)
    outside = tuple(one for one in register if one.basis is not Basis.BURDEN)
    borne, places = _parted(_places(report, outside), burden)

    def by_machine(ours: Sequence[_Place]) -> tuple[DraftItem, ...]:
        return tuple(item for one in legal.values() for item in _by_machine(one, ours))

    def claimed(reason: Reason) -> tuple[DraftItem, ...]:
        return by_machine([place for place in places if place.claim is reason])

    unclaimed = [place for place in places if place.claim is None]
    return Draft(
        report=report,
        host=report.site,
        items=tuple(
            item
            for one in legal.values()
            for found in (_by_machine(one, unclaimed), _by_people(one, evaluation))
            for item in found
        ),
        criteria=len(legal),
        burden=burden,
        outside=outside,
        claimed_burden=claimed(Reason.BURDEN),
        claimed_outside=claimed(Reason.EXEMPT),
        borne=by_machine(borne),
        suggestions=sum(len(group.suggestions) for group in report.exemptions.suggested),
        current=statements[0] if statements else None,
        evaluation=evaluation,
    )


def draft_text(draft: Draft, language: str) -> str:
    """The draft as plain text."""
    template = environment().get_template(f"erklaering/udkast.{language}.txt.j2")
    return template.render(draft=draft, report=draft.report).strip() + "\n"


def draft_fields(text: str) -> tuple[DraftField, ...]:
    """The fields of a draft's text, in their order; what stands before the first is of the whole draft."""
    starts: list[re.Match[str]] = []
    for heading in _HEADING.finditer(text):
        if int(heading[1]) == len(starts) + 1:
            starts.append(heading)
    ends = [*(heading.start() for heading in starts[1:]), len(text)]
    return tuple(
        DraftField(heading[2].capitalize(), text[heading.end() : end].strip())
        for heading, end in zip(starts, ends, strict=True)
    )


def _parted(places: Iterable[_Place], burden: Sequence[Exemption]) -> tuple[list[_Place], list[_Place]]:
    """Those that the register calls a burden, and the rest."""
    borne: list[_Place] = []
    rest: list[_Place] = []
    for place in places:
        (borne if any(one.holds(place.address) for one in burden) else rest).append(place)
    return borne, rest


def _places(report: Report, outside: Sequence[Exemption]) -> Iterator[_Place]:
    """Where there is a fault: not where the act exempts it, nor where a person saw that it is none.

    What is accepted is there too: to leave a fault for now does not mend it.
    """
    day = day_of(report.made)
    still_open = (fault for group in report.failed for fault in group.faults)
    for fault in (*still_open, *report.accepted_faults):
        excuses = fault.component.excuses(day)
        for place in fault.component.occurrences:
            said = excuses.get(place.id)
            no_fault = said is not None and said.reason is Reason.FALSE_ALARM
            if not no_fault and not any(one.holds(place.address) for one in outside):
                yield _Place(fault, place.address, said)


def _by_machine(criterion: Criterion, places: Iterable[_Place]) -> Iterator[DraftItem]:
    """Web pages before documents."""
    ours = [
        place
        for place in places
        if place.fault.words.duty is Duty.LOVKRAV and criterion.sc in place.fault.component.wcag
    ]
    for in_documents in (False, True):
        some = [place for place in ours if place.fault.in_documents is in_documents]
        if some:
            yield _item(criterion, some)


def _item(criterion: Criterion, places: Sequence[_Place]) -> DraftItem:
    addresses = tuple(dict.fromkeys(place.address for place in places))
    titles = dict.fromkeys(place.fault.words.title for place in places)
    plans = {(place.said.note, place.said.until): place.said for place in places if place.said}
    return DraftItem(
        criterion,
        tuple(titles)[:_TITLES],
        len(addresses),
        addresses[:_EXAMPLES],
        places[0].fault.in_documents,
        plans=tuple(sorted(plans.values(), key=lambda plan: plan.until)[-_PLANS:]),
        unplanned=any(place.said is None for place in places),
    )


def _by_people(criterion: Criterion, evaluation: Evaluation | None) -> Iterable[DraftItem]:
    judged = [
        one
        for one in (evaluation.judgements if evaluation else ())
        if one.sc == criterion.sc and one.outcome is Outcome.FAILED and not one.by_machine
    ]
    if judged:
        addresses = tuple(dict.fromkeys(one.address for one in judged if one.address))
        said = tuple(
            dict.fromkeys(" ".join(one.description.split())[:300] for one in judged if one.description)
        )
        yield DraftItem(
            criterion,
            said[:_TITLES],
            len(addresses),
            addresses[:_EXAMPLES],
            in_documents=False,
            by_people=True,
        )
