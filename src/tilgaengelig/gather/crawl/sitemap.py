"""Sitemaps: the addresses that a site itself names; XML with indexes and gzip, feeds, and plain text."""

from __future__ import annotations

import asyncio
import io
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from lxml import etree

from tilgaengelig.danish.figures import number
from tilgaengelig.gather.crawl.robots import Fetches
from tilgaengelig.gather.net import unpack
from tilgaengelig.gather.net.sniff import HTML, decode, sniff
from tilgaengelig.gather.net.spoken import seconds_said, size_said
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

#: How libxml2 says that the text ends within an element or a tag.
_BROKEN_OFF = frozenset(
    {
        etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
        etree.ErrorTypes.ERR_NAME_REQUIRED,
        etree.ErrorTypes.ERR_GT_REQUIRED,
        etree.ErrorTypes.ERR_LTSLASH_REQUIRED,
    }
)
_ACCEPT = "application/xml,text/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class SitemapLimits:
    """The sitemap protocol allows 50,000 addresses and 50 MB (unpacked) in one file.

    `seconds` are for all together, and of the addresses that are wanted there are no more from all of them.
    """

    addresses: int = 50_000
    sitemaps: int = 500
    depth: int = 3
    bytes: int = 52_428_800
    seconds: float = 1800.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One address in a sitemap; `is_sitemap` where it is that of a further sitemap."""

    address: str
    is_sitemap: bool = False


async def sitemap_addresses(
    fetches: Fetches,
    sitemaps: Iterable[str],
    limits: SitemapLimits | None = None,
    told: Callable[[str, Trouble], None] = lambda _address, _trouble: None,
    wanted: Callable[[str], bool] = lambda _address: True,
) -> AsyncIterator[str]:
    """The addresses that the sitemaps name, each once, in normal form and in the order they stand there.

    A sitemap that cannot be read costs only itself: `told` hears of it, and of those that were read in part. The one at
    which the time is over is the last. What is not `wanted` takes no room from what is.
    """
    limits = limits or SitemapLimits()
    named = _Named(limits, wanted, dict.fromkeys(islice(sitemaps, limits.sitemaps)))
    until = asyncio.get_running_loop().time() + limits.seconds
    while named.waiting:
        sitemap, depth = named.waiting.popleft()
        try:
            async with asyncio.timeout_at(until):
                body, charset = await _fetched(fetches, sitemap, limits)
        except TimeoutError:
            told(sitemap, Trouble(TroubleKind.TIMEOUT, seconds_said(limits.seconds)))
            return
        except Unread as error:
            told(sitemap, error.trouble)
            continue
        # A large one takes seconds; audits beside this one go on.
        named_here = entries(body, sitemap, charset, partial(told, sitemap))
        found = await asyncio.to_thread(_first, named_here, limits.addresses + 1)
        if len(found) > limits.addresses:
            told(sitemap, _Full(limits.addresses, "adresser").trouble)
        try:
            for entry in found:
                if named.is_new(entry, depth):
                    yield entry.address
        except _Full as full:
            told(sitemap, full.trouble)


class _Full(Exception):  # noqa: N818 - never leaves this module
    """There is more in a sitemap than is read."""

    def __init__(self, most: int, what: str) -> None:
        self.trouble = Trouble(TroubleKind.TOO_LARGE, f"{number(most)} {what}")


class _Named:
    """What sitemaps have named so far, no more of it than will be read: an index may name millions."""

    def __init__(
        self, limits: SitemapLimits, wanted: Callable[[str], bool], sitemaps: dict[str, None]
    ) -> None:
        self._limits, self._wanted, self._sitemaps = limits, wanted, sitemaps
        self._pages: set[str] = set()
        self._others: set[str] = set()
        self.waiting = deque((address, 0) for address in sitemaps)

    def is_new(self, entry: Entry, depth: int) -> bool:
        """Whether it is an address to be told; a further sitemap waits to be read. Raises _Full."""
        address = entry.address
        if entry.is_sitemap:
            self._follow(address, depth + 1)
            return False
        wanted = self._wanted(address)
        seen = self._pages if wanted else self._others
        if address in seen:
            return False
        if len(seen) < self._limits.addresses:
            seen.add(address)
            return True
        if wanted:
            self.waiting.clear()
            raise _Full(self._limits.addresses, "adresser")
        return False

    def _follow(self, sitemap: str, depth: int) -> None:
        if sitemap in self._sitemaps:
            return
        if depth > self._limits.depth:
            raise _Full(self._limits.depth, "led af sitemaps")
        if len(self._sitemaps) >= self._limits.sitemaps:
            raise _Full(self._limits.sitemaps, "sitemaps")
        self._sitemaps[sitemap] = None
        self.waiting.append((sitemap, depth))


def entries(
    body: bytes,
    base: str,
    charset: str | None = None,
    told: Callable[[Trouble], object] = lambda _trouble: None,
) -> Iterator[Entry]:
    """What one sitemap names, as far as it can be read; a page in its place names nothing.

    `told` hears of one that is no sitemap (UNSUPPORTED_TYPE), or breaks off (DOCUMENT_CORRUPT).
    """
    kind = sniff("", body)
    if kind == HTML:
        told(Trouble(TroubleKind.UNSUPPORTED_TYPE, kind))
        return
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found: Iterable[tuple[str, bool]] = _in_xml(body, told)
    else:
        lines = decode(body, charset).text.splitlines()
        found = ((line, False) for line in lines if line.strip().startswith(("http://", "https://")))
    for written, is_sitemap in found:
        if not written.strip():
            continue
        try:
            yield Entry(normal(written, base), is_sitemap)
        except Unread:
            continue


def _first(found: Iterator[Entry], most: int) -> list[Entry]:
    return list(islice(found, most))


async def _fetched(fetches: Fetches, sitemap: str, limits: SitemapLimits) -> tuple[bytes, str | None]:
    fetched = await fetches.follow(sitemap, accept=_ACCEPT, limit=limits.bytes)
    body = fetched.body
    if body.startswith(b"\x1f\x8b"):
        try:
            body = await asyncio.to_thread(unpack.gunzip, body, limits.bytes)
        except unpack.TooMuch:
            raise Unread(TroubleKind.TOO_LARGE, size_said(limits.bytes)) from None
        except unpack.Unpackable:
            raise Unread(TroubleKind.UNSUPPORTED_TYPE, "ødelagt gzip") from None
    return body, fetched.charset


def _in_xml(body: bytes, told: Callable[[Trouble], object]) -> Iterator[tuple[str, bool]]:
    """loc of sitemaps, link of RSS and Atom; no entity is read and no DTD fetched."""
    stream = etree.iterparse(
        io.BytesIO(body.lstrip()),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in stream:
            name, parent = _local(element), _local(element.getparent())
            if name == "loc" and parent in {"url", "sitemap"}:
                yield element.text or "", parent == "sitemap"
            elif name == "link" and parent in {"item", "entry"}:
                yield element.text or element.get("href") or "", False
            # A long sitemap must not stand in memory as a tree: what was read goes.
            element.clear()
            while element.getprevious() is not None and (above := element.getparent()) is not None:
                del above[0]
    except etree.XMLSyntaxError:
        told(Trouble(TroubleKind.DOCUMENT_CORRUPT))
        return
    # Other slips, such as a bare &, cost at most the address that they stand in.
    if not _BROKEN_OFF.isdisjoint(slip.type for slip in stream.error_log):
        told(Trouble(TroubleKind.DOCUMENT_CORRUPT))


def _local(element: etree._Element | None) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2].lower()
