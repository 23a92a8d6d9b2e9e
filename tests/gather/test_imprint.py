"""What makes a page the same as the last time: all that a reader meets, and not what servers make up each time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Site, answer
from properties import patient

from tilgaengelig.gather.imprint import MOST_OF_A_PAGE, Sources, digest
from tilgaengelig.gather.net.fetch import Fetcher
from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.gather.net.proxy import GuardProxy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'<script nonce="abc">x()</script>', b'<script nonce="def">x()</script>'),
        (b'<input type="hidden" name="csrf" value="1">', b'<input type=hidden name="csrf" value="2">'),
        (b'<input name="__VIEWSTATE" type="hidden" value="1">', b""),
        (b'<meta name="csrf-token" content="a1">', b'<meta name="csrf-token" content="b2">'),
        (b"<p>Hej</p><!-- lavet 02.11 kl. 2 -->", b"<p>Hej</p><!-- lavet 03.11 kl. 2 -->"),
    ],
)
def test_what_a_server_makes_anew_each_time_does_not_count(one: bytes, other: bytes) -> None:
    assert digest(one, page=True) == digest(other, page=True)
    assert digest(one) != digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"<p>Hej</p>", b"<p>Hej.</p>"),
        (b'<img alt="">', b"<img>"),
        (b'<input type="text" value="1">', b'<input type="text" value="2">'),
        (b"<script>f(1)</script>", b"<script>f(2)</script>"),
        (b"<!-- a --><p>x</p>", b"<!-- a --><p>y</p>"),
        (b"<!-- <p>x</p> -->", b"<!-- <p>y</p> -->"),
    ],
)
def test_all_else_does(one: bytes, other: bytes) -> None:
    assert digest(one, page=True) != digest(other, page=True)


HOSTILE = [b"<!--", b"<input type=hidden", b"<input ", b' nonce="', b"<meta name='csrf-token'"]


@patient
@given(st.sampled_from(HOSTILE), st.integers(0, 60_000))
def test_hostile_mark_up_is_read_to_its_end(piece: bytes, times: int) -> None:
    assert len(digest(piece * times, page=True)) == 32


@pytest.fixture
def server() -> Iterator[Site]:
    with Site() as opened:
        yield opened


Asking = Callable[[Sources], Awaitable[Any]]


def asked(server: Site, ask: Asking) -> Any:
    """The answer of sources that may reach the server."""

    async def go(proxy: str) -> Any:
        async with Fetcher(proxy) as fetcher:
            return await ask(Sources(fetcher, Politeness()))

    with GuardProxy(AddressGuard(["127.0.0.0/8"])) as proxy:
        return asyncio.run(go(proxy.url))


def test_each_source_is_asked_for_once(server: Site) -> None:
    server.routes |= {"/stil.css": answer(200, "a{}"), "/site.js": answer(200, "f()")}
    style, script = server.at("/stil.css"), server.at("/site.js")

    async def ask(sources: Sources) -> tuple[Any, ...]:
        known = sources.same({style: digest(b"a{}")})
        return await asyncio.gather(sources.of([style, script]), sources.of([style]), known)

    first, second, same = asked(server, ask)
    assert first == {style: digest(b"a{}"), script: digest(b"f()")}
    assert second == {style: digest(b"a{}")}
    assert same
    assert len(server.asked) == 2


def test_what_cannot_be_had_is_never_the_same(server: Site) -> None:
    server.routes["/stil.css"] = answer(503, "")
    style = server.at("/stil.css")
    assert asked(server, lambda sources: sources.of([style])) is None
    assert asked(server, lambda sources: sources.same({style: ""})) is False
    assert asked(server, lambda sources: sources.same(None)) is False
    assert asked(server, lambda sources: sources.same({})) is True
    assert asked(server, lambda sources: sources.of(None)) is None
    assert asked(server, lambda sources: sources.of(map(str, range(MOST_OF_A_PAGE + 1)))) is None


def test_what_is_not_there_is_the_same_until_it_comes(server: Site) -> None:
    style = server.at("/stil.css")
    server.routes["/stil.css"] = answer(404, "Den findes ikke.")
    known = asked(server, lambda sources: sources.of([style]))
    server.routes["/stil.css"] = answer(404, "Den findes stadig ikke.")
    assert asked(server, lambda sources: sources.same(known)) is True
    for came in (answer(200, "a{}"), answer(503, "")):
        server.routes["/stil.css"] = came
        assert asked(server, lambda sources: sources.same(known)) is False


def test_another_style_sheet_is_another_page(server: Site) -> None:
    server.routes["/stil.css"] = answer(200, "a{color:#777}")
    assert not asked(server, lambda sources: sources.same({server.at("/stil.css"): digest(b"a{color:#000}")}))
