"""The floor: two plain selenium sessions that load each page and run axe in it, and nothing else.

Handing axe to the page is timed apart, and is no part of the floor. It runs in a process of its own, as the
others do: `python bench/floor.py ADDRESSES.json` prints JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pa11y import FLAGS, TAGS
from processes import Ran, run
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tilgaengelig import resources
from tilgaengelig.gather.browser.driver import installed

_RUN = """
const done = arguments[1];
axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}}).then((results) => done({
  rules: ['violations', 'passes', 'incomplete', 'inapplicable'].flatMap((kind) => results[kind].map((r) => r.id)),
  failed: results.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.target)]),
}));
"""


@dataclass(slots=True)
class Floor:
    """Seconds over all pages: of load, handing over and run; and of the clock from first page to last."""

    load: float = 0.0
    inject: float = 0.0
    run: float = 0.0
    clock: float = 0.0
    pages: int = 0
    rules: set[str] = field(default_factory=set)
    failed: dict[str, Any] = field(default_factory=dict)

    @property
    def per_page(self) -> float:
        """Load and run of a page, spread over two cores."""
        return (self.load + self.run) / 2 / self.pages


def measure(addresses: Sequence[str], folder: Path, *, limit: float) -> tuple[Ran, Floor]:
    """Every page once, in a process of its own."""
    file = folder / "floor.json"
    file.write_text(json.dumps(list(addresses)), encoding="utf-8")
    ran = run([sys.executable, __file__, str(file)], limit=limit)
    if ran.code:
        raise RuntimeError(f"floor.py ended with {ran.code}: {ran.errors[-500:]}")
    found = json.loads(ran.output)
    return ran, Floor(**found | {"rules": set(found["rules"])})


def _measured(addresses: Sequence[str]) -> Floor:
    """Half of the pages in each of two browsers."""
    source = (resources.AXE / "axe.min.js").read_text(encoding="utf-8")
    floor = Floor(pages=len(addresses))
    drivers = [_browser() for _ in range(2)]
    try:
        began = time.perf_counter()
        with ThreadPoolExecutor(2) as threads:
            halves = [addresses[0::2], addresses[1::2]]
            list(threads.map(_half, drivers, halves, [source] * 2, [floor] * 2))
        floor.clock = time.perf_counter() - began
    finally:
        for driver in drivers:
            driver.quit()
            # The headless shell in the path is a script that waits: the driver ends that, and the browser lives on.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(driver.service.process.pid, signal.SIGKILL)
    return floor


def _browser() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = installed() or ""
    for flag in ("--headless", *FLAGS):
        options.add_argument(flag)
    driver = webdriver.Chrome(
        options=options, service=Service("/usr/bin/chromedriver", popen_kw={"process_group": 0})
    )
    driver.set_window_size(1280, 900)
    return driver


def _half(driver: webdriver.Chrome, addresses: Sequence[str], source: str, floor: Floor) -> None:
    for address in addresses:
        start = time.perf_counter()
        driver.get(address)
        loaded = time.perf_counter()
        driver.execute_script(source)
        handed = time.perf_counter()
        found = driver.execute_async_script(_RUN, TAGS)
        ended = time.perf_counter()
        floor.load += loaded - start
        floor.inject += handed - loaded
        floor.run += ended - handed
        floor.rules.update(found["rules"])
        floor.failed[address] = {
            rule: [json.dumps(target) for target in targets] for rule, targets in found["failed"]
        }


if __name__ == "__main__":
    measured = asdict(_measured(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    json.dump(measured | {"rules": sorted(measured["rules"])}, sys.stdout)
