"""What happens in the store now: audits at work, and what came of the visits of the last minutes."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import Connection, case, func, select

from tilgaengelig.model.audit import AuditState, VisitState
from tilgaengelig.model.pulse import Pulse
from tilgaengelig.store.schema import audit, visit


def pulse(connection: Connection, since: dt.datetime) -> Pulse:
    """The pulse since a moment. Only audits that are running, or ended after it, are looked into.

    When an address was found in trouble is not kept, so those of all of such an audit count.
    """
    running = connection.scalar(
        select(func.count()).select_from(audit).where(audit.c.state == AuditState.RUNNING)
    )
    recent = select(audit.c.number).where((audit.c.finished.is_(None)) | (audit.c.finished >= since))
    lately = case((visit.c.checked >= since, 1))
    query = (
        select(visit.c.state, visit.c.trouble, func.count().label("all"), func.count(lately).label("lately"))
        .where(visit.c.audit.in_(recent), visit.c.state.in_((VisitState.READ, VisitState.TROUBLED)))
        .group_by(visit.c.state, visit.c.trouble)
    )
    read, done, troubles = 0, 0, Counter[str]()
    for row in connection.execute(query):
        if row.state is VisitState.READ:
            read += row.lately
            done += row.all
        elif row.trouble is not None:
            troubles[row.trouble.value] += row.all
    return Pulse(running or 0, read, done, troubles)
