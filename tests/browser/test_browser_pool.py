"""The pool: whatever a page does to its browser costs that page only, and no browser outlives the pool."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from browser_house import NO_ALT, Site, admit_all, faults, settings, site, task
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.session import PHONE, ScriptFailed, Session
from tilgaengelig.gather.browser.visit import Shown
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.trouble import Trouble, TroubleKind

__all__ = ["site"]

FAULT = [("image-alt", "img")]


def group(pid: int) -> list[int]:
    """The living processes of the group that a browser and its driver make up."""
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _group_of(entry) == pid]


def _group_of(entry: Path) -> int:
    try:
        state, _parent, found = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return 0
    return 0 if state == "Z" else int(found)


def renderers(session: Session) -> list[int]:
    """The processes in which the session's pages run."""
    return [pid for pid in group(session.pid) if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes()]


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
        async with BrowserPool(settings(page_seconds=2), size=1) as pool:
            trouble = await told(pool.page(stuck, task(), admit_all))
            pool.settings = settings()
            return trouble, await pool.page(good, task(), admit_all)

    trouble, facts = asyncio.run(run())
    assert (trouble.kind, trouble.detail) == (TroubleKind.BROWSER_TIMEOUT, "2 sekunder")
    assert faults(facts) == FAULT


def test_a_page_that_loads_itself_anew_for_ever_is_told_as_such_and_the_next_is_read(site: Site) -> None:
    again = site.put("<script>setTimeout(() => location.reload(), 5)</script>", "/igen")
    good = site.put(NO_ALT)

    async def run() -> tuple[Trouble, PageFacts]:
        async with BrowserPool(settings(load_seconds=2), size=1) as pool:
            trouble = await told(pool.page(again, task(), admit_all))
            pool.settings = settings()
            only = list(pool._all)
            for session in only:
                session.driver.set_page_load_timeout(30)
            return trouble, await pool.page(good, task(), admit_all)

    trouble, facts = asyncio.run(run())
    assert trouble.kind is TroubleKind.BROWSER_TIMEOUT
    assert faults(facts) == FAULT


@pytest.mark.parametrize("victim", ["page", "browser", "driver"])
def test_a_crash_in_the_midst_of_a_page_is_told_and_the_next_page_is_read(site: Site, victim: str) -> None:
    address = site.put(NO_ALT)

    async def run() -> tuple[Trouble, PageFacts, list[int], int]:
        async with BrowserPool(settings(), size=1) as pool:

            def crash(_shown: Shown) -> None:
                session = only_session(pool)
                browser = [pid for pid in group(session.pid) if pid != session.pid]
                for pid in {"page": renderers(session), "browser": browser, "driver": [session.pid]}[victim]:
                    os.kill(pid, signal.SIGKILL)

            await pool.page(address, task(), admit_all)
            first = only_session(pool).pid
            trouble = await told(pool.page(address, task(), crash))
            return trouble, await pool.page(address, task(), admit_all), group(first), first

    trouble, facts, left, first = asyncio.run(run())
    assert trouble.kind is TroubleKind.BROWSER_CRASH
    assert faults(facts) == FAULT
    assert left == []
    assert group(first) == []


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
    assert group(first) == group(third) == []


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


def called_off(site: Site, when: Callable[[BrowserPool], bool]) -> set[int]:
    """Calls off the reading of a page as soon as `when` says so; the browsers' groups that were alive then."""
    stuck = site.put("<script>for (;;) {}</script>", "/evig")

    async def run() -> set[int]:
        async with BrowserPool(settings(), size=1) as pool:
            reading = asyncio.create_task(pool.page(stuck, task(), admit_all))
            while not when(pool):
                await asyncio.sleep(0.01)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        return {pid for pid in _own_groups() if group(pid)}

    return asyncio.run(run())


def _own_groups() -> set[int]:
    """Groups of drivers that this process started: a browser that outlives its pool is found among them."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid() and b"chromedriver" in (entry / "cmdline").read_bytes():
            found.add(int(entry.name))
    return found


def test_a_page_called_off_ends_its_browser(site: Site) -> None:
    before = _own_groups()
    assert called_off(site, lambda _pool: "/evig" in site.asked) <= before


def test_a_browser_called_off_while_it_starts_is_ended_too(site: Site) -> None:
    before = _own_groups()
    assert called_off(site, lambda _pool: _own_groups() > before) <= before
    assert site.asked == []


def test_a_page_that_ends_on_the_phone_does_not_leave_the_next_one_there(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.put("<p>Tekst</p>" * 3, head="<style>@media (min-width: 800px) {p {display: none}}</style>")
    usual = Session.show

    def show(session: Session, viewport: object) -> None:
        usual(session, PHONE)
        if viewport == PHONE:
            raise ScriptFailed

    async def run() -> PageFacts:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(address, task(), admit_all)
            monkeypatch.setattr(Session, "show", show)
            await told(pool.page(address, task(PHONE), admit_all))
            monkeypatch.undo()
            return await pool.page(address, task(), admit_all)

    assert [block.text for block in asyncio.run(run()).blocks] == ["En overskrift"]
