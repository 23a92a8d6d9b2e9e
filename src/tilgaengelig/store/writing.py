"""How texts are written: kept by visit, told for the whole audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.writing import HardSentence, Remark, Wording, Writing
from tilgaengelig.store.schema import remark, visit

#: So many words of a site are told; who mends these has mended most.
MOST_WORDINGS = 200


def keep_remarks(connection: Connection, number: int, written: Writing) -> None:
    """The remarks on one visit; those of before were taken away."""
    rows = [
        {
            "visit": number,
            "ordinal": ordinal,
            "rule": one.rule,
            "kind": one.kind,
            "phrase": one.phrase,
            "suggestion": one.suggestion,
            "count": one.count,
        }
        for ordinal, one in enumerate(written.remarks)
    ]
    if rows:
        connection.execute(insert(remark), rows)


def forget_remarks(connection: Connection, number: int) -> None:
    """Takes away what was remarked on a visit that is kept once more."""
    connection.execute(delete(remark).where(remark.c.visit == number))


def hardest_kept(written: Writing) -> dict[str, Any] | None:
    """The hardest sentences as the visit's row keeps them; None where there are none."""
    found = [[one.text, one.words, round(one.lix, 1)] for one in written.hardest]
    return {"sentences": found} if found else None


def hardest_of(row: Row[Any]) -> tuple[HardSentence, ...]:
    """The hardest sentences of a visit's row."""
    return tuple(HardSentence(*one) for one in (row.hardest or {}).get("sentences", ()))


def remarks_by_visit(connection: Connection, audit: int) -> Mapping[int, tuple[Remark, ...]]:
    """What there is to say of each visit's text, by rule and most frequent first."""
    count = func.sum(remark.c.count).label("times")
    query = (
        select(remark.c.visit, remark.c.rule, remark.c.kind, count)
        .join(visit, visit.c.number == remark.c.visit)
        .where(visit.c.audit == audit)
        .group_by(remark.c.visit, remark.c.rule, remark.c.kind)
        .order_by(remark.c.visit, count.desc(), remark.c.rule)
    )
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.visit].append(Remark(row.rule, row.kind, row.times))
    return {number: tuple(remarks) for number, remarks in found.items()}


def wordings(connection: Connection, audit: int) -> tuple[Wording, ...]:
    """The words that most pages and documents could do without."""
    pages = func.count(remark.c.visit.distinct()).label("pages")
    count = func.sum(remark.c.count).label("times")
    words = (remark.c.rule, remark.c.kind, remark.c.phrase, remark.c.suggestion)
    query = (
        select(*words, count, pages)
        .join(visit, visit.c.number == remark.c.visit)
        .where(visit.c.audit == audit, visit.c.kind != SubjectKind.UNKNOWN, remark.c.phrase != "")
        .group_by(*words)
        .order_by(pages.desc(), count.desc(), remark.c.phrase, remark.c.rule)
        .limit(MOST_WORDINGS)
    )
    return tuple(
        Wording(row.rule, row.kind, row.phrase, row.suggestion, row.times, row.pages)
        for row in connection.execute(query)
    )
