"""Which pages are made by one template: those of one build, whatever an editor wrote into them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import Element, PageFacts

#: What can be used, moves or needs room: what is to be tried out on one page, and may be wrong there alone.
_PARTS = frozenset(
    {
        "table",
        "form",
        "input",
        "select",
        "textarea",
        "iframe",
        "video",
        "audio",
        "details",
        "dialog",
        "object",
        "canvas",
    }
)
_WIDGETS = frozenset(
    {"tab", "tablist", "menu", "menubar", "dialog", "slider", "combobox", "listbox", "tree", "grid"}
)
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.ASIDE})
#: How far into the content its build is told apart: deeper down is what an editor put there.
_DEEP = 3


def template(facts: PageFacts) -> str:
    """A fingerprint of a page's build, 12 hex digits: the same whatever the order in which pages are read."""
    parts = sorted({part for element in facts.elements for part in _parts(element)})
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _parts(element: Element) -> Iterator[str]:
    region = element.place.region
    steps = element.place.path.split(">")
    if region in _FRAME:
        yield f"{region.value} {steps[0]}"
    else:
        # An element's own step says what was written; those around it, which have classes, how it is laid out.
        around = [step for step in steps[:-1][:_DEEP] if "." in step]
        if around:
            yield f"main {'>'.join(around)}"
    if element.tag in _PARTS:
        yield f"{region.value} {element.tag} {element.attributes.get('type', '')}"
    if element.role in _WIDGETS:
        yield f"{region.value} {element.role}"
