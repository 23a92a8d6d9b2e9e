"""No two processes audit a site at once; one that died holds nobody up."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import Busy, SetupLacks
from tilgaengelig.store import Store
from tilgaengelig.work.lease import held_elsewhere, site_lease

ORDER = Order("https://www.ministerium.example/")
HOUR = dt.timedelta(hours=1)


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
    assert store.take_lease(ORDER.place, "maskine2 17 9 x", HOUR)
    assert held_elsewhere(store, ORDER)
    with pytest.raises(Busy), site_lease(store, ORDER):
        pass
    assert store.renew_lease(ORDER.place, "maskine2 17 9 x", -HOUR)
    with site_lease(store, ORDER):
        assert not store.renew_lease(ORDER.place, "maskine2 17 9 x", HOUR)


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
