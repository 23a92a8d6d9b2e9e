"""robots.txt is obeyed, and its absence is read with care."""

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.crawl.robots import Robots, robots_of
from tilgaengelig.gather.net.fetch import Fetched
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

TEXT = """\ufeffUser-agent: *
Disallow: /lukket
Allow: /lukket/dog
Disallow: /*.php$
Crawl-delay: 2.5

User-agent: tilgaengelig
Disallow: /ikke-os
Crawl-delay: 4

Sitemap: https://x.dk/sitemap.xml
Sitemap: HTTPS://X.dk/sitemap.xml
sitemap: /uden-vært
"""


def test_our_own_group_counts_where_there_is_one() -> None:
    ours, others = Robots.parse(TEXT), Robots.parse(TEXT, "andenrobot")
    assert not ours.allowed("https://x.dk/ikke-os/a")
    assert ours.allowed("https://x.dk/lukket")
    assert not others.allowed("https://x.dk/lukket/a")
    assert others.allowed("https://x.dk/lukket/dog")
    assert not others.allowed("https://x.dk/a.php")
    assert others.allowed("https://x.dk/a.php5")
    assert (ours.crawl_delay, others.crawl_delay) == (4, 2.5)
    assert ours.sitemaps == ("https://x.dk/sitemap.xml",)


def test_what_may_not_be_asked_for_is_told() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /")
    with pytest.raises(Unread) as caught:
        robots.check("https://x.dk/")
    assert caught.value.trouble.kind is TroubleKind.ROBOTS
    Robots.parse("").check("https://x.dk/")


@pytest.mark.parametrize(
    "text", ["", "<!DOCTYPE html><p>Disallow: /", "vrovl", "Disallow: /", "User-agent: *\nDisallow:"]
)
def test_what_forbids_nothing_allows_all(text: str) -> None:
    robots = Robots.parse(text)
    assert robots.allowed("https://x.dk/a")
    assert (robots.crawl_delay, robots.sitemaps) == (None, ())


def test_a_request_rate_is_a_delay_too() -> None:
    assert Robots.parse("User-agent: *\nRequest-rate: 1/10s").crawl_delay == 10
    assert Robots.parse("User-agent: *\nCrawl-delay: -1").crawl_delay is None
    endless = "9" * 400
    assert Robots.parse(f"User-agent: *\nRequest-rate: 1/{endless}\nCrawl-delay: 3").crawl_delay == 3


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (TroubleKind.NOT_FOUND, True),
        (TroubleKind.CLIENT_ERROR, True),
        (TroubleKind.LOGIN, True),
        (TroubleKind.SERVER_ERROR, False),
        (TroubleKind.TIMEOUT, False),
        (TroubleKind.RATE_LIMITED, False),
        (TroubleKind.CONNECTION_REFUSED, True),
        (TroubleKind.UNKNOWN_HOST, True),
        (TroubleKind.TLS, True),
    ],
)
def test_without_robots_txt_it_depends_on_why(kind: TroubleKind, allowed: bool) -> None:
    robots = Robots.without(Trouble(kind, "x"))
    assert robots.allowed("https://x.dk/") is allowed
    assert robots.trouble == Trouble(kind, "x")


@dataclass
class Net:
    outcome: bytes | Unread
    asked: str = ""

    async def follow(
        self, address: str, *, accept: str = "", limit: int | None = None, cut: bool = False
    ) -> Fetched:
        self.asked = address
        if isinstance(self.outcome, Unread):
            raise self.outcome
        return Fetched(address, 200, {}, "text/plain", None, self.outcome, None, 0.0, len(self.outcome))


def test_it_is_fetched_from_the_root_of_the_host() -> None:
    net = Net(b"User-agent: *\nDisallow: /a")
    robots = asyncio.run(robots_of(net, "https://x.dk:8443/da/om"))
    assert net.asked == "https://x.dk:8443/robots.txt"
    assert not robots.allowed("https://x.dk:8443/a")
    failed = asyncio.run(robots_of(Net(Unread(TroubleKind.SERVER_ERROR, "500", 500)), "https://x.dk/"))
    assert failed.closed


@patient
@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    robots = Robots.parse("User-agent: *\n" + text)
    robots.allowed("https://x.dk/a?b=%C3%A6")
    assert robots.sitemaps is not None
    assert robots.crawl_delay is None or robots.crawl_delay > 0
