"""Sitemaps of every sort, and what a hostile or broken one costs."""

import asyncio
import gzip
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.crawl.sitemap import Entry, SitemapLimits, entries, sitemap_addresses
from tilgaengelig.gather.net.fetch import Fetched
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*addresses: str) -> bytes:
    urls = "".join(f"<url><loc> {address}</loc></url>" for address in addresses)
    return f"<?xml version='1.0'?><urlset {_NS}>{urls}</urlset>".encode()


def index(*addresses: str) -> bytes:
    sitemaps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f"<sitemapindex {_NS}>{sitemaps}</sitemapindex>".encode()


class Net:
    def __init__(self, bodies: dict[str, bytes]) -> None:
        self.bodies = bodies
        self.asked: list[str] = []

    async def follow(
        self, address: str, *, accept: str = "", limit: int | None = None, cut: bool = False
    ) -> Fetched:
        self.asked.append(address)
        if address not in self.bodies:
            raise Unread(TroubleKind.NOT_FOUND, "404", 404)
        body = self.bodies[address]
        return Fetched(address, 200, {}, "text/xml", None, body, None, 0.0, len(body))


def named(
    net: Net,
    limits: SitemapLimits | None = None,
    told: list[Trouble] | None = None,
    wanted: Callable[[str], bool] = lambda _address: True,
) -> list[str]:
    async def gathered() -> list[str]:
        troubles = [] if told is None else told
        found = sitemap_addresses(
            net, ["https://x.dk/s.xml"], limits, lambda _address, trouble: troubles.append(trouble), wanted
        )
        return [address async for address in found]

    return asyncio.run(gathered())


def test_addresses_come_in_order_once_and_normal() -> None:
    net = Net(
        {
            "https://x.dk/s.xml": urlset(
                "https://X.dk", "https://x.dk/b?a=1&amp;c=2", "https://x.dk/#a", "vrovl:x", ""
            )
        }
    )
    assert named(net) == ["https://x.dk/", "https://x.dk/b?a=1&c=2"]


def test_an_index_leads_to_further_ones_also_packed_and_missing() -> None:
    bodies = {
        "https://x.dk/s.xml": index(
            "https://x.dk/1.xml.gz", "https://x.dk/vaek.xml", "https://x.dk/2.txt", "https://x.dk/s.xml"
        ),
        "https://x.dk/1.xml.gz": gzip.compress(urlset("https://x.dk/a")),
        "https://x.dk/2.txt": "\ufeffhttps://x.dk/b\r\n# note\nhttps://x.dk/å\n".encode(),
    }
    told: list[Trouble] = []
    assert named(Net(bodies), told=told) == ["https://x.dk/a", "https://x.dk/b", "https://x.dk/%C3%A5"]
    assert [trouble.kind for trouble in told] == [TroubleKind.NOT_FOUND]


def test_feeds_serve_as_sitemaps() -> None:
    rss = b"<rss><channel><link>https://x.dk/</link><item><link>https://x.dk/a</link></item></channel></rss>"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><link href="/b"/></entry></feed>'
    )
    assert list(entries(rss, "https://x.dk/")) == [Entry("https://x.dk/a")]
    assert list(entries(atom, "https://x.dk/")) == [Entry("https://x.dk/b")]


def test_numbers_depth_and_size_are_bounded() -> None:
    chain = {f"https://x.dk/{i}.xml": index(f"https://x.dk/{i + 1}.xml") for i in range(20)}
    net = Net({"https://x.dk/s.xml": index("https://x.dk/0.xml"), **chain})
    assert named(net) == []
    assert len(net.asked) == 4
    wide = Net({"https://x.dk/s.xml": index(*(f"https://x.dk/{i}.xml" for i in range(90)))})
    named(wide, SitemapLimits(sitemaps=10))
    assert len(wide.asked) == 10
    many = Net({"https://x.dk/s.xml": urlset(*(f"https://x.dk/{i}" for i in range(90)))})
    assert len(named(many, SitemapLimits(addresses=7))) == 7
    told: list[Trouble] = []
    bomb = Net({"https://x.dk/s.xml": gzip.compress(b" " * 5_000_000)})
    assert named(bomb, SitemapLimits(bytes=1_000_000), told) == []
    assert told == [Trouble(TroubleKind.TOO_LARGE, "1 MB")]
    assert named(Net({"https://x.dk/s.xml": gzip.compress(urlset("https://x.dk/a"))[:-9]}), told=told) == []
    assert told[1].kind is TroubleKind.UNSUPPORTED_TYPE


@pytest.mark.parametrize(
    ("body", "limits", "said"),
    [
        (urlset(*(f"https://x.dk/{i}" for i in range(8))), SitemapLimits(addresses=7), "7 adresser"),
        (index(*(f"https://x.dk/{i}.xml" for i in range(8))), SitemapLimits(sitemaps=7), "7 sitemaps"),
        (index("https://x.dk/0.xml"), SitemapLimits(depth=0), "0 led af sitemaps"),
    ],
)
def test_what_is_left_of_a_sitemap_is_told(body: bytes, limits: SitemapLimits, said: str) -> None:
    told: list[Trouble] = []
    named(Net({"https://x.dk/s.xml": body}), limits, told)
    assert Trouble(TroubleKind.TOO_LARGE, said) in told
    told.clear()
    named(Net({"https://x.dk/s.xml": urlset(*(f"https://x.dk/{i}" for i in range(7)))}), limits, told)
    assert told == [], "all of it was read"


