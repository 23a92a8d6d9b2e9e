"""Bodies that are too large, never end, come packed, come late, or do not come whole."""

import gzip
import http.server
import socket
import zlib

import pytest
from fetching import Client, client, proxy, site
from loopback import Site, answer, raw_server, read_request, saying

from tilgaengelig.gather.net.fetch import FetchLimits
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.model.trouble import TroubleKind

__all__ = ["client", "proxy", "site"]


def test_a_body_over_the_limit_is_told_before_and_while_it_comes(site: Site, client: Client) -> None:
    site.routes["/sagt"] = answer(200, b"", Content_Length="50000000", Connection="close")

    def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 3_000_000)
        handler.close_connection = True

    site.routes["/tavs"] = silent
    assert "20 MB" in str(client.trouble(site.at("/sagt")))
    unread = client.trouble(site.at("/tavs"), limit=1_000_000)
    assert (unread.trouble.kind, unread.trouble.detail) == (TroubleKind.TOO_LARGE, "1 MB")


def test_a_body_without_end_is_cut_off(site: Site, client: Client) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    site.routes["/"] = endless
    assert client.trouble(site.at("/"), limit=2_000_000).trouble.kind is TroubleKind.TOO_LARGE


def test_a_document_may_be_larger_than_a_page(site: Site, proxy: GuardProxy) -> None:
    client = Client(proxy, limits=FetchLimits(page_bytes=100, document_bytes=1000))
    site.routes["/a"] = answer(200, b"%PDF-" + b"x" * 500, Content_Type="application/pdf")
    site.routes["/b.PDF"] = answer(200, b"%PDF-" + b"x" * 500)
    site.routes["/c"] = answer(200, b"x" * 500, Content_Type="text/html")
    assert client.get(site.at("/a")).size == client.get(site.at("/b.PDF")).size == 505
    assert client.trouble(site.at("/c")).trouble.kind is TroubleKind.TOO_LARGE


def test_a_bomb_is_cut_off_after_its_fuse(site: Site, client: Client) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    assert len(bomb) < 100_000
    for body, encoding in (
        (bomb, "gzip"),
        (gzip.compress(bomb), "gzip, gzip"),
        (zlib.compress(b"\0" * 30_000_000), "deflate"),
        (gzip.compress(b"\0" * 8_000_000) * 3, "gzip"),
    ):
        site.routes["/"] = answer(200, body, Content_Encoding=encoding)
        assert client.trouble(site.at("/")).trouble.kind is TroubleKind.TOO_LARGE


def test_a_body_of_ever_so_many_members_is_given_up(site: Site, client: Client) -> None:
    empty = gzip.compress(b"", mtime=0) * 20_000
    for body, encoding in ((empty, "gzip"), (gzip.compress(empty), "gzip, gzip")):
        site.routes["/"] = answer(200, body, Content_Encoding=encoding)
        assert client.trouble(site.at("/")).trouble.kind is TroubleKind.UNSUPPORTED_TYPE


def test_a_body_of_many_members_is_unpacked(site: Site, client: Client) -> None:
    body = gzip.compress(b"x" * 40_000, compresslevel=0) + gzip.compress(b"y") * 2_000
    site.routes["/"] = answer(200, body, Content_Encoding="gzip")
    assert client.get(site.at("/")).body == b"x" * 40_000 + b"y" * 2_000


def test_packed_bodies_are_unpacked(site: Site, client: Client) -> None:
    text = "æøå ".encode() * 100_000
    bare = zlib.compressobj(wbits=-15)
    half = len(text) // 2
    for body, encoding in (
        (gzip.compress(text), "gzip"),
        (gzip.compress(text[:half]) + gzip.compress(text[half:]) + b"\0\0", "x-gzip"),
        (zlib.compress(text), "deflate"),
        (bare.compress(text) + bare.flush(), "deflate"),
        (text, "gzip"),  # a server that says so and does not do so
        (text, "identity"),
        (text, "utf-8"),
    ):
        site.routes["/"] = answer(200, body, Content_Encoding=encoding)
        assert client.get(site.at("/")).body == text
    site.routes["/"] = answer(200, b"", Content_Encoding="gzip")
    assert client.get(site.at("/")).body == b""


def test_packed_bodies_that_cannot_be_unpacked_are_told(site: Site, client: Client) -> None:
    site.routes["/"] = answer(200, b"x", Content_Encoding="br")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.UNSUPPORTED_TYPE
    site.routes["/"] = answer(200, b"\x1f\x8b" + b"vrovl" * 9, Content_Encoding="gzip")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.UNSUPPORTED_TYPE
    site.routes["/"] = answer(200, gzip.compress(b"x" * 9999)[:-12], Content_Encoding="gzip")
    assert client.trouble(site.at("/")).trouble.kind is TroubleKind.CONNECTION_LOST


def test_a_slow_server_runs_into_the_deadline(proxy: GuardProxy) -> None:
    def slow(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")
        connection.recv(1)  # until we hang up

    client = Client(proxy, limits=FetchLimits(seconds=0.3))
    with raw_server(slow) as port:
        unread = client.trouble(f"http://127.0.0.1:{port}/")
    assert (unread.trouble.kind, unread.trouble.detail) == (TroubleKind.TIMEOUT, "0,3 sekunder")
    assert client.waits == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalvt",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_a_connection_that_is_dropped_is_tried_again_and_told(client: Client, said: bytes) -> None:
    with raw_server(saying(said)) as port:
        assert client.trouble(f"http://127.0.0.1:{port}/").trouble.kind is TroubleKind.CONNECTION_LOST
    assert client.waits == [1.0, 2.0]
