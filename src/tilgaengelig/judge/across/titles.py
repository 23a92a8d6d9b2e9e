"""The titles of pages, beside each other: each its own, and each naming the site."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage

_PARTS = re.compile(r"\s+[-–—|:·•»«/]\s+|\s*\|\s*|:\s+")
#: The site's name is learnt from so many pages, and this share of them.
_LEARNT = 5
_SHARE = 0.6
#: From this share on, a page without the name stands out beyond doubt.
_SURE = 0.8


def repeated_title(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Pages with one title (technique G88): a fault where their headings show that they are about different things."""
    groups: dict[str, list[SitePage]] = defaultdict(list)
    for page in facts.shown_alone():
        if page.traits.title:
            groups[_plain(page.traits.title)].append(page)
    for same, pages in groups.items():
        if len(pages) < 2:
            continue
        differ = len({_plain(page.traits.heading) for page in pages if page.traits.heading}) > 1
        for page in pages:
            others = f"{len(pages) - 1} anden side" if len(pages) == 2 else f"{len(pages) - 1} andre sider"
            title, heading = page.traits.title, page.traits.heading
            if differ and heading:
                message = f"Titlen ”{title}” står også på {others}. Denne side handler om ”{heading}”."
                outcome = Outcome.FAILED
            else:
                message = f"Titlen ”{title}” står også på {others}. Kan man se forskel på siderne?"
                outcome = Outcome.CANT_TELL
            yield SiteFinding(page.visit, finding(rule, outcome, message, component=told_apart(rule, same)))


def title_without_site(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Titles that do not name the site, as the others do. Each language has its own name of the site."""
    by_language: dict[str, list[SitePage]] = defaultdict(list)
    for page in facts.shown_alone():
        if page.traits.title:
            by_language[page.traits.language].append(page)
    for pages in by_language.values():
        name, share = _learnt(pages)
        if name:
            yield from _without(rule, name, share, pages)
    front = facts.front
    if front and len(by_language[front.traits.language]) >= _LEARNT:
        name, _ = _learnt(by_language[front.traits.language])
        if not name:
            message = (
                "Sidernes titler nævner ikke webstedets navn. Kan man se i en fane, hvilket websted det er?"
            )
            yield SiteFinding(front.visit, finding(rule, Outcome.CANT_TELL, message))


def _without(rule: Rule, name: str, share: float, pages: Iterable[SitePage]) -> Iterator[SiteFinding]:
    for page in pages:
        title = page.traits.title
        if name in _plain(title):
            continue
        written = _as_written(name, pages)
        outcome = Outcome.FAILED if share >= _SURE else Outcome.CANT_TELL
        message = f"Titlen ”{title}” nævner ikke webstedet. De fleste andre titler har ”{written}” med."
        yield SiteFinding(page.visit, finding(rule, outcome, message))


def _learnt(pages: Sequence[SitePage]) -> tuple[str, float]:
    """The part that the first or the last part of most titles is, and the share that has it."""
    if len(pages) < _LEARNT:
        return "", 0.0
    counts: Counter[str] = Counter()
    for page in pages:
        parts = [part for part in _PARTS.split(_plain(page.traits.title)) if len(part) > 1]
        # The front page may be called by the name alone.
        counts.update({parts[0], parts[-1]} if parts else ())
    name, count = max(counts.items(), key=lambda item: (item[1], len(item[0])), default=("", 0))
    share = count / len(pages)
    return (name, share) if share >= _SHARE else ("", 0.0)


def _as_written(name: str, pages: Iterable[SitePage]) -> str:
    """The name in the letters in which a title has it."""
    for page in pages:
        squeezed = " ".join(page.traits.title.split())
        at = squeezed.lower().find(name)
        if at >= 0:
            return squeezed[at : at + len(name)]
    return name


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
