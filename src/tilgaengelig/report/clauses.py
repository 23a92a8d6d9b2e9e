"""The clauses of EN 301 549 v3.2.1 on web pages (9) and on files (10), and what the audit can say of each.

The standard repeats WCAG 2.1 A and AA once for each of the two: a fault in a PDF breaks 10.1.1.1, never 9.1.1.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Coverage
from tilgaengelig.model.reach import testing
from tilgaengelig.model.rule import Criterion, Duty, Rule
from tilgaengelig.report.content import ClauseRow, Fault, Standing


def make_clauses(
    criteria: Sequence[Criterion],
    rules: Collection[Rule],
    faults: Iterable[Fault],
    coverage: Coverage,
) -> tuple[ClauseRow, ...]:
    """A row a clause, those on web pages first. What is accepted for now is broken all the same."""
    seen = list(faults)
    web = _counted((fault for fault in seen if not fault.in_documents), criteria)
    files = _counted((fault for fault in seen if fault.in_documents), criteria)
    rows = [
        *_rows(criteria, rules, web, coverage.pages, documents=False),
        *_rows(criteria, rules, files, coverage.documents, documents=True),
    ]
    return tuple(rows)


def _counted(faults: Iterable[Fault], criteria: Sequence[Criterion]) -> Mapping[Outcome, Counter[str]]:
    """Components by criterion; a breach of good practice is no breach of the criterion that it is about."""
    demanded = {criterion.sc for criterion in criteria if criterion.duty is Duty.LOVKRAV}
    found: dict[Outcome, Counter[str]] = {outcome: Counter() for outcome in Outcome}
    for fault in faults:
        bare = fault.words.known and fault.words.duty is Duty.GOD_PRAKSIS
        found[fault.component.outcome].update(set(fault.component.wcag) - (demanded if bare else set()))
    return found


def _rows(
    criteria: Iterable[Criterion],
    rules: Collection[Rule],
    found: Mapping[Outcome, Counter[str]],
    read: int,
    *,
    documents: bool,
) -> Iterator[ClauseRow]:
    for criterion in criteria:
        clause = criterion.document_clause if documents else criterion.clause
        if clause is None:
            continue
        used = [rule for rule in testing(criterion, rules) if _looks_at(rule, documents=documents)]
        yield ClauseRow(
            clause=clause,
            criterion=criterion,
            documents=documents,
            standing=standing_of(criterion.sc, found, tested=bool(used), ran=read > 0),
            components=found[Outcome.FAILED][criterion.sc],
            doubts=found[Outcome.CANT_TELL][criterion.sc],
            rules=tuple(rule.id for rule in used),
        )


def _looks_at(rule: Rule, *, documents: bool) -> bool:
    subject = rule.check.partition(".")[0]
    return subject == "text" or (subject == "document") is documents


def standing_of(sc: str, found: Mapping[Outcome, Counter[str]], *, tested: bool, ran: bool) -> Standing:
    """What can be said of a criterion: `tested` where a rule is about it, `ran` where one had something to look at."""
    if found[Outcome.FAILED][sc]:
        return Standing.FAILED
    if found[Outcome.CANT_TELL][sc]:
        return Standing.CANT_TELL
    if not tested:
        return Standing.HUMAN
    return Standing.NOTHING_FOUND if ran and not found[Outcome.UNTESTED][sc] else Standing.UNTESTED
