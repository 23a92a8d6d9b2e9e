"""Servers on loopback for the tests of gather: a site that answers as told, HTTP/2, and one that misbehaves."""

from __future__ import annotations

import contextlib
import http.server
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import h2.config
import h2.connection
import h2.events

CERTIFICATE = Path(__file__).parent / "certificates" / "localhost.pem"
_KEY = CERTIFICATE.with_suffix(".key")

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def answer(status: int = 200, body: bytes | str = b"", **headers: str) -> Answer:
    """A route that always gives the same; underscores in names of headers stand for hyphens."""
    content = body.encode() if isinstance(body, str) else body

    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def in_turn(*answers: Answer) -> Answer:
    """A route that gives one answer after another, and the last for ever."""
    left = list(answers)

    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return give


class Site:
    """An HTTP server whose routes are a dictionary; `asked` has each request's line, host and headers."""

    def __init__(self, tls: bool = False) -> None:
        self.routes: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "https" if tls else "http"
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                sent = self.rfile.read(length)
                site.asked.append((self.path, {**dict(self.headers.items()), "body": sent.decode()}))
                route = site.routes.get(self.path, answer(404, "ikke her"))
                with contextlib.suppress(ConnectionError, ssl.SSLError):
                    route(self)

            do_POST = do_GET  # noqa: N815 - the name is given

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = False
            block_on_close = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, _KEY)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def raw_server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does with each connection what it is told; gives its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(10)
            with contextlib.suppress(OSError):
                serve(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = False
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def read_request(connection: socket.socket) -> bytes:
    """The bytes of a request up to the end of its head."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


def saying(data: bytes) -> Callable[[socket.socket], None]:
    """A server that reads a request, sends these bytes, and hangs up."""

    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(data)

    return serve


def serve_http2(connection: socket.socket) -> None:
    """A server of HTTP/2 over TLS: /endless sends what the windows allow, all else says hello when they do."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, _KEY)
    context.set_alpn_protocols(["h2"])
    with context.wrap_socket(connection, server_side=True) as secure:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        secure.sendall(state.data_to_send())
        waiting: dict[int, bool] = {}
        while data := secure.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    path = dict(event.headers)[b":path"]
                    state.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
                    waiting[event.stream_id] = path == b"/endless"
            for stream, endless in tuple(waiting.items()):
                while endless and (room := state.local_flow_control_window(stream)):
                    state.send_data(stream, b"x" * min(room, state.max_outbound_frame_size))
                if not endless and state.local_flow_control_window(stream) >= 18:
                    state.send_data(stream, b"<p>hej over HTTP/2", end_stream=True)
                    del waiting[stream]
            secure.sendall(state.data_to_send())
