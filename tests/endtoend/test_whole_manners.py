"""A site is asked no faster than it wants, whoever asks, no more than it lets us, and as it wants to be asked.

The real parts in this process, on a real site of documents: no page of it needs a browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import DOCUMENT, workshop_without_browsers
from sites import Handler, Site, answer, redirect

from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.model.audit import Attended, AuditState, SubjectKind, VisitState
from tilgaengelig.store import NewAddress
from tilgaengelig.work.audit import make_order
from tilgaengelig.workshop import Workshop

DELAY = 20


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop_without_browsers(tmp_path) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def audited(workshop: Workshop, audit: str, **changed: Any) -> list[float]:
    """How long the audit would have waited for its turns, each time; it is done without."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def go() -> AuditState:
        async with workshop.tools() as tools:
            slow = replace(tools, politeness=Politeness(1, sleep=sleep), **changed)
            return await workshop.run(workshop.store.audit(audit), slow, None)()

    assert asyncio.run(go()) is AuditState.DONE
    return waited


def test_a_crawl_delay_of_the_www_twin_is_heeded(workshop: Workshop, site: Site) -> None:
    bare, twin = f"mad.localhost:{site.port}", f"www.mad.localhost:{site.port}"

    def robots(handler: Handler) -> None:
        delay = f"Crawl-delay: {DELAY}\n" if handler.headers["Host"] == twin else ""
        answer(f"User-agent: *\n{delay}", Content_Type="text/plain")(handler)

    def document(handler: Handler) -> None:
        there = redirect(f"http://{twin}{handler.path}")
        (DOCUMENT if handler.headers["Host"] == twin else there)(handler)

    site.routes = {
        "/robots.txt": robots,
        "/sitemap.xml": answer("".join(f"http://{bare}/{name}.pdf\n" for name in "ab")),
        "/a.pdf": document,
        "/b.pdf": document,
    }
    start = f"http://{bare}/a.pdf"
    audit = workshop.store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id
    waited = audited(workshop, audit)
    assert workshop.store.progress(audit).read == 2
    assert max(waited, default=0) > DELAY / 2


def test_whoever_looks_whether_a_site_is_out_of_reach_waits_for_its_turn(
    workshop: Workshop, site: Site
) -> None:
    failures = iter(range(3))

    def document(handler: Handler) -> None:
        (DOCUMENT if next(failures, None) is None else answer("Av", 504))(handler)

    site.routes = {
        "/robots.txt": answer(f"User-agent: *\nCrawl-delay: {DELAY}\n", Content_Type="text/plain"),
        "/": answer("<p>Her er vi."),
        "/a.pdf": document,
    }
    store, start = workshop.store, site.at("/")
    audit = store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id
    (visit,) = store.next_visits(audit, limit=1)
    read = Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, status=200)
    store.keep(audit, read, new=[NewAddress(site.at("/a.pdf"), 1)])
    waited = audited(workshop, audit)
    assert store.progress(audit).read == 2
    assert [round(seconds / DELAY) for seconds in waited] == [1, 1], "for / and for /a.pdf again"


@pytest.mark.parametrize("logged_in", [True, False])
def test_whoever_is_logged_in_is_led_to_the_way_out_by_no_sitemap_and_no_redirect(
    workshop: Workshop, site: Site, logged_in: bool
) -> None:
    site.routes = {
        "/": redirect("/user_logout"),
        "/sitemap.xml": answer(f"{site.at('/a.pdf')}\n{site.at('/mit_logud')}\n"),
        **dict.fromkeys(("/a.pdf", "/user_logout", "/mit_logud"), DOCUMENT),
    }
    start = site.at("/")
    audit = workshop.store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id
    audited(workshop, audit, logged_in=logged_in)
    out = {"/user_logout", "/mit_logud"} & set(site.asked)
    assert out == (set() if logged_in else {"/user_logout", "/mit_logud"})
    assert "/a.pdf" in site.asked


@pytest.mark.parametrize("heeds", [True, False])
def test_a_site_that_sends_round_for_a_cookie_is_read_and_a_ring_is_told(
    workshop: Workshop, site: Site, heeds: bool
) -> None:
    def start(handler: Handler) -> None:
        has = heeds and "set=1" in handler.headers.get("Cookie", "")
        (DOCUMENT if has else redirect("/saet"))(handler)

    site.routes = {"/": start, "/saet": answer(b"", 302, Location="/", Set_Cookie="set=1; Path=/")}
    first = site.at("/")
    audit = workshop.store.begin(make_order(first), rulebook="1", versions={}, first=[first]).id
    audited(workshop, audit)
    told = workshop.store.progress(audit)
    assert (told.read, told.troubled) == ((1, 0) if heeds else (0, 1))
    assert site.asked.count("/") == 2
