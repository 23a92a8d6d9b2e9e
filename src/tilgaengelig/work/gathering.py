"""One address fetched, told what it is, and made into facts: by browser if a page, by worker if a PDF."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.probes import ALL, FREE
from tilgaengelig.gather.browser.session import Viewport
from tilgaengelig.gather.browser.visit import PageTask, Shown
from tilgaengelig.gather.crawl.links import PageLinks, page_links
from tilgaengelig.gather.imprint import Sources, digest, imprint
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.gather.net.fetch import PAGE_FIRST, Fetched, Fetcher
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.gather.net.sniff import decode, sniff
from tilgaengelig.gather.net.walls import wall
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.addresses import host_of, normal, other_names
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.subject import DocumentFacts, Link, PageFacts
from tilgaengelig.model.supervision import MONITORED
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.traces import span

#: A page that sends its reader on within so many seconds cannot be judged before it is gone.
SOON = 5
#: So many redirects are followed, one after another.
MOST_HOPS = 10
#: So many links of a page are followed and kept; a page with more is a trap or a list of its own.
MOST_LINKS = 5_000
#: Which elements of a page are worth a picture, by their targets.
WantsPictures = Callable[[PageFacts], Iterable[str]]
#: Which probes are to drive a page, by their names.
WantsProbes = Callable[[PageFacts], Collection[str]]
#: Whether a further address may be asked for.
May = Callable[[str], Awaitable[bool]]

#: What a browser shows as a page of ours, by its media type.
PAGES = frozenset({"text/html", "application/xhtml+xml"})
_INDEX = re.compile(r"([^?]*/)(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of asking for an address: facts, or the next hop of a redirect.

    `links` are those of the source and those that only script made, in normal form; `related` what the page's head
    names besides, which no reader can follow. `notes` are small facts worth telling (a charset that is not the one
    declared). `body` is there for a PDF, of which pictures may be taken.
    """

    status: int
    media_type: str
    size: int
    seconds: float
    forward: str = ""
    facts: PageFacts | DocumentFacts | None = None
    links: tuple[Link, ...] = ()
    notes: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    imprint: Imprint | None = None
    related: tuple[str, ...] = ()

    @property
    def mislabelled(self) -> Trouble | None:
        """What is wrong with a page that was read all the same: its text is not in the charset that it declares."""
        charset = str(self.notes.get("charset", ""))
        return Trouble(TroubleKind.BAD_ENCODING, charset, self.status) if charset else None


@dataclass(frozen=True, slots=True)
class Tools:
    """The concrete parts that gathering works with; whoever builds them closes them.

    `alone` is for a page that a person asked about by itself: it is judged even where it shows nothing. Who is
    `logged_in` follows no link that would log out. With `sources` it is noted how to tell the next time whether an
    address is still the same. `forms` are the hosts whose forms may be sent empty, with nothing leaving the browser.
    `patience` is how many seconds a site that is out of reach is waited for.
    """

    fetcher: Fetcher
    browsers: BrowserPool
    documents: PdfReader
    politeness: Politeness
    rules: frozenset[str]
    viewports: Sequence[Viewport]
    alone: bool = False
    logged_in: bool = False
    sources: Sources | None = None
    forms: frozenset[str] = frozenset()
    patience: float = 300.0

    def probes(self, address: str) -> Collection[str]:
        """The probes that may drive a page at that address."""
        return ALL if host_of(address) in self.forms else FREE

    async def answer(self, address: str) -> Fetched:
        """What stands at an address, in its turn. Raises Unread."""
        async with self.politeness.turn(host_of(address)):
            return await self.fetcher.get(address)

    async def follow(
        self, address: str, *, accept: str = PAGE_FIRST, limit: int | None = None, cut: bool = False
    ) -> Fetched:
        """What stands at an address beside the pages, such as a sitemap, in its turn. Raises Unread."""
        async with self.politeness.turn(host_of(address)):
            return await self.fetcher.follow(address, accept=accept, limit=limit, cut=cut)


async def _always(_address: str) -> bool:
    return True


async def gather(
    address: str,
    tools: Tools,
    wants_pictures: WantsPictures,
    wants_probes: WantsProbes,
    may: May = _always,
) -> Gathered:
    """The facts of what stands at an address in normal form. Raises Unread.

    `may` says whether a further address may be asked for, to see whether the same page stands there.
    """
    fetched, gathered = await _gathered(address, tools, wants_pictures, wants_probes, may)
    facts = gathered.facts
    if tools.sources is None or facts is None:
        return gathered
    if isinstance(facts, DocumentFacts):
        return replace(gathered, imprint=imprint(fetched, page=False, uses={}))
    if _INDEX.fullmatch(address):
        return gathered  # an index page is the same as its folder or not, and the folder may change
    # The turn at the host is over: what the page uses asks for turns of its own.
    made = imprint(fetched, page=True, uses=await tools.sources.of(facts.uses))
    return replace(gathered, imprint=replace(made, related=gathered.related))


async def _gathered(
    address: str,
    tools: Tools,
    wants_pictures: WantsPictures,
    wants_probes: WantsProbes,
    may: May,
) -> tuple[Fetched, Gathered]:
    async with tools.politeness.turn(host_of(address)):
        with span("fetch"):
            fetched = await tools.fetcher.get(address)
        if fetched.redirect_to:
            return fetched, _answer(fetched, fetched.media_type, forward=fetched.redirect_to)
        kind = sniff(fetched.media_type, fetched.body)
        if kind in PAGES:
            index = _INDEX.fullmatch(fetched.address)
            if index and await _stands_at(index[1], fetched, tools, may):
                return fetched, _answer(fetched, kind, forward=index[1])
            return fetched, await _page(fetched, kind, tools, wants_pictures, wants_probes, may)
    if kind == "application/pdf":
        facts = await tools.documents.read(fetched.body, address)
        answer = _answer(fetched, kind, facts=facts, links=_normal_links(facts.links, address))
        return fetched, replace(answer, body=fetched.body)
    if not fetched.body.strip():
        raise Unread(TroubleKind.EMPTY, status=fetched.status)
    raise Unread(TroubleKind.UNSUPPORTED_TYPE, kind, fetched.status)


