"""Which of a site's own limits an audit overran."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tilgaengelig.judge.budgets import overruns
from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.difference import Difference
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.website import Overrun, Website


def overrun(
    website: Website, overview: Overview, difference: Difference | None, today: dt.date
) -> tuple[Overrun, ...]:
    """The limits of the site that are overrun; what is accepted counts for none of them, a confirmed doubt does."""
    standing = [
        (each.impact, each.occurrences[0].address if each.occurrences else "")
        for each in overview.components
        if each.answers.fails(each.outcome, each.places, today)
    ]
    not_reached = [row.address for row in overview.subjects if row.state is VisitState.TROUBLED]
    lix: defaultdict[Audience, list[tuple[float, str]]] = defaultdict(list)
    for row in overview.subjects:
        value = row.readability.lix if row.readability and row.facts.get("scored") else None
        if value is not None:
            lix[overview.audit.order.audience_of(row.address)].append((round(value, 1), row.address))
    return tuple(overruns(website.budgets, difference, standing, not_reached, lix))
