"""robots.txt (RFC 9309): where a site asks robots to stay away, and how fast they may go."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from protego import Protego

from tilgaengelig.gather.net.fetch import Fetched
from tilgaengelig.gather.net.sniff import decode
from tilgaengelig.model.addresses import host_of, normal, origin_of
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

AGENT = "tilgaengelig"
#: RFC 9309 asks for at least 500 kB; what comes after is not read.
MOST_BYTES = 512_000
_LONGEST_LINE = 2000

#: Trouble that leaves us in doubt whether we may come: the RFC asks for complete disallow.
_IN_DOUBT = frozenset(
    {TroubleKind.SERVER_ERROR, TroubleKind.TIMEOUT, TroubleKind.RATE_LIMITED, TroubleKind.CONNECTION_LOST}
)


class Fetches(Protocol):
    """Whatever fetches an address through its redirects."""

    async def follow(
        self, address: str, *, accept: str = ..., limit: int | None = ..., cut: bool = ...
    ) -> Fetched:
        """The address, fetched to the end; `cut` leaves what of the body is over the limit."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host asks of us. `trouble` says why, where it was decided without a robots.txt."""

    rules: Protego | None
    agent: str = AGENT
    closed: bool = False
    trouble: Trouble | None = None
    base: str = ""

    @classmethod
    def parse(cls, text: str, agent: str = AGENT, base: str = "") -> Robots:
        """The rules in the text of a robots.txt; a page that stands in its place has none.

        `base` is its own address: some name their sitemap without a host.
        """
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            return cls(None, agent)
        lines = [
            line
            for line in text[:MOST_BYTES].removeprefix("\ufeff").splitlines()
            if len(line) < _LONGEST_LINE
        ]
        return cls(Protego.parse("\n".join(lines)), agent, base=base)

    @classmethod
    def without(cls, trouble: Trouble, agent: str = AGENT) -> Robots:
        """What holds where robots.txt could not be read.

        None there, or none for us: all is allowed. A server that fails or does not answer: nothing is, until
        it can tell. Where there is no server at all the start page will say so in clearer words.
        """
        return cls(None, agent, closed=trouble.kind in _IN_DOUBT, trouble=trouble)

    def allowed(self, address: str) -> bool:
        """Whether we may ask for the address."""
        if self.closed:
            return False
        return self.rules is None or self.rules.can_fetch(address, self.agent)

    def check(self, address: str) -> None:
        """Raise Unread(ROBOTS) where we may not ask for the address."""
        if not self.allowed(address):
            why = f"robots.txt kan ikke læses: {self.trouble.sentence}" if self.trouble else ""
            raise Unread(TroubleKind.ROBOTS, why)

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests, where the host asks for any."""
        if self.rules is None:
            return None
        delay = self.rules.crawl_delay(self.agent)
        rate = self.rules.request_rate(self.agent)
        paces = [float(delay)] if delay is not None else []
        if rate is not None and rate.requests:
            with contextlib.suppress(OverflowError):  # a number of hundreds of digits
                paces.append(rate.seconds / rate.requests)
        return max((pace for pace in paces if math.isfinite(pace) and pace > 0), default=None)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, in normal form and each once."""
        if self.rules is None:
            return ()
        found: dict[str, None] = {}
        for written in self.rules.sitemaps:
            try:
                found[normal(written, self.base)] = None
            except Unread:
                continue
        return tuple(found)


class RobotsByOrigin:
    """Asks each origin for its robots.txt once, when first an address of it is to be visited.

    `slow_down` is told each host that has a crawl-delay, and its seconds.
    """

    def __init__(
        self, fetches: Fetches, slow_down: Callable[[str, float], object], agent: str = AGENT
    ) -> None:
        self._fetches, self._slow_down, self._agent = fetches, slow_down, agent
        self._asked: dict[str, asyncio.Task[Robots]] = {}

    async def of(self, address: str) -> Robots:
        """What the address's origin asks of us."""
        origin = origin_of(address)
        if origin not in self._asked:
            self._asked[origin] = asyncio.create_task(self._ask(address))
        # Whoever is called off must not take the answer from those who wait for it too.
        return await asyncio.shield(self._asked[origin])

    async def allow(self, address: str) -> bool:
        """Whether the address's origin lets us ask for it."""
        return (await self.of(address)).allowed(address)

    async def anew(self, address: str) -> Robots:
        """The same, asked for again: it could not be had before."""
        self._asked.pop(origin_of(address), None)
        return await self.of(address)

    async def _ask(self, address: str) -> Robots:
        robots = await robots_of(self._fetches, address, self._agent)
        if robots.crawl_delay:
            self._slow_down(host_of(address), robots.crawl_delay)
        return robots


async def robots_of(fetches: Fetches, start: str, agent: str = AGENT) -> Robots:
    """The robots.txt of the start's host and port."""
    address = f"{origin_of(start)}/robots.txt"
    try:
        fetched = await fetches.follow(address, accept="text/plain,*/*;q=0.5", limit=MOST_BYTES, cut=True)
    except Unread as error:
        return Robots.without(error.trouble, agent)
    return Robots.parse(decode(fetched.body, fetched.charset).text, agent, address)