def test_what_is_not_wanted_takes_no_room_from_what_is() -> None:
    bodies = {
        "https://x.dk/s.xml": index("https://x.dk/1.xml", "https://x.dk/2.xml"),
        "https://x.dk/1.xml": urlset(*(f"https://x.dk/en/{i}" for i in range(7))),
        "https://x.dk/2.xml": urlset("https://x.dk/en/8", "https://x.dk/da/1", "https://x.dk/da/2"),
    }
    told: list[Trouble] = []
    found = named(Net(bodies), SitemapLimits(addresses=7), told, wanted=lambda address: "/da/" in address)
    assert found[7:] == ["https://x.dk/da/1", "https://x.dk/da/2"]
    assert told == []


def test_no_more_sitemaps_are_remembered_than_are_read() -> None:
    held: list[int] = []

    class Weighed(Net):
        async def follow(
            self, address: str, *, accept: str = "", limit: int | None = None, cut: bool = False
        ) -> Fetched:
            held.append(tracemalloc.get_traced_memory()[0])
            return await super().follow(address, accept=accept, limit=limit)

    net = Weighed({"https://x.dk/s.xml": index(*(f"https://x.dk/{number}.xml" for number in range(6)))})
    for number in range(6):
        names = (f"https://x.dk/{number}-{i}.xml" for i in range(3_000))
        net.bodies[f"https://x.dk/{number}.xml"] = index(*names)
    tracemalloc.start()
    try:
        assert named(net, SitemapLimits(sitemaps=7)) == []
    finally:
        tracemalloc.stop()
    assert len(held) == 7
    assert held[-1] - held[0] < 2_000_000


def test_a_phase_of_sitemaps_that_takes_too_long_ends_with_what_it_has() -> None:
    class Slow(Net):
        async def follow(
            self, address: str, *, accept: str = "", limit: int | None = None, cut: bool = False
        ) -> Fetched:
            if address.endswith("langsom.xml"):
                self.asked.append(address)
                await asyncio.sleep(5)
                raise Unread(TroubleKind.SERVER_ERROR, "500", 500)
            return await super().follow(address, accept=accept, limit=limit)

    net = Slow(
        {"https://x.dk/s.xml": index("https://x.dk/1.xml", "https://x.dk/langsom.xml", "https://x.dk/2.xml")}
    )
    net.bodies |= {f"https://x.dk/{number}.xml": urlset(f"https://x.dk/{number}") for number in range(3)}
    told: list[Trouble] = []
    assert named(net, SitemapLimits(seconds=0.5), told) == ["https://x.dk/1"]
    assert told == [Trouble(TroubleKind.TIMEOUT, "0,5 sekunder")]
    assert net.asked[-1] == "https://x.dk/langsom.xml"


def test_others_have_their_turn_while_a_packed_one_is_unpacked() -> None:
    turns: list[int] = []

    async def others() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    class Broken(Net):
        async def follow(
            self, address: str, *, accept: str = "", limit: int | None = None, cut: bool = False
        ) -> Fetched:
            await asyncio.sleep(0)
            turns.clear()
            return await super().follow(address, accept=accept, limit=limit)

    async def whole() -> int:
        beside = asyncio.create_task(others())
        heard: list[int] = []
        net = Broken({"https://x.dk/s.xml": b"\x1f\x8bvrovl"})
        found = sitemap_addresses(net, list(net.bodies), told=lambda *_: heard.append(len(turns)))
        assert [address async for address in found] == []
        beside.cancel()
        return heard[0]

    assert asyncio.run(whole()) > 0


def test_entities_are_not_read() -> None:
    hostile = (
        b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><urlset><url><loc>https://x.dk/&f;&b;</loc></url>'
        b"<url><loc>https://x.dk/ok</loc></url></urlset>"
    )
    found = [entry.address for entry in entries(hostile, "https://x.dk/")]
    assert "https://x.dk/ok" in found
    assert not any("root" in address or "aaa" in address for address in found)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", None),
        (b"<!DOCTYPE html><url><loc>https://x.dk/a</loc></url>", TroubleKind.UNSUPPORTED_TYPE),
        (b"blot tekst", None),
        (b"<urlset>", TroubleKind.DOCUMENT_CORRUPT),
        (b"\x00\x01", None),
        (b"<rss>", TroubleKind.DOCUMENT_CORRUPT),
    ],
)
def test_what_is_no_sitemap_names_nothing(body: bytes, kind: TroubleKind | None) -> None:
    told: list[Trouble] = []
    assert list(entries(body, "https://x.dk/", told=told.append)) == []
    assert [trouble.kind for trouble in told] == ([kind] if kind else [])


def test_a_torn_sitemap_gives_what_it_has() -> None:
    body = urlset("https://x.dk/a", "https://x.dk/b")[:-20] + b"<url><loc>https://x.dk/c & d"
    told: list[Trouble] = []
    found = [entry.address for entry in entries(body, "https://x.dk/", told=told.append)]
    assert found[:1] == ["https://x.dk/a"]
    assert [trouble.kind for trouble in told] == [TroubleKind.DOCUMENT_CORRUPT]


def test_a_slip_costs_at_most_its_own_address_and_is_not_told() -> None:
    body = urlset("https://x.dk/a?b=1&c=2", "https://x.dk/d")
    told: list[Trouble] = []
    found = [entry.address for entry in entries(body, "https://x.dk/", told=told.append)]
    assert (found[-1], told) == ("https://x.dk/d", [])


def test_a_long_sitemap_is_read_whole() -> None:
    body = urlset(*(f"https://x.dk/side/{i}" for i in range(5_000)))
    assert len(list(entries(body, "https://x.dk/"))) == 5_000


@patient
@given(st.binary(max_size=100).map(lambda tail: b"<urlset><url><loc>https://x.dk/a</loc></url>" + tail))
def test_no_bytes_break_it(body: bytes) -> None:
    assert len(list(entries(body, "https://x.dk/"))) <= 20
