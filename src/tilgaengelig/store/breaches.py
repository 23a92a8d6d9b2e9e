"""Which components are on which web pages: what the estimate of the authority's monitoring is reckoned from."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter

from sqlalchemy import Connection, func, select

from tilgaengelig.model.audit import SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.supervision import Breach, Breaches
from tilgaengelig.store.acceptances import outcomes
from tilgaengelig.store.audits import number_of
from tilgaengelig.store.findings import own
from tilgaengelig.store.schema import component, occurrence, visit


def breaches(connection: Connection, audit_id: str) -> Breaches:
    """All components that failed or are in doubt, with their pages: eight bytes for each page of each.

    A doubt that a person has answered counts as she says.
    """
    audit = number_of(connection, audit_id)
    is_page = (
        (visit.c.audit == audit) & (visit.c.state == VisitState.READ) & (visit.c.kind == SubjectKind.PAGE)
    )
    read = connection.scalar(select(func.count()).select_from(visit).where(is_page))
    judged = select(visit.c.number, visit.c.monitored).where(is_page, visit.c.monitored.is_not(None))
    told = (component.c.audit == audit) & component.c.outcome.in_((Outcome.FAILED, Outcome.CANT_TELL))
    components = {row.number: row for row in connection.execute(select(component).where(told))}
    pairs = (
        select(occurrence.c.component, occurrence.c.visit, own("monitored").label("monitored"))
        .join(component, component.c.number == occurrence.c.component)
        .join(visit, visit.c.number == occurrence.c.visit)
        .where(told, is_page)
        .distinct()
        .order_by(occurrence.c.component, occurrence.c.visit)
        .execution_options(yield_per=5000)
    )
    outcome_of = outcomes(connection, audit_id)
    found = []
    rows = chain.from_iterable(connection.execute(pairs).partitions())
    for number, group in groupby(rows, itemgetter(0)):
        one = components[number]
        outcome = outcome_of(one)
        if outcome is None:
            continue
        pages, monitored = _pages(group)
        found.append(
            Breach(
                component=one.key.hex(),
                rule=one.rule,
                outcome=outcome,
                wcag=one.wcag,
                responsibility=one.handed or one.responsibility,
                element=bool(one.target),
                pages=pages,
                monitored=monitored,
            )
        )
    # By their ids: in whatever order the pages were read, the outcome is the same.
    found.sort(key=lambda breach: breach.component)
    return Breaches(
        pages=int(read or 0),
        breaches=tuple(found),
        monitored={row.number: row.monitored for row in connection.execute(judged)},
    )


def _pages(
    rows: Iterable[tuple[int, int, Sequence[str] | None]],
) -> tuple[Sequence[int], Mapping[str, Sequence[int]]]:
    """The pages of a component, each once, and by criterion those on which the authority's engine fails it."""
    pages: dict[int, None] = {}
    broken: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for _, page, monitored in rows:
        pages[page] = None
        for sc in monitored or ():
            broken[sc][page] = None
    return array("q", pages), {sc: array("q", some) for sc, some in sorted(broken.items())}
