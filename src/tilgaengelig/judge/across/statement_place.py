"""Where the statement stands: in the WAS tool, behind /was, linked from every page, and one for each site."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.host import bare
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage
from tilgaengelig.model.statement import Lookup, Source, Statement
from tilgaengelig.model.traits import Signpost
from tilgaengelig.model.trouble import TroubleKind

_NAME = re.compile(r"tilgængelighedserklæring|\bwas-erklæring", re.IGNORECASE)
_WAS_HOSTS = frozenset({"was.digst.dk", "www.was.digst.dk"})
#: A page without the link stands out where so many others have it.
_SHARE = 0.5
#: What tells for certain that nothing stands at an address; other trouble may pass.
_NOTHING_THERE = frozenset({TroubleKind.NOT_FOUND, TroubleKind.ERROR_PAGE, TroubleKind.TOO_MANY_REDIRECTS})


def statements(facts: SiteFacts) -> Iterator[tuple[int, str, Statement]]:
    """Each statement once, with the visit to tell it on and its address: those read, and those looked up."""
    told = set()
    for page in facts.pages():
        if page.traits.statement is not None:
            told.add(page.address)
            yield page.visit, page.address, page.traits.statement
    at = _front(facts)
    for one in facts.lookups:
        if at is not None and one.statement is not None and one.end not in told:
            told.add(one.end)
            yield at.visit, one.end, one.statement


def linked_statements(facts: SiteFacts) -> list[str]:
    """The addresses that pages link to as their statement, the commonest first, but for pages that were read."""
    read = {page.address for page in facts.all}
    counts = Counter(
        link.address
        for page in facts.shown_alone()
        for link in set(page.traits.signposts)
        if _leads_there(link, frozenset()) and link.address not in read
    )
    return [address for address, _ in counts.most_common()]


def missing(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """There is a statement (the act, § 4)."""
    front = _front(facts)
    if front is None or not facts.lookups or any(True for _ in statements(facts)):
        return
    if all(_nothing_there(one) for one in facts.lookups):
        message = f"Vi fandt ingen erklæring. Vi prøvede {_listed(one.asked for one in facts.lookups)}."
        yield SiteFinding(front.visit, finding(rule, Outcome.FAILED, message))
        return
    doubt = next(one for one in facts.lookups if not _nothing_there(one))
    yield SiteFinding(
        front.visit, finding(rule, Outcome.CANT_TELL, f"{_doubt(doubt)} Har webstedet en erklæring?")
    )


def elsewhere(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The statement stands in the WAS tool, at the address that the authority gives (Executive Order 904/2019)."""
    front = _front(facts)
    standard = next((one for one in facts.lookups if one.source is Source.STANDARD), None)
    found = next((address for _, address, _ in statements(facts)), "")
    if front is None or standard is None or standard.statement is not None or not found:
        return
    official = next((one for one in facts.lookups if one.official and one.statement is not None), None)
    if official is not None:
        message = (
            f"Erklæringen står i WAS-Tool på {official.end} og ikke på {standard.asked}. "
            "Er det den rigtige adresse?"
        )
        outcome = Outcome.CANT_TELL
    elif _nothing_there(standard):
        message = (
            f"Erklæringen står på {found}. Den skal stå i WAS-Tool på {standard.asked}, "
            "og der er ingen erklæring."
        )
        outcome = Outcome.FAILED
    else:
        message = f"Erklæringen står på {found}. {_doubt(standard)} Står den også dér?"
        outcome = Outcome.CANT_TELL
    yield SiteFinding(front.visit, finding(rule, outcome, message))


