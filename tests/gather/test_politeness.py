"""Turns at a host, on a clock of our own."""

import asyncio

from tilgaengelig.gather.net.politeness import LONGEST_INTERVAL, Politeness


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
