"""The report on an audit, in any format that there is."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Annotated

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.report.formats import FORMATS, Writer
from tilgaengelig.web.answers import file, refused
from tilgaengelig.web.parts import Parts, PartsDep, RecordDep
from tilgaengelig.web.problems import INVALID, SETUP_LACKS, UNKNOWN_THING

router = APIRouter(prefix="/audits/{audit_id}", tags=["resultater"])

Format = StrEnum("Format", {name: name for name in FORMATS})  # type: ignore[misc]
_USUAL = Format("html")
FormatQuery = Annotated[Format, Query(alias="format", description="Formatet", examples=["json"])]

_INLINE = frozenset({"text/html", "application/json", "application/pdf", "application/rss+xml"})
_PIECE = 65_536
#: The report carries its own policy; here it is given its own origin too, so that nothing in it can reach the API.
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_SHUT_OFF = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_ALONE = "frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"


@router.get(
    "/report",
    operation_id="getReport",
    summary="Hent rapporten",
    description=(
        "Den samme fil, som ”scan” skriver. Rapporten kan hentes, mens kontrollen kører; "
        "så viser den det, der er nået."
    ),
    response_class=StreamingResponse,
    responses={
        **file(
            "Rapporten", *dict.fromkeys(writer.media_type.partition(";")[0] for writer in FORMATS.values())
        ),
        **refused(UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def report(record: RecordDep, parts: PartsDep, format_: FormatQuery = _USUAL) -> StreamingResponse:
    """The report, written as a file and sent as one."""
    writer = FORMATS[format_.value]
    return sent(_written(parts, record, format_.value), writer.media_type, _name(record, writer))


def sent(written: IO[bytes], media_type: str, name: str) -> StreamingResponse:
    """A file that was written, sent as one; a page with the policy that it bears."""
    size = os.fstat(written.fileno()).st_size
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f'{_disposition(media_type)}; filename="{name}"',
    }
    if media_type.startswith("text/html"):
        headers["Content-Security-Policy"] = _policy(written)
    return StreamingResponse(_pieces(written), media_type=media_type, headers=headers)


def _written(parts: Parts, record: AuditRecord, format_: str) -> IO[bytes]:
    """The report in a file that has no name any more: it is gone when it is closed, whatever happens."""
    with TemporaryDirectory(prefix="tilgaengelig-") as folder:
        (path,) = parts.workshop.write_reports(record.id, Path(folder), [format_], alone=True)
        return path.open("rb")


def _pieces(written: IO[bytes]) -> Iterator[bytes]:
    with written:
        while piece := written.read(_PIECE):
            yield piece


def _disposition(media_type: str) -> str:
    return "inline" if media_type.partition(";")[0] in _INLINE else "attachment"


def _name(record: AuditRecord, writer: Writer) -> str:
    return f"rapport-{record.id}{writer.file_name.removeprefix('rapport')}"


def _policy(written: IO[bytes]) -> str:
    """The policy that stands in the report's head, and what only a header can say."""
    head = written.read(_PIECE).decode("utf-8", "replace")
    written.seek(0)
    found = _POLICY.search(head)
    return f"{html.unescape(found[1]) if found else _SHUT_OFF}; {_ALONE}"
