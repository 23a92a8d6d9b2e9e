"""What the operations work with, handed to them as dependencies."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.pulse import Pulse
from tilgaengelig.report.content import Report
from tilgaengelig.store.store import Store
from tilgaengelig.web import examples
from tilgaengelig.web.access import CAME_BACK, Sessions
from tilgaengelig.web.checking import Checking
from tilgaengelig.web.meter import Meter
from tilgaengelig.web.once import Once
from tilgaengelig.web.places import API
from tilgaengelig.web.recent import Recent, Unhurried
from tilgaengelig.work.audit import Run, Tell
from tilgaengelig.work.desk import Activity, Desk, TakesOrders
from tilgaengelig.work.signin import SigningIn
from tilgaengelig.workshop import Workshop

_AUDIT = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{6}")
MOST = 500
_RUNNING_SECONDS = 5
#: The pace of reading is the mean of so long.
PACE = dt.timedelta(minutes=1)


class Overviews:
    """Audits whole, without the places of their findings; the last few are kept at hand.

    Of one that runs, what is kept was done some seconds ago at most.
    """

    def __init__(self, store: Store, most: int = 2) -> None:
        self._store = store
        self._kept = Recent[Overview](most)

    def of(self, record: AuditRecord) -> Overview:
        """The audit whole. `record` is fresh from the store, so an audit taken up again is looked at anew."""
        return self._kept.of(
            _state(record, self._store),
            lambda: self._store.overview(record.id, occurrences=0),
            _lasts(record),
        )


class Reports:
    """What a report shows of an audit, for the pages; the last few are kept at hand, as overviews are."""

    def __init__(self, workshop: Workshop, most: int = 3) -> None:
        self._workshop = workshop
        self._kept = Recent[Report](most)

    def of(self, record: AuditRecord) -> Report:
        """The report on the audit, as it is now."""
        return self._kept.of(
            _state(record, self._workshop.store),
            lambda: self._workshop.report(record.id),
            _lasts(record),
        )


def _state(record: AuditRecord, store: Store) -> tuple[object, ...]:
    """Another value whenever the audit may be told otherwise: acceptances run out with the day."""
    return record.id, record.state, record.finished, store.acceptance_stamp(), today()


def _lasts(record: AuditRecord) -> float | None:
    """For how many seconds what was made of the audit is good; None where only its state makes it old."""
    return _RUNNING_SECONDS if record.state is AuditState.RUNNING else None


@dataclass(frozen=True, slots=True)
class Parts:
    """The workshop, and what this process remembers beside it."""

    workshop: Workshop
    desk: TakesOrders
    overviews: Overviews
    reports: Reports
    documents: PdfReader
    once: Once
    checking: Checking
    sessions: Sessions
    signing_in: SigningIn | None
    meter: Meter
    pulse: Unhurried[Pulse]

    def activity(self, audit_id: str, state: AuditState) -> Activity:
        """What the desk does with an audit in that state; what is done is done, also while the desk tidies up."""
        return Activity.NONE if state is AuditState.DONE else self.desk.activity(audit_id)


def make_parts(workshop: Workshop) -> Parts:
    """The parts of one app. Raises what the workshop raises where its store or rulebook cannot be used."""
    return Parts(
        workshop,
        _desk(workshop),
        Overviews(workshop.store),
        Reports(workshop),
        PdfReader(),
        Once(workshop.store),
        Checking(workshop),
        Sessions(),
        workshop.signing_in(CAME_BACK),
        Meter(),
        Unhurried(lambda: workshop.store.pulse(dt.datetime.now(dt.UTC) - PACE)),
    )


def _desk(workshop: Workshop) -> TakesOrders:
    """On PostgreSQL workers see the orders through, in processes of their own; else this process does."""
    store, settings = workshop.store, workshop.settings
    if settings.queued:
        return workshop.queue()
    digest, versions = workshop.rulebook.digest, workshop.versions()

    def opening(record: AuditRecord, tell: Tell, every_days: int | None) -> AbstractAsyncContextManager[Run]:
        # An address that came by the API opens nothing: only the settings do.
        return workshop.audits.begun(record, tell, every_days=every_days)

    return Desk(store, opening, rulebook=digest, versions=versions)


async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsDep = Annotated[Parts, Depends(_parts)]


def _record(
    audit_id: Annotated[str, Path(description="Kontrollens id", examples=[examples.AUDIT_ID])],
    parts: PartsDep,
) -> AuditRecord:
    """The audit that the path names, as it is now."""
    if _AUDIT.fullmatch(audit_id):
        try:
            return parts.workshop.store.audit(audit_id)
        except UnknownThing:
            pass
    raise UnknownThing(f"Der er ingen kontrol med det id. Se dem, der er, på {API}/audits.")


RecordDep = Annotated[AuditRecord, Depends(_record)]
SiteQuery = Annotated[
    str | None,
    Query(
        max_length=300,
        description="Kun dette websted: navn, adresse eller vært",
        examples=["www.ministerium.dk"],
    ),
]
LimitQuery = Annotated[int, Query(ge=1, le=MOST, description="Højst så mange ad gangen", examples=[100])]
