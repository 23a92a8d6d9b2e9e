"""The pool: whatever a page does to its browser costs that page only, and no browser outlives the pool."""

from __future__ import annotations

import asyncio
import http.server
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from browser_house import (
    NO_ALT,
    Site,
    admit_all,
    comes_true,
    faults,
    group,
    processes,
    settings,
    site,
    task,
)
from selenium.common.exceptions import WebDriverException

from tilgaengelig.gather.browser.driver import installed
from tilgaengelig.gather.browser.failures import DocumentGone
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.probes import FREE
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import Shown
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.probes import Probed
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.trouble import Trouble, TroubleKind

__all__ = ["site"]

FAULT = [("image-alt", "img")]


class Switchboard(http.server.BaseHTTPRequestHandler):
    """A proxy that answers everything itself, and keeps what it was asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>hej")

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(502)

    do_POST = do_GET  # noqa: N815 - the name is given

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


def test_a_browser_asks_nobody_but_those_whose_pages_are_opened() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Switchboard) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        session = Session(settings(proxy=f"http://127.0.0.1:{server.server_address[1]}"))
        try:
            for number in range(3):
                session.driver.get(f"http://side.example/{number}")
        finally:
            session.close()
            server.shutdown()
            thread.join()
    assert "http://side.example/2" in Switchboard.asked
    assert {urlsplit(address).netloc for address in Switchboard.asked} == {"side.example"}


def test_all_that_a_page_runs_in_stands_back_for_others(site: Site) -> None:
    session = Session(settings())
    try:
        session.driver.get(site.put(NO_ALT))
        members = {pid: called for pid, called in group(session.pid).items() if pid != session.pid}
        niceness = {os.getpriority(os.PRIO_PROCESS, pid) for pid in members}
    finally:
        session.close()
    assert any(b"--type=renderer" in called for called in members.values())
    assert niceness == {max(10, os.getpriority(os.PRIO_PROCESS, 0))}


def drivers() -> set[int]:
    """The drivers that this process started: a browser that outlives its pool has one."""
    return {
        pid for pid, parent, _, called in processes() if parent == os.getpid() and b"chromedriver" in called
    }


VICTIMS = {
    "page": b"--type=renderer",
    "browser": Path(installed() or "").name.encode() + b"\0--",
    "driver": b"chromedriver",
}


def only_session(pool: BrowserPool) -> Session:
    """The one browser that a pool has."""
    (session,) = pool._all
    return session


async def told(reading: Awaitable[PageFacts]) -> Trouble:
    """The trouble that reading a page ends in."""
    with pytest.raises(Unread) as raised:
        await reading
    return raised.value.trouble


def test_a_page_whose_script_never_ends_is_told_and_the_next_page_is_read(site: Site) -> None:
    stuck = site.put("<script>for (;;) {}</script>", "/evig")
    good = site.put(NO_ALT)

    async def run() -> tuple[Trouble, PageFacts]:
        async with BrowserPool(settings(page_seconds=4), size=1) as pool:
            trouble = await told(pool.page(stuck, task(), admit_all))
            pool.settings = settings()
            return trouble, await pool.page(good, task(), admit_all)

    trouble, facts = asyncio.run(run())
    assert (trouble.kind, trouble.detail) == (TroubleKind.BROWSER_TIMEOUT, "4 sekunder")
    assert faults(facts) == FAULT


def test_what_was_seen_of_a_page_is_kept_where_its_time_runs_out_as_it_is_driven(site: Site) -> None:
    address, over = site.put(NO_ALT), threading.Event()

    def never(_facts: PageFacts) -> tuple[str, ...]:
        over.wait(60)
        return FREE

    async def run() -> list[PageFacts]:
        async with BrowserPool(settings(page_seconds=10), size=1) as pool:
            slow = asyncio.ensure_future(pool.page(address, replace(task(), wants_probes=never), admit_all))
            await asyncio.sleep(11)
            over.set()
            pool.settings = settings()
            return [await slow, await pool.page(address, task(), admit_all)]

    driven, quick = asyncio.run(run())
    assert faults(driven) == faults(quick) == FAULT
    assert driven.probed == Probed(asked=FREE)


def test_a_page_that_loads_itself_anew_for_ever_is_told_and_the_next_page_is_read(site: Site) -> None:
    # Again and again: a driver that stops the loading of a page that is late stops one reload with it.
    again = site.put("<script>setInterval(() => location.reload(), 50)</script>", "/igen")
    good = site.put(NO_ALT)

    async def run() -> tuple[Trouble, PageFacts]:
        async with BrowserPool(settings(load_seconds=1), size=1) as pool:
            trouble = await told(pool.page(again, task(), admit_all))
            for session in pool._all:
                session.driver.set_page_load_timeout(30)
            pool.settings = settings()
            return trouble, await pool.page(good, task(), admit_all)

    trouble, facts = asyncio.run(run())
    assert trouble.kind is TroubleKind.BROWSER_TIMEOUT
    assert faults(facts) == FAULT


def killing(pool: BrowserPool, victim: str) -> Callable[[Shown], None]:
    """Kills that part of the pool's browser, in the midst of a page."""

    def crash(_shown: Shown) -> None:
        chosen = [pid for pid, called in group(only_session(pool).pid).items() if VICTIMS[victim] in called]
        assert chosen
        for pid in chosen:
            os.kill(pid, signal.SIGKILL)

    return crash


