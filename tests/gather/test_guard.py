"""What the guard refuses, whatever form it is written in, and what it lets through."""

import asyncio
import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.model.errors import Unread, WrongUse
from tilgaengelig.model.trouble import TroubleKind

CLOSED = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "168.63.129.16", "192.88.99.1",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001::1", "3fff::1", "100::1",
    "fec0::1", "5f00::1", "64:ff9b:1::1",
]  # fmt: skip
OPEN = ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "193.3.1.1",
        "2a01:4f8::1", "2606:4700::1111", "64:ff9b::808:808"]  # fmt: skip


def answering(*answers: str) -> AddressGuard:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return answers

    return AddressGuard(resolver=resolver)


def resolved(guard: AddressGuard, host: str, port: int = 80) -> list[str]:
    return asyncio.run(guard.resolve(host, port))


def trouble(guard: AddressGuard, host: str, port: int = 80) -> TroubleKind:
    with pytest.raises(Unread) as caught:
        resolved(guard, host, port)
    return caught.value.trouble.kind


@pytest.mark.parametrize("ip", CLOSED)
def test_closed_addresses_are_refused_as_literal_and_as_answer(ip: str) -> None:
    assert trouble(AddressGuard(), ip) is TroubleKind.ADDRESS_REFUSED
    assert trouble(answering(ip), "ministerium.dk") is TroubleKind.ADDRESS_REFUSED


@pytest.mark.parametrize("ip", OPEN)
def test_open_addresses_are_let_through(ip: str) -> None:
    assert resolved(AddressGuard(), ip) == [str(ipaddress.ip_address(ip))]


def _carriers(inner: ipaddress.IPv4Address) -> list[ipaddress.IPv6Address]:
    number = int(inner)
    return [
        ipaddress.IPv6Address(0xFFFF << 32 | number),
        ipaddress.IPv6Address(0xFFFF << 48 | number),
        ipaddress.IPv6Address(0x64FF9B << 96 | number),
        ipaddress.IPv6Address(0x2002 << 112 | number << 80 | 1),
        ipaddress.IPv6Address(number),
    ]


_CLOSED_4 = st.sampled_from([ip for ip in CLOSED if ":" not in ip]).map(ipaddress.IPv4Address)


@patient
@given(_CLOSED_4)
def test_no_ipv6_form_carries_a_closed_address_through(inner: ipaddress.IPv4Address) -> None:
    for carrier in _carriers(inner):
        assert AddressGuard().refuses(carrier), carrier
        assert AddressGuard().refuses(ipaddress.ip_address(carrier.exploded))


@patient
@given(st.ip_addresses(v=4))
def test_the_guard_is_never_laxer_than_pythons_own_list(ip: ipaddress.IPv4Address) -> None:
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved:
        assert AddressGuard().refuses(ip)
        assert all(AddressGuard().refuses(carrier) for carrier in _carriers(ip))


@patient
@given(st.ip_addresses(v=6))
def test_nor_for_ipv6(ip: ipaddress.IPv6Address) -> None:
    if ip.is_private or ip.is_link_local or ip.is_multicast or ip.is_site_local:
        assert AddressGuard().refuses(ip)


@patient
@given(_CLOSED_4, st.sampled_from(["{}", "0x{:x}", "0{:o}"]))
def test_spellings_as_one_number_are_refused(ip: ipaddress.IPv4Address, form: str) -> None:
    assert trouble(AddressGuard(), form.format(int(ip))) is TroubleKind.ADDRESS_REFUSED


@pytest.mark.parametrize("host", ["127.1", "0177.0.0.1", "0x7f.0x0.0x0.0x1", "[::1]", "[::ffff:7f00:1]", "localhost",
                                  "LOCALHOST.", "a.localhost", "１２７.0.0.1"])  # fmt: skip
def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    assert trouble(AddressGuard(), host) is TroubleKind.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "host", ["findes-ikke.invalid", "256.1.1.1", "a..b", "a b", "", "x.onion", "1.2.3.4.5", "x" * 300]
)
def test_what_is_no_host_is_unknown(host: str) -> None:
    assert trouble(AddressGuard(), host) is TroubleKind.UNKNOWN_HOST


def test_only_the_good_ones_among_mixed_answers_are_used() -> None:
    assert resolved(answering("10.0.0.1", "8.8.8.8", "::1", "fe80::1%eth0"), "x.dk") == ["8.8.8.8"]


def test_a_stranger_does_not_learn_what_a_name_resolves_to() -> None:
    with pytest.raises(Unread) as caught:
        resolved(answering("10.7.7.7"), "intranet.dk")
    assert "10.7.7.7" not in str(caught.value)
    assert "intranet.dk" in str(caught.value)


