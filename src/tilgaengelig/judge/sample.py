"""Picks the pages of an in-depth evaluation: those that Decision 2018/1524 (Annex I, 3.2) prescribes.

Home, login, sitemap, contact, help and legal pages; a page of each kind of service and all steps of a process; search;
the statement and the way to give feedback; what looks or is made differently; a document of each; and then, at
random, at least a tenth as many of the rest.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Region
from tilgaengelig.model.sample import Part, Sample, Sampled
from tilgaengelig.model.site import SiteFacts, SitePage

#: Of what there may be without end, so many at most.
_SERVICES = 20
_STEPS = 10
_LAYOUTS = 15
_DOCUMENTS = 10
#: At least this share of the structured sample is picked at random.
_SHARE = 0.1

#: Words in a page's address, heading or title, or in a menu's link to it.
_WORDS: Mapping[Part, str] = {
    Part.LOGIN: r"log[ -]?(?:ind|på|in)\b|login|min[ -]side|sign[ -]?in",
    Part.SITEMAP: r"sitemap|site map|sidekort|webstedskort|oversigt over (?:siden|webstedet|hjemmesiden|sider)",
    Part.CONTACT: r"kontakt(?!linse)|contact",
    Part.HELP: r"hjælp|hjaelp|help\b|spørgsmål og svar|spoergsmaal-og-svar|faq|brugervejledning",
    Part.LEGAL: r"privatliv|cookie|persondata|databeskyt|juridisk|ophavsret|copyright|vilkår|vilkaar|betingelser|gdpr",
    # "Søg tilskud" is how one applies.
    Part.SEARCH: r"s(?:ø|oe)g(?:(?:ning|eresultat\w*)\b|\s*(?:\Z|[|–-])|\s(?:på|i|efter)\b)|search",
    Part.FEEDBACK: r"feedback|tilbagemelding|giv os besked|meld (?:en )?fejl|ris og ros|rapporter (?:en )?fejl",
}
_PATTERNS = {part: re.compile(words, re.IGNORECASE) for part, words in _WORDS.items()}


def pick(
    facts: SiteFacts,
    seed: int,
    walls: Iterable[str] = (),
    templates: Mapping[str, str] = MappingProxyType({}),
) -> Sample:
    """The sample. `walls` are addresses that asked for a login: one is in it, though nothing of it was read.

    `templates` tells pages of one build apart from others, by address; without it their headers and footers do.
    """
    chosen = _Chosen({page.address: page for page in facts.all})
    pages = list(facts.pages())
    if facts.front is not None:
        chosen.add(facts.front.address, Part.HOME)
    _fixed(chosen, pages, facts, list(walls))
    _services(chosen, pages)
    _layouts(chosen, pages, templates)
    _documents(chosen, facts)
    lacking = [part for part in Part if part not in (*chosen.parts, Part.RANDOM, Part.PROCESS)]
    structured = tuple(chosen.sampled())
    rest = sorted(page.address for page in facts.all if page.address not in chosen.by_address)
    wanted = min(len(rest), ceil(_SHARE * len(structured)))
    # Whoever has the seed gets the same pages; nobody must be unable to guess them.
    picked = random.Random(seed).sample(rest, wanted)  # noqa: S311
    drawn = tuple(chosen.one(address, (Part.RANDOM,)) for address in picked)
    return Sample(structured, drawn, seed, tuple(lacking))


@dataclass
class _Chosen:
    known: Mapping[str, SitePage]
    by_address: dict[str, list[Part]] = field(default_factory=dict)

    @property
    def parts(self) -> set[Part]:
        return {part for parts in self.by_address.values() for part in parts}

    def add(self, address: str, part: Part) -> None:
        parts = self.by_address.setdefault(address, [])
        if part not in parts:
            parts.append(part)

    def one(self, address: str, parts: tuple[Part, ...]) -> Sampled:
        page = self.known.get(address)
        if page is None:
            return Sampled(address, "", SubjectKind.UNKNOWN, parts, read=False)
        return Sampled(address, page.traits.title, page.kind, parts)

    def sampled(self) -> Iterator[Sampled]:
        for address, parts in self.by_address.items():
            yield self.one(address, tuple(parts))


def _fixed(chosen: _Chosen, pages: list[SitePage], facts: SiteFacts, walls: list[str]) -> None:
    for part, pattern in _PATTERNS.items():
        if address := _called(pattern, pages):
            chosen.add(address, part)
        elif part is Part.LOGIN and walls:
            chosen.add(walls[0], part)
    statements = [page.address for page in pages if page.traits.statement is not None]
    statements += [one.end for one in facts.lookups if one.statement is not None]
    for address in dict.fromkeys(statements[:1]):
        chosen.add(address, Part.STATEMENT)
        if Part.FEEDBACK not in chosen.parts:
            # Its contact is the feedback mechanism, where the site has no other.
            chosen.add(address, Part.FEEDBACK)


def _called(pattern: re.Pattern[str], pages: list[SitePage]) -> str:
    """The page that calls itself so; or that the menus call so; or whose address does. The nearest to the front."""
    for page in pages:
        if pattern.match(page.traits.heading) or pattern.match(page.traits.title):
            return page.address
    known = {page.address for page in pages}
    named = Counter(
        link.address
        for page in pages
        for link in set(page.traits.signposts)
        if link.address in known and pattern.match(link.name)
    )
    if named:
        return min(named, key=lambda address: (-named[address], address))
    ends = (
        (unquote(urlsplit(page.address).path.strip("/")).rpartition("/")[2], page.address) for page in pages
    )
    return next((address for end, address in ends if pattern.match(end)), "")


def _services(chosen: _Chosen, pages: list[SitePage]) -> None:
    """A page of each part of the site, a step of filling in before all others; and the steps beside it."""
    parts: dict[str, list[SitePage]] = defaultdict(list)
    for page in pages:
        if section := _section(page.address):
            parts[section].append(page)
    most = sorted(parts, key=lambda section: (-len(parts[section]), section))
    for section in most[:_SERVICES]:
        steps = [page for page in parts[section] if page.traits.process]
        chosen.add((steps or parts[section])[0].address, Part.SERVICE)
        beside = [page for page in steps[1:] if _folder(page.address) == _folder(steps[0].address)]
        for page in beside[:_STEPS]:
            chosen.add(page.address, Part.PROCESS)


def _layouts(chosen: _Chosen, pages: list[SitePage], templates: Mapping[str, str]) -> None:
    """A page of each look that no chosen page has: another template, or other kinds of content."""
    looks = {page.address: _look(page, templates.get(page.address, "")) for page in pages}
    seen = {looks[page.address] for page in pages if page.address in chosen.by_address}
    counts = Counter(looks.values())
    new: dict[tuple[str, ...], SitePage] = {}
    for page in pages:
        if looks[page.address] not in seen:
            new.setdefault(looks[page.address], page)
    for look in sorted(new, key=lambda one: (-counts[one], one))[:_LAYOUTS]:
        chosen.add(new[look].address, Part.LAYOUT)


def _look(page: SitePage, template: str) -> tuple[str, ...]:
    around = {link.group for link in page.traits.signposts if link.region in (Region.HEADER, Region.FOOTER)}
    return (*page.traits.kinds, "|", *([template] if template else sorted(around)))


def _documents(chosen: _Chosen, facts: SiteFacts) -> None:
    """A document of each part of the site that has any."""
    first: dict[str, SitePage] = {}
    for page in facts.all:
        if page.kind is SubjectKind.DOCUMENT:
            first.setdefault(_section(page.address), page)
    for page in list(first.values())[:_DOCUMENTS]:
        chosen.add(page.address, Part.DOCUMENT)


def _section(address: str) -> str:
    """The first folder, or the first page, of the path; "" for the front page."""
    return urlsplit(address).path.strip("/").partition("/")[0]


def _folder(address: str) -> str:
    return urlsplit(address).path.rstrip("/").rpartition("/")[0]
