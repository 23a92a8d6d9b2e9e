"""Cookies that sites set go where they belong, and are never so many that the site refuses us for them."""

import http.server

from fetching import Client, proxy, site
from loopback import Answer, Site, answer

from tilgaengelig.gather.net.fetch import Fetched, Fetcher
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.proxy import GuardProxy

__all__ = ["proxy", "site"]


def sent(site: Site) -> dict[str, str]:
    """The cookies of the last request."""
    line = site.asked[-1][1].get("Cookie", "")
    return dict(pair.split("=", 1) for pair in line.split("; ") if pair)


def setting(*cookies: str) -> Answer:
    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for cookie in cookies:
            handler.send_header("Set-Cookie", cookie)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return give


def fetched_in_turn(client: Client, *addresses: str) -> None:
    async def asking(fetcher: Fetcher) -> Fetched:
        for address in addresses:
            fetched = await fetcher.get(address)
        return fetched

    client.run(asking)


def test_the_oldest_cookies_go_where_a_site_sets_ever_more_and_those_of_the_login_stay(
    site: Site, proxy: GuardProxy
) -> None:
    login = {"name": "login", "value": "ja", "domain": "127.0.0.1", "path": "/"}
    for number in range(10):
        site.routes[f"/{number}"] = setting(
            "login=anden", *(f"c{n}={n}" for n in range(50 * number, 50 * number + 50))
        )
    for number in range(10):
        site.routes[f"/stor/{number}"] = setting(
            f"stor{number}={'x' * 1000}; Path=/stor", f"kaempe={'x' * 9000}"
        )
    site.routes["/stor/"] = answer(200, "hej")
    client = Client(proxy, storage_state={"cookies": [login]})
    fetched_in_turn(client, *(site.at(f"/{number}") for number in range(10)), site.at("/"))
    assert sent(site) == {"login": "anden"} | {f"c{n}": str(n) for n in range(320, 500)}
    fetched_in_turn(client, *(site.at(f"/stor/{number}") for number in range(10)), site.at("/stor/"))
    assert sorted(sent(site)) == ["login", *(f"stor{n}" for n in range(5, 10))]


def test_a_cookie_that_is_set_again_is_no_longer_the_oldest(site: Site, proxy: GuardProxy) -> None:
    site.routes["/1"] = setting("brugt=1", *(f"a{n}=1" for n in range(100)))
    site.routes["/2"] = setting("brugt=2", *(f"b{n}=1" for n in range(100)))
    fetched_in_turn(Client(proxy), site.at("/1"), site.at("/2"), site.at("/"))
    assert sent(site)["brugt"] == "2"
    assert len(sent(site)) == 180
    assert "a0" not in sent(site)


def test_a_subdomain_gets_only_the_cookies_that_are_for_the_whole_domain(site: Site) -> None:
    async def loopback(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    site.routes["/"] = setting("vaert=1", "domaene=1; Domain=x.example")
    site.routes["/under"] = answer(200, "hej")
    with GuardProxy(AddressGuard(["127.0.0.0/8"], resolver=loopback)) as proxy:
        addresses = (site.at("/", "x.example"), site.at("/under", "a.x.example"))
        fetched_in_turn(Client(proxy), *addresses)
        assert sent(site) == {"domaene": "1"}
        fetched_in_turn(Client(proxy), addresses[0], site.at("/under", "x.example"))
        assert sent(site) == {"vaert": "1", "domaene": "1"}


def test_with_a_login_and_cookies_of_the_whole_domain_the_head_stays_small(site: Site) -> None:
    async def loopback(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    login = {"name": "login", "value": "x" * 4000, "domain": "www.x.example", "path": "/"}
    for number in range(9):
        site.routes[f"/{number}"] = setting(
            f"vaert{number}={'x' * 900}", f"domaene{number}={'x' * 900}; Domain=x.example"
        )
    with GuardProxy(AddressGuard(["127.0.0.0/8"], resolver=loopback)) as proxy:
        client = Client(proxy, storage_state={"cookies": [login]})
        fetched_in_turn(client, *(site.at(f"/{number}", "www.x.example") for number in range(9)))
        fetched_in_turn(client, *(site.at(f"/{number % 9}", "www.x.example") for number in range(10)))
    assert sorted(sent(site)) == ["domaene8", "login", "vaert8"]


def test_a_cookie_of_the_login_goes_to_its_own_host_only(site: Site) -> None:
    async def loopback(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    cookies = [
        {"name": "vaert", "value": "1", "domain": "x.example", "path": "/"},
        {"name": "domaene", "value": "1", "domain": ".x.example", "path": "/"},
    ]
    with GuardProxy(AddressGuard(["127.0.0.0/8"], resolver=loopback)) as proxy:
        client = Client(proxy, storage_state={"cookies": cookies})
        client.get(site.at("/", "a.x.example"))
        assert sent(site) == {"domaene": "1"}
        client.get(site.at("/", "x.example"))
        assert sent(site) == {"vaert": "1", "domaene": "1"}


def test_who_is_sent_round_for_a_cookie_comes_back_with_it(site: Site, proxy: GuardProxy) -> None:
    def start(handler: http.server.BaseHTTPRequestHandler) -> None:
        has = handler.headers.get("Cookie") == "set=1"
        (answer(200, "hej") if has else answer(302, Location="/saet"))(handler)

    site.routes["/"] = start
    site.routes["/saet"] = answer(302, Location="/", Set_Cookie="set=1; Path=/")
    fetched = Client(proxy).run(lambda fetcher: fetcher.follow(site.at("/")))
    assert fetched.body == b"hej"
    assert len(site.asked) == 3


def test_another_fetcher_like_it_has_the_login_and_none_of_what_sites_set(
    site: Site, proxy: GuardProxy
) -> None:
    login = {"name": "login", "value": "ja", "domain": "127.0.0.1", "path": "/"}
    site.routes["/da"] = setting("sprog=da")

    async def asking(fetcher: Fetcher) -> Fetched:
        await fetcher.get(site.at("/da"))
        async with fetcher.anew() as other:
            fetched = await other.get(site.at("/"))
        assert sent(site) == {"login": "ja"}
        return fetched

    assert Client(proxy, storage_state={"cookies": [login]}).run(asking).status == 200