def test_what_is_opened_for_a_while_is_closed_with_the_last_who_opened_it() -> None:
    guard = AddressGuard()
    with guard.opening([("LocalHost.", 8000)]):
        with guard.opening([("localhost", 8000)]):
            assert resolved(guard, "localhost", 8000) == ["127.0.0.1", "::1"]
        assert resolved(guard, "localhost", 8000) == ["127.0.0.1", "::1"]
        assert trouble(guard, "localhost", 8001) is TroubleKind.ADDRESS_REFUSED
    assert trouble(guard, "localhost", 8000) is TroubleKind.ADDRESS_REFUSED


def test_a_typed_address_opens_its_own_host_and_port_only() -> None:
    guard = AddressGuard(opened=[("127.0.0.1", 8000), ("localhost", 8001)])
    assert resolved(guard, "127.0.0.1", 8000) == ["127.0.0.1"]
    assert resolved(guard, "LocalHost.", 8001) == ["127.0.0.1", "::1"]
    assert trouble(guard, "127.0.0.1", 8001) is TroubleKind.ADDRESS_REFUSED
    assert trouble(guard, "localhost", 8000) is TroubleKind.ADDRESS_REFUSED
    assert trouble(guard, "127.0.0.2", 8000) is TroubleKind.ADDRESS_REFUSED


def test_a_network_can_be_opened_in_any_form() -> None:
    guard = AddressGuard(["127.0.0.0/8", " 10.1.2.3/16 "])
    assert resolved(guard, "127.0.0.1") == ["127.0.0.1"]
    assert resolved(guard, "[::ffff:10.1.9.9]") == ["::ffff:a01:909"]
    assert trouble(guard, "10.2.0.1") is TroubleKind.ADDRESS_REFUSED
    assert trouble(guard, "[::1]") is TroubleKind.ADDRESS_REFUSED


def test_a_network_that_is_none_is_told() -> None:
    with pytest.raises(WrongUse, match="ikke et netværk"):
        AddressGuard(["10.0.0.0/99"])


def test_names_that_cannot_be_resolved() -> None:
    async def failing(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    async def sleeping(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return ()

    assert trouble(AddressGuard(resolver=failing), "x.dk") is TroubleKind.UNKNOWN_HOST
    assert trouble(answering(), "x.dk") is TroubleKind.UNKNOWN_HOST
    assert trouble(AddressGuard(resolver=sleeping, seconds=0.01), "x.dk") is TroubleKind.TIMEOUT


def test_a_name_that_took_too_long_is_not_asked_for_again_at_once() -> None:
    asked: list[str] = []

    async def sleeping(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        await asyncio.sleep(60 if host == "langsom.dk" else 0)
        return ["8.8.8.8"]

    async def whole() -> list[TroubleKind]:
        guard = AddressGuard(resolver=sleeping, seconds=0.05)
        kinds: list[TroubleKind] = []
        for _ in range(3):
            try:
                await guard.resolve("langsom.dk", 80)
            except Unread as error:
                kinds.append(error.trouble.kind)
            assert await guard.resolve("hurtig.dk", 80) == ["8.8.8.8"]
        return kinds

    assert asyncio.run(whole()) == [TroubleKind.TIMEOUT] * 3
    assert asked.count("langsom.dk") == 1


def test_slow_names_keep_nobody_else_from_working(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()

    def getaddrinfo(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host.startswith("langsom"):
            answers.wait(30)
        return [(2, 1, 6, "", ("8.8.8.8", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    async def whole() -> None:
        guard = AddressGuard(seconds=30)
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(6))
        slow = [asyncio.create_task(guard.resolve(f"langsom{number}.dk", 80)) for number in range(6)]
        try:
            await asyncio.sleep(0)
            async with asyncio.timeout(10):
                assert await guard.resolve("hurtig.dk", 80) == ["8.8.8.8"]
                assert await asyncio.to_thread(lambda: "andet arbejde")
        finally:
            answers.set()
            await asyncio.gather(*slow)

    asyncio.run(whole())


@pytest.mark.parametrize(("takes", "times"), [(0.0, 2), (1.2, 1)])
def test_a_busy_name_server_is_asked_once_more_where_it_said_so_soon(
    monkeypatch: pytest.MonkeyPatch, takes: float, times: int
) -> None:
    asked: list[str] = []

    def busy(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        time.sleep(takes)
        raise socket.gaierror(socket.EAI_AGAIN, "busy")

    monkeypatch.setattr(socket, "getaddrinfo", busy)
    assert trouble(AddressGuard(), "x.dk") is TroubleKind.UNKNOWN_HOST
    assert len(asked) == times


@patient
@given(st.text(max_size=40))
def test_any_host_is_resolved_or_told(host: str) -> None:
    with contextlib.suppress(Unread):
        assert resolved(answering("8.8.8.8"), host)
