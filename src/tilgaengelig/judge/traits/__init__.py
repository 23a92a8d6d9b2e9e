"""What the site rules keep of a page or document, made of its facts when it is judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

from tilgaengelig.danish import dates
from tilgaengelig.danish.shingles import sketch
from tilgaengelig.judge.traits import press, signposts
from tilgaengelig.judge.traits.statement import statement
from tilgaengelig.model.finding import AROUND
from tilgaengelig.model.subject import Block, DocumentFacts, Facts, PageFacts
from tilgaengelig.model.traits import Deadline, Traits

_LONGEST = 300
_DEADLINES = 12
#: How far from its words the day of "Sidst opdateret" may stand, in elements.
_NEAR = 2
_HOSTS = 60
#: Kinds of content, by the elements that they are made of.
_KINDS = {
    "billede": {"img", "svg", "figure", "picture"},
    "film": {"video", "audio"},
    "formular": {"input", "select", "textarea"},
    "ramme": {"iframe", "frame", "object", "embed"},
    "tabel": {"table"},
}


def traits(facts: Facts) -> Traits:
    """The traits of one page or document."""
    texts = [block.text for block in facts.blocks]
    common = Traits(
        title=facts.title[:_LONGEST],
        language=facts.language.strip().lower().replace("_", "-").partition("-")[0],
        deadlines=_deadlines(facts.blocks),
        words=sum(len(text.split()) for text in texts),
        sketch=sketch(texts),
        hosts=_hosts(facts),
    )
    return _of_page(facts, common) if isinstance(facts, PageFacts) else replace(common, updated=_made(facts))


def _made(facts: DocumentFacts) -> dt.date | None:
    """The day on which a document says that it was made, which stands for that of its last change."""
    try:
        return dt.date.fromisoformat(facts.created)
    except ValueError:
        return None


def _of_page(facts: PageFacts, common: Traits) -> Traits:
    headings = (element.text for element in facts.elements if element.tag == "h1" and element.text)
    heading = " ".join(next(headings, "").split())[:_LONGEST]
    return Traits(
        title=common.title,
        heading=heading,
        language=common.language,
        signposts=signposts.signposts(facts),
        search=signposts.search(facts),
        ways=signposts.ways(facts),
        process=signposts.process(facts),
        reachable=signposts.reachable(facts),
        press=press.contact(facts),
        updated=_updated(facts),
        deadlines=common.deadlines,
        statement=statement(facts, heading),
        words=common.words,
        sketch=common.sketch,
        kinds=_kinds(facts),
        hosts=common.hosts,
    )


def _kinds(facts: PageFacts) -> tuple[str, ...]:
    """What a page has beside running text, around its menus, header and footer not counted."""
    tags = {one.tag for one in facts.elements if one.place.region not in AROUND}
    return tuple(sorted(kind for kind, some in _KINDS.items() if tags & some))


def _hosts(facts: Facts) -> tuple[str, ...]:
    """The other hosts that it leads to."""
    own = _host(facts.address)
    found = dict.fromkeys(host for link in facts.links if (host := _host(link.address)) and host != own)
    return tuple(found)[:_HOSTS]


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower().rpartition("@")[2][:255] if parts.scheme in ("http", "https") else ""


def _deadlines(blocks: tuple[Block, ...]) -> tuple[Deadline, ...]:
    found = dict.fromkeys(Deadline(*one) for block in blocks for one in dates.deadlines(block.text))
    return tuple(sorted(found)[:_DEADLINES])


def _updated(facts: PageFacts) -> dt.date | None:
    """The latest day by which the page says that it was updated: in one line, or with its day in the next."""
    found: list[dt.date] = []
    lines = [element.text for element in facts.elements if 0 < len(element.text) <= _LONGEST]
    for at, line in enumerate(lines):
        said, day = dates.updated(line)
        if said and day is None and len(line) < 40:
            near = (one.day for after in lines[at + 1 : at + 1 + _NEAR] for one in dates.dates(after[:60]))
            day = next(near, None)
        if day:
            found.append(day)
    return max(found, default=None)
