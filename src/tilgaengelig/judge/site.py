"""What only the whole site shows: a fault that recurs on most pages stands in the template."""

from __future__ import annotations

from tilgaengelig.model.rule import Responsibility

#: From this share of the pages, and this many pages, on, a fault is the template's, wherever it stands.
TEMPLATE_SHARE = 0.6
TEMPLATE_PAGES = 5


def template_owner(responsibility: Responsibility, pages: int, read: int) -> Responsibility | None:
    """The developer where an editor was held for a fault that recurs on `pages` of `read` pages; else None."""
    if responsibility is not Responsibility.REDAKTOER:
        return None
    recurs = pages >= TEMPLATE_PAGES and pages >= TEMPLATE_SHARE * read
    return Responsibility.UDVIKLER if recurs else None
