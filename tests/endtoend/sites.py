"""Sites on loopback that record what they are asked for, answer as told, and can hold an answer back."""

from __future__ import annotations

import contextlib
import http.server
import mimetypes
import shutil
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tilgaengelig import resources

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]

CERTIFICATE = Path(__file__).parents[1] / "gather" / "certificates" / "localhost.pem"


@dataclass
class Gate:
    """Holds the answer to one path: `reached` is set when somebody asks, who then waits for `opened`."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> Answer:
    """Always the same; underscores in the names of headers stand for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    headers = {"Content_Type": "text/html; charset=utf-8", **headers}

    def give(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def redirect(to: str, status: int = 302) -> Answer:
    """Sends on."""
    return answer(b"", status, Location=to)


class Site:
    """Serves `routes` by path, and then the files of `folder`; `asked` has the paths in order of asking."""

    def __init__(
        self,
        routes: dict[str, Answer] | None = None,
        folder: Path | None = None,
        *,
        tls: bool = False,
        host: str = "127.0.0.1",
    ) -> None:
        self.host = host
        self.routes = routes or {}
        self.folder = folder
        self.asked: list[str] = []
        self.gates: dict[str, Gate] = {}
        self.heard: Callable[[Handler], object] = lambda _handler: None
        self.scheme = "https" if tls else "http"
        self._server = _Server((host, 0), _handler(self))
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for gate in self.gates.values():
            gate.opened.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def at(self, path: str = "/") -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def hold(self, path: str) -> Gate:
        """From now on who asks for the path waits until the gate is opened."""
        gate = self.gates[path] = Gate()
        return gate

    def vanish(self) -> Gone:
        """From now on nobody answers at our port: each line is cut, those that are open too."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for line in list(self._server.lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        return Gone((self.host, self.port))

    def return_from(self, gone: Gone) -> None:
        """Answers again, at the same port."""
        gone.end()
        self._server = _Server((self.host, self.port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def release(self) -> None:
        """Opens every gate for good."""
        gates, self.gates = self.gates, {}
        for gate in gates.values():
            gate.opened.set()

    def attend(self, handler: Handler) -> None:
        """Answers one request."""
        path = handler.path
        self.asked.append(path)
        self.heard(handler)
        gate = self.gates.get(path)
        if gate:
            gate.reached.set()
            gate.opened.wait()
        bare = path.partition("?")[0]
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            (self.routes.get(path) or self.routes.get(bare) or self._file(bare))(handler)

    def _file(self, path: str) -> Answer:
        if self.folder:
            found = self.folder / path.lstrip("/")
            if path.endswith("/"):
                found = found / "index.html"
            if found.is_file():
                kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
                return answer(found.read_bytes(), Content_Type=kind)
        return answer("<h1>Siden findes ikke</h1>", 404)


class Gone:
    """Where a site was: `called` counts those who ask in vain, each of whom is cut off."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.called = 0
        self._socket = socket.create_server(address)
        self._socket.settimeout(0.05)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hang_up, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Leaves the port."""
        self._over.set()
        self._thread.join()
        self._socket.close()

    def _hang_up(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                line, _ = self._socket.accept()
                self.called += 1
                line.close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.lines: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Each line is known while it is open."""
        self.lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: that a client goes away is what these tests are about."""


def _handler(site: Site) -> type[Handler]:
    class Asked(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_GET(self) -> None:
            site.attend(self)

        do_POST = do_GET  # noqa: N815 - the name is given

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
            pass

    return Asked


def part_of_sample(to: Path, *parts: str) -> Path:
    """The sample site with only these of its files and folders, where a test is not about how many pages there are."""
    for part in ("billeder", "medier", "stil.css", "site.js", "robots.txt", *parts):
        source = resources.SAMPLE / "site" / part
        if source.is_dir():
            shutil.copytree(source, to / part)
        else:
            (to / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to / part)
    return to
