"""A site on loopback and the browser that reads it, for the tests of gather/browser."""

from __future__ import annotations

import contextlib
import http.server
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.gather.browser.session import DESKTOP, BrowserSettings, Session, Viewport
from tilgaengelig.gather.browser.visit import PageTask, Shown, visit
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.trouble import Trouble
from tilgaengelig.rulebook.book import Rulebook

HTML = "text/html; charset=utf-8"
NO_ALT = '<img src="/a.png" width="40" height="40">'
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000 01f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082".replace(" ", "")
)

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def page(body: str, *, head: str = "", lang: str = "da", title: str = "En side") -> str:
    """A whole page that has no fault of its own."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>En overskrift</h1>{body}</main></body></html>"
    )


class Site:
    """Pages by path, on `host` (any address of 127.0.0.0/8 is loopback). `asked` has every path in turn.

    Whatever is not among the pages is 404, but for .png, which is a picture. A page may be bytes or text, or a
    function that answers the request itself. `heard` is told the method of each request.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, str | bytes | Answer] = {}
        self.headers: dict[str, Mapping[str, str]] = {}
        self.asked: list[str] = []
        self.cookies: list[str] = []
        self.heard: Callable[[str], None] = lambda _method: None
        self.over = threading.Event()
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.heard(self.command)
                with contextlib.suppress(ConnectionError):
                    site._answer(self)

            def do_POST(self) -> None:
                self.do_GET()

            do_PUT = do_DELETE = do_PATCH = do_POST  # noqa: N815 - the names are given

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._server = Server((host, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def _answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        self.asked.append(request.path)
        self.cookies.append(request.headers.get("Cookie", ""))
        found = self.pages.get(path, _PIXEL if path.endswith(".png") else None)
        if callable(found):
            found(request)
            return
        body = found.encode() if isinstance(found, str) else found or b"ikke her"
        request.send_response(404 if found is None else 200)
        headers = {"Content-Type": "image/png" if path.endswith(".png") else HTML}
        for name, value in {**headers, **self.headers.get(path, {})}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def hang(self, request: http.server.BaseHTTPRequestHandler) -> None:
        """A page that never comes: the answer waits until the site closes."""
        self.over.wait(60)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def put(self, body: str, path: str = "/", **parts: str) -> str:
        """Puts a page without faults around `body`; its address."""
        return self.put_whole(page(body, **parts), path)

    def put_whole(self, html: str | bytes | Answer, path: str = "/") -> str:
        """Puts a whole page; its address."""
        self.pages[path] = html
        return self.origin + path


def rulebook() -> Rulebook:
    """Our own."""
    return BOOK


def settings(**more: Any) -> BrowserSettings:
    """How browsers are started here."""
    return BrowserSettings(resources.AXE / "axe.min.js", rulebook().locale, resources.QUALWEB, **more)


def task(
    *viewports: Viewport,
    rules: Collection[str] | None = None,
    monitored: Collection[str] = (),
    wants_pictures: Callable[[PageFacts], Iterable[str]] = lambda _facts: (),
    probes: Collection[str] = (),
) -> PageTask:
    """What is done with a page: desktop only, all of our rules, no probes and none of QualWeb's rules, unless told."""
    chosen = rulebook().engine_rules("axe") if rules is None else rules
    return PageTask(
        viewports or (DESKTOP,), chosen, main_text, wants_pictures, lambda _facts: probes, monitored
    )


def admit_all(_shown: Shown) -> None:
    """Every page is let in."""


class Reader:
    """Reads pages with one browser."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def read(self, address: str, *viewports: Viewport, **more: Any) -> PageFacts:
        """The facts of a page."""
        return visit(self.session, address, task(*viewports, **more), admit_all)

    @contextlib.contextmanager
    def in_haste(self, seconds: float = 1) -> Iterator[None]:
        """Waits no longer than this for pages to load, for as long as it is open."""
        usual = self.session.settings
        self.session.settings = replace(usual, load_seconds=seconds)
        self.session.driver.set_page_load_timeout(seconds)
        try:
            yield
        finally:
            self.session.settings = usual
            self.session.driver.set_page_load_timeout(usual.load_seconds)

    def trouble(self, address: str, *viewports: Viewport) -> Trouble:
        """Why a page cannot be read."""
        with pytest.raises(Unread) as raised:
            self.read(address, *viewports)
        return raised.value.trouble


_RUNNING: pytest.StashKey[Session] = pytest.StashKey()


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Reader:
    """A reader with the one browser that all tests of a run share; it starts with the first that asks for it."""
    config = request.config
    if _RUNNING not in config.stash:
        config.stash[_RUNNING] = Session(settings())
        config.add_cleanup(config.stash[_RUNNING].close)
    return Reader(config.stash[_RUNNING])


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site."""
    with Site() as opened:
        yield opened


@pytest.fixture
def other_site() -> Iterator[Site]:
    """A site on another host of loopback."""
    with Site("127.0.0.2") as opened:
        yield opened


def faults(facts: PageFacts) -> list[tuple[str, str]]:
    """Rule and target of every hit that axe is sure of, in order."""
    return [(hit.rule, hit.place.target) for hit in facts.hits if hit.outcome is Outcome.FAILED]


def comes_true(what: Callable[[], bool], seconds: float = 30) -> bool:
    """Waits until it is so: what is killed takes its time to be gone, and what is started to be there."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()


def group(leader: int) -> dict[int, bytes]:
    """The living processes of the group that a browser and its driver make up, and how each was called."""
    return {pid: called for pid, _parent, found, called in processes() if found == leader}


def processes() -> Iterator[tuple[int, int, int, bytes]]:
    """Process, parent, group and command line of all that live here."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, found = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            called = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if state != "Z":
            yield int(entry.name), int(parent), int(found), called


def end_its_page(session: Session) -> None:
    """Ends the processes that the pages of a browser live in."""
    for pid, called in group(session.pid).items():
        if b"--type=renderer" in called:
            os.kill(pid, signal.SIGKILL)
