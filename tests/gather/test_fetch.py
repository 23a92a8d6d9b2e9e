"""Fetching within limits, with patience, and with every fault told: against real servers, through the real proxy."""

import asyncio
import datetime as dt
import gzip
import socket
from email.utils import format_datetime
from typing import Any

import pytest
from fetching import Client, client, proxy, site
from loopback import (
    Site,
    answer,
    in_turn,
    raw_server,
    serve_http2,
)

from ports import closed_port
from tilgaengelig.gather.crawl.robots import Robots, robots_of
from tilgaengelig.gather.net.fetch import Fetched, Fetcher, FetchLimits, user_agent
from tilgaengelig.gather.net.patience import asked_for, back_off
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.model.errors import Unread, WrongUse
from tilgaengelig.model.trouble import TroubleKind

__all__ = ["client", "proxy", "site"]


def test_a_page_is_fetched_with_what_the_server_says_of_it(site: Site, client: Client) -> None:
    fetched = client.get(site.at("/"))
    assert (fetched.status, fetched.media_type, fetched.charset) == (200, "text/html", "utf-8")
    assert (fetched.body, fetched.size, fetched.redirect_to) == (b"<h1>Hej</h1>", 12, None)
    assert fetched.address == site.at("/")
    assert fetched.headers["etag"] == '"1"'
    headers = site.asked[0][1]
    assert headers["User-Agent"].startswith("tilgaengelig/")
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert headers["Accept-Language"].startswith("da")


def test_the_agent_says_who_we_are() -> None:
    assert "Danish accessibility audit; web@ministerium.dk)" in user_agent("web@ministerium.dk")


