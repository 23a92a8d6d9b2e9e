"""A real browser for the tests of the page, and a loopback server that it reads the page from."""

from __future__ import annotations

import base64
import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from selenium import webdriver

from chromium import chromium
from tilgaengelig import resources
from tilgaengelig.report import Report, write_director, write_html

_RUN_AXE = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then((found) => {
  const about = (rule, node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`;
  const told = (rule) => rule.nodes.map((node) => about(rule, node));
  done({violations: found.violations.flatMap(told), incomplete: found.incomplete.flatMap(told),
        passes: found.passes.map((rule) => rule.id)});
}, (error) => done({violations: [String(error)], incomplete: [], passes: []}));
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Reader:
    """One browser that opens reports and tells what it sees."""

    def __init__(self, driver: webdriver.Chrome, folder: Path, origin: str) -> None:
        self.driver = driver
        self._folder = folder
        self._origin = origin
        self._opened = 0

    def open(
        self,
        report: Report,
        width: int = 1280,
        *,
        dark: bool = False,
        script: bool = True,
        name: str = "rapport.html",
    ) -> None:
        (write_director if name == "rapport.ledelse.html" else write_html)(report, self._folder / name)
        scheme = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.cdp("Emulation.setDeviceMetricsOverride", **metrics)
        self.cdp("Emulation.setEmulatedMedia", media="", features=scheme)
        self.cdp("Emulation.setScriptExecutionDisabled", value=not script)
        # The server tells changes by the second: a report written within the same one as the last would be taken
        # from the browser's cache.
        self._opened += 1
        self.driver.get(f"{self._origin}/{name}?{self._opened}")

    def cdp(self, command: str, **arguments: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, arguments)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def axe(self) -> dict[str, list[str]]:
        """Everything axe has to say of the open page, best practices included."""
        self.run((resources.AXE / "axe.min.js").read_text(encoding="utf-8"))
        found: dict[str, list[str]] = self.driver.execute_async_script(_RUN_AXE)
        return found

    def said(self) -> list[str]:
        """What the browser's console has, such as a breach of the content security policy."""
        entries: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in entries]

    def printed(self) -> bytes:
        answer = self.cdp("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(answer["data"])


@contextlib.contextmanager
def reader(folder: Path) -> Iterator[Reader]:
    """A headless Chromium and a server on loopback, both gone at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with chromium() as driver:
            driver.set_script_timeout(120)
            yield Reader(driver, folder, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