def short(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The site's own /was leads to the statement (Executive Order 904/2019)."""
    front = _front(facts)
    asked = [one for one in facts.lookups if one.source is Source.SHORT]
    # A twin with or without www that nobody has set up is no address of the site.
    own, twins = asked[:1], [one for one in asked[1:] if not _unknown(one)]
    working = [one for one in (*own, *twins) if one.statement is not None]
    if front is None:
        return
    for one in (*own, *twins):
        outcome, message = _short(one, facts)
        if outcome is Outcome.FAILED and working:
            outcome = Outcome.CANT_TELL
            message += f" {working[0].asked} virker. Skal begge adresser virke?"
        if outcome is not Outcome.PASSED:
            yield SiteFinding(front.visit, finding(rule, outcome, message))


def _short(one: Lookup, facts: SiteFacts) -> tuple[Outcome, str]:
    onward = f" Den sender videre til {one.end}." if one.hops else ""
    official = any(other.official and other.statement for other in facts.lookups)
    if one.statement is not None:
        if one.official or not official:
            return Outcome.PASSED, ""
        return Outcome.CANT_TELL, f"{one.asked} fører til {one.end} og ikke til WAS-Tool. Er det meningen?"
    if _nothing_there(one):
        return Outcome.FAILED, f"{one.asked} fører ikke til erklæringen.{onward} Der er ingen side."
    if one.trouble is not None:
        return (
            Outcome.CANT_TELL,
            f"{one.asked} kunne ikke hentes.{onward} {one.trouble.sentence} Virker adressen?",
        )
    if _is_front(one.end, facts):
        return Outcome.FAILED, f"{one.asked} fører til forsiden og ikke til erklæringen."
    called = f" med overskriften ”{one.heading}”" if one.heading else ""
    return Outcome.CANT_TELL, f"{one.asked} fører til en side{called}.{onward} Er det erklæringen?"


def linked(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """A link to the statement in header, menu or footer of every page (Executive Order 904/2019).

    Pages without it are told template by template. Where none has it, the link may have a name that we do not know:
    then a person is asked, unless we know where the statement stands and see the footers.
    """
    pages = [page for page in facts.shown_alone() if page.traits.statement is None]
    known = _known(facts)
    lacking = [page for page in pages if not any(_leads_there(link, known) for link in page.traits.signposts)]
    if pages and len(lacking) == len(pages):
        yield SiteFinding((facts.front or pages[0]).visit, _none_linked(facts, rule, pages))
        return
    outcome = Outcome.FAILED if len(lacking) < _SHARE * len(pages) else Outcome.CANT_TELL
    by_template: dict[tuple[str, ...], list[SitePage]] = defaultdict(list)
    for page in lacking:
        by_template[_template(page)].append(page)
    for template, some in by_template.items():
        percent = round(100 * len(some) / len(pages)) or 1
        message = (
            "Siden linker ikke til tilgængelighedserklæringen, som andre sider på webstedet gør. "
            f"Det gælder {len(some)} {'side' if len(some) == 1 else 'sider'} med samme skabelon, "
            f"{percent} procent af siderne."
        )
        component = told_apart(rule, *template)
        for page in some:
            yield SiteFinding(page.visit, finding(rule, outcome, message, component=component))


def _none_linked(facts: SiteFacts, rule: Rule, pages: list[SitePage]) -> Finding:
    found = next((address for _, address, _ in statements(facts)), "")
    footers = sum(any(link.region is Region.FOOTER for link in page.traits.signposts) for page in pages)
    if found and facts.lookups and 2 * footers > len(pages):
        message = f"Ingen af siderne linker til tilgængelighedserklæringen på {found}."
        return finding(rule, Outcome.FAILED, message)
    message = "Vi fandt ingen links til en tilgængelighedserklæring. Er der en, og linker alle sider til den?"
    return finding(rule, Outcome.CANT_TELL, message)


def link_name(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The authority recommends that the link is called "Tilgængelighedserklæring"."""
    known = _known(facts)
    for page in facts.shown_alone():
        links = [link for link in page.traits.signposts if _leads_there(link, known)]
        if links and not any(_NAME.search(link.name) for link in links):
            name = links[0].name
            said = f"”{name}”" if name else "uden tekst"
            message = f"Linket til erklæringen er {said}. Kald det ”Tilgængelighedserklæring”."
            yield SiteFinding(
                page.visit, finding(rule, Outcome.FAILED, message, component=told_apart(rule, name))
            )


def own_site(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Each site has a statement of its own (Executive Order 904/2019); one that names others is asked about."""
    mine = bare(urlsplit(facts.start).netloc)
    for visit, address, statement in statements(facts):
        others = list(dict.fromkeys(host for host in map(bare, statement.hosts) if host != mine))
        if not statement.hosts or not others:
            continue
        named = _listed(others[:3])
        if mine in map(bare, statement.hosts):
            message = f"Erklæringen på {address} nævner også {named}. Har hvert websted sin egen erklæring?"
        else:
            message = (
                f"Erklæringen på {address} nævner {named} og ikke {mine}. Gælder den for det her websted?"
            )
        yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def single(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """A site has one statement (Executive Order 904/2019); of two that differ a person is asked which one holds."""
    by_place = {
        _place(address): (visit, address, one) for visit, address, one in statements(facts) if one.known
    }
    told = list(by_place.values())
    if not told:
        return
    visit, first, one = told[0]
    for _, address, other in told[1:]:
        if (one.status, one.day) == (other.status, other.day):
            continue
        message = (
            f"Webstedet har en erklæring på {first} og en anden på {address}, og de siger ikke det samme. "
            "Hvilken gælder?"
        )
        yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def _place(address: str) -> str:
    """Where a page stands, however it is addressed: with or without www, https and a slash at the end."""
    parts = urlsplit(address)
    return f"{bare(parts.netloc)}{parts.path.rstrip('/')}?{parts.query}"


def _known(facts: SiteFacts) -> frozenset[str]:
    """Where the statement is known to stand, or ought to."""
    ends = {one.end for one in facts.lookups if one.statement is not None}
    asked = {one.asked for one in facts.lookups if one.source is not Source.LINK}
    return frozenset(ends | asked | {address for _, address, _ in statements(facts)})


def _leads_there(link: Signpost, known: frozenset[str]) -> bool:
    try:
        address = urlsplit(link.address)
    except ValueError:
        return False
    return (
        link.address in known
        or bool(_NAME.search(link.name))
        or address.hostname in _WAS_HOSTS
        or address.path.rstrip("/").endswith("/was")
    )


def _template(page: SitePage) -> tuple[str, ...]:
    """What tells a page's template: the footers that it has, or else its header and menus."""
    footers = {link.group for link in page.traits.signposts if link.region is Region.FOOTER}
    return tuple(sorted(footers or {f"uden sidefod {link.group}" for link in page.traits.signposts}))


def _front(facts: SiteFacts) -> SitePage | None:
    return facts.front or next(facts.pages(), None)


def _is_front(address: str, facts: SiteFacts) -> bool:
    if facts.front is not None and address == facts.front.address:
        return True
    here, start = urlsplit(address), urlsplit(facts.start)
    return bare(here.netloc) == bare(start.netloc) and here.path in ("", "/", start.path) and not here.query


def _nothing_there(one: Lookup) -> bool:
    return one.trouble is not None and one.trouble.kind in _NOTHING_THERE


def _unknown(one: Lookup) -> bool:
    return one.trouble is not None and one.trouble.kind is TroubleKind.UNKNOWN_HOST


def _doubt(one: Lookup) -> str:
    if one.trouble is not None:
        return f"{one.asked} kunne ikke hentes. {one.trouble.sentence}"
    return f"Siden på {one.end} kunne vi ikke genkende som en erklæring."


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last
