"""Content that the act may exempt by its age. It is only ever suggested: a person confirms it, or does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from tilgaengelig.danish.dates import written
from tilgaengelig.model.audit import SubjectKind, VisitState
from tilgaengelig.model.exemption import (
    DOCUMENTS_BEFORE,
    INTRANETS_BEFORE,
    RECORDINGS_BEFORE,
    Basis,
    Exemption,
    Suggestion,
)
from tilgaengelig.model.overview import SubjectRow

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])?(?!\d)")
_INTRANET = re.compile(r"\b(?:intra(?:net)?|medarbejder|ansat)", re.IGNORECASE)


def suggestions(
    start: str, subjects: Iterable[SubjectRow], register: Sequence[Exemption]
) -> Iterator[Suggestion]:
    """What may be exempted and is not in the register yet, in the order of the addresses."""
    host = urlsplit(start).hostname or ""
    if _INTRANET.search(host) and not any(one.basis is Basis.INTRANET for one in register):
        question = (
            f"Webstedet ligner et intranet. Er det fra før den {written(INTRANETS_BEFORE)} "
            "og ikke ændret væsentligt siden? Så kan det være undtaget: bekræft."
        )
        yield Suggestion(start, Basis.INTRANET, None, question)
    for row in subjects:
        if row.state is not VisitState.READ or any(one.holds(row.address) for one in register):
            continue
        if row.kind is SubjectKind.DOCUMENT:
            day = age_of(row)
            if day is not None and day < DOCUMENTS_BEFORE:
                question = (
                    f"Filen ser ud til at være fra den {written(day)}. Bruges den i en sag nu? "
                    "Hvis ikke, kan den være undtaget: bekræft."
                )
                yield Suggestion(row.address, Basis.DOCUMENT, day, question)
        elif row.facts.get("recording"):
            day = _day(row.facts.get("updated"))
            if day is not None and day < RECORDINGS_BEFORE:
                question = (
                    f"Siden har film eller lyd og er sidst opdateret den {written(day)}. "
                    f"Er optagelsen udgivet før den {written(RECORDINGS_BEFORE)}? Så kan den være undtaget: bekræft."
                )
                yield Suggestion(row.address, Basis.RECORDED, day, question)


def age_of(row: SubjectRow) -> dt.date | None:
    """The latest day on which a document can have been published, by its address and by what the file says.

    A year alone stands for its last day, so that nothing is taken for older than it may be.
    """
    path = unquote(urlsplit(row.address).path)
    by_address = [_last_day(found[1], found[2]) for found in _IN_ADDRESS.finditer(path)]
    by_file = _day(row.facts.get("created"))
    known = [*by_address, *([by_file] if by_file else [])]
    return max(known, default=None)


def _last_day(year: str, month: str | None) -> dt.date:
    first = dt.date(
        int(year) + (month in (None, "12")), 1 if month in (None, "12") else int(str(month)) + 1, 1
    )
    return first - dt.timedelta(days=1)


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
