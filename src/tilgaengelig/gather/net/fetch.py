"""Fetches one address: within limits, with patience, and with every fault told as Trouble.

This module, clients.py and faults.py are all that know httpx. No redirect is followed by itself, since the
audit records each hop; all goes through the guard's proxy, so nothing can be reached that the guard refuses.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Any, Self

import httpx

from tilgaengelig import __version__
from tilgaengelig.gather.net import unpack
from tilgaengelig.gather.net.answers import Again, judge
from tilgaengelig.gather.net.clients import Clients, with_jar
from tilgaengelig.gather.net.cookies import jar_of
from tilgaengelig.gather.net.faults import tls_context, unread_of
from tilgaengelig.gather.net.heads import TROUBLE_HEADER, told_in_header
from tilgaengelig.gather.net.patience import back_off
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.gather.net.spoken import seconds_said, size_said
from tilgaengelig.model.addresses import host_of, normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

PAGE_FIRST = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.8,*/*;q=0.7"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT = (
    "cache-control",
    "content-disposition",
    "content-language",
    "content-type",
    "cf-mitigated",
    "etag",
    "last-modified",
    "link",
    "refresh",
    "retry-after",
    "server",
    "x-amzn-waf-action",
    "x-datadome",
    "x-robots-tag",
)
#: How much of an error page is read, to see whether it is a bot wall.
_ERROR_PAGE = 262_144


def user_agent(contact: str = "") -> str:
    """Who we say that we are; `contact` is an address or e-mail of whoever runs us."""
    about = "Danish accessibility audit" + (f"; {contact}" if contact else "")
    return f"tilgaengelig/{__version__} (+{about})"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one request may cost. `seconds` is the deadline of each try; `longest_wait` caps a Retry-After."""

    seconds: float = 20.0
    page_bytes: int = 20_000_000
    document_bytes: int = 50_000_000
    tries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    hops: int = 10
    connections: int = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave. `media_type` and `charset` are what it says; `redirect_to` is the next hop.

    `headers` has a few fields by name in lower case, never a cookie. `address` is the one that was asked
    for, also where `follow` went on from there. `seconds` is the time of the last try. Status 304 comes with an empty
    body.
    """

    address: str
    status: int
    headers: Mapping[str, str]
    media_type: str
    charset: str | None
    body: bytes
    redirect_to: str | None
    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class _Asking:
    """How to ask, and how much of the answer to take: with `cut` what is over the limit is left, and no trouble."""

    headers: Mapping[str, str]
    limit: int | None
    cut: bool


class Fetcher:
    """One HTTP client for one audit, behind one proxy.

    Turns are up to whoever asks; with `politeness` further tries keep the host's pace, and all wait who are told to.
    `anew` makes another like it, which has none of the cookies that sites have set.
    """

    def __init__(
        self,
        proxy_url: str,
        limits: FetchLimits | None = None,
        *,
        agent: str = "",
        storage_state: Mapping[str, Any] | None = None,
        authorities: str = "",
        politeness: Politeness | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._politeness = politeness
        self._sleep = sleep
        self.anew = partial(
            Fetcher,
            proxy_url,
            limits,
            agent=agent,
            storage_state=storage_state,
            authorities=authorities,
            politeness=politeness,
            sleep=sleep,
        )
        self._clients = Clients(
            partial(
                httpx.AsyncClient,
                proxy=proxy_url,
                http2=True,
                trust_env=False,
                follow_redirects=False,
                verify=tls_context(authorities),
                timeout=self._limits.seconds,
                limits=httpx.Limits(max_connections=self._limits.connections, keepalive_expiry=15),
                **with_jar(jar_of(storage_state or {})),
                headers={
                    "User-Agent": agent or user_agent(),
                    "Accept-Language": "da, en;q=0.5",
                    "Accept-Encoding": unpack.ACCEPTED,
                },
            )
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._clients.close()

    async def get(
        self,
        address: str,
        *,
        accept: str = PAGE_FIRST,
        conditional: Mapping[str, str] | None = None,
        limit: int | None = None,
        cut: bool = False,
    ) -> Fetched:
        """One address in normal form; raises Unread.

        A redirect is an answer (`redirect_to`), not followed. `conditional` are If-None-Match and the like.
        `limit` replaces the limits on pages and documents; with `cut` a body over it is told as far as it goes.
        """
        asking = _Asking({"Accept": accept, **(conditional or {})}, limit, cut)
        tries = 0
        while True:
            try:
                return await self._to_itself(address, asking)
            except Again as again:
                tries += 1
                last = tries >= self._limits.tries
                await self._wait(host_of(address), tries, again, last=last)
                if last:
                    raise again.unread from None

    async def follow(
        self, address: str, *, accept: str = PAGE_FIRST, limit: int | None = None, cut: bool = False
    ) -> Fetched:
        """Like `get`, through redirects to the end; for robots.txt, sitemaps and single checks."""
        seen = [address]
        turned_back = False
        while True:
            fetched = await self.get(seen[-1], accept=accept, limit=limit, cut=cut)
            if fetched.redirect_to is None:
                return replace(fetched, address=address)
            ring = fetched.redirect_to in seen
            # The first time round may have been for a cookie, which we have now.
            if (ring and turned_back) or len(seen) > self._limits.hops:
                raise Unread(TroubleKind.TOO_MANY_REDIRECTS, f"{len(seen)} gange", fetched.status)
            turned_back |= ring
            seen.append(fetched.redirect_to)

    async def _wait(self, host: str, tries: int, again: Again, *, last: bool) -> None:
        """Before another try; after the last one only the others are told to wait.

        All are where we ask too much (429). What else may come round may be one page's alone.
        """
        seconds = back_off(tries, again.retry_after, self._limits.first_wait, self._limits.longest_wait)
        too_much = again.unread.trouble.kind is TroubleKind.RATE_LIMITED
        if self._politeness and again.retry_after and too_much:
            self._politeness.hold(host, seconds)
        elif not last:
            await self._sleep(seconds)
        if self._politeness and not last:
            await self._politeness.start(host)

    async def _to_itself(self, address: str, asking: _Asking) -> Fetched:
        """A redirect to what is the same address in normal form is part of the way, not a hop.

        Servers do so to set a cookie, or to add a session or tracking parameter that we leave out.
        """
        wanted = address
        for _ in range(3):
            fetched, location = await self._once(address, wanted, asking)
            if fetched.redirect_to != address:
                return fetched
            try:
                wanted = str(httpx.URL(wanted).join(location).copy_with(fragment=None))
            except httpx.InvalidURL:
                break
        raise Unread(TroubleKind.TOO_MANY_REDIRECTS, "3 gange til sig selv", fetched.status)

    async def _once(self, address: str, wanted: str, asking: _Asking) -> tuple[Fetched, str]:
        began = time.perf_counter()
        try:
            response, body = await self._asked(wanted, asking)
        except (TimeoutError, httpx.TimeoutException):
            raise Unread(TroubleKind.TIMEOUT, seconds_said(self._limits.seconds)) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            unread = unread_of(error, host_of(address))
            if unread.trouble.kind is TroubleKind.CONNECTION_LOST:
                raise Again(unread) from None
            raise unread from None
        charset = _charset(response)
        judge(response.status_code, response.headers, body, charset)
        location = response.headers.get("location", "")
        redirected = response.status_code in _REDIRECTS
        fetched = Fetched(
            address=address,
            status=response.status_code,
            headers={name: response.headers[name] for name in _KEPT if name in response.headers},
            media_type=_media_type(response),
            charset=charset,
            body=body,
            redirect_to=_next_hop(address, location, response.status_code) if redirected else None,
            seconds=time.perf_counter() - began,
            size=len(body),
        )
        return fetched, location

    async def _asked(self, wanted: str, asking: _Asking) -> tuple[httpx.Response, bytes]:
        async with self._clients.lent() as lease:
            try:
                async with (
                    asyncio.timeout(self._limits.seconds),
                    lease.client.stream("GET", wanted, headers=asking.headers) as response,
                ):
                    _heed_the_proxy(response)
                    if response.status_code in _REDIRECTS:
                        return response, b""
                    try:
                        return response, await self._read(response, asking)
                    finally:
                        lease.spoilt |= not response.is_closed and response.http_version == "HTTP/2"
            except (TimeoutError, httpx.TimeoutException):
                lease.spoilt |= wanted.startswith("https:")  # the answer may yet come, and nobody reads it
                raise

    async def _read(self, response: httpx.Response, asking: _Asking) -> bytes:
        error_page = response.status_code >= 400
        most = _ERROR_PAGE if error_page else asking.limit or self._limit_for(response)
        cut = asking.cut or error_page
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > most and not cut:
            raise Unread(TroubleKind.TOO_LARGE, size_said(most))
        pieces: list[bytes] = []
        try:
            unpacker = unpack.Unpacker(response.headers.get("content-encoding", ""), most)
            async for piece in response.aiter_raw():
                pieces.append(unpacker.feed(piece))  # noqa: PERF401 - what came is kept when the rest is too much
        except unpack.TooMuch as too_much:
            if not cut:
                raise Unread(TroubleKind.TOO_LARGE, size_said(most)) from None
            pieces.append(too_much.kept)
        except unpack.Unpackable:
            if not error_page:
                raise Unread(TroubleKind.UNSUPPORTED_TYPE, "ukendt komprimering") from None
        else:
            if not unpacker.is_whole() and not error_page:
                raise httpx.RemoteProtocolError("the packed body was cut short")
        return b"".join(pieces)

    def _limit_for(self, response: httpx.Response) -> int:
        if _media_type(response) == "application/pdf" or response.url.path.lower().endswith(".pdf"):
            return self._limits.document_bytes
        return self._limits.page_bytes


def _heed_the_proxy(response: httpx.Response) -> None:
    # Only over plain http does the proxy answer in the server's place; within TLS the header is the server's own.
    if response.url.scheme == "http":
        unread = told_in_header(response.headers.get(TROUBLE_HEADER, ""))
        if unread and unread.trouble.kind is TroubleKind.CONNECTION_LOST:
            raise Again(unread)
        if unread:
            raise unread


def _media_type(response: httpx.Response) -> str:
    declared: str = response.headers.get("content-type", "")
    return declared.partition(";")[0].strip().lower()


def _charset(response: httpx.Response) -> str | None:
    try:
        return response.charset_encoding
    except ValueError:
        return None  # a header made to break whoever reads it


def _next_hop(address: str, location: str, status: int) -> str:
    if not location:
        raise Unread(TroubleKind.SERVER_ERROR, f"{status} uden adresse", status)
    return normal(location, address)
