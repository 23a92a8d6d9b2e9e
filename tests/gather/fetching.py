"""A site and a fetcher for the tests: behind a real proxy, and on a clock that does not make anybody wait."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import pytest
from loopback import CERTIFICATE, Site, answer

from tilgaengelig.gather.net.fetch import Fetched, Fetcher, FetchLimits
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.model.errors import Unread

Asking = Callable[[Fetcher], Awaitable[Fetched]]


class Client:
    """Fetches one address a time, and knows how long it would have waited."""

    def __init__(self, proxy: GuardProxy, **settings: Any) -> None:
        self.proxy = proxy
        self.settings = {"authorities": str(CERTIFICATE), **settings}
        self.waits: list[float] = []

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def run(self, asking: Asking) -> Fetched:
        async def whole() -> Fetched:
            async with Fetcher(self.proxy.url, sleep=self._sleep, **self.settings) as fetcher:
                return await asking(fetcher)

        return asyncio.run(whole())

    def get(
        self, address: str, conditional: Mapping[str, str] | None = None, limit: int | None = None
    ) -> Fetched:
        return self.run(lambda fetcher: fetcher.get(address, conditional=conditional, limit=limit))

    def trouble(self, address: str, limit: int | None = None) -> Unread:
        with pytest.raises(Unread) as caught:
            self.get(address, limit=limit)
        return caught.value


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.routes["/"] = answer(200, "<h1>Hej</h1>", Content_Type="Text/HTML; charset=UTF-8", ETag='"1"')
        yield running


@pytest.fixture(scope="module")
def proxy() -> Iterator[GuardProxy]:
    with GuardProxy(AddressGuard(["127.0.0.0/8"])) as running:
        yield running


@pytest.fixture
def client(proxy: GuardProxy) -> Client:
    return Client(proxy, limits=FetchLimits(seconds=10))
