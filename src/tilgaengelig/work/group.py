"""The group's figures, taken from the audits that are kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from tilgaengelig.judge.group import group, twins
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.group import NO_HOUSE, Group, Measure
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.texts import lix_of
from tilgaengelig.report.words import local
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.store import Store

#: So many of the newest audits are looked through.
_AUDITS = 20_000


def the_group(
    store: Store, rulebook: Rulebook, houses: Mapping[str, str], begins: dt.date, ends: dt.date
) -> Group:
    """The group from `begins` up to and with `ends`. `houses` has the house of each site, by its place.

    Of each site the last finished audit of every month counts, and the last one before the period.
    """
    chosen = _chosen(store.audits(limit=_AUDITS), begins, ends)
    measures = [_measure(store, rulebook, record, houses) for record in chosen]
    newest = {record.order.place: record for record in chosen if _day(record) >= begins.replace(day=1)}
    pages = {place: store.site_facts(record.id).all for place, record in newest.items()}
    unmeasured = set(houses) - set(newest)
    return group(
        measures,
        begins=begins,
        ends=ends,
        twins=twins(pages),
        unmeasured=[_name(place) for place in unmeasured],
    )


def _chosen(records: Iterable[AuditRecord], begins: dt.date, ends: dt.date) -> list[AuditRecord]:
    """The audits that count, oldest first."""
    found: dict[tuple[str, dt.date | None], AuditRecord] = {}
    for record in records:
        day = _day(record)
        if record.state is not AuditState.DONE or day > ends:
            continue
        month = day.replace(day=1) if day >= begins.replace(day=1) else None
        found.setdefault((record.order.place, month), record)
    return list(reversed(found.values()))


def _measure(store: Store, rulebook: Rulebook, record: AuditRecord, houses: Mapping[str, str]) -> Measure:
    overview = store.overview(record.id, occurrences=0)
    today = _day(record)
    faults: Counter[Impact] = Counter()
    for each in overview.components:
        if each.outcome is Outcome.FAILED and (each.accepted is None or not each.accepted.holds(today)):
            faults[each.impact] += each.places
    scored = [
        (lix, record.order.audience_of(row.address)) for row in overview.subjects if (lix := lix_of(row))
    ]
    return Measure(
        site=_name(record.order.place),
        house=houses.get(record.order.place, NO_HOUSE),
        month=today.replace(day=1),
        audit=record.id,
        pages=overview.coverage.read,
        faults=faults,
        texts=len(scored),
        hard=sum(lix > rulebook.audiences[audience].limit for lix, audience in scored),
    )


def _day(record: AuditRecord) -> dt.date:
    return local(record.started).date()


def _name(place: str) -> str:
    return place.removesuffix("/")
