"""A local page, shown to the browser from a loopback origin of our own: `file:` is never opened."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

LOOPBACK = "127.0.0.1"
_INDEX = ("index.html", "index.htm")
#: Makes a document one of an origin of its own, in which all works but what belongs to an origin.
_APART = "sandbox allow-scripts allow-forms allow-modals allow-popups"


class FolderServer:
    """Serves the files of one folder, and nothing above it, on a free port of loopback while it is open.

    `pages` are files that exist in memory only (pasted HTML, a mail and its pictures), by path; each is sent with
    `policy` as its Content-Security-Policy, where there is one. `port` is taken where it is free.
    """

    def __init__(
        self, folder: Path, pages: dict[str, bytes] | None = None, port: int = 0, policy: str = ""
    ) -> None:
        self.folder = folder.resolve()
        handler = functools.partial(_Handler, self.folder, pages or {}, policy)
        try:
            self._server = _Server((LOOPBACK, port), handler)
        except OSError:
            self._server = _Server((LOOPBACK, 0), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="local pages", daemon=True
        )

    @property
    def port(self) -> int:
        """The port that was free."""
        return int(self._server.server_address[1])

    def address(self, name: str = "") -> str:
        """The web address of a file, by its path in the folder."""
        return f"http://{LOOPBACK}:{self.port}/{quote(os.fsencode(name))}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a browser that hangs up is no news, and the names of local files are nobody's business."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".xhtml": "application/xhtml+xml",
        ".webp": "image/webp",
    }

    def __init__(self, folder: Path, pages: dict[str, bytes], policy: str, *args: Any) -> None:
        self.folder, self.pages, self.policy = folder, pages, policy
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        if self.headers.get("Sec-Fetch-Dest") == "empty":
            # A saved page may load its pictures and styles; its script may not read the folder, as under file:.
            self.send_error(http.HTTPStatus.FORBIDDEN)
            return
        page = self.pages.get(self.path.partition("?")[0])
        if page is None:
            super().do_GET()
            return
        self.send_response(200)
        kind = self.guess_type(self.path.partition("?")[0])
        is_picture = kind.startswith("image/")
        self.send_header("Content-Type", kind if is_picture else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        """What a page shows in a frame or opens in a window is not its script's to read either, as under file:."""
        # A request that cannot be read has none.
        asked = getattr(self, "headers", {})
        if asked.get("Sec-Fetch-Site", "none") != "none":
            self.send_header("Content-Security-Policy", _APART)
        if asked.get("Sec-Fetch-Dest") == "font":
            self.send_header(
                "Access-Control-Allow-Origin", "*"
            )  # frames apart have theirs too; no script reads a font
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """The file of a path; one that a symbolic link leads out of the folder is not there."""
        found = Path(super().translate_path(path))
        if any(part.startswith(".") for part in found.relative_to(self.folder).parts):
            return str(self.folder / "findes-ikke")
        # A folder is served by its index page, which may be such a link too.
        if not all(map(self._inside, (found, *(found / name for name in _INDEX)))):
            return str(self.folder / "findes-ikke")
        # The end of the path is kept as it was: a folder asked for without its slash is redirected.
        return str(found) + ("/" if path.endswith("/") else "")

    def _inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.folder)
        except (ValueError, RuntimeError):  # a name with NUL, a link that leads back to itself
            return False

    def list_directory(self, path: Any) -> None:
        """No listings: what is not linked is not shown."""
        self.send_error(http.HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the names of local files are nobody's business."""
