"""The draft of an audited site's statement field by field, and the sample that people go on with in the W3C's tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tilgaengelig.gather.evaluation import evaluation_in
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.sample import Evaluation
from tilgaengelig.report.draft import LANGUAGES, draft_fields, draft_text
from tilgaengelig.report.evaluation import anchors
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.results import result_page
from tilgaengelig.web.pages.scans import AUDITS
from tilgaengelig.web.parts import PartsDep, RecordDep
from tilgaengelig.web.problems import of_ours
from tilgaengelig.web.statements import MOST_SEED, draft_of, drawn
from tilgaengelig.work.sample import take

router = APIRouter(prefix=AUDITS + "/{audit_id}", include_in_schema=False)

DRAFT = "/erklaering"
#: What a person must write, decide or look at stands in brackets, and begins with a word in capitals.
_OPEN = re.compile(r"(\[[A-ZÆØÅ]{2,}(?: [A-ZÆØÅ]+)?(?::[^\]]*)?\])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a field's text; `open`: a person has to decide it."""

    text: str
    open: bool


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the draft as the page shows it."""

    title: str
    pieces: tuple[Piece, ...]


@router.get(DRAFT)
def draft(
    request: Request, record: RecordDep, parts: PartsDep, sprog: str = Query("da", max_length=10)
) -> Response:
    """The draft from the audit."""
    return _draft_page(request, record, parts, _language(sprog), None)


@router.post(DRAFT)
async def draft_with(request: Request, record: RecordDep, parts: PartsDep) -> Response:
    """The draft with what people found; the file that they send is not kept."""
    form = await read_form(request)
    language = _language(form.text("sprog"))
    try:
        finished = _finished(form.file("fil"), anchors(parts.workshop.rulebook.criteria.values()))
    except TilgaengeligError as error:
        problem = of_ours(error)
        given: dict[str, Any] = {"problem": problem.detail, "status": problem.kind.status}
        return await run_in_threadpool(_draft_page, request, record, parts, language, None, **given)
    return await run_in_threadpool(_draft_page, request, record, parts, language, finished)


@router.get(DRAFT + ".txt")
def draft_file(record: RecordDep, parts: PartsDep, sprog: str = Query("da", max_length=10)) -> Response:
    """The draft as a file."""
    text = draft_text(draft_of(parts, record), _language(sprog))
    name = f"erklaering-{record.id}.txt"
    return PlainTextResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/stikproeve")
def sample(
    request: Request,
    record: RecordDep,
    parts: PartsDep,
    tal: int | None = Query(None, ge=0, le=MOST_SEED),
) -> Response:
    """The pages of the sample. Its number stands in the address, so that it is the same when one comes back."""
    if tal is None:
        return RedirectResponse(f"{AUDITS}/{record.id}/stikproeve?tal={drawn()}", 303)
    made, _ = take(parts.workshop.store, parts.workshop.rulebook, record, tal)
    report = parts.reports.of(record)
    return result_page(request, "stikproeve.html.j2", report, record, sample=made)


def _draft_page(
    request: Request,
    record: AuditRecord,
    parts: PartsDep,
    language: str,
    finished: Evaluation | None,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    made = draft_of(parts, record, finished)
    fields = tuple(
        ShownField(field.title, tuple(_pieces(field.text)))
        for field in draft_fields(draft_text(made, language))
    )
    return result_page(
        request,
        "erklaering.html.j2",
        made.report,
        record,
        status,
        fields=fields,
        left=sum(piece.open for field in fields for piece in field.pieces),
        language=language,
        finished=finished,
        problem=problem,
    )


def _pieces(text: str) -> Iterator[Piece]:
    for odd, piece in enumerate(_OPEN.split(text)):
        if piece:
            yield Piece(piece, bool(odd % 2))


def _finished(sent: tuple[str, bytes] | None, named: dict[str, str]) -> Evaluation:
    if sent is None:
        raise WrongUse("Vælg den fil, som du har gemt i W3C's værktøj.")
    return evaluation_in(sent[1], named, "Filen")


def _language(chosen: str) -> str:
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
