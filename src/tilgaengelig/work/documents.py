"""What is done for PDFs beside reading and judging them: pictures of the places where something is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.document import Mark
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.subject import DocumentFacts

#: So many places of one rule are shown in one document.
_OF_ONE_RULE = 2
_SHOWN = (Outcome.FAILED, Outcome.CANT_TELL)


async def illustrated(findings: Sequence[Finding], body: bytes, documents: PdfReader) -> tuple[Finding, ...]:
    """The findings with pictures of their pages, the gravest first, as many as the reader takes of one document."""
    chosen = _chosen(findings)[: documents.limits.pictures]
    marks = [mark for at in chosen if (mark := _mark(findings[at])) is not None]
    pictures = dict(zip(chosen, await documents.pictures(body, marks), strict=False))
    return tuple(
        replace(finding, picture=pictures[at]) if pictures.get(at) else finding
        for at, finding in enumerate(findings)
    )


def about_document(facts: DocumentFacts) -> dict[str, str | int | float | bool]:
    """What is kept of a PDF beside what was found in it."""
    return {
        "pages": facts.pages,
        "tagged": facts.tagged,
        "shows_title": facts.shows_title,
        "assistive_access": facts.assistive_access,
        "producer": facts.producer,
        "created": facts.created,
        "damaged": facts.damaged,
        "pages_without_text": len(facts.pages_without_text),
        "has_title": bool(facts.title),
    }


def _mark(finding: Finding) -> Mark | None:
    place = finding.place
    return (place.page, place.box) if place.page is not None and place.box is not None else None


def _chosen(findings: Sequence[Finding]) -> list[int]:
    """The places of those that have one, the gravest first and what fails before what is asked."""
    ranked = sorted(
        (at for at, one in enumerate(findings) if one.outcome in _SHOWN and _mark(one) is not None),
        key=lambda at: (findings[at].outcome is not Outcome.FAILED, findings[at].impact.rank),
    )
    taken: Counter[str] = Counter()
    chosen = []
    for at in ranked:
        taken[findings[at].rule] += 1
        if taken[findings[at].rule] <= _OF_ONE_RULE:
            chosen.append(at)
    return chosen
