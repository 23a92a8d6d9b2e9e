"""How much of this machine one PDF may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """The most that reading one document may take; what is beyond a count is left out, not an error.

    `seconds` (wall clock), `cpu_seconds` and `memory` (bytes of address space) are held by the worker process
    and end the document as DOCUMENT_TOO_HEAVY; the first is the larger by far, since on a busy machine a long report
    waits for its turns. `stream` is the most bytes that one compressed stream may unfold
    to outside the pages' own content. `pages` are those whose text and links are read, `characters` the text
    kept, `elements` the structure elements visited, `annotations` those looked at, `objects` the page objects
    looked at (those of text and pictures some times more), `operators` the instructions of content streams read,
    `fonts` those looked into, `font` the most bytes of one's program, `looks` the pages that are rendered to see
    their colours, `pictures` those taken of one document, `documents` how many one worker process reads before it
    is replaced.
    """

    seconds: float = 180.0
    cpu_seconds: int = 50
    memory: int = 2 << 30
    stream: int = 256 << 20
    pages: int = 2_000
    characters: int = 5_000_000
    links: int = 5_000
    annotations: int = 50_000
    elements: int = 100_000
    objects: int = 10_000
    operators: int = 20_000_000
    fonts: int = 500
    font: int = 30 << 20
    looks: int = 200
    pictures: int = 12
    documents: int = 500
