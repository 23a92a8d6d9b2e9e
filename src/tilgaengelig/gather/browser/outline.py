"""From what outline.js tells of a page to its elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tilgaengelig.model.finding import Place, Region
from tilgaengelig.model.subject import Element, Look


def outline(told: Sequence[Mapping[str, Any]]) -> tuple[Element, ...]:
    """The elements of a page, in document order."""
    return tuple(_element(one) for one in told)


def _element(one: Mapping[str, Any]) -> Element:
    place = Place(
        target=one["target"],
        snippet=one["snippet"],
        path=one["path"],
        region=Region(one["region"]),
        viewports=("desktop",),
    )
    return Element(
        tag=one["tag"],
        place=place,
        parent=one["parent"],
        role=one["role"],
        name=one["name"],
        text=one["text"],
        language=one["language"],
        silent=one["silent"],
        attributes=one["attributes"],
        look=Look(**one["look"]),
        key=one["key"],
        foreign=one["foreign"],
    )
