"""From what the store tells of an audit to what a report shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import LeftOut, SubjectKind, VisitState
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.difference import Difference
from tilgaengelig.model.exemption import Exemption, Suggestion
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.inventory import Holding
from tilgaengelig.model.overview import Component, Coverage, Overview, SubjectRow
from tilgaengelig.model.reach import reach, testing
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Duty, Impact, Responsibility, Rule
from tilgaengelig.model.supervision import ENGINE, Earlier, Estimate
from tilgaengelig.model.supplier import Suppliers
from tilgaengelig.model.website import Overrun
from tilgaengelig.report.clauses import make_clauses, standing_of
from tilgaengelig.report.content import (
    CriterionRow,
    Fault,
    LeftOutGroup,
    Report,
    Tally,
    TemplateRow,
    TroubleGroup,
)
from tilgaengelig.report.documents import make_documents
from tilgaengelig.report.exempted import make_exemptions
from tilgaengelig.report.formal import make_formal
from tilgaengelig.report.lessons import make_lessons
from tilgaengelig.report.owners import acceptance, accepted_places, by_supplier, is_template, settled
from tilgaengelig.report.ranking import by_rule, rank, top_mends, words_of
from tilgaengelig.report.reading import LixGoal
from tilgaengelig.report.since import make_since
from tilgaengelig.report.supervision import make_supervision
from tilgaengelig.report.texts import make_texts


def make_report(
    overview: Overview,
    rules: Mapping[str, Rule],
    criteria: Sequence[Criterion],
    *,
    goals: Mapping[Audience, LixGoal],
    audience: Audience,
    made: dt.datetime,
    program_version: str,
    suppliers: Suppliers | None = None,
    estimate: Estimate | None = None,
    earlier: Sequence[Earlier] = (),
    difference: Difference | None = None,
    register: Sequence[Exemption] = (),
    suggestions: Sequence[Suggestion] = (),
    around: Sequence[Holding] = (),
    overruns: tuple[Overrun, ...] = (),
) -> Report:
    """Everything a report on this audit shows, in the order in which it is shown."""
    known = {criterion.sc: criterion for criterion in criteria}
    day = day_of(made)
    overview = replace(overview, components=tuple(settled(each, day) for each in overview.components))
    ids = {component.rule for component in overview.components}
    documents = frozenset(row.address for row in overview.subjects if row.kind is SubjectKind.DOCUMENT)
    words = {id_: words_of(id_, rules, known) for id_ in ids}
    ranked = rank(overview.components, words, documents)
    bringers = suppliers or Suppliers()
    faults = [_owned(fault, bringers, day) for fault in ranked]
    still_open = [fault for fault in faults if fault.accepted is None]
    standing = [fault for fault in faults if not _in_vain(fault)]
    failed = by_rule(still_open, Outcome.FAILED)
    return Report(
        site=_site(overview.audit.order.start),
        audit=overview.audit,
        made=made,
        program_version=program_version,
        audience=audience,
        goals=goals,
        coverage=overview.coverage,
        troubles=_troubles(overview.subjects),
        left_out=_left_out(overview.subjects),
        tally=_tally(overview.subjects, faults),
        top=top_mends(still_open),
        failed=failed,
        cant_tell=by_rule(still_open, Outcome.CANT_TELL),
        untested=by_rule(still_open, Outcome.UNTESTED),
        accepted=tuple(fault for fault in faults if fault.accepted is not None),
        suppliers=by_supplier(still_open, bringers),
        texts=make_texts(overview.subjects, goals, overview.audit.order.audience_of),
        documents=make_documents(overview, words),
        broken=overview.broken,
        subjects=overview.subjects,
        criteria=_criteria(criteria, rules, (fault.component for fault in standing), overview.coverage),
        clauses=make_clauses(criteria, rules.values(), standing, overview.coverage),
        lessons=make_lessons(failed, rules),
        wording=overview.wording,
        templates=_templates(overview.subjects),
        banners=overview.banners,
        supervision=make_supervision(
            estimate,
            criteria,
            faults,
            earlier=earlier,
            engine=overview.audit.versions.get(ENGINE, ""),
        ),
        formal=make_formal(overview, rules),
        around=tuple(around),
        exemptions=make_exemptions(overview, register, suggestions, day_of(made)),
        since=make_since(difference, rules, known) if difference else None,
        overruns=overruns,
    )


def _owned(fault: Fault, suppliers: Suppliers, day: dt.date) -> Fault:
    component = fault.component
    accepted, lapsed = acceptance(component, day)
    return replace(
        fault,
        template=is_template(component),
        supplier=suppliers.of(component.foreign) if component.foreign else None,
        accepted=accepted,
        lapsed=lapsed,
        accepted_places=accepted_places(component, day),
    )


def _in_vain(fault: Fault) -> bool:
    """Whether it is a doubt of which a person saw that it is no fault: the criterion needs no eyes for it."""
    doubt = fault.component.outcome is Outcome.CANT_TELL
    return doubt and fault.accepted is not None and fault.accepted.reason is Reason.FALSE_ALARM


def _site(start: str) -> str:
    try:
        return urlsplit(start).netloc or start
    except ValueError:
        return start


def _is_read(row: SubjectRow, kind: SubjectKind) -> bool:
    return row.state is VisitState.READ and row.kind is kind


def _troubles(subjects: Iterable[SubjectRow]) -> tuple[TroubleGroup, ...]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in subjects:
        if row.state is VisitState.TROUBLED and row.trouble is not None:
            groups[row.trouble.sentence].append(row.address)
    made = [TroubleGroup(sentence, tuple(addresses)) for sentence, addresses in groups.items()]
    return tuple(sorted(made, key=lambda group: (-len(group.addresses), group.sentence)))


def _left_out(subjects: Iterable[SubjectRow]) -> tuple[LeftOutGroup, ...]:
    groups: defaultdict[LeftOut, list[str]] = defaultdict(list)
    for row in subjects:
        if row.state is VisitState.LEFT_OUT and row.left_out is not None:
            groups[row.left_out].append(row.address)
    return tuple(LeftOutGroup(reason, tuple(groups[reason])) for reason in LeftOut if reason in groups)


def _templates(subjects: Iterable[SubjectRow]) -> tuple[TemplateRow, ...]:
    groups: defaultdict[str, list[SubjectRow]] = defaultdict(list)
    for row in subjects:
        if _is_read(row, SubjectKind.PAGE) and row.facts.get("template"):
            groups[str(row.facts["template"])].append(row)
    made = [
        TemplateRow(
            name,
            tuple(row.address for row in rows),
            tuple(row.address for row in rows if row.facts.get("probed")),
        )
        for name, rows in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.addresses), one.addresses)))


def _tally(subjects: Iterable[SubjectRow], faults: Iterable[Fault]) -> Tally:
    pages = [row for row in subjects if _is_read(row, SubjectKind.PAGE)]
    failed = [fault for fault in faults if fault.component.outcome is Outcome.FAILED]
    still_open = [fault for fault in failed if fault.accepted is None]
    impact = Counter(fault.component.impact for fault in still_open)
    every = Counter(fault.component.impact for fault in failed)
    who = Counter(fault.component.responsibility for fault in failed)
    return Tally(
        pages=len(pages),
        clean_pages=sum(row.failed == 0 for row in pages),
        components=len(failed),
        duty=sum(fault.words.duty is Duty.LOVKRAV for fault in failed),
        impact={key: every[key] for key in Impact},
        responsibility={key: who[key] for key in Responsibility},
        open={key: impact[key] for key in Impact},
        accepted=len(failed) - len(still_open),
        templates=sum(fault.template for fault in still_open),
        template_places=sum(fault.component.places for fault in still_open if fault.template),
    )


def _criteria(
    criteria: Iterable[Criterion],
    rules: Mapping[str, Rule],
    components: Iterable[Component],
    coverage: Coverage,
) -> tuple[CriterionRow, ...]:
    found: dict[Outcome, Counter[str]] = {outcome: Counter() for outcome in Outcome}
    known = {criterion.sc: criterion for criterion in criteria}
    for component in components:
        rule = rules.get(component.rule)
        # A breach of good practice is no breach of the criterion that it is about.
        found[component.outcome].update(
            sc for sc in set(component.wcag) if not rule or (sc in known and rule.breaks(known[sc]))
        )
    return tuple(_criterion(criterion, rules.values(), found, coverage) for criterion in known.values())


def _criterion(
    criterion: Criterion, rules: Collection[Rule], found: Mapping[Outcome, Counter[str]], coverage: Coverage
) -> CriterionRow:
    used = testing(criterion, rules)
    return CriterionRow(
        criterion=criterion,
        standing=standing_of(
            criterion.sc, found, tested=bool(used), ran=any(_could_run(rule, coverage) for rule in used)
        ),
        components=found[Outcome.FAILED][criterion.sc],
        reach=reach(criterion, rules),
        rules=tuple(rule.id for rule in used),
    )


def _could_run(rule: Rule, coverage: Coverage) -> bool:
    subject = rule.check.partition(".")[0]
    counts = {"page": coverage.pages, "document": coverage.documents}
    return counts.get(subject, coverage.read) > 0
