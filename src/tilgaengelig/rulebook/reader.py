"""Takes the keys of one mapping out one by one, and notes what is missing, wrong or unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from tilgaengelig.rulebook.source import Key, Source

Word = TypeVar("Word", bound=StrEnum)


def nearest(written: object, known: Collection[str]) -> str:
    """What was meant, as the end of a sentence: the known word most like it, or else all of them."""
    near = get_close_matches(str(written), known, n=1)
    if near:
        return f"mente du ”{near[0]}”?"
    return f"de kendte er {', '.join(sorted(known))}" if known else "der er ingen at vælge imellem"


class Reader:
    """A mapping at `at` in a source. Every key that nobody asked for is a fault (`done`)."""

    def __init__(self, source: Source, value: Any, at: Key = ()) -> None:
        self.source = source
        self.at = at
        self.value: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        self._asked: set[str] = set()
        if not isinstance(value, Mapping):
            source.fault(at, "skal være nøgler med værdier")

    def fault(self, key: str, what: str) -> None:
        """Notes a fault at one of this mapping's keys."""
        self.source.fault((*self.at, key), what)

    def raw(self, key: str, default: Any = None) -> Any:
        """The value as it stands."""
        self._asked.add(key)
        return self.value.get(key, default)

    def has(self, key: str) -> bool:
        """True where the key is there."""
        return key in self.value

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text; a fault where it is missing (and has no default) or empty."""
        value = self.raw(key, default)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None or value != default:
            self.fault(key, "mangler" if value is None else "skal være en tekst, der ikke er tom")
        return default or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        value = self.raw(key, [])
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.fault(key, "skal være en liste")
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fault(key, f"har et punkt, der ikke er en tekst: {item!r}")
        return tuple(str(item).strip() for item in value)

    def names(self, key: str, form: re.Pattern[str], like: str) -> tuple[str, ...]:
        """A list of ids of somebody else's, all of one form; `like` shows the form."""
        found = self.texts(key)
        for item in found:
            if not form.fullmatch(item):
                self.fault(key, f"{item!r} kan ikke være rigtigt; det skrives som {like}")
        return found

    def word(self, key: str, words: type[Word], *, default: Word | None = None) -> Word:
        """One of a fixed set of words."""
        value = self.raw(key, default)
        try:
            return words(value)
        except ValueError:
            what = "mangler" if value is None else f"her står {value!r}"
            near = get_close_matches(str(value), list(words), n=1)
            meant = f" (mente du ”{near[0]}”?)" if near else ""
            self.fault(key, f"skal være et af ordene {', '.join(words)}; {what}{meant}")
            return default or next(iter(words))

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """A list of words from a fixed set; empty where the key is missing."""
        found = []
        for text in self.texts(key):
            try:
                found.append(words(text))
            except ValueError:
                self.fault(key, f"har {text!r}, som ikke er et af ordene {', '.join(words)}")
        return tuple(found)

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping from text to text; empty where the key is missing."""
        value = self.raw(key, {})
        if not isinstance(value, Mapping):
            self.fault(key, "skal være ord med andre ord")
            return {}
        for name, text in value.items():
            if not isinstance(name, str) or not isinstance(text, str) or not text.strip():
                self.fault(key, f"har et punkt, der ikke er et ord og et andet: {name!r}: {text!r}")
        return {str(name).strip(): str(text).strip() for name, text in value.items()}

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        value = self.raw(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(key, "skal være et helt tal")
            return default
        return value

    def flag(self, key: str) -> bool | None:
        """True or false; None where it is not said."""
        value = self.raw(key, None)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "skal være true eller false")
            return None
        return value

    def languages(self, key: str, *, required: bool = True) -> dict[str, str]:
        """A text by language: `da` must be there, `en` may be."""
        if not self.has(key) and not required:
            self._asked.add(key)
            return {}
        inner = Reader(self.source, self.raw(key), (*self.at, key))
        found = {"da": inner.text("da")}
        if inner.has("en"):
            found["en"] = inner.text("en")
        inner.done()
        return found

    def done(self) -> None:
        """Notes every key that nobody asked for: most are misspelt."""
        for key in self.value:
            if str(key) not in self._asked:
                self.fault(str(key), f"er en ukendt nøgle; {nearest(key, self._asked)}")
