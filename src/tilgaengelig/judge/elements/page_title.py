"""The page's title: the first that a screen reader says, and the name of the tab (WCAG 2.4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from tilgaengelig.danish.wordlists import listed
from tilgaengelig.judge import own
from tilgaengelig.judge.elements.texts import plain, short, words
from tilgaengelig.model.finding import AROUND, Finding, Outcome, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Outline, PageFacts

_PLACEHOLDER = re.compile(
    r"untitled( document| page)?|uden titel|unavngivet( dokument| side)?|ny side|new page|dokument ?\d*|"
    r"document ?\d*|sidetitel|titel|title|page title|siden?|page ?\d*|web ?page|test|lorem ipsum.*|"
    r"microsoft (word|powerpoint|excel) - .+|velkommen|welcome|index|default|home ?page",
    re.IGNORECASE,
)
_FILE = re.compile(r"[^\s/]+\.(html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?)", re.IGNORECASE)
#: Words that are on the way to a front page, and not in the site's name.
_STOCK = listed(
    "forside forsiden til gå hjem startside startsiden tilbage home homepage frontpage logo link www dk"
)
_INDEX = re.compile(r"/(index|default|forside|home|da|dk)?(\.\w{2,5})?/?", re.IGNORECASE)


def placeholder(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Titles that were never written: a file name, or what a program puts there (WCAG failure F25).

    Where the main heading says the same, the page may be about that: a manual has pages on ”Ny side”.
    """
    title = facts.title.strip()
    if title and title.lower() in (heading.strip().lower() for heading in _main_headings(facts.outline)):
        if _PLACEHOLDER.fullmatch(title):
            message = f"Både titlen og overskriften er ”{short(title)}”. Er det det, siden handler om?"
            yield own.finding(rule, Outcome.CANT_TELL, message)
    elif _is_placeholder(title):
        message = f"Siden har titlen ”{short(title)}”. Den siger ikke, hvad siden handler om."
        yield own.finding(rule, Outcome.FAILED, message)


def off_topic(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Titles that do not say what the page is about: only the site's name, or nothing of what the main heading says.

    A subject may begin as the sender does (”Sundhed” at Sundhedsministeriet), so the site's name counts in whole words.
    What was never written is told by `placeholder`.
    """
    tree = facts.outline
    headings = _main_headings(tree)
    title = set(words(facts.title))
    if not title or is_front(facts.address) or _is_placeholder(facts.title.strip()):
        return
    if not headings:
        yield from _elsewhere(facts, rule, title)
        return
    site = {word for name in _site_names(tree, facts.address) for word in words(name)}
    is_site = bool(site) and set(_whole_words(facts.title)) - _STOCK <= site
    # Where no link names an institution, what the title calls itself says whether it is a sender or a subject.
    named = any(map(_INSTITUTION.search, site))
    own_name = is_site or (not named and _INSTITUTION.search(facts.title))
    if own_name and _sender(facts.title, headings):
        message = f"Titlen er kun ”{short(facts.title)}”. Det er afsenderen, og ikke det, siden handler om."
        yield own.finding(rule, Outcome.FAILED, message)
        return
    alike = _shares_word if is_site else _shares_beginning
    if any(alike(words(heading), title) for heading in headings):
        return
    if is_site:
        message = f"Titlen er kun ”{short(facts.title)}”. Den siger ikke, hvad siden handler om."
        yield own.finding(rule, Outcome.FAILED, message)
    else:
        both = f"Titlen er ”{short(facts.title)}”, men overskriften er ”{short(headings[0])}”."
        yield own.finding(rule, Outcome.CANT_TELL, f"{both} Siger titlen, hvad siden handler om?")


#: So few words say nothing of what a page is about.
_FEWEST = 10
_INSTITUTION = re.compile(
    r"minist|styrelse|direktorat|kommune|region|nævn|universi|myndighed|tilsyn|department|agency|council|authority",
    re.IGNORECASE,
)
_BY = r"\b(?:hos|fra|i|på|ved|at|from|by)(?: the| den| det)?$"


def _sender(title: str, headings: list[str]) -> bool:
    """A title that is only what the main heading ends with as its sender: ”Job hos Socialministeriet”."""
    name = plain(title)
    before = (
        plain(heading)[: -len(name)].rstrip() for heading in headings if plain(heading).endswith(f" {name}")
    )
    return any(re.search(_BY, opening) and len(words(opening)) > 2 for opening in before)


def _elsewhere(facts: PageFacts, rule: Rule, title: set[str]) -> Iterator[Finding]:
    """A page without headings of which the title has not one word: it was written for another."""
    if any(facts.outline.headings()):
        return
    said = {word for one in facts.elements for word in words(f"{one.text} {one.name}")}
    # A page of a picture alone says too little, however much its menus say.
    content = (one for one in facts.elements if one.place.region not in (*AROUND, Region.ASIDE))
    told = {word for one in content for word in words(one.text)}
    meant = _meant(title)
    if len(told) < _FEWEST or not meant or _shares_beginning(meant, said):
        return
    message = f"Intet på siden svarer til titlen ”{short(facts.title)}”."
    if len(meant) > 1:
        yield own.finding(rule, Outcome.FAILED, message)
    else:
        yield own.finding(rule, Outcome.CANT_TELL, f"{message} Siger den, hvad siden handler om?")


def _main_headings(tree: Outline) -> list[str]:
    """The headings of level 1 that are not the site's own name in its header."""
    found = (tree.elements[at] for at in tree.headings() if tree.level(at) == 1)
    return [one.text for one in found if one.place.region not in AROUND and words(one.text)]


def _site_names(tree: Outline, address: str) -> Iterator[str]:
    """What the links to the front page call the site; none where they only say that they lead there."""
    front = urljoin(address, "/").rstrip("/")
    for at in tree.all("a"):
        element = tree.elements[at]
        elsewhere = element.place.region not in (Region.HEADER, Region.NAV, Region.NONE)
        if (
            not elsewhere
            and element.attributes.get("href", "").rstrip("/") == front
            and len(element.name) <= 80
        ):
            name = " ".join(word for word in _whole_words(element.name) if word not in _STOCK)
            if name:
                yield name


def _whole_words(text: str) -> list[str]:
    """The words of a text without those that only begin one: ”Klima-” in ”Klima- og Energiministeriet”."""
    return words(re.sub(r"\w+-(?!\w)", " ", text))


def is_front(address: str) -> bool:
    """Whether an address is that of a front page, by its path."""
    return _INDEX.fullmatch(urlsplit(address).path or "/") is not None


def _is_placeholder(title: str) -> bool:
    return bool(_PLACEHOLDER.fullmatch(title) or _FILE.fullmatch(title))


def _shares_word(some: Iterable[str], known: Iterable[str]) -> bool:
    """Whether two texts share a word that bears meaning."""
    return not _meant(some).isdisjoint(_meant(known))


def _shares_beginning(some: Iterable[str], known: Iterable[str]) -> bool:
    """Whether a word that bears meaning in one text begins as one in the other: in any form, or in a compound."""
    beginnings = {word[:5] for word in _meant(known)}
    return any(word[:5] in beginnings for word in _meant(some))


def _meant(some: Iterable[str]) -> set[str]:
    return {word for word in some if len(word) > 2 and word not in _STOCK}
