"""A draft of the accessibility statement: the text for each field of the WAS tool, and what a person must decide.

The tool has no way in for programs: somebody pastes it. What only they know is marked, and no status is claimed for
them. The fields are those of the Commission's model statement (Decision 2018/1523).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
#: A field's heading in the text; the number leads nobody astray where a reason has a line like it.
_HEADING = re.compile(r"^(\d)\. ([A-ZÆØÅ][A-ZÆØÅ -]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftItem:
    """What breaks one criterion: `said` are titles of rules or a person's words, `pages` those that are not exempt."""

    criterion: Criterion
    said: tuple[str, ...]
    pages: int
    examples: tuple[str, ...]
    in_documents: bool
    by_people: bool = False


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field of the WAS tool, and the text for it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the draft is written from. `criteria` counts those that the act demands."""

    report: Report
    host: str
    items: tuple[DraftItem, ...]
    criteria: int
    burden: tuple[Exemption, ...]
    outside: tuple[Exemption, ...]
    suggestions: int
    current: Statement | None
    evaluation: Evaluation | None

    @property
    def few(self) -> bool:
        """Whether most of what the act demands is not broken, as far as we saw."""
        return 2 * len({item.criterion.sc for item in self.items}) < self.criteria


def make_draft(report: Report, evaluation: Evaluation | None = None) -> Draft:
    """The draft from a report that has all places of each fault."""
    register = [row.exemption for row in report.exemptions.register]
    criteria = {row.criterion.sc: row.criterion for row in report.criteria}
    legal = {sc: one for sc, one in criteria.items() if one.duty is Duty.LOVKRAV}
    statements = [statement for _, statement in report.formal.statements]
    return Draft(
        report=report,
        host=report.site,
        items=tuple(_items(report, legal, register, evaluation)),
        criteria=len(legal),
        burden=tuple(one for one in register if one.basis is Basis.BURDEN),
        outside=tuple(one for one in register if one.basis is not Basis.BURDEN),
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


def _items(
    report: Report,
    legal: Mapping[str, Criterion],
    register: Sequence[Exemption],
    evaluation: Evaluation | None,
) -> Iterator[DraftItem]:
    """By criterion, web pages before documents; then what only a person found."""
    faults = [fault for group in report.failed for fault in group.faults]
    for sc, criterion in legal.items():
        ours = [fault for fault in faults if fault.words.duty is Duty.LOVKRAV and sc in fault.component.wcag]
        for in_documents in (False, True):
            item = _item(criterion, [fault for fault in ours if fault.in_documents is in_documents], register)
            if item is not None:
                yield item
        yield from _by_people(criterion, evaluation)


def _item(criterion: Criterion, faults: Sequence[Fault], register: Sequence[Exemption]) -> DraftItem | None:
    addresses = dict.fromkeys(
        place.address
        for fault in faults
        for place in fault.component.occurrences
        if not any(one.holds(place.address) for one in register)
    )
    if not addresses:
        return None
    titles = dict.fromkeys(fault.words.title for fault in faults)
    return DraftItem(
        criterion,
        tuple(titles)[:_TITLES],
        len(addresses),
        tuple(addresses)[:_EXAMPLES],
        faults[0].in_documents,
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
