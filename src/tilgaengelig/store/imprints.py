"""What tells the next audit whether an address is still the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.carrying import Known
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.store.audits import number_of
from tilgaengelig.store.schema import imprint, visit


def keep_imprint(connection: Connection, number: int, told: Imprint | None) -> None:
    """A visit's imprint, in place of the one before."""
    connection.execute(delete(imprint).where(imprint.c.visit == number))
    if told is not None:
        uses = None if told.uses is None else dict(told.uses)
        row = [told.body, told.etag, told.last_modified, uses, *told.related]
        connection.execute(insert(imprint), {"visit": number, "told": row})


def known(connection: Connection, audit_id: str) -> dict[str, Known]:
    """By address what the audit read and can tell again."""
    query = (
        select(visit.c.number, visit.c.address, visit.c.checked, visit.c.facts, imprint.c.told)
        .join(imprint, imprint.c.visit == visit.c.number)
        .where(visit.c.audit == number_of(connection, audit_id), visit.c.state == VisitState.READ)
        .execution_options(yield_per=500)
    )
    return {
        row.address: Known(row.number, row.checked, _imprint(*row.told), _driven_for(row.facts or {}))
        for row in connection.execute(query)
    }


def _imprint(
    body: str, etag: str, last_modified: str, uses: Mapping[str, str] | None, *related: str
) -> Imprint:
    return Imprint(body, etag, last_modified, uses, related)


def _driven_for(facts: Mapping[str, Any]) -> str:
    return str(facts.get("template", "")) if facts.get("probed") else ""
