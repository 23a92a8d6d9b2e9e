"""Browsers of another machine: a real remote driver, reached by its address alone."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator

import httpx
import pytest
from browser_house import (
    NO_ALT,
    Reader,
    Site,
    admit_all,
    comes_true,
    faults,
    reader,
    rulebook,
    settings,
    site,
    task,
)

from ports import free_port
from tilgaengelig.gather.browser.driver import installed_version, server_says
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import Shown
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

__all__ = ["reader", "site"]


@pytest.fixture
def remote() -> Iterator[str]:
    """The address of a driver that any client may ask for a browser."""
    driver = shutil.which("chromedriver")
    assert driver, "chromedriver comes with make setup"
    port = free_port()
    process = subprocess.Popen([driver, f"--port={port}", "--silent"], start_new_session=True)
    try:
        assert comes_true(lambda: listens(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def listens(port: int) -> bool:
    """Whether somebody answers at the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def sessions(remote: str) -> list[str]:
    """The browsers that the driver has running."""
    return [each["id"] for each in httpx.get(f"{remote}/sessions", timeout=60).json()["value"]]


def end(remote: str, session: str) -> None:
    """Ends a browser of the driver, whoever has it."""
    httpx.delete(f"{remote}/session/{session}", timeout=60).raise_for_status()


def test_a_remote_browser_sees_what_one_of_ours_sees_and_is_given_back(
    site: Site, reader: Reader, remote: str
) -> None:
    address = site.put(NO_ALT)

    async def run() -> PageFacts:
        async with BrowserPool(settings(webdriver=remote), size=1) as pool:
            facts = await pool.page(address, task(), admit_all)
            assert len(sessions(remote)) == 1
            return facts

    facts = asyncio.run(run())
    assert faults(facts) == faults(reader.read(address)) != []
    assert sessions(remote) == []


def test_names_cut_in_the_midst_of_a_letter_are_judged_and_by_either_way_alike(
    site: Site, reader: Reader, remote: str
) -> None:
    name = "a" * 79 + "\N{GRINNING FACE}"
    three = f'<input name="{name}"><button name="{name}"></button><select name="{name}"><option>a</select>'
    address = site.put(three)

    async def run() -> PageFacts:
        async with BrowserPool(settings(webdriver=remote), size=1) as pool:
            return await pool.page(address, task(), admit_all)

    facts, ours = asyncio.run(run()), reader.read(address)
    assert ours.hits == facts.hits
    found = judge(ours, rulebook().rules, limit=100).findings
    told = sorted({(one.rule, one.outcome) for one in found})
    assert told == [
        (rule, Outcome.FAILED) for rule in ("felt-uden-ledetekst", "klikflade-for-lille", "knap-uden-tekst")
    ]


def test_a_page_that_lost_its_browser_is_tried_again_in_another(site: Site, remote: str) -> None:
    address = site.put(NO_ALT)
    lost: list[str] = []

    def lose_once(_shown: Shown) -> None:
        if not lost:
            lost.extend(sessions(remote))
            end(remote, lost[0])

    async def run() -> PageFacts:
        async with BrowserPool(settings(webdriver=remote), size=1) as pool:
            return await pool.page(address, task(), lose_once)

    facts = asyncio.run(run())
    assert len(lost) == 1
    assert faults(facts) != []
    assert sessions(remote) == []


def test_browsers_that_were_all_ended_as_they_rested_cost_no_page(site: Site, remote: str) -> None:
    address = site.put(NO_ALT)

    async def run() -> PageFacts:
        async with BrowserPool(settings(webdriver=remote), size=2) as pool:
            await asyncio.gather(*(pool.page(address, task(), admit_all) for _ in range(2)))
            rested = sessions(remote)
            assert len(rested) == 2
            for each in rested:
                end(remote, each)  # as a Grid does
            return await pool.page(address, task(), admit_all)

    assert faults(asyncio.run(run())) != []
    assert sessions(remote) == []


def test_what_an_audit_is_made_with_names_the_version_of_a_remote_browser(site: Site, remote: str) -> None:
    async def run() -> str:
        async with BrowserPool(settings(webdriver=remote), size=1) as pool:
            assert not pool.version
            await pool.page(site.put(NO_ALT), task(), admit_all)
            return pool.version

    version = asyncio.run(run())
    with Workshop(Settings(webdriver=remote)) as workshop:
        assert workshop.versions()["browser"] == f"{version} fra 127.0.0.1"
        assert workshop.versions("157.1")["browser"] == "157.1 fra 127.0.0.1"
    assert version in installed_version()
    assert sessions(remote) == []
    with Workshop(Settings(webdriver="http://127.0.0.1:9")) as away:
        assert away.versions()["browser"] == "fra 127.0.0.1"


def test_a_server_that_is_not_there_is_said_with_its_address() -> None:
    with pytest.raises(SetupLacks, match=r"http://127\.0\.0\.1:9\."):
        Session(settings(webdriver="http://127.0.0.1:9"))


def test_a_server_tells_whether_it_is_ready(remote: str) -> None:
    assert server_says(remote) == "klar"
    with pytest.raises(SetupLacks, match=r"http://127\.0\.0\.1:9\."):
        server_says("http://127.0.0.1:9")
