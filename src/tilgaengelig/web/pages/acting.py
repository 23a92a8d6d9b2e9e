"""What a person does about a fault: accepts it for a time, answers for a doubt, works on it, has it checked again."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.denmark import today
from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.task import TaskState
from tilgaengelig.store import Ground
from tilgaengelig.web.pages.forms import Form, read_form
from tilgaengelig.web.pages.results import fault_page, find
from tilgaengelig.web.pages.scans import AUDITS
from tilgaengelig.web.parts import PartsDep, RecordDep
from tilgaengelig.web.problems import of_ours

router = APIRouter(prefix=AUDITS + "/{audit_id}/fejl/{component_id}", include_in_schema=False)

#: An answer holds as long as the place stands unchanged, and is asked for anew after a year.
ANSWER_DAYS = 365
#: Characters of a name and of what is said, as the form has it.
_NAME, _TEXT = 200, 2000


@router.post("/accepter")
async def accept(request: Request, record: RecordDep, parts: PartsDep, component_id: str) -> Response:
    """Accepts the fault to a day, with a reason and a name."""
    form = await read_form(request)
    report = await run_in_threadpool(parts.reports.of, record)
    found = find(report, component_id)
    try:
        ground = _ground(form)
        await run_in_threadpool(parts.workshop.store.accept, component_id, ground, audit_id=record.id)
    except TilgaengeligError as error:
        problem = of_ours(error)
        sent = {name: form.text(name) for name in ("grund", "navn", "til", "note")}
        return fault_page(
            request, report, record, found, problem.kind.status, problem=problem.detail, sent=sent
        )
    return RedirectResponse(f"{AUDITS}/{record.id}/fejl/{component_id}", 303)


@router.post("/svar")
async def answer(request: Request, record: RecordDep, parts: PartsDep, component_id: str) -> Response:
    """A person's answer to what the machine was in doubt about: it is a fault, or it is none."""
    form = await read_form(request)
    report = await run_in_threadpool(parts.reports.of, record)
    found = find(report, component_id)
    reason = Reason.CONFIRMED if form.text("svar") == "fejl" else Reason.FALSE_ALARM
    until = today() + dt.timedelta(days=ANSWER_DAYS)
    try:
        ground = Ground(reason, form.text("navn"), until, form.text("note"))
        await run_in_threadpool(parts.workshop.store.accept, component_id, ground, audit_id=record.id)
    except TilgaengeligError as error:
        problem = of_ours(error)
        return fault_page(request, report, record, found, problem.kind.status, problem=problem.detail)
    return RedirectResponse(f"{AUDITS}/{record.id}/fejl/{component_id}", 303)


@router.post("/fortryd")
async def take_back(request: Request, record: RecordDep, parts: PartsDep, component_id: str) -> Response:
    """Takes back what was accepted or answered."""
    form = await read_form(request)
    await run_in_threadpool(parts.workshop.store.withdraw, form.text("accept"))
    return RedirectResponse(f"{AUDITS}/{record.id}/fejl/{component_id}", 303)


@router.post("/arbejde")
async def work(request: Request, record: RecordDep, parts: PartsDep, component_id: str) -> Response:
    """Gives the fault to somebody, says something of it, or says that it is mended: then the next audit looks."""
    form = await read_form(request)
    report = await run_in_threadpool(parts.reports.of, record)
    found = find(report, component_id)
    mended, assignee = form.text("goer") == "rettet", form.text("ansvarlig").strip()[:_NAME]
    text = form.text("besked").strip()[:_TEXT]
    try:
        if not (mended or assignee or text):
            raise WrongUse("Skriv, hvem der retter fejlen, eller en besked.")
        await run_in_threadpool(
            parts.workshop.store.work_on,
            component_id,
            audit_id=record.id,
            by=form.text("navn")[:_NAME],
            assignee=assignee,
            state=TaskState.CLAIMED if mended else None,
            text=text,
        )
    except TilgaengeligError as error:
        problem = of_ours(error)
        return fault_page(request, report, record, found, problem.kind.status, problem=problem.detail)
    return RedirectResponse(f"{AUDITS}/{record.id}/fejl/{component_id}#arbejde", 303)


@router.post("/igen")
async def again(request: Request, record: RecordDep, parts: PartsDep, component_id: str) -> Response:
    """One of the fault's pages as it is now: is the fault still there? What the audit found stays as it is."""
    form = await read_form(request)
    report = await run_in_threadpool(parts.reports.of, record)
    found = find(report, component_id)
    address = form.text("side")
    if component_id not in await run_in_threadpool(parts.workshop.store.components_on, record.id, address):
        raise WrongUse("Siden er ikke en af dem, fejlen står på.")
    try:
        rechecked = await parts.checking.again(address, record, found.component)
    except TilgaengeligError as error:
        problem = of_ours(error)
        return fault_page(request, report, record, found, problem.kind.status, problem=problem.detail)
    return fault_page(request, report, record, found, rechecked=rechecked)


def _ground(form: Form) -> Ground:
    until = form.day("til", "Skriv den sidste dag, det gælder, fx 2027-05-01.")
    return Ground(form.chosen("grund", Reason, Reason.OTHER), form.text("navn"), until, form.text("note"))
