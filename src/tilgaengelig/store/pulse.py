"""What happens in the store now: audits at work, and what came of the visits of the last minutes."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import Connection, func, select

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
    query = (
        select(visit.c.state, visit.c.trouble, func.count())
        .where(visit.c.audit.in_(recent), (visit.c.checked >= since) | visit.c.trouble.is_not(None))
        .group_by(visit.c.state, visit.c.trouble)
    )
    read, troubles = 0, Counter[str]()
    for state, trouble, count in connection.execute(query):
        if state is VisitState.READ:
            read += count
        elif state is VisitState.TROUBLED and trouble is not None:
            troubles[trouble.value] += count
    return Pulse(running or 0, read, troubles)
