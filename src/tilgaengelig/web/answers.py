"""How an operation's answers are described: each with an example, and each problem that it may tell."""

from __future__ import annotations

from typing import Any

from tilgaengelig.web import examples, problems, supervision_examples
from tilgaengelig.web.problems import Kind

#: The schema of every problem, put into the OpenAPI document once.
PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "Hvad der gik galt (RFC 9457). ”detail” er én sætning, der kan vises, som den er.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Problemets faste navn"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "De felter, der er noget i vejen med",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_EXAMPLES = vars(examples) | vars(supervision_examples)
_DETAILS = {
    problems.INVALID: "Ret det, og send igen: limit: skal være mindst 1.",
    problems.WRONG_USE: "Brevet er tomt. Skriv eller indsæt teksten, og prøv igen.",
    problems.UNKNOWN_THING: "Der er ingen kontrol med det id. Se dem, der er, på /api/v1/audits.",
    problems.BUSY: "Kontrollen er i gang. Stop den, før du sletter den.",
    problems.TOO_LARGE: "Brevet er længere end 200.000 tegn. Del det op.",
    problems.WRONG_MEDIA_TYPE: "Send JSON, og skriv Content-Type: application/json.",
    problems.FOREIGN_ORIGIN: "Kald, der ændrer noget, må ikke komme fra en anden webside.",
    problems.UNKNOWN_CALLER: "Send en adgangsnøgle: Authorization: Bearer, og så nøglen.",
    problems.NOT_ALLOWED: "Det må en læser ikke. Spørg en, der har adgang til det.",
    problems.TOO_FAST: "Vent 3 sekunder, og prøv så igen.",
    problems.UNREADABLE: "Det sendte kan ikke læses. Send JSON i UTF-8.",
    problems.SETUP_LACKS: "axe-core mangler. Kør ”make setup” i projektets mappe.",
}


def told(description: str, example: str = "", *, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """An answer that goes well; where it is JSON, `example` names one of our examples.

    Only the name, since FastAPI would take every null out of it; `filled` puts the example in its place.
    """
    answer: dict[str, Any] = {"description": description}
    if example:
        answer["content"] = {"application/json": {"example": example}}
    return {status: answer}


def filled(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with examples where their names stood."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                content = answer.get("content", {}).get("application/json", {})
                if isinstance(content.get("example"), str):
                    content["example"] = _EXAMPLES[content["example"]]
    return document


_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
#: Its own schema is elsewhere (reports/rapport.schema.json, SARIF, EARL).
_JSON_FILE: dict[str, Any] = {"schema": {"type": ["object", "array"]}, "example": {"schemaVersion": 1}}


def file(description: str, *media_types: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is a file."""
    content = {kind: _JSON_FILE if kind.endswith("json") else _FILE for kind in media_types}
    return {200: {"description": description, "content": content}}


def refused(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Problems that the operation may tell."""
    return {kind.status: _problem(kind) for kind in kinds}


def everybodys(document: dict[str, Any]) -> None:
    """Adds what every operation but those of the watchman may say of whoever calls it from elsewhere."""
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["operationId"] not in _OPEN:
                sent = (problems.UNREADABLE,) if "requestBody" in operation else ()
                for kind in (*sent, problems.UNKNOWN_CALLER, problems.NOT_ALLOWED, problems.TOO_FAST):
                    operation["responses"].setdefault(str(kind.status), _problem(kind))


_OPEN = frozenset({"getHealth", "getReadiness"})


def _problem(kind: Kind) -> dict[str, Any]:
    example = problems.Problem(kind, _DETAILS[kind]).body()
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": kind.title,
        "content": {problems.MEDIA_TYPE: {"schema": schema, "example": example}},
    }
