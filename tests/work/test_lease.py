"""No two processes audit a site at once; one that died holds nobody up."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tilgaengelig.cli.nights import schedule
from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import Busy, SetupLacks
from tilgaengelig.store import Store
from tilgaengelig.work.lease import CLOCK, held_elsewhere, site_lease

ORDER = Order("https://www.ministerium.example/")
HOUR = dt.timedelta(hours=1)
OTHER = "maskine2 17 9 x"


def test_a_site_is_had_by_one_at_a_time_and_let_go_of(store: Store) -> None:
    with (
        site_lease(store, ORDER),
        pytest.raises(Busy, match="kontrolleres allerede"),
        site_lease(store, ORDER),
    ):
        pass
    with site_lease(store, ORDER):
        assert not held_elsewhere(store, ORDER)
    assert store.lease_holder(ORDER.place) is None


def test_another_part_of_the_site_is_another_site(store: Store) -> None:
    with site_lease(store, ORDER), site_lease(store, Order("https://www.ministerium.example/da/", "/da/")):
        assert store.lease_holder("ministerium.example/da/") is not None


def test_one_on_another_machine_holds_it_until_its_time_is_out(store: Store) -> None:
    assert store.take_lease(ORDER.place, OTHER, HOUR)
    assert held_elsewhere(store, ORDER)
    with pytest.raises(Busy), site_lease(store, ORDER):
        pass
    assert store.take_lease(ORDER.place, OTHER, -HOUR)
    with site_lease(store, ORDER):
        assert not store.take_lease(ORDER.place, OTHER, HOUR)


def test_a_process_of_this_machine_that_died_has_let_go(store: Store) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert store.take_lease(ORDER.place, f"{socket.gethostname()} {ended.pid} 1 x", HOUR)
    assert not held_elsewhere(store, ORDER)
    with site_lease(store, ORDER):
        pass


def test_a_process_that_died_has_let_go_though_nobody_has_asked_how_it_ended(store: Store) -> None:
    held = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    born = Path(f"/proc/{held.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[19]
    assert store.take_lease(ORDER.place, f"{socket.gethostname()} {held.pid} {born} x", HOUR)
    assert held_elsewhere(store, ORDER)
    held.kill()
    os.waitid(os.P_PID, held.pid, os.WEXITED | os.WNOWAIT)
    assert not held_elsewhere(store, ORDER)
    with site_lease(store, ORDER):
        pass
    held.communicate()


def test_the_number_of_a_process_that_died_may_be_anothers_now(store: Store) -> None:
    assert store.take_lease(ORDER.place, f"{socket.gethostname()} {os.getpid()} 1 x", HOUR)
    with site_lease(store, ORDER):
        pass


def comes_true(condition: Callable[[], bool]) -> bool:
    """Whether it does so within a while."""
    until = time.monotonic() + 20
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_a_copy_of_the_database_that_is_put_back_takes_nothing_from_whoever_has_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.work.lease.RENEWED", 0.05)
    lost: list[bool] = []
    with site_lease(store, ORDER) as lease:
        lease.lost = lambda: lost.append(True)
        mine = store.lease_holder(ORDER.place)
        assert mine is not None
        store.let_go(ORDER.place, mine)  # as in a copy from before
        assert comes_true(lambda: store.lease_holder(ORDER.place) == mine)
        assert store.take_lease(ORDER.place, OTHER, -HOUR, over=mine)  # as in one of another's time
        assert comes_true(lambda: store.lease_holder(ORDER.place) == mine)
        assert not lost
        assert store.take_lease(ORDER.place, OTHER, HOUR, over=mine)
        assert comes_true(lambda: bool(lost))


def test_a_clock_that_another_took_over_from_stands_by_until_that_one_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.work.lease.RENEWED", 0.05)
    monkeypatch.setattr("tilgaengelig.cli.nights._TURN", 0.05)
    url = f"sqlite:///{tmp_path / 'ur.db'}"
    said: list[str] = []
    with Store(url) as store:
        store.migrate()

        def say(sentence: str) -> None:
            said.append(sentence.partition(".")[0])
            if said == ["Uret går"]:
                assert store.take_lease(CLOCK, OTHER, HOUR, over=store.lease_holder(CLOCK))
            elif said == ["Uret går", "Et andet ur er i gang"]:
                store.let_go(CLOCK, OTHER)
            elif len(said) == 3:
                signal.raise_signal(signal.SIGTERM)

        monkeypatch.setattr("tilgaengelig.cli.nights.say", say)
        schedule(database=url)
    assert said == ["Uret går", "Et andet ur er i gang", "Uret går", "Uret er stoppet"]


def test_what_was_not_let_go_of_since_the_database_was_away_holds_us_up_no_longer(
    tmp_path: Path,
) -> None:
    there, away = tmp_path / "audits.db", tmp_path / "væk.db"
    with Store(f"sqlite:///{there}") as store:
        store.migrate()
    with Store(f"sqlite:///{there}") as store, ExitStack() as stack:
        stack.enter_context(site_lease(store, ORDER))
        store.close()
        there.rename(away)
        with pytest.raises(SetupLacks):
            stack.close()
        store.close()
        away.replace(there)
        assert store.lease_holder(ORDER.place) is not None
        assert not held_elsewhere(store, ORDER)
        with site_lease(store, ORDER):
            pass
    assert store.lease_holder(ORDER.place) is None
