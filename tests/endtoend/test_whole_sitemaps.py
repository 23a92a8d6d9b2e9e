"""What only a sitemap names: read wherever the site tells of it, and no fault on it mended by a sitemap that is away.

The real parts in this process, on a real site of documents: no page of it needs a browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import DOCUMENT, workshop_without_browsers
from sites import Answer, Handler, Site, answer, redirect

from tilgaengelig.model.audit import AuditState, VisitState
from tilgaengelig.model.difference import Change
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.since import difference
from tilgaengelig.workshop import Workshop

ROBOTS = answer("User-agent: *\n", Content_Type="text/plain")


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop_without_browsers(tmp_path) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": ROBOTS}) as running:
        yield running


def listed(*addresses: str) -> Answer:
    return answer("\n".join(addresses), Content_Type="text/plain")


def audited(workshop: Workshop, start: str, prefix: str | None = None) -> str:
    order = make_order(start, prefix=prefix)
    audit = workshop.store.begin(order, rulebook="1", versions={}, first=[start]).id

    async def go() -> AuditState:
        async with workshop.tools() as tools:
            return await workshop.run(workshop.store.audit(audit), tools, None)()

    assert asyncio.run(go()) is AuditState.DONE
    return audit


def read(workshop: Workshop, audit: str) -> set[str]:
    return {row.address for row in workshop.store.subjects(audit) if row.state is VisitState.READ}


def test_a_sitemap_that_is_away_for_a_night_mends_no_fault_on_the_pages_that_it_alone_names(
    workshop: Workshop, site: Site
) -> None:
    store = workshop.store
    a, b = site.at("/a.pdf"), site.at("/b.pdf")
    site.routes |= {"/a.pdf": DOCUMENT, "/b.pdf": DOCUMENT, "/sitemap.xml": listed(b)}
    first = audited(workshop, a)
    site.routes["/sitemap.xml"] = answer("Av", 503)
    second = audited(workshop, a)
    assert (read(workshop, first), read(workshop, second)) == ({a, b}, {a})
    unread = store.audit(second).unread_sitemaps
    assert {address: why.kind for address, why in unread.items()} == {
        site.at("/sitemap.xml"): TroubleKind.SERVER_ERROR
    }
    assert not store.snapshot(second).whole
    since = difference(store, second)
    assert since is not None
    assert since.changes
    assert not since.of(Change.MENDED)


@pytest.mark.parametrize("status", [404, 403, 401])
def test_a_sitemap_that_nobody_named_and_that_is_refused_is_missed_by_nobody(
    workshop: Workshop, site: Site, status: int
) -> None:
    site.routes |= {"/a.pdf": DOCUMENT, "/sitemap.xml": answer("Nej", status)}
    audit = audited(workshop, site.at("/a.pdf"))
    assert workshop.store.audit(audit).unread_sitemaps == {}
    assert workshop.store.snapshot(audit).whole


def test_a_sitemap_that_robots_txt_names_and_that_is_not_there_is_told(
    workshop: Workshop, site: Site
) -> None:
    named = f"User-agent: *\nSitemap: {site.at('/kort.xml')}\n"
    site.routes |= {"/a.pdf": DOCUMENT, "/robots.txt": answer(named, Content_Type="text/plain")}
    audit = audited(workshop, site.at("/a.pdf"))
    assert set(workshop.store.audit(audit).unread_sitemaps) == {site.at("/kort.xml")}
    assert workshop.store.snapshot(audit).whole, "it is not there any other night either"


@pytest.mark.parametrize("typed", ["", "www."])
def test_where_the_start_sends_on_to_its_twin_that_ones_sitemaps_are_read(
    workshop: Workshop, site: Site, typed: str
) -> None:
    bare, twin = f"mad.localhost:{site.port}", f"www.mad.localhost:{site.port}"

    def of_twin(give: Answer) -> Answer:
        """The other name sends all that it is asked for to one page."""

        def given(handler: Handler) -> None:
            (give if handler.headers["Host"] == twin else redirect(f"http://{twin}/a.pdf"))(handler)

        return given

    named = f"User-agent: *\nSitemap: http://{twin}/kort.xml\n"
    site.routes = {
        "/robots.txt": of_twin(answer(named, Content_Type="text/plain")),
        "/sitemap.xml": of_twin(answer("Nej", 404)),
        "/kort.xml": of_twin(listed(f"http://{twin}/b.pdf", "http://andetsteds.example/")),
        "/a.pdf": of_twin(DOCUMENT),
        "/b.pdf": of_twin(DOCUMENT),
    }
    audit = audited(workshop, f"http://{typed}{bare}/a.pdf")
    assert read(workshop, audit) == {f"http://{twin}/a.pdf", f"http://{twin}/b.pdf"}
    assert site.asked.count("/kort.xml") == 1
    assert "andetsteds.example" in {each.host for each in workshop.store.neighbours(audit)}
