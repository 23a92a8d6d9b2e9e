"""Letters: scored in the request itself. They are personal, and neither stored nor logged."""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Body
from starlette.responses import JSONResponse

from tilgaengelig.gather.letters.reading import read_letter
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import Draft
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.letter_shapes import LetterFile, LetterOrder, LetterShape
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.problems import (
    FOREIGN_ORIGIN,
    INVALID,
    TOO_LARGE,
    UNREADABLE,
    WRONG_MEDIA_TYPE,
)
from tilgaengelig.work.letters import compared, score
from tilgaengelig.work.shapes import comparison_as_data, letter_as_data

router = APIRouter(prefix="/letters", tags=["breve"])


@router.post(
    "",
    response_model=LetterShape,
    operation_id="scoreLetter",
    summary="Mål, hvor svært et brev er at læse",
    description=(
        "Send brevet som tekst eller som fil. Det gemmes ikke og skrives ikke i loggen. ”start” og ”end” er pladser "
        "i teksten, talt i Unicode-tegn (code points), som den blev sendt; for en fil er det teksten i svaret."
    ),
    responses={
        **told("Brevets tal og råd", "LETTER"),
        **refused(UNREADABLE, FOREIGN_ORIGIN, TOO_LARGE, WRONG_MEDIA_TYPE, INVALID),
    },
)
async def score_letter(
    letter: Annotated[LetterOrder, Body(examples=[examples.LETTER_ORDER])], parts: PartsDep
) -> JSONResponse:
    """The letter's score, as `letter --json` has it."""
    if (letter.text is None) == (letter.file is None):
        raise WrongUse("Send brevet enten som text eller som file.")
    draft = Draft.plain(letter.text or "") if letter.file is None else await _read(letter.file, parts)
    # A page takes milliseconds; the longest letter must not keep others waiting.
    return await asyncio.to_thread(_scored, letter, draft, parts)


def _scored(letter: LetterOrder, draft: Draft, parts: Parts) -> JSONResponse:
    """The answer as it is sent: to build its hundreds of shapes first would take as long as the scoring itself."""
    book, longest = parts.workshop.rulebook, parts.workshop.settings.letter_characters
    scored = score(draft, letter.audience, book, longest, letter.kind, hints=letter.hints)
    comparison = None
    if letter.old_text is not None:
        plain = Draft.plain(letter.old_text)
        old = score(plain, letter.audience, book, longest, letter.kind, hints=letter.hints)
        comparison = comparison_as_data(compared(scored, old))
    return JSONResponse(letter_as_data(scored) | {"comparison": comparison})


async def _read(file: LetterFile, parts: Parts) -> Draft:
    try:
        body = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongUse("Filens indhold er ikke base64. Send den igen.") from error
    return await read_letter(file.name, body, parts.documents)
