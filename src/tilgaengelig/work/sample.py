"""The sample of an audit, with what the machine found on its pages."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.sample import pick
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import Judgement, Sample
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.findings import StoredFinding
from tilgaengelig.store.store import Store

#: Findings asked for at once, and of one page at most: a page with more is not told better by more.
_AT_ONCE = 500
_MOST = 5000


def take(store: Store, rulebook: Rulebook, record: AuditRecord, seed: int) -> tuple[Sample, list[Judgement]]:
    """The sample, and for each criterion on each of its pages what failed or is in doubt."""
    subjects = store.subjects(record.id)
    walls = [row.address for row in subjects if row.trouble and row.trouble.kind is TroubleKind.LOGIN]
    templates = {row.address: str(row.facts.get("template", "")) for row in subjects}
    sample = pick(store.site_facts(record.id), seed, walls, templates)
    judged = [
        judgement
        for page in sample.all
        for finding in _findings(store, record.id, page.address)
        for judgement in _judgements(finding, rulebook)
    ]
    return sample, list(dict.fromkeys(judged))


def _findings(store: Store, audit_id: str, address: str) -> Iterator[StoredFinding]:
    after: str | None = None
    told = 0
    while told < _MOST:
        some = store.findings(audit_id, address=address, limit=_AT_ONCE, after=after)
        yield from some
        told += len(some)
        if len(some) < _AT_ONCE:
            return
        after = some[-1].id


def _judgements(finding: StoredFinding, rulebook: Rulebook) -> Iterator[Judgement]:
    rule = rulebook.rules.get(finding.rule)
    if rule is None or finding.outcome not in (Outcome.FAILED, Outcome.CANT_TELL):
        return
    for sc in finding.wcag:
        criterion = rulebook.criteria.get(sc)
        if criterion is not None and rule.breaks(criterion):
            title = rule.title.get("da", rule.id)
            yield Judgement(
                finding.address, sc, finding.outcome, f"{title}: {finding.message}", by_machine=True
            )
