"""From what spots.js tells of an element to a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilgaengelig.gather.browser.session import DESKTOP, Viewport
from tilgaengelig.model.finding import Place, Region
from tilgaengelig.model.probes import Spot


def spot(told: Mapping[str, Any], viewport: Viewport = DESKTOP) -> Spot:
    """An element as it was met in a window of this size."""
    place = Place(
        target=told["target"],
        snippet=told["snippet"],
        path=told["path"],
        region=Region(told["region"]),
        viewports=(viewport.name,),
    )
    return Spot(place, told["tag"], told["role"], told["text"], told["key"], told["foreign"])
