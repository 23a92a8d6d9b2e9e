"""Letters: scored in the request itself. They are personal, and neither stored nor logged."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.letter_shapes import LetterOrder, LetterShape
from tilgaengelig.web.parts import PartsDep
from tilgaengelig.web.problems import (
    FOREIGN_ORIGIN,
    INVALID,
    TOO_LARGE,
    UNREADABLE,
    WRONG_MEDIA_TYPE,
)
from tilgaengelig.work.letters import score
from tilgaengelig.work.shapes import letter_as_data

router = APIRouter(prefix="/letters", tags=["breve"])


@router.post(
    "",
    operation_id="scoreLetter",
    summary="Mål, hvor svært et brev er at læse",
    description=(
        "Brevet gemmes ikke og skrives ikke i loggen. ”start” og ”end” er pladser i teksten, "
        "talt i Unicode-tegn (code points), som den blev sendt."
    ),
    responses={
        **told("Brevets tal og råd", "LETTER"),
        **refused(UNREADABLE, FOREIGN_ORIGIN, TOO_LARGE, WRONG_MEDIA_TYPE, INVALID),
    },
)
def score_letter(
    letter: Annotated[LetterOrder, Body(examples=[examples.LETTER_ORDER])], parts: PartsDep
) -> LetterShape:
    """The letter's score, as `letter --json` has it."""
    longest = parts.workshop.settings.letter_characters
    scored = score(letter.text, letter.audience, parts.workshop.rulebook, longest)
    return LetterShape.model_validate(letter_as_data(scored))
