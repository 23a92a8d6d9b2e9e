"""The draft of an audited site's statement, and the sample of an in-depth evaluation, out and back."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum
from typing import Annotated, Any, Self

from fastapi import APIRouter, Body, Query, Response
from pydantic import Field

from tilgaengelig.gather.evaluation import evaluation_of
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import Evaluation
from tilgaengelig.report.draft import LANGUAGES, Draft, draft_fields, draft_text, make_draft
from tilgaengelig.report.evaluation import anchors, evaluation
from tilgaengelig.web import supervision_examples as examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.parts import Parts, PartsDep, RecordDep
from tilgaengelig.web.problems import FOREIGN_ORIGIN, INVALID, SETUP_LACKS, UNKNOWN_THING, WRONG_MEDIA_TYPE
from tilgaengelig.web.shapes import Given
from tilgaengelig.work.sample import take

router = APIRouter(prefix="/audits/{audit_id}", tags=["tilsyn"])

#: An evaluation of a whole sample is told in some thousands of assertions.
EVALUATION_BYTES = 20_000_000
MOST_SEED = 10**9
_DRAWN_FROM = 10**6  # short enough to be typed again

Language = StrEnum("Language", {name: name for name in LANGUAGES})  # type: ignore[misc]
_USUAL = Language("da")
LanguageQuery = Annotated[Language, Query(description="Udkastets sprog", examples=["da"])]
SeedQuery = Annotated[
    int | None,
    Query(
        ge=0,
        le=MOST_SEED,
        description="Tallet bag de tilfældige sider; det samme tal giver de samme sider",
        examples=[4],
    ),
]
EvaluationBody = Annotated[
    dict[str, Any] | list[dict[str, Any]],
    Body(description="Filen, som værktøjet gemmer den", examples=[examples.FINISHED]),
]


class DraftFieldShape(Given):
    """A field of the WAS tool."""

    title: str
    text: str


class DraftItemShape(Given):
    """What breaks one criterion."""

    sc: str
    said: list[str]
    pages: int
    examples: list[str]
    in_documents: bool


class DraftShape(Given):
    """The draft whole and field by field, and the criteria that it tells of."""

    audit: str
    site: str
    language: str
    text: str
    fields: Annotated[list[DraftFieldShape], Field(description="Teksten til hvert felt i WAS-Tool")]
    criteria: list[DraftItemShape]

    @classmethod
    def of(cls, record: AuditRecord, draft: Draft, language: Language) -> Self:
        """From the model."""
        text = draft_text(draft, language.value)
        return cls(
            audit=record.id,
            site=draft.host,
            language=language.value,
            text=text,
            fields=[DraftFieldShape.model_validate(field) for field in draft_fields(text)],
            criteria=[
                DraftItemShape(
                    sc=item.criterion.sc,
                    said=list(item.said),
                    pages=item.pages,
                    examples=list(item.examples),
                    in_documents=item.in_documents,
                )
                for item in draft.found
            ],
        )


class JudgementShape(Given):
    """What was said of a criterion on a page; `address` is empty for the site as a whole."""

    address: str
    sc: str
    outcome: Outcome
    description: str
    by_machine: bool


class EvaluationShape(Given):
    """An evaluation as it was read back."""

    title: str
    evaluator: str
    day: dt.date | None
    pages: list[str]
    judgements: list[JudgementShape]


@router.get(
    "/statement-draft",
    operation_id="getStatementDraft",
    summary="Hent et udkast til erklæringen",
    description=(
        "Teksten passer til felterne i WAS-Tool. Den bygger på kontrollen og på registret over det, som loven "
        "undtager. Det, et menneske skal afgøre, står i kantede parenteser."
    ),
    responses={**told("Udkastet", "STATEMENT_DRAFT"), **refused(UNKNOWN_THING, INVALID, SETUP_LACKS)},
)
def draft(record: RecordDep, parts: PartsDep, language: LanguageQuery = _USUAL) -> DraftShape:
    """The draft from the audit."""
    return DraftShape.of(record, draft_of(parts, record), language)


@router.post(
    "/statement-draft",
    operation_id="makeStatementDraft",
    summary="Hent et udkast til erklæringen, hvor også en test af mennesker er med",
    description="Send filen fra W3C's WCAG-EM Report Tool. Den gemmes ikke.",
    responses={
        **told("Udkastet", "STATEMENT_DRAFT"),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def draft_with(
    record: RecordDep,
    parts: PartsDep,
    finished: EvaluationBody,
    language: LanguageQuery = _USUAL,
) -> DraftShape:
    """The draft from the audit and an evaluation."""
    return DraftShape.of(record, draft_of(parts, record, _read(parts, finished)), language)


@router.get(
    "/sample",
    operation_id="getSample",
    summary="Hent siderne til en dybdegående kontrol",
    description=(
        "De sider, som Kommissionens afgørelse 2018/1524 kræver. Filen åbnes i W3C's WCAG-EM Report Tool, og "
        "maskinens udfald er fyldt ud. Uden ”seed” bliver de tilfældige sider nye hver gang; tallet står i filen."
    ),
    responses={
        **told("Stikprøven som JSON-LD", "SAMPLE"),
        **refused(UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def sample(record: RecordDep, parts: PartsDep, response: Response, seed: SeedQuery = None) -> dict[str, Any]:
    """The sample as the tool opens it."""
    book, store = parts.workshop.rulebook, parts.workshop.store
    made, judgements = take(store, book, record, drawn() if seed is None else seed)
    response.headers["Content-Disposition"] = f'attachment; filename="stikproeve-{record.id}.json"'
    return evaluation(record, made, judgements, list(book.criteria.values()))


@router.post(
    "/evaluation",
    operation_id="readEvaluation",
    summary="Læs en kontrol, som mennesker har gjort færdig",
    description="Send filen fra W3C's WCAG-EM Report Tool. Den gemmes ikke.",
    responses={
        **told("Det, der står i den", "EVALUATION"),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def read_back(record: RecordDep, parts: PartsDep, finished: EvaluationBody) -> EvaluationShape:
    """What people and the machine have said in it."""
    return EvaluationShape.model_validate(_read(parts, finished))


def draft_of(parts: Parts, record: AuditRecord, finished: Evaluation | None = None) -> Draft:
    """The draft; it counts all places, where a report shows some."""
    return make_draft(parts.workshop.report(record.id, occurrences=None), finished)


def drawn() -> int:
    """A number behind pages that nobody could guess."""
    return secrets.randbelow(_DRAWN_FROM)


def _read(parts: Parts, finished: dict[str, Any] | list[dict[str, Any]]) -> Evaluation:
    return evaluation_of(finished, anchors(parts.workshop.rulebook.criteria.values()), "Det sendte")
