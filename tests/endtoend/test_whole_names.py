"""One page is one page, whatever addresses lead to it, and what only its head names is found all the same.

The real parts in this process, but for the browser, which no answer here needs or which is told what it shows.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from documents import DOCUMENT, workshop_without_browsers
from sites import Answer, Handler, Site, answer, redirect

from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.model.audit import AuditState, VisitState
from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.work.attend import Attendant
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.carrying import Carrier, known_before
from tilgaengelig.work.gathering import Gathered, gather
from tilgaengelig.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop_without_browsers(tmp_path) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def gathered(workshop: Workshop, address: str, *, may: bool) -> Gathered:
    async def allowed(_address: str) -> bool:
        return may

    async def go() -> Gathered:
        async with workshop.tools() as tools:
            return await gather(address, tools, lambda _facts: (), lambda _facts: (), allowed)

    return asyncio.run(go())


def with_token(page: str) -> Answer:
    """A page that guards its forms, by a token that is another in each answer."""
    numbers = itertools.count()

    def give(handler: Handler) -> None:
        answer(f'{page}<input type="hidden" value="{next(numbers)}">')(handler)

    return give


@pytest.mark.parametrize("may", [True, False])
def test_the_folder_of_an_index_page_is_asked_for_where_we_may(
    workshop: Workshop, site: Site, may: bool
) -> None:
    page = with_token('<meta http-equiv="refresh" content="0; url=/videre">')
    site.routes = {"/mappe/index.html": page, "/mappe/": page}
    found = gathered(workshop, site.at("/mappe/index.html"), may=may)
    assert found.forward == site.at("/mappe/" if may else "/videre")
    assert ("/mappe/" in site.asked) is may


@pytest.mark.parametrize(("there", "may"), [("same", True), ("same", False), ("other", True), ("back", True)])
def test_a_page_that_stands_by_both_names_of_its_site_is_known_by_the_one_that_it_says(
    workshop: Workshop, site: Site, there: str, may: bool
) -> None:
    bare, twin = f"http://mad.localhost:{site.port}/om", f"http://www.mad.localhost:{site.port}/om"
    same = with_token(f'<link rel="canonical" href="{twin}">')
    there_is = {"same": same, "other": answer("<h1>Velkommen</h1>"), "back": redirect(bare)}[there]

    def page(handler: Handler) -> None:
        (there_is if handler.headers["Host"].startswith("www.") else same)(handler)

    site.routes = {"/om": page}
    if there == "same" and may:
        assert gathered(workshop, bare, may=may).forward == twin
    else:
        with pytest.raises(SetupLacks):  # it is to be shown, and there is no browser here
            gathered(workshop, bare, may=may)


class Shown:
    """In place of browsers: a page shows nothing that we would find."""

    size = 1

    async def page(self, address: str, *_told: Any) -> PageFacts:
        return PageFacts(address, "Forside", "da", (), (), uses=())


def night(workshop: Workshop, start: str) -> tuple[str, int]:
    """The audit of a night, and how many pages it took over."""
    store = workshop.store
    audit = store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id
    carriers: list[Carrier] = []

    async def go() -> AuditState:
        async with workshop.tools(noting=True) as tools:
            shown = replace(tools, browsers=cast(BrowserPool, Shown()))
            run = workshop.run(store.audit(audit), shown, None)

            def carry(attendant: Attendant) -> Carrier:
                carriers.append(
                    Carrier(store, audit, attendant, known_before(store, run.record), every_days=28)
                )
                return carriers[-1]

            run.carry = carry
            return await run()

    assert asyncio.run(go()) is AuditState.DONE
    return audit, sum(carrier.taken for carrier in carriers)


def test_what_only_the_head_of_a_page_names_is_found_night_after_night_and_is_no_link(
    workshop: Workshop, site: Site
) -> None:
    names = [("canonical", "/forside"), ('alternate" hreflang="en', "/en.pdf")]
    twin = f"http://www.mad.localhost:{site.port}"
    names += [('alternate" hreflang="de', f"{twin}/de.pdf"), ('alternate" hreflang="da', f"{twin}/")]
    head = "".join(f'<link rel="{rel}" href="{address}">' for rel, address in names)
    site.routes = {
        "/": answer(f"{head}<h1>Forside</h1>"),
        "/en.pdf": DOCUMENT,
        "/de.pdf": DOCUMENT,
    }
    base = f"http://mad.localhost:{site.port}"
    nights = [night(workshop, f"{base}/") for _ in range(2)]
    assert [taken for _, taken in nights] == [0, 3]
    for audit, _ in nights:
        whole = workshop.store.overview(audit)
        assert {row.address: row.state for row in whole.subjects} == {
            f"{base}/": VisitState.READ,
            f"{base}/en.pdf": VisitState.READ,
            f"{twin}/de.pdf": VisitState.READ,
            f"{base}/forside": VisitState.TROUBLED,
        }
        assert whole.broken == ()
