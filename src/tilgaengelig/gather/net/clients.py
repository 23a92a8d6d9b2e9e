"""HTTP clients one after another, since a connection of HTTP/2 does not survive a body left unread.

httpcore neither resets the stream of such a body nor gives back the room that it takes in the connection's
window. After 16 MB of that the server may send nothing more on it, and every later page would time out. So
whoever leaves a body spoils the client: the next request gets a fresh one, and the spoilt one is closed when
its last request is done.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

import httpx


@dataclass(slots=True)
class Lease:
    """A client and how many requests it has in the air."""

    client: httpx.AsyncClient
    users: int = 0
    spoilt: bool = False


class Clients:
    """Lends the client of the day. A client is made when it is first wanted."""

    def __init__(self, make: Callable[[], httpx.AsyncClient]) -> None:
        self._make = make
        self._current: Lease | None = None

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Lease]:
        """The client for one request; set `spoilt` where a body was left unread."""
        lease = self._current
        if lease is None or lease.spoilt:
            lease = self._current = Lease(self._make())
        lease.users += 1
        try:
            yield lease
        finally:
            lease.users -= 1
            if lease.spoilt and not lease.users:
                await lease.client.aclose()

    async def close(self) -> None:
        """Close the client of the day; spoilt ones were closed by their last user."""
        if self._current and not (self._current.spoilt and not self._current.users):
            await self._current.client.aclose()
        self._current = None


def with_jar(jar: CookieJar) -> dict[str, Any]:
    """Settings of clients that fill one jar, and send from it what its policy lets through."""
    cookies = httpx.Cookies(jar)

    async def from_the_jar(request: httpx.Request) -> None:
        # httpx writes the header from a copy of the jar, which is without the jar's policy.
        request.headers.pop("Cookie", None)
        cookies.set_cookie_header(request)

    return {"cookies": jar, "event_hooks": {"request": [from_the_jar]}}
