"""Dates as Danish writes them, and the sentences that set a deadline by one."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilgaengelig.danish.sentences import sentences

_NAMES = ("januar jan", "februar febr feb", "marts mar", "april apr", "maj", "juni jun", "juli jul", "august aug",
          "september sept sep", "oktober okt", "november nov", "december dec")  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TO_TWELVE = "første anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte"
_TEENS = "trettende fjortende femtende sekstende syttende attende nittende tyvende"
_ONES = ("en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni")
#: The days of a month in words: "den enogtyvende marts".
_ORDINALS = {
    word: number
    for number, word in enumerate(
        f"{_TO_TWELVE} {_TEENS} {' '.join(f'{one}ogtyvende' for one in _ONES)} tredivte enogtredivte".split(),
        1,
    )
}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?![\d-])
    | (?P<d2>\d{{1,2}})\.?\s?(?P<m2>{_MONTH})\b\.?,?\s?(?P<y2>(?:19|20)\d\d)(?!\d)
    | (?P<d3>\d{{1,2}})\s?[./-]\s?(?P<m3>\d{{1,2}})(?:\s?[./-]\s?|\s)(?P<y3>(?:19|20)\d\d)(?![\d/]|[.-]\d)
    | (?P<d4>\d{{1,2}})[./](?P<m4>\d{{1,2}})[.-](?P<y4>[0-4]\d)(?![\d/]|[.-]\d)
    | (?P<m5>{_MONTH})\.?\s(?P<y5>(?:19|20)\d\d)(?!\d)
    | (?P<y6>(?:19|20)\d\d)(?P<s6>[./])(?P<m6>\d\d)(?P=s6)(?P<d6>\d\d)(?![\d/]|[.-]\d)
    | (?P<o7>{_ORDINAL})\s(?P<m7>{_MONTH})\b\.?,?\s?(?P<y7>(?:19|20)\d\d)(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SETS = re.compile(
    r"""\b(?:\w*frist(?:en|er|erne)?|deadline|senest|tilmeld\w*|sidste\s(?:dag|chance|frist)|udløber
    |(?:ansøg\w*|søge?|svare?|meld\w*|send\w*|bestil\w*|indsend\w*|indgive?s?)\b[^.]{0,60}\b(?:inden|før)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMES = re.compile(
    r"\b(?:bliver\s(?:holdt|afholdt|åbnet|lukket|lanceret)|finder\ssted|afholdes|åbner|træder\si\skraft|begynder|"
    r"starter|vil\sblive|kan\sopleves|lanceres|forventes|forventer)\b",
    re.IGNORECASE,
)
# What is told of the past, and the law's own "senest ændret ved", ask nothing of anybody.
_PAST = re.compile(
    r"\b(?:var|udløb|blev|havde|er\sudløbet|er\soverskredet|er\slukket|lovbekendtgørelse|bekendtgørelse\snr|lov\snr|lbk|jf)\b"
    r"|\b(?:senest|sidst)e?\s(?:opdater|ændr|revider|rediger|gennemgå|kontroller|tilgå|besøg|nye?\b)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:opdater(?:et|ing)|ændret|redigeret|revideret|gennemgået|ajourført)\b:?\s*(?:(?:den|d\.|dato:?)\s*)?",
    re.IGNORECASE,
)
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at a place in a text. Of a month without a day, `day` is the last one."""

    start: int
    end: int
    day: dt.date


def dates(text: str) -> Iterator[Dated]:
    """The dates that stand in `text` with their year."""
    for found in _DATE.finditer(text):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
        month = _MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
        if not 1 <= month <= 12:
            continue
        last = calendar.monthrange(year, month)[1]
        day = _ORDINALS[parts["o"].lower()] if "o" in parts else int(parts.get("d", last))
        if 1 <= day <= last:
            yield Dated(found.start(), found.end(), dt.date(year, month, day))


def deadlines(text: str) -> Iterator[tuple[dt.date, str]]:
    """The sentences of `text` that say by when something is to be done, or on what day it will be; each with that day.

    Of several dates in one sentence the last counts: by then it is over.
    """
    if not (_SETS.search(text) or _COMES.search(text)):
        return
    for sentence in sentences(text):
        if (_SETS.search(sentence) or _COMES.search(sentence)) and not _PAST.search(sentence):
            days = [found.day for found in dates(sentence)]
            if days:
                yield max(days), " ".join(sentence.split())[:_LONGEST]


def updated(text: str) -> tuple[bool, dt.date | None]:
    """Whether a short text says that something was updated, and the day it says."""
    said = _UPDATED.search(text)
    if not said:
        return False, None
    found = next(dates(text[said.end() : said.end() + 40]), None)
    return True, found.day if found else None


def written(day: dt.date) -> str:
    """The day as it is written in running text: "3. maj 2021"."""
    return f"{day.day}. {_NAMES[day.month - 1].split()[0]} {day.year}"
