"""What is wrong with a field, in Danish. What was sent is never repeated: it may be somebody's letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: By pydantic's own names of errors; `{…}` is filled from what pydantic tells of the limit.
_SENTENCES = {
    "missing": "skal udfyldes",
    "extra_forbidden": "kendes ikke; se efter, om navnet er stavet rigtigt",
    "json_invalid": "det sendte er ikke gyldig JSON",
    "model_attributes_type": "skal være et JSON-objekt",
    "model_type": "skal være et JSON-objekt",
    "dict_type": "skal være et JSON-objekt",
    "list_type": "skal være en liste",
    "string_type": "skal være tekst",
    "string_unicode": "har tegn, som ikke findes i Unicode",
    "string_too_short": "skal have mindst {min_length} tegn",
    "string_too_long": "må højst have {max_length} tegn",
    "string_pattern_mismatch": "har ikke den rigtige form",
    "int_type": "skal være et helt tal",
    "int_parsing": "skal være et helt tal",
    "int_parsing_size": "er et for stort tal",
    "int_from_float": "skal være et helt tal",
    "date_type": "skal være en dato, fx 2027-05-01",
    "date_parsing": "skal være en dato, fx 2027-05-01",
    "date_from_datetime_parsing": "skal være en dato, fx 2027-05-01",
    "date_from_datetime_inexact": "skal være en dato, fx 2027-05-01",
    "bool_type": "skal være true eller false",
    "bool_parsing": "skal være true eller false",
    "greater_than_equal": "skal være mindst {ge}",
    "less_than_equal": "må højst være {le}",
    "enum": "skal være en af disse: {expected}",
    "literal_error": "skal være en af disse: {expected}",
}
_OTHERWISE = "kan ikke bruges"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field; `field` is empty where it is the whole that is wrong."""

    field: str
    message: str


def field_faults(errors: Iterable[Mapping[str, Any]]) -> tuple[FieldFault, ...]:
    """Pydantic's errors in our words."""
    return tuple(FieldFault(_field(error["loc"]), _message(error)) for error in errors)


def _field(path: Sequence[Any]) -> str:
    """The field's dotted name, without the part of the request that it stands in."""
    steps = [step for step in path[1:] if not isinstance(step, int)]
    return ".".join(step if _NAME.fullmatch(str(step)) else "(ukendt)" for step in map(str, steps))


def _message(error: Mapping[str, Any]) -> str:
    known = dict(error.get("ctx") or {})
    if "expected" in known:
        known["expected"] = str(known["expected"]).replace("'", "").replace(" or ", " eller ")
    try:
        return _SENTENCES.get(error["type"], _OTHERWISE).format(**known)
    except KeyError:
        return _OTHERWISE
