"""What goes between us and the worker process: frames of bytes, and facts as JSON.

JSON and not pickle: a file that takes the worker over must not gain us too.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import struct
import types
import typing
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import DocumentFacts
from tilgaengelig.model.trouble import TroubleKind

#: Before each frame stands its length in bytes.
LENGTH = struct.Struct(">Q")
#: The worker's answer is far below this; a longer one is no answer of ours.
LONGEST_ANSWER = 128 << 20


def packed_pictures(pictures: Sequence[bytes | None]) -> bytes:
    """Pictures as the worker sends them."""
    told = [None if one is None else base64.b64encode(one).decode() for one in pictures]
    return json.dumps({"pictures": told}).encode()


def unpacked_pictures(answer: bytes) -> list[bytes | None]:
    """The pictures in the worker's answer; raises ValueError where it is no such answer."""
    try:
        told = json.loads(answer)["pictures"]
        return [None if one is None else base64.b64decode(one, validate=True) for one in told]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("the worker sent no pictures") from error


def packed_facts(facts: DocumentFacts) -> bytes:
    """Facts as the worker sends them."""
    return json.dumps({"facts": facts}, default=_plain).encode()


def packed_trouble(unread: Unread) -> bytes:
    """The trouble of a document that could not be read, as the worker sends it."""
    return json.dumps({"trouble": unread.trouble.kind, "detail": unread.trouble.detail}).encode()


def unpacked(answer: bytes) -> DocumentFacts:
    """The facts in the worker's answer; raises the Unread that it tells of, or ValueError where it is no answer."""
    try:
        told: dict[str, Any] = json.loads(answer)
        if "trouble" in told:
            raise Unread(TroubleKind(told["trouble"]), str(told["detail"]))
        return _facts(told["facts"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("the worker sent no answer") from error


def _plain(value: Any) -> dict[str, Any]:
    """One level of a value; json asks again for what is within (asdict would copy all of it first)."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _facts(told: dict[str, Any]) -> DocumentFacts:
    found: DocumentFacts = _value(DocumentFacts, told)
    return found


def _value(kind: Any, told: Any) -> Any:
    """A value of a type out of what JSON made of it: dataclasses, tuples, words and what may be None."""
    if dataclasses.is_dataclass(kind):
        kinds = _hints(typing.cast(type, kind))
        return typing.cast(type, kind)(**{key: _value(kinds[key], value) for key, value in told.items()})
    origin = typing.get_origin(kind)
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(told) if inner in (int, float, str) else tuple(_value(inner, item) for item in told)
    if origin is types.UnionType and told is not None:
        return _value(typing.get_args(kind)[0], told)
    return kind(told) if isinstance(kind, type) and issubclass(kind, StrEnum) else told


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