@pytest.mark.parametrize("victim", ["page", "browser"])
def test_a_crash_in_the_midst_of_a_page_is_told_and_the_next_page_is_read(site: Site, victim: str) -> None:
    address = site.put(NO_ALT)

    async def run() -> tuple[Trouble, PageFacts, int]:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(address, task(), admit_all)
            first = only_session(pool).pid
            trouble = await told(pool.page(address, task(), killing(pool, victim)))
            facts = await pool.page(address, task(), admit_all)
            assert comes_true(lambda: not group(first))
            return trouble, facts, only_session(pool).pid

    trouble, facts, last = asyncio.run(run())
    assert trouble.kind is TroubleKind.BROWSER_CRASH
    assert faults(facts) == FAULT
    assert comes_true(lambda: not group(last))


def test_a_page_stands_without_its_driver_and_the_next_one_is_read_in_another_browser(site: Site) -> None:
    address = site.put(NO_ALT)

    async def run() -> tuple[PageFacts, PageFacts, int, int]:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(address, task(), admit_all)
            first = only_session(pool).pid
            facts = await pool.page(address, task(), killing(pool, "driver"))
            after = await pool.page(address, task(), admit_all)
            assert comes_true(lambda: not group(first))
            return facts, after, first, only_session(pool).pid

    facts, after, first, last = asyncio.run(run())
    assert faults(facts) == faults(after) == FAULT
    assert first != last


def test_a_dialog_that_opens_in_spite_of_all_holds_nobody_up(site: Site) -> None:
    session = Session(settings())
    try:
        session.driver.get(site.put(NO_ALT))
        assert session.here("confirm('Vil du videre?')") is False  # our own world's, which nothing silences
    finally:
        session.close()


