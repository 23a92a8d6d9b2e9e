"""Audits of whole sites: ordered in a form, followed while they run, stopped and begun again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from tilgaengelig.danish.figures import number
from tilgaengelig.model.addresses import completed
from tilgaengelig.model.audit import AuditRecord, AuditState, Order, Progress
from tilgaengelig.model.errors import TilgaengeligError, UnknownThing, WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.web.once import mark
from tilgaengelig.web.pages.forms import Form, read_form
from tilgaengelig.web.pages.frame import page, part
from tilgaengelig.web.parts import Parts, PartsDep, RecordDep
from tilgaengelig.web.problems import of_ours
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.carrying import days_of
from tilgaengelig.work.desk import Activity
from tilgaengelig.work.lease import held_elsewhere

router = APIRouter(include_in_schema=False)

AUDITS = "/kontroller"
NEW = f"{AUDITS}/ny"
USUAL_PAGES = 100
MOST_PAGES = 5000
#: Clicks from the start; enough for any site that a person can find her way in.
DEPTH = 10
_PAGE = 20
#: What is longer is no number that anybody means, and Python reads none of thousands of digits.
_NUMBER = re.compile("[0-9]{1,9}")
_TICK = 1.0  # seconds between two looks at a running audit
_LONGEST = 3600  # ticks of one stream; the browser asks for another by itself


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form holds."""

    address: str = ""
    prefix: str = ""
    pages: str = str(USUAL_PAGES)
    audience: Audience = Audience.BORGERE
    thorough: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """How far an audit has come, and what this process does with it; `elsewhere` is one that another works on."""

    record: AuditRecord
    counted: Progress
    told: Progress | None
    activity: Activity
    mishap: str | None
    elsewhere: bool

    @property
    def busy(self) -> bool:
        """Whether it works, or will, in this process."""
        return self.activity is not Activity.NONE and self.record.state is not AuditState.DONE


def now(record: AuditRecord, parts: Parts) -> Now:
    """How far it has come at this moment."""
    counted = parts.workshop.store.progress(record.id)
    activity = parts.activity(record.id, counted.state)
    elsewhere = (
        counted.state is AuditState.RUNNING
        and activity is Activity.NONE
        and held_elsewhere(parts.workshop.store, record.order)
    )
    told, mishap = parts.desk.told(record.id), parts.desk.mishap(record.id)
    return Now(record, counted, told, activity, mishap, elsewhere)


@router.get(AUDITS)
def every(request: Request, parts: PartsDep, efter: str | None = Query(None, max_length=100)) -> Response:
    """All audits, the newest first."""
    try:
        records = parts.workshop.store.audits(limit=_PAGE + 1, before=efter)
    except UnknownThing:
        return RedirectResponse(AUDITS, 303)
    following = records[_PAGE - 1].id if len(records) > _PAGE else None
    rows = [now(record, parts) for record in records[:_PAGE]]
    return page(request, "kontroller.html.j2", rows=rows, following=following)


@router.get(NEW)
async def form(request: Request, parts: PartsDep, adresse: str = Query("", max_length=2000)) -> Response:
    """The form, with an address where a link brings one."""
    return _form(request, parts, Wanted(adresse), "")


@router.post(NEW)
async def start(request: Request, parts: PartsDep) -> Response:
    """Begins the audit, or leads to the one that the same form, or the same order, began before."""
    sent = await read_form(request)
    wanted = Wanted(
        sent.text("adresse").strip(),
        sent.text("sti").strip(),
        sent.text("sider").strip(),
        sent.chosen("maalgruppe", Audience, Audience.BORGERE),
        sent.text("grundig") == "ja",
        sent.text("alle") == "ja",
    )
    try:
        audit = await _begun(sent, _order(wanted), parts)
    except TilgaengeligError as error:
        problem = of_ours(error)
        return _form(request, parts, wanted, problem.detail, problem.kind.status)
    return RedirectResponse(f"{AUDITS}/{audit}", 303)


@router.get(AUDITS + "/{audit_id}/forloeb")
async def follow(request: Request, record: RecordDep, parts: PartsDep) -> Response:
    """The progress as it goes, by server-sent events; one last event when there is no more to come."""
    return StreamingResponse(_events(request, record, parts), media_type="text/event-stream")


@router.post(AUDITS + "/{audit_id}/stop")
async def stop(record: RecordDep, parts: PartsDep) -> Response:
    """Stops it; what was found stays."""
    if not await parts.desk.cancel(record.id) and record.state is not AuditState.DONE:
        await run_in_threadpool(parts.workshop.store.finish, record.id, AuditState.STOPPED)
    return RedirectResponse(f"{AUDITS}/{record.id}", 303)


@router.post(AUDITS + "/{audit_id}/igen")
async def again(request: Request, record: RecordDep, parts: PartsDep) -> Response:
    """Takes it up where it stopped; one that is done is done anew."""
    sent = await read_form(request)
    audit = await _begun(sent, record.order, parts)
    return RedirectResponse(f"{AUDITS}/{audit}", 303)


async def _begun(sent: Form, order: Order, parts: Parts) -> str:
    """The audit's id. A form that is sent twice begins one audit; pages that are unchanged are opened if it says so."""
    key, full = sent.text("noegle")[:200], sent.text("alle") == "ja"
    return await parts.once.audit(key, f"{mark(order)}-{full}", lambda: _start(order, parts, full=full))


async def _start(order: Order, parts: Parts, *, full: bool) -> str:
    days = await run_in_threadpool(days_of, parts.workshop.store, order, full=full)
    record, _ = await parts.desk.start(order, every_days=days)
    return record.id


def _order(wanted: Wanted) -> Order:
    """What is ordered. Raises WrongUse and Unread, in words for whoever filled the form in."""
    if not wanted.address:
        raise WrongUse("Skriv webstedets adresse.")
    pages = int(wanted.pages) if _NUMBER.fullmatch(wanted.pages) else 0
    if not 1 <= pages <= MOST_PAGES:
        raise WrongUse(f"Skriv et tal fra 1 til {number(MOST_PAGES)} ved, hvor mange sider vi må læse.")
    if wanted.prefix and not wanted.prefix.startswith("/"):
        raise WrongUse("Den del af webstedet, du vil have med, skal begynde med en skråstreg, fx /da/.")
    return make_order(
        completed(wanted.address),
        max_pages=pages,
        depth=DEPTH,
        audience=wanted.audience,
        thorough=wanted.thorough,
        prefix=wanted.prefix or None,
    )


def _form(request: Request, parts: Parts, wanted: Wanted, problem: str, status: int = 200) -> Response:
    return page(
        request,
        "ny_kontrol.html.j2",
        status,
        wanted=wanted,
        problem=problem,
        most=MOST_PAGES,
        audiences=parts.workshop.rulebook.audiences,
    )


async def _events(request: Request, record: AuditRecord, parts: Parts) -> AsyncIterator[str]:
    last = ""
    for _ in range(_LONGEST):
        here = await run_in_threadpool(now, record, parts)
        if not here.busy:
            yield _event("slut", "")
            return
        shown = part(request, "forloeb.html.j2", now=here)
        if shown != last:
            last = shown
            yield _event("forloeb", shown)
        else:
            yield ": venter\n\n"  # a comment, by which a broken line is noticed
        await asyncio.sleep(_TICK)


def _event(name: str, content: str) -> str:
    lines = "".join(f"data: {line}\n" for line in content.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
