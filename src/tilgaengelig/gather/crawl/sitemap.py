"""Sitemaps: the addresses that a site itself names; XML with indexes and gzip, feeds, and plain text."""

from __future__ import annotations

import asyncio
import io
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from tilgaengelig.gather.crawl.robots import Fetches
from tilgaengelig.gather.net import unpack
from tilgaengelig.gather.net.sniff import HTML, decode, sniff
from tilgaengelig.gather.net.spoken import seconds_said, size_said
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

_ACCEPT = "application/xml,text/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class SitemapLimits:
    """The sitemap protocol allows 50,000 addresses and 50 MB (unpacked) in one file. `seconds` are for all together."""

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
) -> AsyncIterator[str]:
    """The addresses that the sitemaps name, each once, in normal form and in the order they stand there.

    A sitemap that cannot be read costs only itself: `told` hears of it. The one at which the time is over is the last.
    """
    limits = limits or SitemapLimits()
    # No more are remembered than will be read: an index may name millions.
    known = dict.fromkeys(islice(sitemaps, limits.sitemaps))
    waiting = deque((address, 0) for address in known)
    given: set[str] = set()
    until = asyncio.get_running_loop().time() + limits.seconds
    while waiting:
        sitemap, depth = waiting.popleft()
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
        named = await asyncio.to_thread(_first, entries(body, sitemap, charset), limits.addresses)
        for entry in named:
            if entry.is_sitemap:
                wanted = depth < limits.depth and len(known) < limits.sitemaps
                if wanted and entry.address not in known:
                    known[entry.address] = None
                    waiting.append((entry.address, depth + 1))
            elif entry.address not in given:
                if len(given) >= limits.addresses:
                    return
                given.add(entry.address)
                yield entry.address


def entries(body: bytes, base: str, charset: str | None = None) -> Iterator[Entry]:
    """What one sitemap names, as far as it can be read; a page in its place names nothing."""
    kind = sniff("", body)
    if kind == HTML:
        return
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found: Iterable[tuple[str, bool]] = _in_xml(body)
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


def _in_xml(body: bytes) -> Iterator[tuple[str, bool]]:
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
        return


def _local(element: etree._Element | None) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2].lower()
