"""What goes wrong, told as problem+json (RFC 9457): a stable type, and one Danish sentence on what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from tilgaengelig.model.errors import (
    Busy,
    DatabaseFails,
    RulebookFault,
    SetupLacks,
    TilgaengeligError,
    TooLarge,
    UnknownThing,
    Unread,
    WrongUse,
)
from tilgaengelig.web.places import DOCS
from tilgaengelig.web.wording import FieldFault, field_faults

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
URN = "urn:tilgaengelig:problem:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its stable name, its HTTP status and a Danish title."""

    name: str
    status: int
    title: str


INVALID = Kind("invalid-input", 422, "Noget i det sendte kan ikke bruges")
WRONG_USE = Kind("wrong-use", 422, "Det kan ikke bruges, som det står")
UNREADABLE = Kind("unreadable", 400, "Det sendte kan ikke læses")
UNKNOWN_THING = Kind("unknown-thing", 404, "Findes ikke")
UNKNOWN_ROUTE = Kind("unknown-route", 404, "Der er intet på denne adresse")
WRONG_METHOD = Kind("wrong-method", 405, "Metoden kan ikke bruges her")
BUSY = Kind("busy", 409, "Noget andet er i gang")
TOO_LARGE = Kind("too-large", 413, "Det sendte er for stort")
WRONG_MEDIA_TYPE = Kind("wrong-media-type", 415, "Det sendte skal være JSON")
WRONG_HOST = Kind("wrong-host", 400, "Ukendt værtsnavn")
FOREIGN_ORIGIN = Kind("foreign-origin", 403, "Kaldet kommer fra en anden webside")
UNKNOWN_CALLER = Kind("unknown-caller", 401, "Log ind først")
NOT_ALLOWED = Kind("not-allowed", 403, "Det har du ikke adgang til")
SETUP_LACKS = Kind("setup-lacks", 503, "Maskinen mangler noget")
RULEBOOK_FAULT = Kind("rulebook-fault", 503, "Regelbogen har fejl")
TOO_FAST = Kind("too-fast", 429, "For mange kald på kort tid")
OUR_FAULT = Kind("our-fault", 500, "Der skete en fejl hos os")

_OUR_FAULT = "Der skete en fejl hos os. Prøv igen; gentager det sig, så send os loggen."
_ROUTE = f"Der er intet på denne adresse. Se, hvad der er, på {DOCS}."
_BY_STATUS = {
    404: (UNKNOWN_ROUTE, _ROUTE),
    405: (WRONG_METHOD, f"Adressen findes, men ikke med den metode. Se, hvad der er, på {DOCS}."),
    400: (UNREADABLE, "Det sendte kan ikke læses. Send JSON i UTF-8."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, ready to be told."""

    kind: Kind
    detail: str
    faults: tuple[FieldFault, ...] = ()
    #: Whole seconds after which it is worth to ask again.
    wait: int = 0

    def body(self) -> dict[str, Any]:
        """The JSON; `errors` is there where single fields are to blame."""
        told: dict[str, Any] = {
            "type": URN + self.kind.name,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.faults:
            told["errors"] = [{"field": fault.field, "message": fault.message} for fault in self.faults]
        return told

    def response(self) -> JSONResponse:
        """The answer to a program."""
        return JSONResponse(self.body(), self.kind.status, self.headers(), MEDIA_TYPE)

    def headers(self) -> dict[str, str]:
        """What the answer says beside the problem itself."""
        asking = {"WWW-Authenticate": "Bearer"} if self.kind is UNKNOWN_CALLER else {}
        return asking | ({"Retry-After": str(self.wait)} if self.wait else {})


#: Makes of a problem what whoever asked can read.
Answer = Callable[[Request, Problem], Response]
Handler = Callable[[Request, Exception], Awaitable[Response]]


def of_ours(error: TilgaengeligError) -> Problem:
    """One of our own errors, in its own sentence."""
    match error:
        case UnknownThing():
            return Problem(UNKNOWN_THING, str(error))
        case Busy():
            return Problem(BUSY, str(error))
        case TooLarge():
            return Problem(TOO_LARGE, str(error))
        case RulebookFault():
            return Problem(RULEBOOK_FAULT, "Regelbogen har fejl. Se dem med ”tilgaengelig rules validate”.")
        case WrongUse():
            return Problem(WRONG_USE, str(error))
        case DatabaseFails():
            return Problem(SETUP_LACKS, DatabaseFails.TOLD)
        case SetupLacks():
            return Problem(SETUP_LACKS, str(error))
        case Unread():
            return Problem(Kind(error.trouble.kind.value, 422, "Adressen kan ikke læses"), str(error))
    return Problem(OUR_FAULT, str(error))


@contextmanager
def named_in_the_body() -> Iterator[None]:
    """What is not there was named by what was sent, so what was sent is at fault: 404 is for what an address names."""
    try:
        yield
    except UnknownThing as error:
        raise WrongUse(str(error)) from error


def of_ours_or_unforeseen(error: Exception) -> Problem:
    """Any error; what we did not foresee is told in general words, since its own may quote what was sent."""
    return of_ours(error) if isinstance(error, TilgaengeligError) else Problem(OUR_FAULT, _OUR_FAULT)


def install(app: FastAPI, answer: Answer) -> None:
    """Makes every error of the app a problem, told by `answer`."""

    def told(of: Callable[[Exception], tuple[Problem, Mapping[str, str]]]) -> Handler:
        async def handler(request: Request, error: Exception) -> Response:
            problem, headers = of(error)
            response = answer(request, problem)
            response.headers.update(headers)
            methods = _methods(app, request) if problem.kind is WRONG_METHOD else set()
            if methods:
                response.headers["Allow"] = ", ".join(sorted(methods))
            return response

        return handler

    app.add_exception_handler(TilgaengeligError, told(_on_ours))
    app.add_exception_handler(RequestValidationError, told(_on_invalid))
    app.add_exception_handler(HTTPException, told(_on_http))


def _methods(app: FastAPI, request: Request) -> set[str]:
    """All the methods of the API at that address; the framework names those of the first route alone."""
    found: set[str] = set()
    for path, methods in app.openapi()["paths"].items():
        pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path))
        if re.fullmatch(pattern, request.url.path):
            found |= {method.upper() for method in methods}
    return found


def _on_ours(error: Exception) -> tuple[Problem, Mapping[str, str]]:
    problem = of_ours_or_unforeseen(error)
    if problem.kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s", error)
    return problem, {}


def _on_invalid(error: Exception) -> tuple[Problem, Mapping[str, str]]:
    faults = field_faults(error.errors()) if isinstance(error, RequestValidationError) else ()
    whole = "; ".join(f"{fault.field}: {fault.message}" if fault.field else fault.message for fault in faults)
    return Problem(INVALID, f"Ret det, og send igen: {whole}.", faults), {}


def _on_http(error: Exception) -> tuple[Problem, Mapping[str, str]]:
    if not isinstance(error, HTTPException):
        return Problem(OUR_FAULT, _OUR_FAULT), {}
    kind, detail = _BY_STATUS.get(
        error.status_code,
        (Kind("http", error.status_code, "Kaldet kan ikke besvares"), "Kaldet kan ikke besvares."),
    )
    return Problem(kind, detail), error.headers or {}
