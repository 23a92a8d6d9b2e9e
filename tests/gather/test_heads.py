"""Heads of HTTP messages: what is malformed is refused, and what is told is understood."""

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.net.heads import (
    BadHead,
    Head,
    read_head,
    refusal,
    target_of,
    told_in_header,
    told_in_reason,
)
from tilgaengelig.model.trouble import Trouble, TroubleKind


def read(data: bytes) -> Head:
    async def whole() -> Head:
        reader = asyncio.StreamReader(limit=65536)
        reader.feed_data(data)
        reader.feed_eof()
        return await read_head(reader, 65536)

    return asyncio.run(whole())


@pytest.mark.parametrize(
    "head",
    [
        b"\r\n\r\n\r\nvrovl\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET https://x.dk/ HTTP/1.1\r\n\r\n",
        b"GET ftp://x.dk/ HTTP/1.1\r\n\r\n",
        b"GET http://x.dk:99999/ HTTP/1.1\r\n\r\n",
        b"GET http://a@b@c/ HTTP/1.1\r\n\r\n",
        b"GET http://x.dk/\0 HTTP/1.1\r\nA b: c\r\n\r\n",
        b"GET http://x.dk/ HTTP/2.0\r\n\r\n",
        b"CONNECT x.dk HTTP/1.1\r\n\r\n",
        b"CONNECT x.dk:443/ HTTP/1.1\r\n\r\n",
        b"CONNECT :443 HTTP/1.1\r\n\r\n",
        b"POST http://x.dk/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET http://x.dk/" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET http://x.dk/ HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    ],
)
def test_a_malformed_head_is_refused(head: bytes) -> None:
    with pytest.raises(BadHead):
        target_of(read(head))


def test_a_good_head_is_understood() -> None:
    target = target_of(read(b"GET http://b:c@X.dk?a=1#b HTTP/1.1\r\nHost: y.dk\r\n\r\n"))
    assert (target.host, target.port, target.authority, target.path) == ("X.dk", 80, b"X.dk", b"/?a=1")
    tunnel = target_of(read(b"CONNECT [::1]:443 HTTP/1.1\r\n\r\n"))
    assert (tunnel.host, tunnel.port, tunnel.path) == ("::1", 443, b"")


@patient
@given(st.binary(max_size=200).map(lambda data: data + b"\r\n\r\n"))
def test_no_bytes_break_it(data: bytes) -> None:
    with contextlib.suppress(BadHead, asyncio.IncompleteReadError):
        target_of(read(data))


def test_the_word_of_trouble_survives_any_detail() -> None:
    for detail in ("20 sekunder", "æøå; %41/\r\nX: y", "", "😀"):
        said = refusal(502, Trouble(TroubleKind.TIMEOUT, detail))
        first, second = said.decode().split("\r\n")[:2]
        for told in (told_in_reason(first), told_in_header(second.partition(": ")[2])):
            assert told
            assert told.trouble.detail == detail
    assert told_in_reason("502 Bad Gateway") is None
    assert told_in_reason("tilgaengelig/nonsense/x") is None
