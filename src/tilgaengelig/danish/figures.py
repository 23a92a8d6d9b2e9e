"""Numbers as they are written in Danish."""

from __future__ import annotations

import math

_SIGNS = str.maketrans(",.", ".,")


def number(value: float, decimals: int = 0) -> str:
    """1234.5 as 1.234,5."""
    return f"{value:,.{decimals}f}".translate(_SIGNS)


def brief(value: float) -> str:
    """With one decimal, or none where that is nought: 2.5 as 2,5 and 3.0 as 3."""
    return number(value, 1).removesuffix(",0")


def floored(value: float) -> float:
    """Rounded down to one decimal: what is too little never looks like enough."""
    return math.floor(value * 10) / 10
