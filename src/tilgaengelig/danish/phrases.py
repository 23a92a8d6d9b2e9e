"""Phrases as a person would write them down, looked for in running text.

`*` ends any ending (klag* finds klage, klagen and klagefrist), `/` parts words that may stand for one another, `…`
lets some words stand between, within the sentence, and `……` within the paragraph. Words in brackets are things: [dato],
[tal], [tid], [telefon], [mail], [adresse], [paragraf], [periode]. Capitals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tilgaengelig.danish.fields import WORD

_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec"
)
_NUMBERS = "en|én|et|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|fjorten|tredive"
_UNITS = r"hverdage?|arbejdsdage?|dage?|døgn|uger?|måneder?|mdr\.?|år"
# After these, 9/11 is a date, and no fraction or number of a case.
_BEFORE_DAY = "".join(
    rf"|(?<=\b{word}\s)"
    for word in (
        *("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
        *("den", "inden", "senest", "før", r"d\.", "indtil"),
    )
)
_STREETS = (
    "vej(?:en)?|gade(?:n)?|allé(?:en)?|alle|plads(?:en)?|torv(?:et)?|stræde(?:t)?|boulevard(?:en)?|kanal(?:en)?|vænge(?:t)?"
    "|sti(?:en)?|kaj(?:en)?|havn(?:en)?|bakken?|toft(?:en)?|haven|lunden|marken|svinget|broen?|parken|gården"
)
_THINGS = {
    "dato": (
        rf"(?:(?<!\d)\d{{1,2}}\.\s?(?:{_MONTHS})\b\.?"
        r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|(?<!\d)\d{4}-\d\d-\d\d(?!\d)"
        rf"|(?:(?<=\bd\.){_BEFORE_DAY})(?:3[01]|[12]\d|0?[1-9])/(?:1[0-2]|0?[1-9])(?![\d/]))"
    ),
    "tal": rf"(?:\d[\d.,]*|\b(?:{_NUMBERS})\b)",
    "tid": (
        r"(?:(?:kl\.?|klokken|\btid(?:spunkt)?:)\s?\d{1,2}(?:[.:]\d\d)?"
        r"|(?<![\d.])\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d(?![\d.]))"
    ),
    "periode": rf"(?:\b\d+|\b(?:{_NUMBERS}))\s(?:hele\s)?(?:{_UNITS})s?\b",
    "telefon": (
        r"(?:(?:\+\s?45\s?)?(?<!\d)\d\d(?:(?:[ \u00a0]?\d\d){3}|(?:-\d\d){3}|(?:\.\d\d){3})(?![\d-])"
        r"|\(?\+\s?29[89]\)?\s?\d\d ?\d\d ?\d\d(?![\d-]))"
    ),
    "mail": r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}",
    "adresse": rf"(?<!\w)[\wæøå.]{{0,40}} ?(?:{_STREETS})\s\d{{1,4}}",
    "paragraf": r"(?:§+\s?\d+|paragraf(?:fen)?\s\d+|artikel\s\d+)",
}
# Within the sentence: its stop is told from those of dates and short abbreviations, its end from a wrapped line's.
_IN_SENTENCE = r"(?:[^.?!\n]|(?<=\d)\.|(?<=\Wd)\.|(?<=\W[a-zæøå]{2})\.|(?<=\W[a-zæøå]{3})\.|\n(?!\s*\n))"
_BETWEEN = rf"(?:\W{{1,3}}|\W{_IN_SENTENCE}{{0,70}}?\W)"
_FIELD = WORD.lower()
_IN_PARAGRAPH = r"(?:[^\n]|\n(?!\s*\n))"
_FURTHER = rf"(?:\W{{1,3}}|\W{_IN_PARAGRAPH}{{0,160}}?\W)"
_THING = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be looked for: for each of its words, what must stand in a text for it to be there at all.

    `starts` are the letters that it begins with, where they are known: then it is tried only where they stand.
    """

    pattern: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...]
    starts: tuple[str, ...]

    def find(self, text: str) -> tuple[int, int] | None:
        """The first place, half-open; `text` is normalised, in small letters."""
        for need in self.needs:
            for piece in need:
                if piece in text:
                    break
            else:
                return None
        if not self.starts:
            match = self.pattern.search(text)
            return match.span() if match else None
        return min(filter(None, (self._from(start, text) for start in self.starts)), default=None)

    def _from(self, start: str, text: str) -> tuple[int, int] | None:
        at = text.find(start)
        while at >= 0:
            match = self.pattern.match(text, at)
            if match:
                return match.span()
            at = text.find(start, at + 1)
        return None


@lru_cache(maxsize=512)
def phrases_of(written: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The phrases as they are looked for. Raises ValueError for a thing that we do not know."""
    return tuple(_of(phrase.lower()) for phrase in written)


def first_place(written: Sequence[str], text: str) -> tuple[int, int] | None:
    """The first place in `text` where one of the phrases stands, or None; half-open.

    `text` is normalised, in small letters. Raises ValueError for a thing that we do not know.
    """
    return min(filter(None, (each.find(text) for each in phrases_of(tuple(written)))), default=None)


def opens_with(written: Sequence[str], text: str) -> bool:
    """Say whether the text, as for `first_place`, opens with one of the phrases."""
    return any(each.pattern.match(text) for each in phrases_of(tuple(written)))


def _of(phrase: str) -> Phrase:
    parts = []
    needs = []
    for words in re.split("(…+)", phrase):
        if words[:1] == "…":
            parts.append(_BETWEEN if words == "…" else _FURTHER)
            continue
        parts.append(r"\s+".join(_word(word, alone=word == phrase) for word in words.split()))
        needs += [need for word in words.split() if (need := _need(word))]
    first = phrase.split("…")[0].split()[0]
    starts = tuple(choice.partition("*")[0] for choice in first.split("/"))
    known = all(starts) and "[" not in first
    return Phrase(re.compile("".join(parts)), tuple(needs), starts if known else ())


def _word(word: str, *, alone: bool) -> str:
    choices = []
    for choice in word.split("/"):
        thing = _THING.fullmatch(choice)
        if thing:
            if thing[1] not in _THINGS:
                raise ValueError(f"no such thing to look for: [{thing[1]}]")
            # Where a field of a draft stands among a phrase's words, the thing is yet to come.
            choices.append(_THINGS[thing[1]] if alone else rf"(?:{_THINGS[thing[1]]}|(?<!\w){_FIELD}(?!\w))")
        else:
            written = r"\w*".join(re.escape(piece) for piece in choice.split("*"))
            choices.append(rf"(?<!\w){written}(?!\w)")
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _need(word: str) -> tuple[str, ...]:
    """Pieces of which one must be there for the word to be; none where a thing would do as well."""
    choices = word.split("/")
    return (
        ()
        if any("[" in choice for choice in choices)
        else tuple(max(each.split("*"), key=len) for each in choices)
    )
