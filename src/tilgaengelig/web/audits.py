"""Audits: ordered, followed, stopped, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Query, Response
from starlette.concurrency import run_in_threadpool

from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.errors import Busy, UnknownThing, WrongUse
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.once import mark
from tilgaengelig.web.paging import UNKNOWN_PLACE, part
from tilgaengelig.web.parts import LimitQuery, Parts, PartsDep, RecordDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import (
    BUSY,
    FOREIGN_ORIGIN,
    INVALID,
    SETUP_LACKS,
    UNKNOWN_THING,
    WRONG_MEDIA_TYPE,
)
from tilgaengelig.web.shapes import (
    AuditOrder,
    AuditShape,
    AuditStarted,
    AuditWhole,
    CoverageShape,
    Listed,
    ProgressShape,
)
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.carrying import days_of
from tilgaengelig.work.desk import Activity

router = APIRouter(prefix="/audits", tags=["kontroller"])

After = Annotated[
    str | None,
    Query(max_length=100, description="Id på den sidste kontrol, du har fået", examples=[examples.AUDIT_ID]),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="En nøgle, du selv vælger. Sendes den igen med den samme bestilling, får du den samme kontrol",
        examples=["7d0c1f7e-3b7e-4f0e-9a58-0d2a6c0c9a11"],
    ),
]


@router.post(
    "",
    status_code=202,
    operation_id="startAudit",
    summary="Start kontrollen af et websted",
    description=(
        "Kontrollen kører i baggrunden; følg den på adressen i Location. Blev den samme kontrol afbrudt, "
        "tages den op, hvor den slap. Er den allerede i gang, får du den. Andre kontroller venter på tur. "
        "Sider, der ikke er ændret siden sidst, åbnes ikke igen, medmindre du beder om det med ”full”. "
        "Adresser i lukkede netværk hentes kun, hvis de er åbnet i programmets indstillinger."
    ),
    responses={
        **told("Kontrollen er bestilt", "STARTED", status=202),
        **refused(FOREIGN_ORIGIN, BUSY, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
async def start(
    order: Annotated[AuditOrder, Body(examples=[examples.ORDER])],
    parts: PartsDep,
    response: Response,
    key: IdempotencyKey = None,
) -> AuditStarted:
    """Begins it, or takes it up again."""
    made = make_order(
        order.address,
        max_pages=order.max_pages,
        depth=order.depth,
        audience=order.audience,
        thorough=order.thorough,
        prefix=order.prefix,
    )
    resumed = True  # what the same key began before is there already

    async def begin() -> str:
        nonlocal resumed
        days = await run_in_threadpool(days_of, parts.workshop.store, made, full=order.full)
        begun, resumed = await parts.desk.start(made, fresh=order.fresh, every_days=days)
        return begun.id

    audit = await parts.once.audit(key or "", f"{mark(made)}-{order.fresh}-{order.full}", begin)
    record = await run_in_threadpool(parts.workshop.store.audit, audit)
    response.headers["Location"] = f"{API}/audits/{record.id}"
    return AuditStarted.of(record, *_under_way(record, parts), resumed=resumed)


@router.get(
    "",
    operation_id="listAudits",
    summary="Vis alle kontroller, den nyeste først",
    description="Hent resten med adressen i ”next”.",
    responses={**told("Kontroller", "AUDITS"), **refused(INVALID, SETUP_LACKS)},
)
def list_(parts: PartsDep, limit: LimitQuery = 50, after: After = None) -> Listed[AuditShape]:
    """The audits, newest first."""
    try:
        records = parts.workshop.store.audits(limit=limit + 1, before=after)
    except UnknownThing:
        raise WrongUse(UNKNOWN_PLACE) from None
    return part(
        f"{API}/audits", records, lambda record: _shape(record, parts), lambda record: record.id, limit=limit
    )


@router.get(
    "/{audit_id}",
    operation_id="getAudit",
    summary="Vis en kontrol, og hvad den nåede at læse",
    description="”coverage” tæller de adresser, der blev fundet: læst, ikke læst og hvorfor.",
    responses={**told("Kontrollen", "WHOLE"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def get(record: RecordDep, parts: PartsDep) -> AuditWhole:
    """One audit, with the truth about its coverage."""
    coverage = CoverageShape.of(parts.overviews.of(record))
    return AuditWhole.of(record, *_under_way(record, parts), coverage=coverage)


@router.get(
    "/{audit_id}/progress",
    operation_id="getProgress",
    summary="Følg en kontrol, mens den kører",
    description=(
        "Tal for adresser: fundet, venter, læst, ikke læst. ”findings” tæller fejl. Tempo, tid tilbage og "
        "den seneste adresse er kendt, mens kontrollen kører her; ellers er de null."
    ),
    responses={**told("Så langt er den", "PROGRESS"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def progress(record: RecordDep, parts: PartsDep) -> ProgressShape:
    """How far it has come."""
    counted = parts.workshop.store.progress(record.id)
    told = parts.desk.told(record.id) if counted.state is AuditState.RUNNING else None
    return ProgressShape.of(counted, told, parts.activity(record.id, record.state))


@router.post(
    "/{audit_id}/stop",
    status_code=202,
    operation_id="stopAudit",
    summary="Stop en kontrol",
    description=(
        "Det, der er fundet, bliver gemt, og den samme bestilling tager kontrollen op igen. "
        "Kører kontrollen i et andet program på samme database, noteres den kun som stoppet."
    ),
    responses={
        **told("Kontrollen stopper", "STOPPING", status=202),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, BUSY, INVALID, SETUP_LACKS),
    },
)
async def stop(record: RecordDep, parts: PartsDep) -> AuditShape:
    """Stops it; one whose process died is put down as stopped."""
    if not await parts.desk.cancel(record.id):
        if record.state is AuditState.DONE:
            raise Busy("Kontrollen er allerede færdig, så der er intet at stoppe.")
        await run_in_threadpool(parts.workshop.store.finish, record.id, AuditState.STOPPED)
    record = await run_in_threadpool(parts.workshop.store.audit, record.id)
    return _shape(record, parts)


@router.delete(
    "/{audit_id}",
    status_code=204,
    operation_id="deleteAudit",
    summary="Slet en kontrol og alt, hvad den fandt",
    description="En kontrol, der er i gang, skal stoppes først. Det slettede kan ikke hentes tilbage.",
    responses={
        **told("Kontrollen er slettet", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, BUSY, INVALID, SETUP_LACKS),
    },
)
async def delete(record: RecordDep, parts: PartsDep) -> None:
    """Deletes it, unless it is under way here or may be elsewhere."""
    if record.state is AuditState.RUNNING and parts.desk.activity(record.id) is Activity.NONE:
        raise Busy("Kontrollen er ikke afsluttet, og måske kører den i et andet program. Stop den først.")
    await parts.desk.delete(record.id)


def _shape(record: AuditRecord, parts: Parts) -> AuditShape:
    return AuditShape.of(record, *_under_way(record, parts))


def _under_way(record: AuditRecord, parts: Parts) -> tuple[Activity, str | None]:
    """What the desk does with it, and why it broke down, where it did."""
    return parts.activity(record.id, record.state), parts.desk.mishap(record.id)
