"""Turns at a host, on a clock of our own."""

import asyncio

import pytest
from fetching import Client, proxy, site
from loopback import Site, answer, in_turn

from tilgaengelig.gather.net.fetch import Fetched, Fetcher
from tilgaengelig.gather.net.politeness import LONGEST_INTERVAL, Politeness
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.model.errors import Unread

__all__ = ["proxy", "site"]


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


def starts(politeness: Politeness, clock: Clock, hosts: list[str]) -> list[tuple[str, float]]:
    began: list[tuple[str, float]] = []

    async def one(host: str) -> None:
        async with politeness.turn(host):
            began.append((host, clock.now() - 100))

    async def all_of_them() -> None:
        for host in hosts:
            await one(host)

    asyncio.run(all_of_them())
    return began


def test_starts_at_one_host_are_as_far_apart_as_it_wants() -> None:
    clock = Clock()
    politeness = Politeness(2, 0.5, now=clock.now, sleep=clock.sleep)
    politeness.slow_down("a", 3)
    politeness.slow_down("a", 1)  # the longest wish counts
    assert starts(politeness, clock, ["a", "a", "a"]) == [("a", 0), ("a", 3), ("a", 6)]


def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    politeness = Politeness(2, 5, now=clock.now, sleep=clock.sleep)
    assert starts(politeness, clock, ["a", "b", "a"]) == [("a", 0), ("b", 0), ("a", 5)]


def test_a_host_and_its_www_twin_wait_for_each_other() -> None:
    clock = Clock()
    politeness = Politeness(2, now=clock.now, sleep=clock.sleep)
    politeness.slow_down("www.x.dk", 5)
    assert starts(politeness, clock, ["x.dk", "www.x.dk"]) == [("x.dk", 0), ("www.x.dk", 5)]


def test_all_wait_who_start_after_a_host_asked_for_it() -> None:
    clock = Clock()
    politeness = Politeness(2, now=clock.now, sleep=clock.sleep)
    politeness.hold("a", 30)
    politeness.hold("a", 10)
    assert starts(politeness, clock, ["a", "b", "a"]) == [("a", 30), ("b", 30), ("a", 30)]


def test_who_waits_already_waits_longer_where_a_host_asks_for_it_meanwhile() -> None:
    clock = Clock()

    async def sleep(seconds: float) -> None:
        if clock.time == 100:
            politeness.hold("a", 30)
        await clock.sleep(seconds)

    politeness = Politeness(2, 5, now=clock.now, sleep=sleep)
    assert starts(politeness, clock, ["a", "a"]) == [("a", 0), ("a", 30)]


def test_a_delay_of_hours_is_not_waited_out() -> None:
    clock = Clock()
    politeness = Politeness(now=clock.now, sleep=clock.sleep)
    politeness.slow_down("a", 86_400)
    assert starts(politeness, clock, ["a", "a"])[1] == ("a", LONGEST_INTERVAL)


def test_only_so_many_have_a_turn_at_once_and_a_fault_gives_it_back() -> None:
    async def whole() -> int:
        politeness = Politeness(3)
        inside = most = 0

        async def one(number: int) -> None:
            nonlocal inside, most
            async with politeness.turn("a"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                inside -= 1
                if number % 2:
                    raise ValueError

        await asyncio.gather(*(one(number) for number in range(20)), return_exceptions=True)
        return most

    assert asyncio.run(whole()) == 3


def test_further_tries_keep_the_hosts_pace_and_a_retry_after_holds_for_all(
    site: Site, proxy: GuardProxy
) -> None:
    clock = Clock()
    politeness = Politeness(2, now=clock.now, sleep=clock.sleep)
    politeness.slow_down("127.0.0.1", 20)
    client = Client(proxy, politeness=politeness)
    site.routes["/travl"] = in_turn(answer(500), answer(500), answer(200, "hej"))
    site.routes["/fuld"] = answer(429, Retry_After="50")
    began: list[float] = []

    async def one(asking: Fetcher, path: str) -> Fetched:
        async with politeness.turn("127.0.0.1"):
            began.append(clock.now())
            return await asking.get(site.at(path))

    client.run(lambda fetcher: one(fetcher, "/travl"))
    assert clock.now() == began[0] + 40
    with pytest.raises(Unread):
        client.run(lambda fetcher: one(fetcher, "/fuld"))
    assert clock.now() == began[1] + 100
    client.run(lambda fetcher: one(fetcher, "/"))
    assert began[2] == began[1] + 150


def test_a_page_that_is_away_for_a_while_holds_up_nobody_else(site: Site, proxy: GuardProxy) -> None:
    clock = Clock()
    politeness = Politeness(2, now=clock.now, sleep=clock.sleep)
    site.routes["/i-stykker"] = answer(503, Retry_After="50")
    client = Client(proxy, politeness=politeness)

    async def one(asking: Fetcher) -> Fetched:
        with pytest.raises(Unread):
            await asking.get(site.at("/i-stykker"))
        began = clock.now()
        async with politeness.turn("127.0.0.1"):
            assert clock.now() == began
            return await asking.get(site.at("/"))

    assert client.run(one).status == 200
    assert client.waits == [50, 50]
