"""The group's report for its board, and its feed, made anew for whoever asks."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from tilgaengelig.model.denmark import today
from tilgaengelig.report.group import GROUP_FORMATS
from tilgaengelig.web.answers import file, refused
from tilgaengelig.web.parts import PartsDep
from tilgaengelig.web.problems import INVALID, SETUP_LACKS
from tilgaengelig.web.reports import sent
from tilgaengelig.work.group import quarter_of

router = APIRouter(prefix="/group", tags=["websteder"])

Format = StrEnum("Format", {name: name for name in GROUP_FORMATS})  # type: ignore[misc]
_USUAL = Format("html")
FormatQuery = Annotated[Format, Query(alias="format", description="Formatet", examples=["pdf"])]
QuarterQuery = Annotated[
    str | None,
    Query(max_length=20, description="Kvartalet; ellers det, vi er i nu", examples=["2026-4"]),
]


@router.get(
    "/report",
    operation_id="getGroupReport",
    summary="Hent kvartalets rapport om koncernens websteder",
    description=(
        "Den samme rapport, som ”group report” skriver: det, der er blevet bedre, og hvor der skal gøres noget. "
        "Som feed (rss) har den en post for hvert websted og hver måned."
    ),
    response_class=StreamingResponse,
    responses={
        **file("Rapporten", *(writer.media_type.partition(";")[0] for writer in GROUP_FORMATS.values())),
        **refused(INVALID, SETUP_LACKS),
    },
)
def group_report(
    parts: PartsDep, quarter: QuarterQuery = None, format_: FormatQuery = _USUAL
) -> StreamingResponse:
    """The report, written as a file and sent as one."""
    begins, ends = quarter_of(quarter, today())
    writer = GROUP_FORMATS[format_.value]
    with TemporaryDirectory(prefix="tilgaengelig-") as folder:
        (path,) = parts.workshop.write_group(begins, ends, Path(folder), [format_.value])
        written = path.open("rb")
    return sent(written, writer.media_type, writer.file_name)
