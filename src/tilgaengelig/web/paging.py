"""Lists in parts: `after` names the last one already had, and `next` is the address of what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.web.shapes import Given, Listed

Row = TypeVar("Row")
Shown = TypeVar("Shown", bound=Given)

UNKNOWN_PLACE = "Stedet i ”after” kendes ikke. Brug adressen i ”next”, eller begynd forfra uden ”after”."


def part(
    path: str,
    rows: Sequence[Row],
    shape: Callable[[Row], Shown],
    name: Callable[[Row], str],
    *,
    limit: int,
    **filters: object,
) -> Listed[Shown]:
    """The first `limit` of the rows; one row more than that says that something follows."""
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        query = {key: value.value if isinstance(value, Enum) else value for key, value in filters.items()}
        given = {key: value for key, value in query.items() if value is not None}
        following = f"{path}?{urlencode({**given, 'limit': limit, 'after': name(shown[-1])})}"
    return Listed[Any](items=[shape(row) for row in shown], next=following)


def part_after(
    after: str | None,
    path: str,
    rows: Sequence[Row],
    shape: Callable[[Row], Shown],
    name: Callable[[Row], str],
    *,
    limit: int,
    **filters: object,
) -> Listed[Shown]:
    """The part of all these rows that follows the one called `after`. Raises WrongUse where there is none."""
    return part(path, _rest(rows, name, after, limit), shape, name, limit=limit, **filters)


def _rest(rows: Sequence[Row], name: Callable[[Row], str], after: str | None, limit: int) -> Sequence[Row]:
    """The rows behind the one of that name, and one more than the limit. Raises WrongUse where there is none."""
    start = 0
    if after is not None:
        found = next((number for number, row in enumerate(rows, 1) if name(row) == after), None)
        if found is None:
            raise WrongUse(UNKNOWN_PLACE)
        start = found
    return rows[start : start + limit + 1]
