"""The pages that are measured on: 60 of the Danish GIMP help in a temporary folder, served on loopback."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Where the package gimp-help-da is unpacked elsewhere, GIMP_HELP says so.
GIMP_HELP = Path(os.environ.get("GIMP_HELP", "/usr/share/gimp/2.0/help/da"))
SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "site"

_LOADED = re.compile(r'(?:src|href)="([^":?#]+\.(?:css|js|png|jpg|gif|svg))"')
#: What a style sheet loads by a path from the top; others would be found beside the style sheet.
_STYLED = re.compile(r"url\(['\"]?/([^'\")?#]+)")


@dataclass(frozen=True, slots=True)
class Site:
    """Pages on loopback. `requests` counts what was asked for since it was last cleared."""

    title: str
    origin: str
    names: tuple[str, ...]
    requests: list[str]

    @property
    def addresses(self) -> list[str]:
        return [f"{self.origin}/{_place(name)}" for name in self.names]


@contextmanager
def served(most: int, folder_of_pages: Path | None = None) -> Iterator[Site]:
    """A temporary copy of the pages, and a server for it while the block runs; the GIMP help's where none are named."""
    title, source = (folder_of_pages.name, folder_of_pages) if folder_of_pages else _source()
    with tempfile.TemporaryDirectory(prefix="tilgaengelig-bench-") as name:
        folder = Path(name)
        pages = _spread(_names(source), most)
        _copy(source, folder, pages)
        requests: list[str] = []
        handler = functools.partial(_Handler, requests, directory=name)
        with _Server(("127.0.0.1", 0), handler) as server:
            origin = f"http://127.0.0.1:{server.server_address[1]}"
            _write_sitemap(folder, origin, pages)
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield Site(title, origin, tuple(pages), requests)
            server.shutdown()
            thread.join()


def help_pages() -> Path:
    """All the pages that there are to measure on."""
    return _source()[1]


def _source() -> tuple[str, Path]:
    if GIMP_HELP.is_dir():
        return "the Danish GIMP help", GIMP_HELP
    print("gimp-help-da is not installed: the bundled sample site stands in for it.")
    return "the bundled sample site", SAMPLE


def _place(name: str) -> str:
    """An index page by its folder: tilgaengelig counts the two as one, and keeps the folder's address."""
    return name[: -len("index.html")] if f"/{name}".endswith("/index.html") else name


def _names(source: Path) -> list[str]:
    """All pages by name; those at the top come first, since the first one's folder bounds a scan."""
    names = [path.relative_to(source).as_posix() for path in source.rglob("*.html")]
    return sorted(names, key=lambda name: (name.count("/"), name))


def _spread(names: list[str], most: int) -> list[str]:
    """`most` names, evenly spread."""
    if len(names) <= most:
        return names
    return [names[index * len(names) // most] for index in range(most)]


def _copy(source: Path, folder: Path, pages: list[str]) -> None:
    """The pages and what they load; of the sample site all but what keeps robots out."""
    if source == SAMPLE:
        shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("robots.txt"))
        return
    loaded = {name for page in pages for name in _LOADED.findall((source / page).read_text(encoding="utf-8"))}
    styles = [source / name for name in loaded if name.endswith(".css") and (source / name).is_file()]
    loaded |= {name for style in styles for name in _STYLED.findall(style.read_text(encoding="utf-8"))}
    for name in [*pages, *sorted(loaded)]:
        if (source / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, folder / name)


def _write_sitemap(folder: Path, origin: str, pages: list[str]) -> None:
    places = "".join(f"<url><loc>{origin}/{_place(name)}</loc></url>" for name in pages)
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    (folder / "sitemap.xml").write_text(sitemap, encoding="utf-8")


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in mid-answer is no news."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, requests: list[str], *args: object, **settings: object) -> None:
        self.requests = requests
        super().__init__(*args, **settings)  # type: ignore[arg-type]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.requests.append(self.path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """What is asked for in vain is no news either."""
