"""What a page stores, or leaves behind, shows in no page after it, and holds none up."""

from __future__ import annotations

import asyncio

from browser_house import (
    NO_ALT,
    Reader,
    Site,
    admit_all,
    faults,
    other_site,
    reader,
    settings,
    site,
    task,
)

from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.model.subject import PageFacts

__all__ = ["other_site", "reader", "site"]

TELLS = (
    "<script>document.title = [localStorage.set, sessionStorage.set, document.cookie, name].join()</script>"
)
STORES = "localStorage.set = sessionStorage.set = document.cookie = name = 'før'"


def test_nothing_that_a_page_stored_shows_in_the_next(reader: Reader, site: Site) -> None:
    reader.read(site.put(f"<script>{STORES}</script>", "/foer"))
    assert reader.read(site.put(TELLS, "/efter")).title == ",,,"


def test_nothing_that_it_would_store_as_it_is_left_shows_either(reader: Reader, site: Site) -> None:
    for told in ("pagehide", "unload", "visibilitychange"):
        where = "document" if told == "visibilitychange" else "window"
        late = f"{where}.addEventListener('{told}', () => {{ {STORES} }}, true)"
        reader.read(site.put(f"<script>{late}</script>", "/foer"))
        assert reader.read(site.put(TELLS, "/efter")).title == ",,,"


def test_nothing_that_a_frame_of_anothers_stored_shows_in_it(
    reader: Reader, site: Site, other_site: Site
) -> None:
    inside = other_site.put(
        "<script>parent.postMessage(String(localStorage.set), '*'); localStorage.set = 'før'</script>"
    )
    hears = "<script>onmessage = (news) => { document.title = news.data }</script>"
    address = site.put(f'{hears}<iframe title="Ramme" src="{inside}"></iframe>')
    between = site.put("<p>Tekst</p>", "/imellem")
    assert [reader.read(one).title for one in (address, address, between, address)] == [
        "undefined",
        "undefined",
        "En side",
        "undefined",
    ]


def test_a_page_that_hangs_after_it_was_read_does_not_cost_the_next(site: Site) -> None:
    address = site.put(NO_ALT)

    async def run() -> tuple[PageFacts, bool]:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(address, task(), admit_all)
            pool.settings = settings(page_seconds=15)
            (first,) = pool._all
            with first.line() as line:
                line.send("Runtime.evaluate", line.attach(first.tab), expression="for (;;);")
                facts = await pool.page(address, task(), admit_all)
            return facts, first in pool._all

    facts, kept = asyncio.run(run())
    assert faults(facts) == [("image-alt", "img")]
    assert not kept


def test_a_page_that_would_hang_as_it_is_left_does_not_cost_the_next(reader: Reader, site: Site) -> None:
    hangs = "<script>addEventListener('pagehide', () => { for (;;); })</script>"
    with reader.in_haste(5):
        reader.read(site.put(hangs))
        assert faults(reader.read(site.put(NO_ALT, "/efter"))) == [("image-alt", "img")]
