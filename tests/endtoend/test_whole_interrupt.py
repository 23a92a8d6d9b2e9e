"""Ctrl-C during a scan: a report on what was read so far, and the same command goes on from there."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from pathlib import Path
from typing import Any

from program import Home, alive, ended
from sites import Site, answer

from tilgaengelig.model.denmark import local

#: Beside the first page.
PAGES = 3


def page(name: str, links: str = "") -> str:
    return f"""<!doctype html><html lang="da"><title>{name}</title><main><h1>{name}</h1><img src="/x.png">
    <p>Her er {name}.</p>{links}</main></html>"""


def small_site() -> Site:
    names = [f"side{number}" for number in range(PAGES)]
    links = "".join(f'<a href="/{name}">{name}</a> ' for name in names)
    routes = {f"/{name}": answer(page(name)) for name in names}
    return Site({"/": answer(page("start", links)), **routes})


def report_of(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home.here / "ud" / "rapport.json").read_text("utf-8"))
    return found


def states(report: dict[str, Any]) -> dict[str, str]:
    return {row["title"] or row["address"]: row["state"] for row in report["addresses"]}


def test_an_interrupted_scan_reports_and_the_same_command_alone_takes_it_up_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with small_site() as site:
        command = ("scan", site.at(), "--output", "ud")
        gates = [site.hold(f"/side{number}") for number in range(PAGES)]
        with ended(home.start(*command), home) as process:
            home.waits(
                process, lambda: any(gate.reached.is_set() for gate in gates), "a page after the first"
            )
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole foreground group has it
            stopped = home.said(process)
            assert not alive(process, home)
        first = report_of(home)
        assert (stopped.code, "Traceback" in stopped.err) == (0, False)
        assert "Kontrollen blev stoppet." in stopped.out
        assert "Samme kommando tager den op igen." in stopped.out
        assert first["audit"]["state"] == "stopped"
        assert (first["coverage"]["read"], first["coverage"]["waiting"]) == (1, PAGES)
        assert len(first["components"]) == 1

        site.release()
        other = home.run(*command, "--max-pages", "1")
        assert (other.code, "tages op" in other.out) == (0, False)
        assert report_of(home)["coverage"]["read"] == 1
        asked = len(site.asked)
        again = home.run(*command)
        assert again.code == 0
        began = local(dt.datetime.fromisoformat(first["audit"]["started"]))
        taken_up = f"Kontrollen fra {began:%d.%m.%Y kl. %H.%M} blev afbrudt og tages op, hvor den slap."
        assert taken_up in again.lines
        assert "/" not in site.asked[asked:]
        second = report_of(home)
        assert second["audit"]["id"] == first["audit"]["id"]
        assert (second["audit"]["state"], set(states(second).values())) == ("done", {"read"})


def test_fresh_begins_anew_where_an_audit_was_ended_by_the_system(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with small_site() as site:
        gate = site.hold("/side0")
        with ended(home.start("scan", site.at(), "--output", "ud"), home) as process:
            home.waits(process, gate.reached.is_set, "a page after the first")
            os.kill(process.pid, signal.SIGTERM)
            assert home.said(process).code == 0
        left = report_of(home)["audit"]["id"]
        site.release()
        fresh = home.run("scan", site.at(), "--output", "ud", "--fresh")
    assert (fresh.code, "tages op" in fresh.out) == (0, False)
    assert report_of(home)["audit"]["id"] != left
    assert report_of(home)["coverage"]["read"] == 1 + PAGES
    assert len(home.run("audit", "list").lines) == 2


def test_an_interruption_before_anything_was_read_says_so_and_exits_3(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with small_site() as site:
        gate = site.hold("/")
        with ended(home.start("scan", site.at(), "--output", "ud"), home) as process:
            home.waits(process, gate.reached.is_set, "the first page")
            os.killpg(process.pid, signal.SIGINT)
            said = home.said(process)
    assert (said.code, said.err) == (3, "Fejl: Intet kunne læses.\n")
    assert report_of(home)["coverage"]["waiting"] == 1