def test_a_page_that_we_know_is_asked_for_conditionally(site: Site, client: Client) -> None:
    site.routes["/"] = answer(304, b"", ETag='"1"')
    fetched = client.get(site.at("/"), conditional={"If-None-Match": '"1"'})
    assert (fetched.status, fetched.body) == (304, b"")
    assert site.asked[0][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(site: Site, client: Client, status: int) -> None:
    site.routes["/"] = answer(status, "x" * 100, Location="/b/../c?utm_source=x#d")
    fetched = client.get(site.at("/"))
    assert fetched.redirect_to == site.at("/c")
    assert len(site.asked) == 1


def test_a_redirect_out_of_scope_is_told_too(site: Site, client: Client) -> None:
    site.routes["/"] = answer(302, Location="https://andet.dk")
    assert client.get(site.at("/")).redirect_to == "https://andet.dk/"


def test_a_redirect_without_an_address_or_to_none(site: Site, client: Client) -> None:
    site.routes["/"] = answer(302)
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.SERVER_ERROR
    site.routes["/"] = answer(302, Location="app://x")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.NOT_AN_ADDRESS


def test_a_redirect_to_the_same_page_with_a_cookie_is_gone_through(site: Site, client: Client) -> None:
    site.routes["/"] = in_turn(answer(302, Location="/?PHPSESSID=1#x", Set_Cookie="a=1"), answer(500))
    site.routes["/?PHPSESSID=1"] = answer(200, "inde")
    assert client.get(site.at("/")).body == b"inde"
    assert site.asked[1][1]["Cookie"] == "a=1"


def test_a_redirect_to_itself_for_ever_is_told(site: Site, client: Client) -> None:
    site.routes["/"] = answer(302, Location="/")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.TOO_MANY_REDIRECTS


def test_redirects_can_be_followed_to_the_end(site: Site, client: Client) -> None:
    site.routes.update({"/a": answer(301, Location="/b"), "/b": answer(302, Location="/")})
    fetched = client.run(lambda fetcher: fetcher.follow(site.at("/a")))
    assert (fetched.address, fetched.status, fetched.body) == (site.at("/a"), 200, b"<h1>Hej</h1>")


def test_redirects_in_a_ring_or_without_end_are_told(site: Site, client: Client) -> None:
    site.routes.update({"/a": answer(301, Location="/b"), "/b": answer(302, Location="/a")})
    site.routes.update({f"/n{i}": answer(302, Location=f"/n{i + 1}") for i in range(20)})
    for start in ("/a", "/n0"):
        address = site.at(start)
        with pytest.raises(Unread) as caught:
            client.run(lambda fetcher, address=address: fetcher.follow(address))  # type: ignore[misc]
        assert caught.value.trouble.kind is TroubleKind.TOO_MANY_REDIRECTS


@pytest.mark.parametrize(
    ("status", "kind", "asked"),
    [
        (400, TroubleKind.CLIENT_ERROR, 1),
        (401, TroubleKind.LOGIN, 1),
        (403, TroubleKind.CLIENT_ERROR, 1),
        (404, TroubleKind.NOT_FOUND, 1),
        (407, TroubleKind.LOGIN, 1),
        (410, TroubleKind.NOT_FOUND, 1),
        (429, TroubleKind.RATE_LIMITED, 3),
        (451, TroubleKind.CLIENT_ERROR, 1),
        (500, TroubleKind.SERVER_ERROR, 3),
        (501, TroubleKind.SERVER_ERROR, 1),
        (503, TroubleKind.SERVER_ERROR, 3),
    ],
)
def test_each_status_has_its_trouble(
    site: Site, client: Client, status: int, kind: TroubleKind, asked: int
) -> None:
    site.routes["/"] = answer(status, "<h1>Nej</h1>")
    unread = client.trouble(site.at("/"))
    assert (unread.trouble.kind, unread.trouble.status) == (kind, status)
    assert len(site.asked) == asked


@pytest.mark.parametrize("charset", ["findes-ikke", "zlib", "utf-7", "", '"', "utf-8; charset=x", "\xe6"])
def test_a_charset_that_is_none_harms_nothing(site: Site, client: Client, charset: str) -> None:
    site.routes["/"] = answer(200, "ja", Content_Type=f"text/html; charset={charset}")
    site.routes["/nej"] = answer(404, "nej", Content_Type=f"text/html; charset={charset}")
    assert client.get(site.at("/")).media_type == "text/html"
    assert client.trouble(site.at("/nej")).trouble.kind is TroubleKind.NOT_FOUND


def test_a_bot_wall_is_told_from_a_plain_no_and_not_asked_again(site: Site, client: Client) -> None:
    site.routes["/"] = answer(403, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.BOT_WALL
    site.routes["/"] = answer(503, "<p>x", CF_Mitigated="challenge")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.BOT_WALL
    assert len(site.asked) == 2


def test_a_server_that_comes_round_is_asked_again_after_longer_waits(site: Site, client: Client) -> None:
    site.routes["/"] = in_turn(answer(500), answer(502), answer(200, "ja"))
    assert client.get(site.at("/")).body == b"ja"
    assert client.waits == [1.0, 2.0]


def test_retry_after_is_heeded_and_capped(site: Site, client: Client) -> None:
    site.routes["/"] = in_turn(
        answer(429, Retry_After="7"), answer(503, Retry_After="99999"), answer(200, "ja")
    )
    assert client.get(site.at("/")).body == b"ja"
    assert client.waits == [7.0, 60.0]


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    now = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    later = format_datetime(now + dt.timedelta(seconds=90), usegmt=True)
    assert asked_for("120", now) == 120
    assert asked_for(later, now) == 90
    assert asked_for(format_datetime(now - dt.timedelta(days=1), usegmt=True), now) == 0
    for nonsense in (None, "", "-1", "snart", "²", "Fri, 99 Foo 2026", "1" * 5000):
        said = asked_for(nonsense, now)
        assert said is None or said >= 0
    assert [back_off(tries, None, 1.0, 60.0) for tries in (1, 2, 3, 9)] == [1, 2, 4, 60]
    assert back_off(1, "0", 1.0, 60.0) == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_the_proxy_tells_reaches_us_in_clear_and_in_tunnels(client: Client, scheme: str) -> None:
    port = closed_port()
    for host, kind, detail in (
        (f"127.0.0.1:{port}", TroubleKind.CONNECTION_REFUSED, "127.0.0.1"),
        ("findes-ikke.invalid", TroubleKind.UNKNOWN_HOST, "findes-ikke.invalid"),
        ("10.0.0.1", TroubleKind.ADDRESS_REFUSED, "10.0.0.1"),
    ):
        trouble = client.trouble(f"{scheme}://{host}/").trouble
        assert (trouble.kind, trouble.detail) == (kind, detail)


def test_a_server_cannot_make_us_believe_that_the_proxy_refused(site: Site, client: Client) -> None:
    site.routes["/"] = answer(200, "x", X_Tilgaengelig_Trouble="robots; x")
    assert client.get(site.at("/")).body == b"x"


def test_a_certificate_that_nobody_vouches_for_is_told(proxy: GuardProxy) -> None:
    client = Client(proxy)
    with Site(tls=True) as site:
        site.routes["/"] = answer(200, "x")
        assert client.get(site.at("/", "localhost")).body == b"x"
        name = client.trouble(site.at("/", "fremmed.localhost"))
        selfsigned = Client(proxy, authorities="").trouble(site.at("/", "localhost"))
    assert name.trouble.kind is selfsigned.trouble.kind is TroubleKind.TLS
    assert "gælder ikke for navnet fremmed.localhost" in str(name)
    assert "selvunderskrevet" in str(selfsigned)


def _speaks_plainly(connection: socket.socket) -> None:
    """Answers a greeting in TLS by plain words, and stays until the other has hung up: a reset would come first."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    while connection.recv(65536):
        pass


def test_tls_to_a_server_that_speaks_none_is_told(client: Client) -> None:
    with raw_server(_speaks_plainly) as port:
        assert client.trouble(f"https://localhost:{port}/").trouble.kind is TroubleKind.TLS


def test_http2_is_spoken_over_one_connection(proxy: GuardProxy) -> None:
    connections: list[int] = []

    def serve(connection: socket.socket) -> None:
        connections.append(1)
        serve_http2(connection)

    async def several(fetcher: Fetcher) -> Fetched:
        addresses = [f"https://localhost:{port}/{i}" for i in range(5)]
        first = await fetcher.get(addresses[0])
        others = await asyncio.gather(*map(fetcher.get, addresses[1:]))
        assert {other.body for other in others} == {first.body}
        return first

    with raw_server(serve) as port:
        fetched = Client(proxy).run(several)
    assert fetched.body == b"<p>hej over HTTP/2"
    assert len(connections) == 1


def test_a_body_left_unread_does_not_starve_the_pages_after_it(proxy: GuardProxy) -> None:
    async def one_after_the_other(fetcher: Fetcher) -> Fetched:
        for _ in range(2):
            with pytest.raises(Unread) as caught:
                await fetcher.get(f"https://localhost:{port}/endless", limit=100_000)
            assert caught.value.trouble.kind is TroubleKind.TOO_LARGE
        return await fetcher.get(f"https://localhost:{port}/")

    with raw_server(serve_http2) as port:
        client = Client(proxy, limits=FetchLimits(tries=1))
        assert client.run(one_after_the_other).body == b"<p>hej over HTTP/2"


def test_cookies_of_a_storage_state_go_to_their_host_only(site: Site, proxy: GuardProxy) -> None:
    state = {
        "cookies": [
            {"name": "session", "value": "hemmelig", "domain": "127.0.0.1", "path": "/", "expires": -1},
            {"name": "fremmed", "value": "x", "domain": "andet.dk", "path": "/"},
            {"name": "sikker", "value": "x", "domain": "127.0.0.1", "path": "/", "secure": True},
            {"name": "gammel", "value": "x", "domain": "127.0.0.1", "path": "/", "expires": 1},
            {"name": "lokal", "value": "y", "domain": "localhost", "path": "/"},
        ]
    }
    client = Client(proxy, storage_state=state)
    client.get(site.at("/"))
    client.get(site.at("/", "localhost"))
    assert [headers.get("Cookie") for _, headers in site.asked] == ["session=hemmelig", "lokal=y"]


@pytest.mark.parametrize("state", [{"cookies": "x"}, {"cookies": [1]}, {"cookies": [{"name": "a"}]}])
def test_a_storage_state_that_is_none_is_wrong_use(proxy: GuardProxy, state: dict[str, Any]) -> None:
    with pytest.raises(WrongUse, match="--storage-state"):
        Fetcher(proxy.url, storage_state=state)


def test_an_environment_with_proxies_is_not_listened_to(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert client.get(site.at("/")).status == 200


def test_a_charset_made_to_break_us_is_none(site: Site, client: Client) -> None:
    site.routes["/"] = answer(200, "hej", Content_Type=f"text/html; charset*{'1' * 5000}=x")
    assert client.get(site.at("/")).charset is None


@pytest.mark.parametrize("packed", [False, True])
def test_a_robots_txt_over_the_limit_is_heeded_as_far_as_it_goes(
    site: Site, client: Client, packed: bool
) -> None:
    text = b"User-agent: *\nDisallow: /lukket\n" + b"# snak\n" * 200_000
    body = gzip.compress(text) if packed else text
    headers = {"Content_Encoding": "gzip"} if packed else {}
    site.routes["/robots.txt"] = answer(200, body, Content_Type="text/plain", **headers)
    found: list[Robots] = []

    async def asking(fetcher: Fetcher) -> Fetched:
        found.append(await robots_of(fetcher, site.at("/")))
        return await fetcher.get(site.at("/"))

    client.run(asking)
    assert not found[0].allowed(site.at("/lukket"))
    assert found[0].allowed(site.at("/"))
