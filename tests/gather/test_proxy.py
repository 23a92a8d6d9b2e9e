"""The proxy lets through what the guard lets through, to the address that was checked, and outlives all faults."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator, Sequence

import httpx
import pytest
from loopback import CERTIFICATE, Site, raw_server, read_request, saying
from loopback import answer as giving

from ports import closed_port
from tilgaengelig.gather.net.framing import Ends, framing
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.heads import TROUBLE_HEADER, Head, read_head, told_in_header, told_in_reason
from tilgaengelig.gather.net.proxy import GuardProxy, ProxyLimits
from tilgaengelig.model.trouble import Trouble, TroubleKind

#: Reading the list of authorities takes a third of a second, and plain http needs none.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.routes["/"] = giving(200, "<h1>Hej</h1>", Content_Type="text/html")
        yield running


@contextlib.contextmanager
def proxy_for(
    *opened: int, limits: ProxyLimits | None = None, networks: Sequence[str] = ()
) -> Iterator[GuardProxy]:
    guard = AddressGuard(networks, [("127.0.0.1", port) for port in opened])
    with GuardProxy(guard, limits) as proxy:
        yield proxy


def get(proxy: GuardProxy, address: str) -> httpx.Response:
    with httpx.Client(proxy=proxy.url, trust_env=False, verify=_NO_TLS) as client:
        return client.get(address)


def say(proxy: GuardProxy, data: bytes) -> bytes:
    """Send bytes as they are, and all that comes back."""
    with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=10) as connection:
        connection.sendall(data)
        return _all(connection)


def _all(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            received += piece
    return received


def test_an_open_address_is_fetched(site: Site) -> None:
    with proxy_for(site.port) as proxy:
        answer = get(proxy, site.at("/"))
    assert (answer.status_code, answer.text) == (200, "<h1>Hej</h1>")
    asked = site.asked[0][1]
    assert asked["Host"] == f"127.0.0.1:{site.port}"
    assert asked["Connection"] == "keep-alive"


def test_a_closed_address_is_refused_with_the_reason(site: Site) -> None:
    with proxy_for() as proxy:
        answer = get(proxy, site.at("/"))
        with pytest.raises(httpx.ProxyError) as caught:
            get(proxy, f"https://127.0.0.1:{site.port}/")
    assert answer.status_code == 403
    told = told_in_header(answer.headers[TROUBLE_HEADER])
    assert told
    assert told.trouble == Trouble(TroubleKind.ADDRESS_REFUSED, "127.0.0.1")
    assert "lukket netværk" in answer.text
    told = told_in_reason(str(caught.value))
    assert told
    assert told.trouble.kind is TroubleKind.ADDRESS_REFUSED
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.2",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0", "[::]", "a.localhost", "169.254.169.254", "10.0.0.1"],
)  # fmt: skip
def test_no_other_spelling_opens_the_door(site: Site, host: str) -> None:
    with proxy_for(site.port + 1) as proxy:
        plain = say(proxy, f"GET http://{host}:{site.port}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        tunnel = say(proxy, f"CONNECT {host}:{site.port} HTTP/1.1\r\n\r\n".encode())
    assert plain.startswith(b"HTTP/1.1 403 tilgaengelig/address-refused/")
    assert tunnel.startswith(b"HTTP/1.1 403 tilgaengelig/address-refused/")
    assert site.asked == []


def test_a_redirect_into_loopback_is_refused(site: Site) -> None:
    with Site() as inner, proxy_for(site.port) as proxy:
        inner.routes["/hemmeligt"] = giving(200, "nøglen")
        site.routes["/ud"] = giving(302, Location=inner.at("/hemmeligt"))
        with httpx.Client(proxy=proxy.url, trust_env=False, follow_redirects=True, verify=_NO_TLS) as client:
            answer = client.get(site.at("/ud"))
        assert answer.status_code == 403
        assert inner.asked == []


def test_a_name_that_changes_its_answer_stays_pinned(site: Site) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"], ["127.0.0.1", "10.0.0.1"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    guard = AddressGuard(["127.0.0.1/32"], resolver=rebinding)
    with GuardProxy(guard) as proxy:
        statuses = [get(proxy, f"http://vaert.dk:{site.port}/").status_code for _ in range(3)]
    # One question for one connection: what was checked is what was connected to.
    assert asked == ["vaert.dk"] * 3
    assert statuses == [200, 403, 200]
    assert [headers["Host"] for _, headers in site.asked] == [f"vaert.dk:{site.port}"] * 2


def test_the_host_field_has_no_say(site: Site) -> None:
    with proxy_for(site.port) as proxy:
        good = say(
            proxy, f"GET {site.at('/')} HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        bad = say(proxy, f"GET http://10.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
    assert good.startswith(b"HTTP/1.1 200")
    assert bad.startswith(b"HTTP/1.1 403")
    assert site.asked[0][1]["Host"] == f"127.0.0.1:{site.port}"


def test_what_is_between_neighbours_is_not_passed_on(site: Site) -> None:
    head = (
        f"POST {site.at('/')} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n"
        "Proxy-Authorization: Basic eDp5\r\nConnection: X-Mine, Content-Length\r\nX-Mine: 1\r\n"
        "Upgrade: websocket\r\nTE: trailers\r\nX-Other: 2\r\n"
        "Content-Length: 3\r\n\r\nabc"
    )
    with proxy_for(site.port) as proxy:
        assert say(proxy, head.encode()).startswith(b"HTTP/1.1 200")
    names = {name.lower() for name in site.asked[0][1]}
    assert names == {"host", "connection", "x-other", "content-length", "body"}
    assert site.asked[0][1]["body"] == "abc"


#: Answers of each kind that say where they end, and one that does not.
_FRAMED = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhej",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n1\r\nj\r\n0\r\nX-End: 1\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n",
]
_UNFRAMED = b"HTTP/1.1 200 OK\r\n\r\nhej"


def test_one_line_serves_for_many_requests_and_each_way_of_ending_a_body() -> None:
    lines: list[int] = []

    def serve(connection: socket.socket) -> None:
        lines.append(0)
        for said in (*_FRAMED, _UNFRAMED):
            read_request(connection)
            connection.sendall(said)

    with raw_server(serve) as port, proxy_for(port) as proxy:
        address = f"http://127.0.0.1:{port}/"
        with httpx.Client(proxy=proxy.url, trust_env=False, verify=_NO_TLS) as client:
            answers = [client.get(address) for _ in range(5)]
    assert [(one.status_code, one.text) for one in answers] == [
        (200, "hej"), (200, "hej"), (304, ""), (200, "hej"), (200, "hej"),
    ]  # fmt: skip
    assert len(lines) == 2  # one until it was closed, and another after


def test_a_kept_line_leads_nowhere_but_where_it_was_looked_at(site: Site) -> None:
    with Site() as inner, proxy_for(site.port) as proxy:
        port = int(proxy.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"GET {site.at('/')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            seen = b""
            while b"<h1>Hej</h1>" not in seen:
                seen += connection.recv(65536)
            connection.sendall(f"GET {inner.at('/')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert _all(connection).startswith(b"HTTP/1.1 403")
    assert inner.asked == []


def test_a_server_that_let_go_of_a_kept_line_is_called_again() -> None:
    asked: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        asked.append(read_request(connection))
        connection.sendall(_FRAMED[0])
        # It hangs up when it has heard the next, so that nobody can know before.
        connection.recv(65536)

    with (
        raw_server(serve) as port,
        proxy_for(port) as proxy,
        httpx.Client(proxy=proxy.url, trust_env=False, verify=_NO_TLS) as client,
    ):
        answers = [client.get(f"http://127.0.0.1:{port}/{number}") for number in range(3)]
    assert [one.text for one in answers] == ["hej"] * 3
    assert [one.split()[1] for one in asked] == [b"/0", b"/1", b"/2"]


@pytest.mark.parametrize(
    "fields",
    ["", "Content-Length: 3\r\nContent-Length: 4", "Content-Length: 3\r\nTransfer-Encoding: chunked",
     "Transfer-Encoding: gzip, chunked", "Content-Length: +3", "Content-Length: 3, 3"],
)  # fmt: skip
def test_a_body_whose_end_can_be_doubted_takes_the_line_with_it(fields: str) -> None:
    head = asyncio.run(_read(f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n" if fields else "HTTP/1.1 200 OK\r\n\r\n"))
    assert framing(head, b"GET") is Ends.BY_CLOSING
    assert framing(head, b"HEAD") == 0


@pytest.mark.parametrize("chunks", [b"zz\r\nhej\r\n", b"2\r\nhej\r\n0\r\n\r\n", b"f" * 99, b"3\r\nhe"])
def test_chunks_that_are_none_end_the_line(chunks: bytes) -> None:
    said = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    with raw_server(saying(said)) as port, proxy_for(port) as proxy:
        got = say(proxy, f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\n\r\n".encode())
    assert b"\r\n0\r\n\r\n" not in got


async def _read(text: str) -> Head:
    reader = asyncio.StreamReader()
    reader.feed_data(text.encode())
    reader.feed_eof()
    return await read_head(reader, 65536)


def test_a_server_cannot_speak_in_our_name(site: Site) -> None:
    site.routes["/"] = giving(200, "x", X_Tilgaengelig_Trouble="robots; x", Set_Cookie="a=b")
    with proxy_for(site.port) as proxy:
        answer = get(proxy, site.at("/"))
    assert TROUBLE_HEADER not in answer.headers
    assert answer.headers["set-cookie"] == "a=b"


def test_a_tunnel_carries_tls() -> None:
    with Site(tls=True) as site, proxy_for(site.port) as proxy:
        site.routes["/"] = giving(200, "x" * 300_000)
        context = ssl.create_default_context(cafile=str(CERTIFICATE))
        with httpx.Client(proxy=proxy.url, verify=context, trust_env=False) as client:
            assert [len(client.get(site.at("/")).content) for _ in range(3)] == [300_000] * 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [("http://findes-ikke.invalid/", TroubleKind.UNKNOWN_HOST), ("closed", TroubleKind.CONNECTION_REFUSED)],
)
def test_a_server_that_is_not_there_is_told(path: str, kind: TroubleKind) -> None:
    port = closed_port()
    with proxy_for(port) as proxy:
        answer = get(proxy, f"http://127.0.0.1:{port}/" if path == "closed" else path)
    assert answer.status_code == 502
    told = told_in_header(answer.headers[TROUBLE_HEADER])
    assert told
    assert told.trouble.kind is kind


@pytest.mark.parametrize("said", [b"", b"vrovl\r\n\r\n", b"HTTP/1.1 101 Switching\r\n\r\n", b"HTTP/1.1 200 OK\r\nX",
                                  b"\0" * 99, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"])  # fmt: skip
def test_a_server_that_speaks_no_http_is_told(said: bytes) -> None:
    with raw_server(saying(said)) as port, proxy_for(port) as proxy:
        answer = get(proxy, f"http://127.0.0.1:{port}/")
    assert answer.status_code == 502
    assert answer.headers[TROUBLE_HEADER].startswith("connection-lost")


def test_a_server_that_says_nothing_is_not_waited_for_for_ever() -> None:
    def silent(connection: socket.socket) -> None:
        read_request(connection)
        connection.recv(1)

    limits = ProxyLimits(answer_seconds=0.05)
    with raw_server(silent) as port, proxy_for(port, limits=limits) as proxy:
        answer = get(proxy, f"http://127.0.0.1:{port}/")
    assert answer.status_code == 504
    assert answer.headers[TROUBLE_HEADER].startswith("timeout")


def test_old_and_odd_servers_are_understood() -> None:
    said = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.0 200\nX-A: 1\n  2\n\nhej"
    with raw_server(saying(said)) as port, proxy_for(port) as proxy:
        answer = get(proxy, f"http://127.0.0.1:{port}/")
    assert (answer.status_code, answer.text, answer.headers["x-a"]) == (200, "hej", "1 2")


@pytest.mark.parametrize(
    "head", [b"vrovl\r\n\r\n", b"GET http://x.dk/" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n"]
)
def test_a_malformed_head_is_answered_and_harms_nothing(site: Site, head: bytes) -> None:
    with proxy_for(site.port) as proxy:
        assert say(proxy, head)[:12] in {b"HTTP/1.1 400", b""}  # what is too long is cut off
        assert get(proxy, site.at("/")).status_code == 200


def test_slow_heads_are_cut_off(site: Site) -> None:
    with proxy_for(site.port, limits=ProxyLimits(head_seconds=0.05)) as proxy:
        assert say(proxy, b"GET http://x.dk/ HTTP/1.1\r\nA: ") == b""
        assert get(proxy, site.at("/")).status_code == 200


def test_sleeping_tunnels_are_closed() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    with raw_server(silent) as port, proxy_for(port, limits=ProxyLimits(idle_seconds=0.05)) as proxy:
        received = say(proxy, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
    assert received == b"HTTP/1.1 200 Connection established\r\n\r\n"


def test_there_are_only_so_many_at_once_and_the_rest_wait(site: Site) -> None:
    async def many(proxy: GuardProxy) -> list[int]:
        async with httpx.AsyncClient(proxy=proxy.url, trust_env=False, verify=_NO_TLS) as client:
            answers = await asyncio.gather(*(client.get(site.at("/")) for _ in range(20)))
            return [answer.status_code for answer in answers]

    with proxy_for(site.port, limits=ProxyLimits(connections=2)) as proxy:
        assert asyncio.run(many(proxy)) == [200] * 20


def test_the_proxy_does_not_call_itself() -> None:
    with proxy_for(networks=["127.0.0.0/8"]) as proxy:
        port = proxy.url.rpartition(":")[2]
        assert say(proxy, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 403")


def test_a_fault_of_ours_costs_one_connection(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    async def faulty(host: str, port: int) -> Sequence[str]:
        calls.append(host)
        if len(calls) == 1:
            raise RuntimeError(f"secret {host}")
        return ["127.0.0.1"]

    with GuardProxy(AddressGuard(["127.0.0.0/8"], resolver=faulty)) as proxy:
        assert say(proxy, b"GET http://hemmelig.dk/ HTTP/1.1\r\n\r\n") == b""
        assert get(proxy, f"http://x.dk:{site.port}/").status_code == 200
    assert "RuntimeError" in caplog.text
    assert "hemmelig" not in caplog.text


def test_a_reader_that_leaves_costs_nothing(site: Site) -> None:
    site.routes["/stor"] = giving(200, b"x" * 30_000_000)
    with proxy_for(site.port) as proxy:
        with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as connection:
            connection.sendall(f"GET {site.at('/stor')} HTTP/1.1\r\n\r\n".encode())
            connection.recv(1000)
        assert get(proxy, site.at("/")).status_code == 200


def test_stopping_closes_what_is_open_and_may_be_repeated() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    with raw_server(silent) as port:
        proxy = GuardProxy(AddressGuard(opened=[("127.0.0.1", port)]))
        proxy.start()
        with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as connection:
            connection.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
            proxy.stop()
            assert _all(connection) == b""
        proxy.stop()
        with pytest.raises(RuntimeError):
            _ = proxy.url


@contextlib.contextmanager
def hanging(port: int, *hosts: str) -> Iterator[None]:
    """Hosts of loopback where connections at a port are neither taken nor refused: their queues are full."""
    with contextlib.ExitStack() as stack:
        for host in hosts:
            server = stack.enter_context(socket.create_server((host, port), backlog=0))
            for _ in range(2):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(server.getsockname())
        yield


def test_the_addresses_of_a_name_share_the_time_and_are_not_all_tried(site: Site) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return {
            "sidst": [f"127.0.0.{number}" for number in (2, 3, 4, 1)],
            "tredje": ["127.0.0.5", "127.0.0.6", "127.0.0.1"],
            "fjerne": [f"127.0.0.{number}" for number in range(40, 1, -1)] + ["127.0.0.1"],
        }[host]

    guard = AddressGuard(["127.0.0.0/8"], resolver=resolver)
    with (
        hanging(site.port, "127.0.0.2", "127.0.0.3", "127.0.0.4"),
        GuardProxy(guard, ProxyLimits(connect_seconds=0.5)) as proxy,
    ):
        assert get(proxy, site.at("/", "sidst")).status_code == 504
    with GuardProxy(guard) as proxy:
        assert get(proxy, site.at("/", "tredje")).status_code == 200
        assert get(proxy, site.at("/", "fjerne")).status_code == 502
