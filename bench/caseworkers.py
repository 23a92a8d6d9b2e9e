"""Caseworkers who score letters while an audit runs: how long each waits for the answer.

`python bench/caseworkers.py --site FOLDER` starts the server as a process of its own and lets `--people` caseworkers
each send a letter of one page, read the answer for some seconds, and send the next; first alone, then while the pages
of the folder are audited. What is measured is the whole way: request, access by token, scoring and answer.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from pages import SAMPLE

from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.access import Role
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

_LETTER = (SAMPLE.parent / "brev.txt").read_text(encoding="utf-8")
#: Seconds that a caseworker reads and writes between two letters; as one types, a letter is sent at each pause.
PAUSE = (3.0, 7.0)


def main() -> None:
    """Prints the waits, with the audit and without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--site", type=Path, help="a folder of pages to be audited meanwhile")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'load.db'}"
        with Workshop(Settings(database=database)) as workshop:
            secret = workshop.store.issue_token("bench", Role.ADMINISTRATOR)[1]
        with served(database) as port, _client(port, secret, asked.people) as client:
            client.post("/letters", json={"text": _LETTER}).raise_for_status()
            _told("without an audit", _waits(client, asked.people, asked.seconds))
            if asked.site:
                with FolderServer(asked.site) as site:
                    order = {"address": site.address("index.html"), "maxPages": 500}
                    audit = client.post("/audits", json=order).raise_for_status().json()["id"]
                    time.sleep(5)
                    _told("while an audit runs", _waits(client, asked.people, asked.seconds))
                    told = client.get(f"/audits/{audit}/progress").json()
                    print(f"the audit is {told['state']}: {told['read']} pages read")


def _client(port: int, secret: str, people: int) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}/api/v1",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
        trust_env=False,
        # The server closes what was silent for five seconds; nobody must send into that.
        limits=httpx.Limits(max_connections=people, keepalive_expiry=2.0),
    )


@contextmanager
def served(database: str) -> Iterator[int]:
    """The server as a process of its own, which demands access; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "TILGAENGELIG_CALLS_A_MINUTE": "0",
        "TILGAENGELIG_UNKNOWN_CALLS_A_MINUTE": "0",
        "TILGAENGELIG_ALLOW_NETWORK": '["127.0.0.0/8"]',
    }
    command = [str(Path(sys.executable).with_name("tilgaengelig")), "serve", "--name", "bench"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--database", database],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_ready(f"http://127.0.0.1:{port}/api/v1/ready")
        yield port
    finally:
        process.terminate()
        process.wait()


def _until_ready(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(address, trust_env=False, timeout=60).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _waits(client: httpx.Client, people: int, seconds: float) -> list[float]:
    end = time.monotonic() + seconds
    turn = threading.Lock()
    waits: list[float] = []

    def work(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, PAUSE[1]))
        while time.monotonic() < end:
            start = time.perf_counter()
            client.post("/letters", json={"text": _LETTER}).raise_for_status()
            with turn:
                waits.append(time.perf_counter() - start)
            time.sleep(chance.uniform(*PAUSE))

    with concurrent.futures.ThreadPoolExecutor(people) as pool:
        list(pool.map(work, range(people)))
    return waits


def _told(name: str, waits: list[float]) -> None:
    cuts = statistics.quantiles(waits, n=100)
    shown = ", ".join(f"p{at} {1000 * cuts[at - 1]:.0f} ms" for at in (50, 95, 99))
    print(f"{name}: {len(waits)} letters, {shown}, slowest {1000 * max(waits):.0f} ms")


if __name__ == "__main__":
    main()
