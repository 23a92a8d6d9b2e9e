"""Which pages are made by one template: those of one build, whatever an editor wrote into them.

One page of each is driven by the probes, so what may go wrong under them tells pages apart, and text does not.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence, Set

from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import Element, PageFacts

#: What can be used, moves or needs room: what is to be tried out on one page, and may be wrong there alone.
_PARTS = frozenset(
    {
        "table",
        "img",
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
#: Runs of text: with a class they look another way, and are no box for others.
_RUNS = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "a", "strong", "b", "em", "i", "abbr", "time", "q",
     "blockquote", "span", "pre", "label"}
)  # fmt: skip
#: What an editor writes: text, and the pictures and tables in it, which tell of themselves. A box of nothing else
#: (a note, a figure, a fact box) works as the text around it.
_WRITTEN = _RUNS | frozenset(
    {"ul", "ol", "dl", "address", "div", "img", "figure", "figcaption", "table", "caption", "tr", "th", "td"}
)
#: Who has one of these acts, whatever its tag.
_ACTS = ("onclick", "aria-expanded", "aria-haspopup")


def template(facts: PageFacts) -> str:
    """A fingerprint of a page's build, 12 hex digits: the same whatever the order in which pages are read."""
    parts = {name for name, does in (("restless", facts.restless), ("wide", facts.wide)) if does}
    boxes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    inside: Counter[str] = Counter()
    for element in facts.elements:
        region = element.place.region
        steps = element.place.path.split(">")
        if region in _FRAME:
            parts.add(f"{region.value} {steps[0]}")
        else:
            around = _boxes(steps)
            inside[around[0] if around else ""] += 1
            for depth in range(len(around)):
                boxes[around[: depth + 1]].add(_kind(element))
        if element.tag in _PARTS:
            parts.add(f"{region.value} {element.tag} {element.attributes.get('type', '')}")
        if element.role in _WIDGETS:
            parts.add(f"{region.value} {element.role}")
    around_most = {box for box, count in inside.items() if 2 * count > inside.total()}
    for box, held in boxes.items():
        if (len(box) == 1 and box[0] in around_most) or not _is_written(box, held):
            parts.add(f"main {'>'.join(box)}")
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:12]


def _kind(element: Element) -> str:
    acts = element.role == "button" or any(name in element.attributes for name in _ACTS)
    return "button" if acts else element.tag


def _boxes(steps: Sequence[str]) -> tuple[str, ...]:
    """The boxes with classes around an element; one of a kind in another is one.

    An element's own step says what was written; those around it, which have classes, how it is laid out.
    """
    around = [step for step in steps[:-1][:_DEEP] if "." in step and step.partition(".")[0] not in _RUNS]
    return tuple(step for at, step in enumerate(around) if step not in around[max(0, at - 1) : at])


def _is_written(box: Sequence[str], held: Set[str]) -> bool:
    """Whether a box is an editor's; a list of cards and the like, and what holds anything else, are of the build."""
    return box[-1].startswith("div") and held <= _WRITTEN
