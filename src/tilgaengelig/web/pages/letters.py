"""Letters: pasted or dropped, scored, shown with their advice, and given back. Nothing of them is stored or logged."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from tilgaengelig.gather.letters.comments import Remark, commented
from tilgaengelig.gather.letters.reading import KINDS, read_letter
from tilgaengelig.judge.comparing import Comparison
from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.letter import Draft, LetterKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.web.pages.forms import Form, read_form
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.pages.marks import Note, Piece, notes_of, pieces_of
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.places import LETTERS_PAGE
from tilgaengelig.web.problems import of_ours
from tilgaengelig.work.letters import ScoredLetter, compared, score

router = APIRouter(include_in_schema=False)

DOCX = f"{LETTERS_PAGE}/hent"
PATHS = (LETTERS_PAGE, DOCX)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Draught:
    """What the form holds. `old` is the text as it was when it was scored first; empty until then."""

    text: str = ""
    audience: Audience = Audience.BORGERE
    kind: LetterKind | None = None
    old: str = ""
    hints: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A scored letter, ready to be shown. `before` is there where the text was another when it was scored first."""

    scored: ScoredLetter
    notes: tuple[Note, ...]
    pieces: tuple[Piece, ...]
    before: ScoredLetter | None
    comparison: Comparison | None


@router.get(LETTERS_PAGE)
async def empty(request: Request, parts: PartsDep) -> Response:
    """The empty form."""
    return _shown(request, parts, Draught(), None, "")


@router.post(LETTERS_PAGE)
async def scored(request: Request, parts: PartsDep) -> Response:
    """The form with what we say of the letter; to htmx, which asks while one types, only the latter."""
    draught = Draught()
    try:
        form = await read_form(request)
        draught = _typed(form)
        draught = await _with_file(draught, form, parts)
        # A page takes milliseconds; the longest letter must not keep others waiting.
        looked = await asyncio.to_thread(_look, draught, parts)
    except TilgaengeligError as error:
        return _refused(request, parts, draught, error)
    if "hx-request" not in request.headers and not draught.old:
        draught = replace(draught, old=draught.text)
    return _shown(request, parts, draught, looked, "")


@router.post(DOCX)
async def as_word(request: Request, parts: PartsDep) -> Response:
    """The letter as it stands in the form, for Word; with a comment at each piece of advice where that is asked for."""
    draught = Draught()
    try:
        form = await read_form(request)
        draught = _typed(form)
        draught = await _with_file(draught, form, parts)
        body = await asyncio.to_thread(_word, draught, parts, remarks=form.text("kommentarer") == "ja")
    except TilgaengeligError as error:
        return _refused(request, parts, draught, error)
    headers = {"Content-Disposition": 'attachment; filename="brev.docx"'}
    return Response(body, media_type=_WORD, headers=headers)


def _typed(form: Form) -> Draught:
    """What stands in the fields. It is had before a file is read: whoever picks a wrong one keeps what she wrote."""
    return Draught(
        form.text("tekst"),
        form.chosen("maalgruppe", Audience, Audience.BORGERE),
        form.chosen("slags", LetterKind, None),
        form.text("gammel"),
        form.text("hints") == "ja",
    )


async def _with_file(draught: Draught, form: Form, parts: Parts) -> Draught:
    """With a file's text in the place of what stood in the field, where one was sent."""
    sent = form.file("fil")
    if sent is None:
        return draught
    read = (await read_letter(*sent, parts.documents)).text
    # Line ends as a form sends them back, so that every place holds in the field too.
    return replace(draught, text=read.replace("\r\n", "\n").replace("\r", "\n"), old="")


def _score(text: str, draught: Draught, parts: Parts) -> ScoredLetter:
    book, longest = parts.workshop.rulebook, parts.workshop.settings.letter_characters
    return score(Draft.plain(text), draught.audience, book, longest, draught.kind, hints=draught.hints)


def _look(draught: Draught, parts: Parts) -> Looked:
    new = _score(draught.text, draught, parts)
    changed = draught.old.strip() and draught.old != draught.text
    before = _score(draught.old, draught, parts) if changed else None
    notes = tuple(notes_of(new.text, new.advice))
    comparison = compared(new, before) if before else None
    return Looked(new, notes, tuple(pieces_of(new.text, notes)), before, comparison)


def _word(draught: Draught, parts: Parts, *, remarks: bool) -> bytes:
    if not draught.text.strip():
        raise WrongUse("Brevet er tomt. Skriv eller indsæt teksten, og prøv igen.")
    draft = Draft.plain(draught.text)
    said = _score(draught.text, draught, parts).advice if remarks else ()
    notes = [
        Remark(
            one.start, one.end, f"{one.message}\nForslag: {one.suggestion}" if one.suggestion else one.message
        )
        for one in said
    ]
    return commented(draft, notes, None)


def _refused(request: Request, parts: Parts, draught: Draught, error: TilgaengeligError) -> Response:
    """The form as it was sent, with what was wrong."""
    problem = of_ours(error)
    return _shown(request, parts, draught, None, problem.detail, problem.kind.status)


def _shown(
    request: Request,
    parts: Parts,
    draught: Draught,
    looked: Looked | None,
    problem: str,
    status: int = 200,
) -> Response:
    live = "hx-request" in request.headers
    return page(
        request,
        "brev_svar.html.j2" if live else "breve.html.j2",
        # htmx shows what is not 200 to nobody, and this is an answer to be read.
        200 if live else status,
        back=LETTERS_PAGE,  # what could not be made for Word is told here too, and nobody can ask for that address
        live=live,
        draught=draught,
        looked=looked,
        problem=problem,
        audiences=parts.workshop.rulebook.audiences,
        kinds=list(LetterKind),
        files=KINDS,
    )
