"""The accessibility statement that a page is, if it is one."""

from __future__ import annotations

from tilgaengelig.danish.statement import commits, is_statement, read_statement
from tilgaengelig.model.finding import Region
from tilgaengelig.model.statement import Statement
from tilgaengelig.model.subject import PageFacts


def statement(facts: PageFacts, heading: str) -> Statement | None:
    """What the page says as a statement; None of any other page. What its header and footer offer is not its own."""
    return _read(facts) if is_statement(heading) else None


def looked_up(facts: PageFacts, heading: str) -> Statement | None:
    """The same of a page where the statement ought to be: whatever its heading, if it speaks as statements do."""
    lines = [(block.kind == "heading", block.text) for block in facts.blocks]
    known = is_statement(heading) or is_statement(facts.title) or commits(lines)
    return _read(facts) if known else None


def _read(facts: PageFacts) -> Statement:
    own = [
        element.attributes.get("href", "")
        for element in facts.elements
        if element.tag == "a" and element.place.region in (Region.MAIN, Region.NONE)
    ]
    return read_statement(
        [(block.kind == "heading", block.text) for block in facts.blocks],
        telephone=any(address.startswith("tel:") for address in own),
        written=any(address.startswith("mailto:") for address in own),
    )
