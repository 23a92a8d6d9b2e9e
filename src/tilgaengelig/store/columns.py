"""The kinds of column that we keep, and the seam at which odd strings are made fit to be stored."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
import zlib
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_E = TypeVar("_E", bound=StrEnum)


def clean(text: str) -> str:
    """The text with NUL and lone surrogates, which PostgreSQL refuses, shown as U+FFFD."""
    return text if _UNSTORABLE.search(text) is None else _UNSTORABLE.sub("\ufffd", text)


def digest(*parts: str, length: int = 16) -> bytes:
    """A short key for strings that may be too long for an index (PostgreSQL takes 2.7 kB)."""
    return hashlib.sha256("\0".join(map(clean, parts)).encode()).digest()[:length]


def clean_value(value: Any) -> Any:
    """The same for what goes into JSON; numbers that JSON has no word for are left out."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(str(k)): clean_value(v) for k, v in value.items() if _has_word(v)}
        case list() | tuple():
            return [clean_value(v) for v in value if _has_word(v)]
    return value


def _has_word(value: Any) -> bool:
    return not isinstance(value, float) or math.isfinite(value)


class Clean(TypeDecorator[str]):
    """Text from outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Structure(TypeDecorator[Any]):
    """A mapping of plain values, as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else clean_value(dict(value))


class Packed(TypeDecorator[Any]):
    """Plain values as JSON, packed: for what is read whole or not at all."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        # All but ASCII is escaped, lone surrogates too, so that any string can be kept.
        return None if value is None else zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))


class Words(TypeDecorator[tuple[str, ...]]):
    """A few short words, one a line; NULL is not the same as none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else "\n".join(" ".join(clean(word).split("\n")) for word in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else _words(value)


@lru_cache(maxsize=4096)
def _words(value: str) -> tuple[str, ...]:
    """The same few stand in thousands of rows."""
    return tuple(value.split("\n")) if value else ()


class Word(TypeDecorator[_E], Generic[_E]):
    """One of an enumeration's words, stored as its stable value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[_E]) -> None:
        super().__init__()
        self.words = words
        self._by_value = {word.value: word for word in words}

    def process_bind_param(self, value: _E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.words(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> _E | None:
        return None if value is None else self._by_value[value]


class Moment(TypeDecorator[dt.datetime]):
    """A time, UTC and aware in Python on both databases (SQLite has no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


#: Row numbers; SQLite numbers rows by itself only where the type is INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")

#: Addresses sort by code point on both databases, whatever language the server speaks.
Address = Clean().with_variant(Text(collation="C"), "postgresql")
