"""The only room that knows every concrete part: builds them from the settings, and closes them."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tilgaengelig import __version__, resources
from tilgaengelig.danish.verbs import use_cor
from tilgaengelig.gather.browser.driver import installed_version, seen_from
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.session import (
    DESKTOP,
    PHONE,
    TABLET,
    BrowserSettings,
    Viewport,
)
from tilgaengelig.gather.imprint import Sources
from tilgaengelig.gather.net.addresses import host_of, port_of
from tilgaengelig.gather.net.fetch import Fetcher, FetchLimits, user_agent
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.gather.pdf import PdfReader
from tilgaengelig.gather.sending.hooks import Poster
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.judge.estimate import estimate
from tilgaengelig.judge.exempt import suggestions
from tilgaengelig.judge.inventory import bare, inventory
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.errors import SetupLacks, WrongUse
from tilgaengelig.model.inventory import Audited
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.supervision import ENGINE, Earlier, Estimate
from tilgaengelig.report.compose import make_report
from tilgaengelig.report.content import Report, Since
from tilgaengelig.report.documents import without_pages
from tilgaengelig.report.formats import FORMATS
from tilgaengelig.report.group import (
    make_group_report,
    write_group_feed,
    write_group_html,
    write_group_pdf,
)
from tilgaengelig.report.handbook import Handbook, write_handbook
from tilgaengelig.report.reading import LixGoal
from tilgaengelig.report.since import make_since
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.settings import Settings
from tilgaengelig.store.acceptances import site_of
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import Run, Tell
from tilgaengelig.work.auditing import Audits
from tilgaengelig.work.gathering import Tools
from tilgaengelig.work.group import the_group
from tilgaengelig.work.limits import overrun
from tilgaengelig.work.messages import Addressed, send, server_of
from tilgaengelig.work.since import difference

if TYPE_CHECKING:
    from tilgaengelig.work.queue import QueueCounts
    from tilgaengelig.work.worker import Worker

USUAL_VIEWPORTS = (DESKTOP, PHONE)
ALL_VIEWPORTS = (DESKTOP, PHONE, TABLET)
SHOWN_PLACES = 50
#: So many audits before this one are told of in its estimate.
MOST_EARLIER = 6


class Workshop:
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
        if self.settings.cor is not None:
            use_cor(self.settings.cor)
        own = self.settings.rules
        if own is not None and not own.is_dir():
            raise WrongUse(f"Mappen {own} findes ikke; --rules skal være en mappe med regler.")
        folders = [resources.RULES, *([own] if own else [])]
        book = Rulebook.load(folders, CHECKS, self._axe / "locales" / "da.json")
        return book.beyond_the_law() if self.alone else book

    @cached_property
    def store(self) -> Store:
        """The store, opened and migrated. Raises SetupLacks."""
        store = Store(self.settings.database)
        store.migrate()
        return store

    def upgrade(self) -> None:
        """Brings the store's tables up to this program's, and the queue's where there is one. Raises SetupLacks."""
        store = self.store
        if self.settings.queued:
            from tilgaengelig.work.queue import bring_queue

            bring_queue(store)

    def queue_counts(self) -> QueueCounts:
        """How much the workers have before them. Raises SetupLacks."""
        from tilgaengelig.work.queue import Queue

        queue = Queue(self.settings.database, self.store, rulebook="", versions={})
        try:
            return queue.counts()
        finally:
            queue.close()

    @cached_property
    def _axe(self) -> Path:
        try:
            return resources.AXE
        except FileNotFoundError as error:
            raise SetupLacks("axe-core mangler. Kør ”make setup” i projektets mappe.") from error

    @cached_property
    def _qualweb(self) -> Path | None:
        if not self.settings.qualweb:
            return None
        try:
            return resources.QUALWEB
        except FileNotFoundError as error:
            raise SetupLacks("QualWeb mangler. Kør ”make setup” i projektets mappe.") from error

    @asynccontextmanager
    async def tools(
        self,
        *,
        opened: Iterable[str] = (),
        allow_network: Iterable[str] = (),
        viewports: Sequence[Viewport] = USUAL_VIEWPORTS,
        storage_state: Mapping[str, Any] | None = None,
        browsers: int | None = None,
        alone: bool = False,
        noting: bool = False,
    ) -> AsyncIterator[Tools]:
        """All that gathers, behind one guard. `opened` are addresses that a person typed on the command line.

        `noting`: it is noted how the next audit can tell whether a page is still the same.
        """
        settings = self.settings
        guard = AddressGuard(
            [*settings.allow_network, *allow_network],
            [(host_of(address), port_of(address)) for address in opened],
        )
        rules = self.rulebook.engine_rules("axe")
        async with AsyncExitStack() as stack:
            proxy = stack.enter_context(
                GuardProxy(guard, host=settings.proxy_host or seen_from(settings.webdriver))
            )
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
                )
            )
            pool = await stack.enter_async_context(
                BrowserPool(self.browser_settings(proxy.url, storage_state), browsers or settings.browsers)
            )
            documents = await stack.enter_async_context(PdfReader())
            politeness = Politeness(settings.host_concurrency, settings.host_interval)
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
            )

    @property
    def audits(self) -> Audits:
        """Audits, ready to work."""

        def opening(record: AuditRecord, **tools: Any) -> AbstractAsyncContextManager[Tools]:
            return self.tools(viewports=viewports_of(record), **tools)

        return Audits(self.store, self.rulebook.digest, self.versions(), opening, self.run)

    def run(self, record: AuditRecord, tools: Tools, tell: Tell) -> Run:
        """An audit ready to work. A page is fetched while another is in the browser, so hands outnumber them."""
        hands = 2 * tools.browsers.size
        return Run(self.store, self.rulebook, tools, record, tell, hands, was=self.settings.was)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """A worker of the queue on PostgreSQL; one set of browsers serves all its audits."""
        # Not at every start: the queue's library takes long to load.
        from tilgaengelig.work.worker import Worker

        settings = self.settings
        async with self.tools() as tools:

            def make_run(record: AuditRecord) -> Run:
                viewports = viewports_of(record)
                return self.run(record, replace(tools, viewports=viewports), lambda _: None)

            yield Worker(
                settings.database,
                self.store,
                make_run,
                at_once=settings.worker_audits,
                slice_seconds=settings.worker_slice_seconds,
                patience=settings.worker_patience_seconds,
                pulse=settings.worker_pulse,
            )

    def report(
        self, audit_id: str, *, occurrences: int | None = SHOWN_PLACES, against: str | None = None
    ) -> Report:
        """Everything a report on the audit shows, held against the audit before it, or the one of `against`."""
        overview = self.store.overview(audit_id, occurrences=occurrences)
        start = overview.audit.order.start
        register = self.store.exemptions(site=site_of(start))
        here = Audited(
            site_of(start), audit_id, overview.audit.started.date(), self.store.neighbours(audit_id)
        )
        made = dt.datetime.now(dt.UTC)
        since = difference(self.store, audit_id, against)
        website = self.store.website_at(overview.audit.order.place)
        return make_report(
            overview,
            self.rulebook.rules,
            list(self.rulebook.criteria.values()),
            goals={
                audience: LixGoal(one.goal, one.limit) for audience, one in self.rulebook.audiences.items()
            },
            audience=overview.audit.order.audience,
            made=made,
            program_version=__version__,
            around=[one for one in inventory((), [here]) if one.host != bare(here.host)],
            register=register,
            suggestions=list(suggestions(start, overview.subjects, register)),
            suppliers=self.rulebook.suppliers,
            estimate=self._estimate(audit_id),
            earlier=self._earlier(audit_id),
            difference=since,
            overruns=overrun(website, overview, since, made.date()) if website else (),
        )

    def _estimate(self, audit_id: str) -> Estimate | None:
        return estimate(self.store.breaches(audit_id), self.rulebook.rules, self.rulebook.criteria.values())

    def _earlier(self, audit_id: str) -> list[Earlier]:
        """What the audits before this one came to, the oldest first."""
        records = self.store.before(audit_id, most=MOST_EARLIER)
        made = [(record.started, self._estimate(record.id)) for record in reversed(records)]
        return [Earlier(started, one.points, one.pages) for started, one in made if one]

    def since(self, audit_id: str, against: str | None = None) -> Since | None:
        """What became of the site since the audit before, or since `against`; None where there is none before."""
        found = difference(self.store, audit_id, against)
        return make_since(found, self.rulebook.rules, self.rulebook.criteria) if found else None

    @property
    def houses(self) -> Mapping[str, str]:
        """The house of each site by its place; empty where it has none, since it may be unmeasured all the same."""
        return {kept.website.order.place: kept.website.house for kept in self.store.websites()}

    @property
    def titles(self) -> Mapping[str, str]:
        """The Danish titles of the rules, by their ids."""
        return {rule.id: rule.title.get("da", rule.id) for rule in self.rulebook.rules.values()}

    async def send(self, messages: Iterable[Addressed], *, allow_network: Iterable[str] = ()) -> list[str]:
        """Sends all, webhooks behind the guard; one sentence on each that did not get through."""
        guard = AddressGuard([*self.settings.allow_network, *allow_network])
        with GuardProxy(guard) as proxy:
            poster = Poster(proxy.url, user_agent(self.settings.contact))
            return await send(messages, server_of(self.settings), poster)

    def write_reports(
        self, audit_id: str, folder: Path, formats: Iterable[str], *, alone: bool = False
    ) -> list[Path]:
        """Writes the report in each format into the folder; where they lie. Raises WrongUse where that fails.

        `alone` is for a report that is sent without the pages on single PDFs beside it.
        """
        make_writable(folder)
        written = []
        made: dict[int | None, Report] = {}
        for name in formats:
            writer = FORMATS[name]
            # A page has room for some places of each fault; data has room for all, and reads them once.
            places = SHOWN_PLACES if writer.summary else None
            if places not in made:
                report = self.report(audit_id, occurrences=places)
                made[places] = without_pages(report) if alone else report
            try:
                writer.write(made[places], folder / writer.file_name)
            except OSError as error:
                raise _unwritable(folder, error) from error
            written.append(folder / writer.file_name)
        return written

    def write_group(self, begins: dt.date, ends: dt.date, folder: Path, *, pdf: bool = True) -> list[Path]:
        """Writes the group's report and feed into the folder; where they lie. Raises WrongUse where that fails."""
        make_writable(folder)
        found = the_group(self.store, self.rulebook, self.houses, begins, ends)
        report = make_group_report(found, made=dt.datetime.now(dt.UTC), program_version=__version__)
        written = [
            (folder / "koncern.html", write_group_html),
            (folder / "koncern.atom.xml", write_group_feed),
        ]
        written += [(folder / "koncern.pdf", write_group_pdf)] * pdf
        try:
            for path, write in written:
                write(report, path)
        except OSError as error:
            raise _unwritable(folder, error) from error
        return [path for path, _ in written]

    def write_handbook(self, folder: Path, language: str, audit_id: str | None = None) -> list[Path]:
        """Writes the rulebook as a site, with the audit's commonest faults where one is named; where its pages lie.

        Raises WrongUse where the folder cannot be written.
        """
        make_writable(folder)
        report = self.report(audit_id) if audit_id else None
        rulebook = self.rulebook
        book = Handbook(
            rules=rulebook.rules,
            criteria=rulebook.criteria,
            topics=rulebook.topics,
            language=language,
            digest=rulebook.digest,
            version=__version__,
            site=report.site if report else "",
            lessons=report.lessons if report else (),
        )
        try:
            return write_handbook(book, folder)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def limit(self, audience: Audience) -> int:
        """The LIX above which a text is too hard for the audience."""
        return self.rulebook.audiences[audience].limit

    def versions(self) -> dict[str, str]:
        """What an audit was made with."""
        axe = json.loads((self._axe / "stamp.json").read_text(encoding="utf-8"))["version"]
        return {
            "tilgaengelig": __version__,
            "rulebook": self.rulebook.digest,
            "axe-core": axe,
            **self._qualweb_version(),
            "browser": installed_version() or "hentes af Selenium",
        }

    def _qualweb_version(self) -> dict[str, str]:
        if self._qualweb is None:
            return {}
        about = json.loads((self._qualweb / "act-rules/package.json").read_text(encoding="utf-8"))
        return {ENGINE: about["version"]}

    def browser_settings(
        self, proxy: str = "", storage_state: Mapping[str, Any] | None = None
    ) -> BrowserSettings:
        """How browsers are started."""
        settings = self.settings
        return BrowserSettings(
            axe=self._axe / "axe.min.js",
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
            storage_state=storage_state or {},
        )


def viewports_of(record: AuditRecord) -> Sequence[Viewport]:
    """The widths at which an audit looks at its pages."""
    return ALL_VIEWPORTS if record.order.thorough else USUAL_VIEWPORTS


def make_writable(folder: Path) -> None:
    """Makes the folder, and tries it: better now than after a long audit. Raises WrongUse."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> WrongUse:
    return WrongUse(f"Der kan ikke skrives i {folder} ({error.strerror}). Vælg en anden mappe med --output.")
