"""Mark-up held against mark-up: what stands there, whatever a tool named it this time."""

from __future__ import annotations

import re

#: What a tool makes anew with each build or each page: it says nothing of whether the content is the same.
_PASSING = re.compile(
    r"\s(?:id|class|style|for|nonce|data-[\w-]+|aria-[\w-]*(?:by|controls|owns))=(?:\"[^\"]*\"|'[^']*')"
)


def content(snippet: str) -> tuple[str, ...]:
    """What stands in the mark-up, whatever its ids, generated names and the order of its attributes."""
    return tuple(sorted(_PASSING.sub("", snippet).replace("<", " <").replace(">", " > ").split()))
