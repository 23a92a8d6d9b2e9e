"""How long a caseworker waits: one page of text through the API on loopback, and where the time goes."""

from __future__ import annotations

import json
import logging
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import table
import uvicorn
from pages import SAMPLE

from tilgaengelig.model.letter import Draft
from tilgaengelig.model.readability import Audience
from tilgaengelig.settings import Settings
from tilgaengelig.web.api import make_app
from tilgaengelig.work.letters import score
from tilgaengelig.work.shapes import letter_as_data
from tilgaengelig.workshop import Workshop

ROUNDS = 200
_WARM = 20


def show(folder: Path) -> None:
    """The time of one request for the sample letter, which fills a page; all advice is on.

    Where others use the machine, the time of the processor (of client and server together) says more than the clock.
    """
    text = (SAMPLE.parent / "brev.txt").read_text(encoding="utf-8")
    with Workshop(Settings(database=f"sqlite:///{folder / 'letters.db'}")) as workshop:
        book = workshop.rulebook
        rows = [
            _row("score alone", lambda: score(Draft.plain(text), Audience.BORGERE, book, 10**6)),
            _row("score and JSON", lambda: _as_json(text, workshop)),
        ]
        with _served(workshop) as client:
            rows.append(_row("POST /api/v1/letters on loopback", lambda: _asked(client, text)))
    words = len(text.split())
    table.show(
        f"Letters: one page ({words} words), milliseconds",
        ["", "median", "95 %", "longest", "processor"],
        rows,
    )


def _row(name: str, work: Callable[[], object]) -> list[object]:
    for _ in range(_WARM):
        work()
    taken = []
    processor = time.process_time()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    processor = 1000 * (time.process_time() - processor) / ROUNDS
    taken.sort()
    return [name, statistics.median(taken), taken[int(0.95 * len(taken))], taken[-1], processor]


def _as_json(text: str, workshop: Workshop) -> str:
    return json.dumps(letter_as_data(score(Draft.plain(text), Audience.BORGERE, workshop.rulebook, 10**6)))


def _asked(client: httpx.Client, text: str) -> None:
    answer = client.post("/letters", json={"text": text})
    if answer.status_code != httpx.codes.OK:
        raise AssertionError(answer.text)


@contextmanager
def _served(workshop: Workshop) -> Iterator[httpx.Client]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # Said to be TCP, or asyncio leaves its answers to wait for an acknowledgement, which `serve` does not.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(make_app(workshop), log_level="warning", access_log=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            base = f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
            with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