async def _stands_at(other: str, fetched: Fetched, tools: Tools, may: May) -> bool:
    """Whether just this page stands at another address of its site too: then it is one page, not two."""
    if not await may(other):
        return False
    try:
        await tools.politeness.start(host_of(other))
        found = await tools.fetcher.get(other)
    except Unread:
        return False
    if found.redirect_to:
        return False
    # What the server makes anew for each answer makes it no other page.
    return digest(found.body, page=True) == digest(fetched.body, page=True)


async def _better_name(canonical: str, fetched: Fetched, tools: Tools, may: May) -> str:
    """The page's address by the site's other name, where it says that it is to be known by that, and stands there too.

    So a site that answers by both its names is read by one. http in place of https is a slip of the site.
    """
    worse = fetched.address.startswith("https:") and canonical.startswith("http:")
    if tools.alone or worse or canonical not in other_names(fetched.address):
        return ""
    return canonical if await _stands_at(canonical, fetched, tools, may) else ""


async def _page(
    fetched: Fetched,
    kind: str,
    tools: Tools,
    wants_pictures: WantsPictures,
    wants_probes: WantsProbes,
    may: May,
) -> Gathered:
    address = fetched.address
    # Both may take seconds where a page is large: audits and letters beside this one go on.
    source = await asyncio.to_thread(decode, fetched.body, fetched.charset)
    if "attachment" in fetched.headers.get("content-disposition", "").lower():
        raise Unread(TroubleKind.DOWNLOAD, status=fetched.status)
    notes: dict[str, str | int | float | bool] = {}
    if not source.honest:
        notes["charset"] = f"{source.declared}, i virkeligheden {source.charset}"
    links = await asyncio.to_thread(page_links, source.text, address)
    soon = _refresh(links, address, 0 if tools.alone else SOON)
    onward = soon or await _better_name(links.canonical, fetched, tools, may)
    if onward:
        return _answer(fetched, kind, forward=onward)

    def admit(shown: Shown) -> None:
        """Walls and error pages show themselves in the browser; what they hide is not judged as content."""
        status = shown.status or fetched.status
        if status >= 400:
            raise Unread(TroubleKind.ERROR_PAGE, str(status), status)
        found = _wall(fetched, shown, source.text)
        if found is TroubleKind.EMPTY and tools.alone:
            notes["empty"] = True
        elif found:
            raise Unread(found, status=status)

    task = PageTask(tools.viewports, tools.rules, main_text, wants_pictures, wants_probes, MONITORED)
    try:
        with span("browser"):
            facts = await tools.browsers.page(address, task, admit)
    except Unread as error:
        if error.trouble.kind is not TroubleKind.PAGE_LEFT:
            raise
        return _answer(fetched, kind, forward=normal(error.trouble.detail, address))
    every = _distinct((*links.links, *_normal_links(facts.links, address)))
    gathered = _answer(fetched, kind, facts=facts, links=every, notes=notes)
    return replace(gathered, related=_related(links, address, every))


def _related(links: PageLinks, address: str, followed: Iterable[Link]) -> tuple[str, ...]:
    """What the head names and no link leads to, but for the page itself by the site's other name."""
    known = {"", address, *other_names(address), *(link.address for link in followed)}
    named = dict.fromkeys((links.canonical, *links.alternates))
    return tuple(islice((other for other in named if other not in known), MOST_LINKS))


def _wall(fetched: Fetched, shown: Shown, source: str) -> TroubleKind | None:
    """What hides the page. Menus say nothing of that; what script made of the page does."""
    seen = (fetched.headers, shown.address, shown.title, shown.main, source)
    found = wall(shown.status or fetched.status, *seen, rendered=True, passwords=shown.passwords)
    if found is TroubleKind.EMPTY and shown.text:
        return None
    return found


def _refresh(links: PageLinks, address: str, most: int) -> str:
    """Where a meta refresh within `most` seconds sends the reader: that is a redirect by another name."""
    refresh = links.refresh
    if refresh and refresh.seconds <= most and refresh.target and refresh.target != address:
        return refresh.target
    return ""


def _normal_links(links: Sequence[Link], base: str) -> tuple[Link, ...]:
    found = []
    for link in links:
        try:
            found.append(Link(normal(link.address, base), link.text))
        except Unread:
            continue  # no address that anybody could follow
    return tuple(found)


def _distinct(links: Sequence[Link]) -> tuple[Link, ...]:
    """Each address once, with the first text that says something."""
    found: dict[str, Link] = {}
    for link in links:
        if link.address not in found or (link.text and not found[link.address].text):
            found[link.address] = link
    return tuple(found.values())


def _answer(
    fetched: Fetched,
    kind: str,
    *,
    forward: str = "",
    facts: PageFacts | DocumentFacts | None = None,
    links: tuple[Link, ...] = (),
    notes: Mapping[str, str | int | float | bool] | None = None,
) -> Gathered:
    told = dict(notes or {})
    if len(links) > MOST_LINKS:
        told["links"] = len(links)
    kept = links[:MOST_LINKS]
    return Gathered(fetched.status, kind, fetched.size, fetched.seconds, forward, facts, kept, told)
