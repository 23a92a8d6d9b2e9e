"""The workshop's part that gathers: fetcher, browsers and reader of PDFs, opened behind one guard, and closed.

It is loaded when something is to be gathered, since its libraries take a third of the time of a whole start.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tilgaengelig.gather.browser.driver import seen_from
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.session import DESKTOP, PHONE, TABLET, BrowserSettings, Viewport
from tilgaengelig.gather.imprint import Sources
from tilgaengelig.gather.net.fetch import Fetcher, FetchLimits, user_agent
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.model.addresses import host_of, port_of
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.settings import Settings
from tilgaengelig.work.gathering import Tools

USUAL_VIEWPORTS = (DESKTOP, PHONE)
ALL_VIEWPORTS = (DESKTOP, PHONE, TABLET)


@asynccontextmanager
async def open_tools(
    settings: Settings,
    rules: frozenset[str],
    browsing: Callable[[str], BrowserSettings],
    *,
    opened: Iterable[str],
    allow_network: Iterable[str],
    guard: AddressGuard | None,
    viewports: Sequence[Viewport],
    storage_state: Mapping[str, Any] | None,
    browsers: int | None,
    alone: bool,
    noting: bool,
    forms: Iterable[str],
) -> AsyncIterator[Tools]:
    """The tools of `Workshop.tools`: axe runs `rules`, and `browsing` says how browsers start behind a proxy."""
    guard = guard or AddressGuard([*settings.allow_network, *allow_network], map(door_of, opened))
    async with AsyncExitStack() as stack:
        proxy = stack.enter_context(
            GuardProxy(guard, host=settings.proxy_host or seen_from(settings.webdriver))
        )
        politeness = Politeness(settings.host_concurrency, settings.host_interval)
        fetcher = await stack.enter_async_context(
            Fetcher(
                proxy.url,
                FetchLimits(
                    seconds=settings.request_seconds,
                    page_bytes=settings.page_bytes,
                    document_bytes=settings.document_bytes,
                ),
                agent=user_agent(settings.contact),
                storage_state=storage_state,
                politeness=politeness,
            )
        )
        pool = await stack.enter_async_context(
            BrowserPool(browsing(proxy.url), browsers or settings.browsers)
        )
        documents = await stack.enter_async_context(PdfReader())
        yield Tools(
            fetcher,
            pool,
            documents,
            politeness,
            rules,
            tuple(viewports),
            alone,
            bool(storage_state),
            Sources(fetcher, politeness) if noting else None,
            frozenset({*settings.allow_forms, *map(host_of, forms)}),
            settings.site_patience_seconds,
        )


def door_of(address: str) -> tuple[str, int]:
    """The host and port of an address: what is opened where a person typed it."""
    return host_of(address), port_of(address)


def viewports_of(record: AuditRecord) -> Sequence[Viewport]:
    """The widths at which an audit looks at its pages."""
    return ALL_VIEWPORTS if record.order.thorough else USUAL_VIEWPORTS
