"""A small pool of browsers: each serves many pages, and is replaced when it sickens or has served long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from selenium.common.exceptions import TimeoutException

from tilgaengelig.gather.browser.driver import BrowserGone
from tilgaengelig.gather.browser.session import BrowserSettings, Session
from tilgaengelig.gather.browser.visit import PageTask, Shown, visit
from tilgaengelig.gather.net.spoken import seconds_said
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.trouble import TroubleKind

log = logging.getLogger(__name__)

#: Chromium's memory grows slowly; a fresh one costs a second.
PAGES_A_SESSION = 250
#: Seconds until a browser that could not be had is asked for again: by then a Grid may have room for it.
_AGAIN = 60.0


class BrowserPool:
    """`size` browsers, started when first needed, or by `begin`, and renewed after `pages`.

    Where fewer can be had, the pages wait for those. Use as an async context manager.
    """

    def __init__(self, settings: BrowserSettings, size: int = 2, pages: int = PAGES_A_SESSION) -> None:
        self.settings = settings
        self.size = size
        self.pages = pages
        #: That of the browser that was started last; empty before the first.
        self.version = ""
        self._threads = ThreadPoolExecutor(max_workers=size, thread_name_prefix="browser")
        self._free: asyncio.Queue[Session | None] = asyncio.Queue()
        self._all: set[Session] = set()
        self._begun: list[asyncio.Task[None]] = []
        for _ in range(size):
            self._free.put_nowait(None)

    async def __aenter__(self) -> BrowserPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        # A browser may be starting yet, for somebody who was called off.
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        await asyncio.gather(*self._begun, return_exceptions=True)
        for session in list(self._all):
            await asyncio.to_thread(self._drop, session, kill=False)

    def begin(self, most: int) -> None:
        """Starts browsers for so many pages while there is other work to do: the first pages need not wait for them."""
        for _ in range(min(most, self._free.qsize())):
            self._begun.append(asyncio.create_task(self._ready(self._free.get_nowait())))

    async def _ready(self, session: Session | None) -> None:
        try:
            self._free.put_nowait(await self._healthy(session))
        except (SetupLacks, Unread):
            self._free.put_nowait(None)  # the page that needs it says why there is none

    async def _taken(self, *, anew: bool = False) -> Session:
        """A browser for a page, or one begun `anew`. Raises SetupLacks where none can be had, and none is at work to be
        waited for.
        """
        while True:
            session = await self._free.get()
            try:
                if anew and session is not None:
                    await asyncio.to_thread(self._drop, session, kill=False)
                    session = None
                return await self._healthy(session)
            except SetupLacks:
                if not self._all:
                    self._free.put_nowait(None)
                    raise
                log.warning("a browser less: no more than %d can be had now", len(self._all))
                asyncio.get_running_loop().call_later(_AGAIN, self._free.put_nowait, None)
            except BaseException:
                self._free.put_nowait(None)
                raise

    async def page(self, address: str, task: PageTask, admit: Callable[[Shown], None]) -> PageFacts:
        """The facts of a page. Raises Unread; a page that hangs or kills its browser costs only itself.

        A browser may also go for reasons of its own (its machine did, another page ate the memory): so a page that
        lost its browser is tried once more. That is in a new one: a Grid ends all that have rested for a while, and
        one of ours that rests may be as dead as the first.
        """
        for last in (False, True):
            session = await self._taken(anew=last)
            try:
                return await self._attempt(session, address, task, admit)
            except Unread as error:
                if last or error.trouble.kind is not TroubleKind.BROWSER_CRASH:
                    raise
            finally:
                self._free.put_nowait(session if session in self._all else None)
        raise AssertionError("the second try answers or raises")

    async def _healthy(self, session: Session | None) -> Session:
        if session is not None and session.pages >= self.pages:
            await asyncio.to_thread(self._drop, session, kill=False)
            session = None
        if session is None:
            session = await self._started()
        return session

    async def _started(self) -> Session:
        loop = asyncio.get_running_loop()
        for last in (False, True):
            try:
                return await loop.run_in_executor(self._threads, self._start)
            except (SetupLacks, *BrowserGone) as error:
                log.info("a browser did not start: %s", type(error).__name__)
                if last and isinstance(error, SetupLacks):
                    raise
                if last:
                    raise Unread(TroubleKind.BROWSER_CRASH) from error
        raise AssertionError("the second try answers or raises")

    def _start(self) -> Session:
        session = Session(self.settings)
        self._all.add(session)
        self.version = session.version
        return session

    async def _attempt(
        self, session: Session, address: str, task: PageTask, admit: Callable[[Shown], None]
    ) -> PageFacts:
        limit = self.settings.page_seconds
        loop = asyncio.get_running_loop()
        session.gathered = None
        work = loop.run_in_executor(self._threads, visit, session, address, task, admit)
        try:
            facts = await asyncio.wait_for(asyncio.shield(work), limit)
        except TimeoutError as error:
            await self._abandon(session, work)
            if session.gathered is not None:
                log.info("a page had no time to be driven to the end")
                return session.gathered
            raise Unread(TroubleKind.BROWSER_TIMEOUT, seconds_said(limit)) from error
        except BrowserGone as error:
            log.info("a browser is replaced: %s", type(error).__name__)
            await asyncio.to_thread(self._drop, session, kill=True)
            if session.gathered is not None:
                return session.gathered  # it fell when there was nothing left to do but to drive the page
            if isinstance(error, TimeoutException):
                # Its driver still answers, and says that the page does not.
                raise Unread(TroubleKind.BROWSER_TIMEOUT, seconds_said(self.settings.load_seconds)) from error
            raise Unread(TroubleKind.BROWSER_CRASH) from error
        except Unread:
            if session.sick:
                await asyncio.to_thread(self._drop, session, kill=True)
            raise
        except asyncio.CancelledError:
            await self._abandon(session, work)
            raise
        if session.sick:  # the page hung when it was driven
            await asyncio.to_thread(self._drop, session, kill=True)
        return facts

    async def _abandon(self, session: Session, work: asyncio.Future[PageFacts]) -> None:
        """Ends a browser in the midst of a page, and waits for the thread that held it."""
        await asyncio.to_thread(self._drop, session, kill=True)
        await asyncio.wait([work])
        if not work.cancelled():
            work.exception()  # it was retrieved: the page's end is already told

    def _drop(self, session: Session, *, kill: bool) -> None:
        self._all.discard(session)
        if kill:
            session.kill()
        session.close()