def test_a_browser_that_dies_as_it_starts_costs_one_page_and_is_ended(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.put(NO_ALT)
    before = drivers()

    def die(_session: Session) -> None:
        raise WebDriverException

    async def run() -> tuple[Trouble, PageFacts]:
        async with BrowserPool(settings(), size=1) as pool:
            monkeypatch.setattr(Session, "_prepare", die)
            trouble = await told(pool.page(address, task(), admit_all))
            monkeypatch.undo()
            assert comes_true(lambda: drivers() <= before)
            return trouble, await pool.page(address, task(), admit_all)

    trouble, facts = asyncio.run(run())
    assert trouble.kind is TroubleKind.BROWSER_CRASH
    assert faults(facts) == FAULT


def test_a_browser_is_renewed_after_so_many_pages(site: Site) -> None:
    address = site.put(NO_ALT)

    async def run() -> list[int]:
        async with BrowserPool(settings(), size=1, pages=2) as pool:
            used = []
            for _ in range(3):
                await pool.page(address, task(), admit_all)
                used.append(only_session(pool).pid)
            return used

    first, second, third = asyncio.run(run())
    assert first == second
    assert third != first
    assert comes_true(lambda: not group(first) and not group(third))


def test_a_page_not_admitted_leaves_the_browser_in_use(site: Site) -> None:
    address = site.put(NO_ALT)

    def refuse(_shown: Shown) -> None:
        raise Unread(TroubleKind.LOGIN)

    async def run() -> tuple[Trouble, bool]:
        async with BrowserPool(settings(), size=1) as pool:
            trouble = await told(pool.page(address, task(), refuse))
            before = only_session(pool)
            await pool.page(address, task(), admit_all)
            return trouble, only_session(pool) is before

    assert asyncio.run(run()) == (Trouble(TroubleKind.LOGIN), True)


def test_pages_are_read_side_by_side_in_as_many_browsers_as_the_pool_has(site: Site) -> None:
    addresses = [site.put(NO_ALT, f"/{number}") for number in range(4)]

    async def run() -> tuple[list[PageFacts], int]:
        async with BrowserPool(settings(), size=2) as pool:
            pages = await asyncio.gather(*(pool.page(address, task(), admit_all) for address in addresses))
            return pages, len(pool._all)

    pages, browsers = asyncio.run(run())
    assert [facts.address for facts in pages] == addresses
    assert browsers == 2


def call_off(address: str, when: Callable[[], bool]) -> None:
    """Calls off the reading of a page as soon as `when` says so."""

    async def run() -> None:
        async with BrowserPool(settings(), size=1) as pool:
            reading = asyncio.create_task(pool.page(address, task(), admit_all))
            assert await asyncio.to_thread(comes_true, when)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading

    asyncio.run(run())


def test_browsers_begun_beforehand_are_those_that_read_the_pages(site: Site) -> None:
    address = site.put(NO_ALT)

    async def run() -> tuple[set[Session], set[Session]]:
        async with BrowserPool(settings(), size=2) as pool:
            pool.begin(1)
            await asyncio.wait(pool._begun)
            begun = set(pool._all)
            await asyncio.gather(*(pool.page(address, task(), admit_all) for _ in range(2)))
            return begun, set(pool._all)

    begun, used = asyncio.run(run())
    assert (len(begun), len(used)) == (1, 2)
    assert begun < used


def test_a_browser_that_cannot_begin_is_told_by_the_page_that_needs_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.gather.browser.driver._first", lambda *_names: "/bin/false")

    async def run() -> None:
        async with BrowserPool(settings(), size=1) as pool:
            pool.begin(1)
            await asyncio.wait(pool._begun)
            await pool.page(site.put(NO_ALT), task(), admit_all)

    with pytest.raises(SetupLacks, match="make setup"):
        asyncio.run(run())


def test_pages_wait_for_the_browsers_that_there_are_where_no_more_can_be_had(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [site.put(NO_ALT, f"/{number}") for number in range(4)]

    async def run() -> tuple[list[PageFacts], int]:
        async with BrowserPool(settings(), size=2) as pool:
            first = await pool.page(addresses[0], task(), admit_all)
            monkeypatch.setattr("tilgaengelig.gather.browser.driver._first", lambda *_names: "/bin/false")
            others = [pool.page(address, task(), admit_all) for address in addresses[1:]]
            return [first, *await asyncio.gather(*others)], len(pool._all)

    read, browsers = asyncio.run(run())
    assert [faults(facts) for facts in read] == [FAULT] * 4
    assert browsers == 1


def test_a_page_called_off_ends_its_browser(site: Site) -> None:
    before = drivers()
    call_off(site.put("<script>for (;;) {}</script>", "/evig"), lambda: "/evig" in site.asked)
    assert comes_true(lambda: drivers() <= before)


def test_a_browser_called_off_while_it_starts_is_ended_too(site: Site) -> None:
    before = drivers()
    call_off(site.put(NO_ALT), lambda: drivers() > before)
    assert comes_true(lambda: drivers() <= before)
    assert site.asked == []


def test_a_page_that_never_rests_takes_its_browser_with_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What loads itself anew would do so while the next page comes, and might take its place.
    address = site.put(NO_ALT)

    def gone(*_: object, **__: object) -> None:
        raise DocumentGone

    async def run() -> tuple[Trouble, int, int]:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(address, task(), admit_all)
            first = only_session(pool).pid
            monkeypatch.setattr(Session, "evaluate", gone)
            trouble = await told(pool.page(address, task(), admit_all))
            monkeypatch.undo()
            await pool.page(address, task(), admit_all)
            return trouble, first, only_session(pool).pid

    trouble, first, last = asyncio.run(run())
    assert (trouble.kind, trouble.detail) == (TroubleKind.BROWSER_TIMEOUT, "15 sekunder")
    assert first != last
