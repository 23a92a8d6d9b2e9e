"""Whether an audit's memory stays flat however many pages it has: `python bench/memory.py [--pages 100000]`.

The pages are made up by a server of their own process, each with a table, text and ten links to others. All but the
browser works as ever: robots.txt, frontier, fetching behind the guard, links, judging, the store. For the browser
stands what a real one told of the first page.
"""

from __future__ import annotations

import argparse
import asyncio
import http.server
import multiprocessing
import resource
import string
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import table

from tilgaengelig.gather.browser.visit import PageTask
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.settings import Settings
from tilgaengelig.work.audit import Run, begin_or_resume, make_order
from tilgaengelig.work.gathering import Tools
from tilgaengelig.workshop import Workshop

_LINKS = 10
_MARKS = 10
_HEAD = '<!doctype html><html lang="da"><meta charset="utf-8"><title>Side {name}</title>'
_BODY = (
    "<main><h1>Side {name}</h1><p>Kommunen har travlt i dag. Du kan søge om støtte, hvis du har børn.</p>"
    '<img src="/a.png" width="40" height="40"><table><tr><td>Beløb<td>100 kr.</table>{links}</main>'
)


def page_name(number: int) -> str:
    """The number in letters: addresses that count up in digits are taken for a calendar without end."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = string.ascii_lowercase[rest] + letters
        if not number:
            return letters


def page_number(name: str) -> int:
    """What `page_name` made the letters of."""
    number = 0
    for letter in name:
        number = number * 26 + string.ascii_lowercase.index(letter)
    return number


class _MadeUp(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    most = 0

    def do_GET(self) -> None:
        name = self.path.strip("/") or "a"
        if not name.isalpha() or not name.islower():
            self.send_error(404)
            return
        children = [_LINKS * page_number(name) + at for at in range(1, _LINKS + 1)]
        links = "".join(
            f'<a href="/{page_name(n)}">Side {page_name(n)}</a> ' for n in children if n < self.most
        )
        body = (_HEAD + _BODY).format(name=name, links=links).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


@contextmanager
def made_up(pages: int) -> Iterator[str]:
    """The address of a site of so many pages, in a process of its own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _MadeUp)
    _MadeUp.most = pages
    process = multiprocessing.get_context("fork").Process(target=server.serve_forever, daemon=True)
    process.start()
    server.socket.close()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        process.terminate()
        process.join()


class OneForAll:
    """For a pool of browsers: what one told of a page, told of every other."""

    def __init__(self, facts: PageFacts, size: int) -> None:
        self._facts, self.size = facts, size

    def begin(self, most: int) -> None:
        """There is none to start."""

    async def page(self, address: str, task: PageTask, admit: Callable[..., None]) -> PageFacts:
        """As the pool's own, at once."""
        return replace(self._facts, address=address)


async def audited(workshop: Workshop, start: str, pages: int) -> list[Sequence[object]]:
    """Megabytes and pages a second, at each mark."""
    order = make_order(start, max_pages=pages)
    record, _ = begin_or_resume(workshop.store, order, workshop.rulebook.digest, workshop.versions())
    async with workshop.tools(opened=[start], browsers=1) as tools:
        facts = await tools.browsers.page(start, _task(tools), lambda _shown: None)
        # The links of each page are read from its own source.
        alike = OneForAll(replace(facts, links=()), tools.browsers.size)
        run = workshop.run(record, replace(tools, browsers=alike), None)  # type: ignore[arg-type]
        working = asyncio.ensure_future(run())
        rows = [row async for row in _watched(run, working, pages)]
        state = await working
    rows.append([f"{state}: the end", _megabytes(), ""])
    workshop.store.overview(record.id)
    rows.append(["its overview read", _megabytes(), ""])
    return rows


async def _watched(
    run: Run, working: asyncio.Future[AuditState], pages: int
) -> AsyncIterator[Sequence[object]]:
    """A row at each tenth of the pages, as far as a look each second meets it."""
    last, then = 0, time.monotonic()
    while not working.done():
        await asyncio.wait([working], timeout=1)
        read, now = run.store.read_count(run.record.id), time.monotonic()
        if read * _MARKS // pages > last * _MARKS // pages:
            yield (row := [read, _megabytes(), (read - last) / (now - then)])
            print(*row, flush=True)
            last, then = read, now


def _task(tools: Tools) -> PageTask:
    return PageTask(tools.viewports, tools.rules, lambda _html, _address: ())


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--database", help="SQLite in a temporary folder by default")
    given = parser.parse_args()
    print(table.machine())
    with tempfile.TemporaryDirectory(prefix="tilgaengelig-bench-") as folder, made_up(given.pages) as start:
        settings = Settings(database=given.database or f"sqlite:///{Path(folder) / 'memory.db'}")
        with Workshop(settings) as workshop:
            rows = asyncio.run(audited(workshop, start, given.pages))
    title = f"An audit of {given.pages:,} pages, without the browser"
    table.show(title, ["pages read", "megabytes", "pages/s"], rows)


if __name__ == "__main__":
    main()
