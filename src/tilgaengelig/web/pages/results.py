"""What an audit came to: what to mend first, every fault with its own address, and the parts of the report."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.report.content import Fault, Report, RuleWords
from tilgaengelig.report.page import ROOM
from tilgaengelig.report.ranking import words_of
from tilgaengelig.report.texts import lix_of
from tilgaengelig.web.pages.faults import Choice, listed
from tilgaengelig.web.pages.frame import DANISH, language, page, rendered
from tilgaengelig.web.pages.scans import AUDITS, now
from tilgaengelig.web.pages.trends import IMPACTS, trend
from tilgaengelig.web.parts import Parts, PartsDep, RecordDep

router = APIRouter(prefix=AUDITS + "/{audit_id}", include_in_schema=False)

#: The parts of the report that have a page of their own here: name in the address, template, title.
PARTS = {
    "siden": ("dele/siden.html.j2", "Siden sidst"),
    "sider": ("", "Sider"),
    "laesbarhed": ("dele/laesbarhed.html.j2", "Læsbarhed"),
    "pdf": ("dele/pdf.html.j2", "PDF-filer"),
    "links": ("dele/links.html.j2", "Ødelagte links"),
    "ansvar": ("dele/ansvar.html.j2", "Hvem retter hvad"),
    "krav": ("dele/krav.html.j2", "Krav"),
    "tilsyn": ("dele/tilsyn.html.j2", "Tilsyn"),
    "laest": ("dele/daekning.html.j2", "Hvad vi læste"),
}
_ANCHOR = re.compile(r'href="#([^"]*)"')
#: Where the report's own anchors lead here.
_PLACES = {"fejl": "/fejl", "oejne": "/fejl?udfald=cantTell", "utestet": "/krav#utestet", "rettelser": ""}
_SUBJECTS = 50
_NOTHING_SENT = {"grund": "", "navn": "", "til": "", "note": ""}


@router.get("")
def overview(request: Request, record: RecordDep, parts: PartsDep) -> Response:
    """What there is to know first; while it runs, how far it has come and what is found so far."""
    report = parts.reports.of(record)
    pictured = {fault.component.id for fault in report.top if fault.component.picture}
    return result_page(request, "resultat.html.j2", report, record, now=now(record, parts), pictured=pictured)


@router.get("/fejl")
def faults(
    request: Request, record: RecordDep, parts: PartsDep, fra: int = Query(0, ge=0, le=1_000_000)
) -> Response:
    """The faults that the address chooses."""
    report = parts.reports.of(record)
    choice = Choice.of(request)
    # A report knows the first places of a fault alone; the store knows them all.
    on_page = parts.workshop.store.components_on(record.id, choice.side) if choice.side else ()
    return result_page(
        request,
        "fejlliste.html.j2",
        report,
        record,
        choice=choice,
        found=listed(report, choice, fra, on_page),
        criteria=[row.criterion for row in report.criteria if row.components],
        rule=next(
            (_said(request, fault.words) for fault in report.faults() if fault.words.id == choice.regel), None
        ),
    )


@router.get("/fejl/{component_id}")
def fault(
    request: Request,
    record: RecordDep,
    parts: PartsDep,
    component_id: str,
    fund: str = Query("", max_length=100),
) -> Response:
    """One fault with all there is to say of it; `fund` is a place of it to be shown though it is far down."""
    report = parts.reports.of(record)
    found = find(report, component_id)
    place = parts.workshop.store.finding(record.id, fund) if fund else None
    if place is None or any(each.id == place.id for each in found.component.occurrences):
        return fault_page(request, report, record, found)
    return fault_page(request, report, record, found, sought=place)


@router.get("/fund/{finding_id}")
def finding(record: RecordDep, parts: PartsDep, finding_id: str) -> Response:
    """The stable address of one finding: its place on the page of its fault."""
    place = parts.workshop.store.finding(record.id, finding_id)
    shown = find(parts.reports.of(record), place.component).component.occurrences
    far = "" if any(each.id == place.id for each in shown) else f"?fund={place.id}"
    return RedirectResponse(f"{AUDITS}/{record.id}/fejl/{place.component}{far}#fund-{place.id}", 303)


@router.get("/udvikling")
def development(request: Request, record: RecordDep, parts: PartsDep) -> Response:
    """How the site has done from audit to audit."""
    shown = trend(parts.workshop.store.history(record.order.place))
    report = parts.reports.of(record)
    return result_page(request, "kontrolhistorie.html.j2", report, record, trend=shown, impacts=IMPACTS)


@router.get("/{name}")
def report_part(
    request: Request, record: RecordDep, parts: PartsDep, name: str, fra: int = Query(0, ge=0, le=1_000_000)
) -> Response:
    """A part of the report on a page of its own."""
    if name not in PARTS:
        raise UnknownThing("Der er intet på denne adresse.")
    report = parts.reports.of(record)
    template, title = PARTS[name]
    if not template:
        rows = sorted(report.subjects, key=lambda row: (-row.failed, row.address))
        start = fra if fra < len(rows) else 0
        return result_page(
            request,
            "sider.html.j2",
            report,
            record,
            title=title,
            name=name,
            rows=rows[start : start + _SUBJECTS],
            first=start,
            step=_SUBJECTS,
        )
    shown = rendered(request, template, DANISH, report=report, room=ROOM, lix_of=lix_of, pictures={})
    return result_page(
        request,
        "rapportdel.html.j2",
        report,
        record,
        title=title,
        name=name,
        shown=_led(shown, report, record),
    )


def find(report: Report, component_id: str) -> Fault:
    """The fault of that component. Raises UnknownThing."""
    for each in report.faults():
        if each.component.id == component_id:
            return each
    raise UnknownThing("Fejlen er ikke i denne kontrol. Måske er den rettet.")


def fault_page(
    request: Request, report: Report, record: AuditRecord, found: Fault, status: int = 200, **given: Any
) -> Response:
    """The page of a fault, with what came of something done to it."""
    shown: dict[str, Any] = {"problem": "", "rechecked": None, "sent": _NOTHING_SENT, "sought": None} | given
    parts: Parts = request.app.state.parts
    return result_page(
        request,
        "fejlside.html.j2",
        report,
        record,
        status,
        fault=found,
        room=ROOM,
        reasons=list(Reason),
        task=parts.workshop.store.task_on(record.id, found.component.id),
        back=f"{AUDITS}/{record.id}/fejl/{found.component.id}",
        **shown,
    )


def result_page(
    request: Request, template: str, report: Report, record: AuditRecord, status: int = 200, **given: Any
) -> Response:
    """A page on an audit, within the frame of all of them."""
    shown = {"report": report, "record": record, "here": f"{AUDITS}/{record.id}", "parts": PARTS}
    return page(request, template, status, said_of=partial(_said, request), **shown, **given)


def _said(request: Request, words: RuleWords) -> RuleWords:
    """A rule's words as the reader gets them."""
    if language(request) == DANISH:
        return words
    rulebook = request.app.state.parts.workshop.rulebook
    return words_of(words.id, rulebook.rules, rulebook.criteria, language(request))


def _led(shown: str, report: Report, record: AuditRecord) -> Markup:
    """The part with its links to other parts led to where these are here. Data is escaped, and is no link."""
    here = f"{AUDITS}/{record.id}"
    rules = {str(fault.number): fault.words.id for fault in report.faults()}

    def led(found: re.Match[str]) -> str:
        name = found[1]
        if f'id="{name}"' in shown:
            return found[0]
        if name.startswith("regel-"):
            return f'href="{here}/fejl{Choice(regel=rules.get(name[6:], "")).address()}"'.replace(
                "&", "&amp;"
            )
        place = _PLACES.get(name, f"/{name}" if name in PARTS else "")
        return f'href="{here}{place}"'

    return Markup(_ANCHOR.sub(led, shown))  # noqa: S704 - made by a template, which has escaped all data
