"""Browsers of a real Selenium Grid: they see what one of ours sees, and may be lost in the midst of a page."""

from __future__ import annotations

import asyncio

from browser_house import NO_ALT, Reader, Site, admit_all, comes_true, faults, reader, settings, site, task
from selenium_grid import Grid, grid

from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.probes import FREE
from tilgaengelig.gather.browser.visit import Shown
from tilgaengelig.model.subject import PageFacts

__all__ = ["grid", "reader", "site"]

_NO_FOCUS = '<style>a:focus{outline:none}</style><p><a href="/videre">Læs videre</a></p>'


def test_a_browser_of_a_grid_sees_what_one_of_ours_sees_drives_the_page_and_is_given_back(
    site: Site, reader: Reader, grid: Grid
) -> None:
    address = site.put(NO_ALT + _NO_FOCUS)

    async def run() -> PageFacts:
        async with BrowserPool(settings(webdriver=grid.address), size=1) as pool:
            facts = await pool.page(address, task(probes=FREE), admit_all)
            assert len(grid.busy()) == 1
            return facts

    facts, ours = asyncio.run(run()), reader.read(address, probes=FREE)
    assert faults(facts) == faults(ours) != []
    assert facts.probed
    assert ours.probed
    assert facts.probed.keyboard == ours.probed.keyboard is not None
    assert comes_true(lambda: not grid.busy())


def test_a_page_whose_node_is_gone_is_tried_again_at_another(site: Site, grid: Grid) -> None:
    address = site.put(NO_ALT)
    lost: list[int] = []

    def lose_once(_shown: Shown) -> None:
        if not lost:
            lost.extend(grid.busy())
            grid.lose(lost[0])

    async def run() -> tuple[PageFacts, list[int]]:
        async with BrowserPool(settings(webdriver=grid.address), size=1) as pool:
            facts = await pool.page(address, task(), lose_once)
            return facts, [port for port in grid.busy() if port not in lost]

    facts, others = asyncio.run(run())
    assert len(lost) == len(others) == 1
    assert faults(facts) != []
