"""The only room that knows every concrete part: builds them from the settings, and closes them.

Whoever needs one part waits for no other: what gathers, judges, keeps and tells is loaded when it is first asked for.
All of it takes several times as long to load as a letter takes to score.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tilgaengelig import __version__, resources, traces
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.supervision import ENGINE
from tilgaengelig.settings import OidcSettings, Settings
from tilgaengelig.workshop.telling import SHOWN_PLACES, Telling, make_writable

if TYPE_CHECKING:
    from tilgaengelig.gather.browser.session import BrowserSettings, Viewport
    from tilgaengelig.gather.net.guard import AddressGuard
    from tilgaengelig.gather.provider import Provider
    from tilgaengelig.rulebook.book import Rulebook
    from tilgaengelig.store.store import Store
    from tilgaengelig.work.audit import Run, Tell
    from tilgaengelig.work.auditing import Audits
    from tilgaengelig.work.desk import QueueCounts
    from tilgaengelig.work.gathering import Tools
    from tilgaengelig.work.messages import Addressed
    from tilgaengelig.work.queue import Queue
    from tilgaengelig.work.signin import SigningIn
    from tilgaengelig.work.worker import Worker

__all__ = ["SHOWN_PLACES", "Workshop", "make_writable"]


class Workshop(Telling):
    """The parts, each built when first needed. Close it when done (or use it as a context manager)."""

    def __init__(self, settings: Settings, *, alone: bool = False) -> None:
        """`alone` is for pages that are checked each by itself, to the bottom: also beyond what the law demands."""
        self.settings = settings
        self.alone = alone

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def rulebook(self) -> Rulebook:
        """Our rules, with the ministry's own over them. Raises RulebookFault, and WrongUse for a COR that is none."""
        from tilgaengelig.danish.verbs import use_cor
        from tilgaengelig.judge.checks import CHECKS
        from tilgaengelig.rulebook.book import Rulebook

        if self.settings.cor is not None:
            use_cor(self.settings.cor)
        own = self.settings.rules
        if own is not None and not own.is_dir():
            raise WrongUse(f"Mappen {own} findes ikke; --rules skal være en mappe med regler.")
        folders = [resources.RULES, *([own] if own else [])]
        book = Rulebook.load(folders, CHECKS, resources.AXE / "locales" / "da.json")
        return book.beyond_the_law() if self.alone else book

    @cached_property
    def store(self) -> Store:
        """The store, opened and migrated. Raises SetupLacks."""
        from tilgaengelig.store.store import Store

        store = Store(self.settings.database)
        store.migrate()
        return store

    def back_up(self, to: Path) -> None:
        """Copies the SQLite database as it is at one moment. Raises WrongUse, also where there is none to copy."""
        from tilgaengelig.store.database import file_of
        from tilgaengelig.store.store import Store

        file = file_of(self.settings.database)
        if file is not None and not file.is_file():
            raise WrongUse(f"Der er ingen database i {file}. Se efter, om det er den rigtige, der er valgt.")
        with Store(self.settings.database) as store:
            store.backup(to)

    def restore(self, source: Path) -> Path | None:
        """Puts a copy in the place of the SQLite database and brings it up to this program; where one that was damaged
        is put aside. Raises WrongUse, SetupLacks.

        What lies there is not opened before: a newer program may have made it.
        """
        from tilgaengelig.store import copies
        from tilgaengelig.store.database import file_of

        aside = copies.restore(file_of(self.settings.database), source)
        self.upgrade()
        return aside

    def upgrade(self) -> None:
        """Brings the store's tables up to this program's, and the queue's where there is one. Raises SetupLacks."""
        store = self.store
        if self.settings.queued:
            from tilgaengelig.work.queue import bring_queue

            bring_queue(store)

    def queue(self, *, scheduled: bool = False) -> Queue:
        """The way to the workers, to be closed; the `scheduled` goes behind what people order. Raises SetupLacks."""
        from tilgaengelig.work.queue import ON_DEMAND, SCHEDULED, Queue

        return Queue(
            self.settings.database,
            self.store,
            rulebook=self.rulebook.digest,
            priority=SCHEDULED if scheduled else ON_DEMAND,
        )

    def queue_counts(self) -> QueueCounts:
        """How much there is in the queue. Raises WrongUse, SetupLacks."""
        from tilgaengelig.work.queue import counted

        return counted(self.settings.database, self.store)

    @property
    def _qualweb(self) -> Path | None:
        """The folder of QualWeb's bundles; None where it is switched off. Raises SetupLacks."""
        return resources.QUALWEB if self.settings.qualweb else None

    def tools(
        self,
        *,
        opened: Iterable[str] = (),
        allow_network: Iterable[str] = (),
        guard: AddressGuard | None = None,
        viewports: Sequence[Viewport] | None = None,
        storage_state: Mapping[str, Any] | None = None,
        browsers: int | None = None,
        alone: bool = False,
        noting: bool = False,
        forms: Iterable[str] = (),
    ) -> AbstractAsyncContextManager[Tools]:
        """All that gathers, behind one guard. `opened` are addresses that a person typed on the command line, `forms`
        those of sites whose forms may be tried.

        `guard` is one that the caller opens for each audit. `noting`: it is noted how the next audit can tell whether a
        page is still the same.
        """
        from tilgaengelig.workshop.gathering import USUAL_VIEWPORTS, open_tools

        if self.settings.traces:
            traces.set_up(self.settings.traces)
        return open_tools(
            self.settings,
            self.rulebook.engine_rules("axe"),
            lambda proxy: self.browser_settings(proxy, storage_state),
            opened=opened,
            allow_network=allow_network,
            guard=guard,
            viewports=USUAL_VIEWPORTS if viewports is None else viewports,
            storage_state=storage_state,
            browsers=browsers,
            alone=alone,
            noting=noting,
            forms=forms,
        )

    @property
    def audits(self) -> Audits:
        """Audits, ready to work."""
        from tilgaengelig.work.auditing import Audits
        from tilgaengelig.workshop.gathering import viewports_of

        def opening(record: AuditRecord, **tools: Any) -> AbstractAsyncContextManager[Tools]:
            return self.tools(viewports=viewports_of(record), **tools)

        return Audits(self.store, self.rulebook.digest, self.versions, opening, self.run)

    def run(self, record: AuditRecord, tools: Tools, tell: Tell | None) -> Run:
        """An audit ready to work. A page is fetched while another is in the browser, so hands outnumber them."""
        from tilgaengelig.work.audit import Run

        hands = 2 * tools.browsers.size
        return Run(self.store, self.rulebook, tools, record, tell, hands, was=self.settings.was)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """A worker of the queue on PostgreSQL; one set of browsers serves all its audits."""
        from tilgaengelig.gather.imprint import Sources
        from tilgaengelig.gather.net.guard import AddressGuard
        from tilgaengelig.work.auditing import Audits
        from tilgaengelig.work.worker import Worker
        from tilgaengelig.workshop.gathering import door_of, viewports_of

        settings = self.settings
        guard = AddressGuard(settings.allow_network)
        async with self.tools(guard=guard) as tools:

            @asynccontextmanager
            async def opening(record: AuditRecord, *, noting: bool) -> AsyncIterator[Tools]:
                # Anew for each: what was asked for an audit before may have changed since, and a cookie of then would
                # show other pages than to whoever begins.
                website = await asyncio.to_thread(self.store.website_at, record.order.place)
                typed = [door_of(website.order.start)] if website and website.opened else []
                async with tools.fetcher.anew() as fetcher:
                    sources = Sources(fetcher, tools.politeness) if noting else None
                    with guard.opening(typed):
                        yield replace(tools, fetcher=fetcher, viewports=viewports_of(record), sources=sources)

            def versions() -> Mapping[str, str]:
                return self.versions(tools.browsers.version)

            audits = Audits(self.store, self.rulebook.digest, versions, opening, self.run)

            def ready(record: AuditRecord, every_days: int | None) -> AbstractAsyncContextManager[Run]:
                return audits.begun(record, None, every_days=every_days)

            yield Worker(
                settings.database,
                self.store,
                ready,
                at_once=settings.worker_audits,
                slice_seconds=settings.worker_slice_seconds,
                patience=settings.worker_patience_seconds,
                pulse=settings.pulse,
            )

    @property
    def titles(self) -> Mapping[str, str]:
        """The Danish titles of the rules, by their ids."""
        return {rule.id: rule.title.get("da", rule.id) for rule in self.rulebook.rules.values()}

    async def send(self, messages: Iterable[Addressed], *, allow_network: Iterable[str] = ()) -> list[str]:
        """Sends all, webhooks behind the guard; one sentence on each that did not get through."""
        from tilgaengelig.gather.net.fetch import user_agent
        from tilgaengelig.gather.net.guard import AddressGuard
        from tilgaengelig.gather.net.proxy import GuardProxy
        from tilgaengelig.gather.sending.hooks import Poster
        from tilgaengelig.work.messages import send, server_of

        guard = AddressGuard([*self.settings.allow_network, *allow_network])
        with GuardProxy(guard) as proxy:
            poster = Poster(proxy.url, user_agent(self.settings.contact))
            return await send(messages, server_of(self.settings), poster, self.settings.address)

    def signing_in(self, back: str = "") -> SigningIn | None:
        """The house's own log-in for people, who come `back` to that path; None where none is set up."""
        if self.settings.oidc is None:
            return None
        from tilgaengelig.work.signin import SigningIn

        oidc = self.settings.oidc
        return SigningIn(lambda: self._provider(oidc, back), self.store, oidc)

    @contextmanager
    def _provider(self, oidc: OidcSettings, back: str) -> Iterator[Provider]:
        """The house's OpenID provider, behind the guard. An administrator wrote its address down, as others type one:
        its own host and port are open to us whatever network they are in, and nothing else that is closed.
        """
        from tilgaengelig.gather.net.fetch import user_agent
        from tilgaengelig.gather.net.guard import AddressGuard
        from tilgaengelig.gather.net.proxy import GuardProxy
        from tilgaengelig.gather.provider import Client, Provider
        from tilgaengelig.model.addresses import host_of, port_of

        guard = AddressGuard(self.settings.allow_network, [(host_of(oidc.issuer), port_of(oidc.issuer))])
        client = Client(
            oidc.issuer,
            oidc.client_id,
            oidc.client_secret.get_secret_value(),
            tuple(oidc.scopes),
            oidc.address + back,
        )
        with GuardProxy(guard) as proxy:
            yield Provider(client, proxy.url, user_agent(self.settings.contact))

    def limit(self, audience: Audience) -> int:
        """The LIX above which a text is too hard for the audience."""
        return self.rulebook.audiences[audience].limit

    def versions(self, elsewhere: str = "") -> dict[str, str]:
        """What an audit was made with. `elsewhere` is the version of the browsers at a Grid, where it is known."""
        axe = json.loads((resources.AXE / "stamp.json").read_text(encoding="utf-8"))["version"]
        return {
            "tilgaengelig": __version__,
            "rulebook": self.rulebook.digest,
            "axe-core": axe,
            **({ENGINE: self.qualweb_version} if self.qualweb_version else {}),
            "browser": self._browser_version(elsewhere),
        }

    def _browser_version(self, elsewhere: str) -> str:
        from tilgaengelig.model.addresses import host_of

        if self.settings.webdriver:
            return f"{elsewhere or self._version_elsewhere} fra {host_of(self.settings.webdriver)}".strip()
        return self._version_here or "hentes af Selenium"

    @cached_property
    def _version_here(self) -> str:
        # A process of its own answers that: it is asked once, and not for each slice of an audit.
        from tilgaengelig.gather.browser.driver import installed_version

        return installed_version()

    @cached_property
    def _version_elsewhere(self) -> str:
        from tilgaengelig.gather.browser.driver import version_at

        return version_at(self.settings.webdriver)

    @property
    def qualweb_version(self) -> str:
        """The version of QualWeb's rules; empty where it is switched off. Raises SetupLacks."""
        if self._qualweb is None:
            return ""
        about = json.loads((self._qualweb / "act-rules/package.json").read_text(encoding="utf-8"))
        return str(about["version"])

    def browser_settings(
        self, proxy: str = "", storage_state: Mapping[str, Any] | None = None
    ) -> BrowserSettings:
        """How browsers are started."""
        from tilgaengelig.gather.browser.session import BrowserSettings
        from tilgaengelig.gather.net.fetch import user_agent

        settings = self.settings
        return BrowserSettings(
            axe=resources.AXE / "axe.min.js",
            locale=self.rulebook.locale,
            qualweb=self._qualweb,
            suppliers=self.rulebook.suppliers,
            proxy=proxy,
            webdriver=settings.webdriver,
            user_agent=user_agent(settings.contact),
            load_seconds=settings.load_seconds,
            probe_seconds=settings.probe_seconds,
            qualweb_seconds=settings.qualweb_seconds,
            page_seconds=settings.page_seconds,
            cookies=settings.cookies,
            storage_state=storage_state or {},
        )
