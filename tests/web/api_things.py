"""The API on a real port, a small site to audit, and an audit that is there already."""

from __future__ import annotations

import functools
import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import uvicorn

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.subject import Link
from tilgaengelig.model.traits import Traits
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.settings import Settings
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.store import Store
from tilgaengelig.web.api import make_app
from tilgaengelig.workshop import Workshop

SITE = "https://www.ministerium.dk"
WEBP = b"RIFF\x04\x00\x00\x00WEBP"


def workshop_in(folder: Path, **settings: Any) -> Workshop:
    return Workshop(Settings(database=f"sqlite:///{folder / 'api.db'}", browsers=1, **settings))


@contextmanager
def served(workshop: Workshop, **settings: Any) -> Iterator[httpx.Client]:
    """A client of the API, which listens on a real port and logs all that it can."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            make_app(workshop, **settings), log_level="debug", access_log=True, log_config=None, ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            base = f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
            with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


class Site:
    """A folder served on loopback; `asked` has the paths that were asked for. `open`: pages are given at once."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.open = threading.Event()
        self.open.set()
        site = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                if self.path == "/":
                    site.open.wait(20)
                super().do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                pass  # whoever was stopped hung up

        self._server = Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.open.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def until(done: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits for something that happens by itself."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def is_problem(response: httpx.Response, status: int, name: str) -> dict[str, Any]:
    """The problem, once it is seen to be one, in Danish."""
    told: dict[str, Any] = response.json()
    assert (response.status_code, told["type"]) == (status, f"urn:tilgaengelig:problem:{name}"), told
    assert response.headers["content-type"] == "application/problem+json"
    assert told["status"] == status
    assert told["title"]
    assert told["detail"].endswith(".")
    assert response.headers["cache-control"] == "no-store"
    return told


def is_as_described(client: httpx.Client, response: httpx.Response, operation: str) -> Any:
    """The body, once it is seen to be what the OpenAPI document promises."""
    document = _document(client)
    answers = next(
        each["responses"]
        for methods in document["paths"].values()
        for each in methods.values()
        if each["operationId"] == operation
    )
    content = answers[str(response.status_code)]["content"]
    schema = content[response.headers["content-type"].partition(";")[0]]["schema"]
    holds(document, schema, response.json())
    return response.json()


@functools.lru_cache(maxsize=4)
def _document(client: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def holds(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {"allOf": [schema], "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def fault(where: str, impact: Impact = Impact.CRITICAL, **other: Any) -> Finding:
    settled: dict[str, Any] = {
        "rule": "billede-uden-alternativ-tekst",
        "outcome": Outcome.FAILED,
        "message": "Billedet har ingen alternativ tekst.",
        "engine": "axe",
        "engine_rule": "image-alt",
        "wcag": ("1.1.1",),
        "responsibility": Responsibility.REDAKTOER,
        "picture": WEBP,
    }
    place = Place(target=where, snippet="<img>", region=Region.MAIN, viewports=("desktop", "phone"))
    return Finding(**settled | other, impact=impact, place=place, component=where)


def kept_audit(store: Store) -> str:
    """An audit with two pages that were read, one dead link and one address that still waits."""
    audit = store.begin(Order(f"{SITE}/"), rulebook="1f2e", versions={"axe": "4.14.1"}, first=[f"{SITE}/"]).id
    start = store.next_visits(audit, limit=1)[0]
    links = (Link(f"{SITE}/om", "Om os"), Link(f"{SITE}/væk", "Læs mere"))
    page: dict[str, Any] = {
        "kind": SubjectKind.PAGE,
        "media_type": "text/html",
        "status": 200,
        "title": "Forside",
        "traits": Traits(title="Forside"),
    }
    first = Attended(
        start,
        VisitState.READ,
        findings=(fault("img"), fault("a", Impact.SERIOUS, rule="link-uden-navn")),
        links=links,
        readability=Readability(120, 10, 30, 80),
        **page,
    )
    store.keep(
        audit, first, new=[*(NewAddress(link.address, 1) for link in links), NewAddress(f"{SITE}/x", 2)]
    )
    for visit in store.next_visits(audit, limit=2):
        if visit.address.endswith("/om"):
            eyes = fault("p", Impact.MINOR, outcome=Outcome.CANT_TELL, picture=None)
            store.keep(audit, Attended(visit, VisitState.READ, findings=(fault("img"), eyes), **page))
        else:
            trouble = Trouble(TroubleKind.NOT_FOUND, "404", 404)
            store.keep(audit, Attended(visit, VisitState.TROUBLED, status=404, trouble=trouble))
    return audit


def finished(store: Store, order: Order, *pages: dict[str, Any]) -> str:
    """A finished audit with these pages."""
    first = [f"{order.start}{number}" for number in range(len(pages))]
    audit = store.begin(order, rulebook="r", versions={}, first=first).id
    for visit, page in zip(store.next_visits(audit, limit=9), pages, strict=True):
        store.keep(audit, Attended(visit, VisitState.READ, **{"kind": SubjectKind.PAGE, **page}))
    store.finish(audit, AuditState.DONE)
    return audit
