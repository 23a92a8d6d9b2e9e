"""Which pages are made by one template: those of one build, whatever an editor wrote into them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence, Set

from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import PageFacts

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
#: What a text consists of. A box of nothing else (a note, a fact box) looks another way, and works as the text around.
_PROSE = frozenset(
    {"p", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "a", "strong", "b", "em", "i", "abbr",
     "time", "q", "blockquote", "address", "span", "div", "pre"}
)  # fmt: skip


def template(facts: PageFacts) -> str:
    """A fingerprint of a page's build, 12 hex digits: the same whatever the order in which pages are read."""
    parts: set[str] = set()
    boxes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for element in facts.elements:
        region = element.place.region
        steps = element.place.path.split(">")
        if region in _FRAME:
            parts.add(f"{region.value} {steps[0]}")
        else:
            around = _boxes(steps)
            for depth in range(len(around)):
                boxes[around[: depth + 1]].add(element.tag)
        if element.tag in _PARTS:
            parts.add(f"{region.value} {element.tag} {element.attributes.get('type', '')}")
        if element.role in _WIDGETS:
            parts.add(f"{region.value} {element.role}")
    parts |= {f"main {'>'.join(box)}" for box, held in boxes.items() if _is_of_the_build(box, held)}
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:12]


def _boxes(steps: Sequence[str]) -> tuple[str, ...]:
    """The boxes with classes around an element; one of a kind in another is one.

    An element's own step says what was written; those around it, which have classes, how it is laid out.
    """
    around = [step for step in steps[:-1][:_DEEP] if "." in step]
    return tuple(step for at, step in enumerate(around) if step not in around[max(0, at - 1) : at])


def _is_of_the_build(box: Sequence[str], held: Set[str]) -> bool:
    """Whether a box tells how a page is made: the outermost, lists of cards and the like, what holds more than text."""
    return len(box) == 1 or not box[-1].startswith("div") or not held <= _PROSE
