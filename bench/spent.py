"""Where the time of a page goes, and what handing axe to the page costs in three ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import table
from pages import Site
from race import drive

from tilgaengelig import resources
from tilgaengelig.gather.browser.session import BrowserSettings, Session

PAGES = 20
_BROWSER = (
    "load",
    "settle",
    "banner",
    "outline",
    "reading",
    "run",
    "pixels",
    "picture",
    "qualweb",
    "text",
    "probe",
)


def show_default_work(site: Site, folder: Path) -> None:
    """The default work of `scan` on some of the pages, by what the time went to."""
    _, result = drive(site, folder, pages=min(PAGES, len(site.names)))
    read, seconds, own = result["read"], result["pages"], result["seconds"]
    whole = own["audit"]
    parts = {f"browser: {name}": seconds.get(name, 0.0) for name in _BROWSER}
    parts |= {"fetch": seconds.get("fetch", 0.0), "judge": own.get("judge", 0.0), "store": own["store"]}
    rows: list[list[object]] = [[name, spent / read, spent / whole] for name, spent in parts.items()]
    browser = sum(seconds.get(name, 0.0) for name in _BROWSER)
    rows.append(["browser, sum of its parts", browser / read, browser / whole])
    rows.append(["the audit, clock", whole / read, 1.0])
    table.show(
        f"Default work: seconds per page over {read} pages, two browsers side by side",
        ["", "s/page", "of the audit's clock"],
        rows,
    )
    print(
        f"\nOnce for each audit: reading modules {own['import']:.2f} s, "
        f"starting two browsers {own['browser start']:.2f} s (side by side)."
    )


def show_injection(site: Site, folder: Path) -> None:
    """axe of 650 kB handed to each page by script, against axe that stands in every new document already."""
    nothing = folder / "nothing.js"
    nothing.write_text("globalThis.axe = {configure() {}};", encoding="utf-8")
    source = (resources.AXE / "axe.min.js").read_text(encoding="utf-8")
    with_axe = Session(BrowserSettings(axe=resources.AXE / "axe.min.js", locale={}))
    try:
        without = Session(BrowserSettings(axe=nothing, locale={}))
        try:
            rows = _injection(site.addresses[:PAGES], with_axe, without, source)
        finally:
            without.close()
    finally:
        with_axe.close()
    table.show(
        f"Handing axe to a page: median seconds over {min(PAGES, len(site.names))} pages, one browser",
        ["", "s/page", "above load alone"],
        rows,
    )


def _injection(
    addresses: Sequence[str], preloaded: Session, plain: Session, source: str
) -> list[list[object]]:
    def load(session: Session, address: str) -> None:
        session.driver.get(address)
        session.top()

    def handed(address: str) -> None:
        load(plain, address)
        plain.driver.execute_script(source)

    ways: dict[str, Callable[[str], None]] = {
        "load alone": lambda address: load(plain, address),
        "load, then axe by execute_script": handed,
        "load with axe preloaded in its own world": lambda address: load(preloaded, address),
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    for address in addresses:
        for warm in (True, False):  # the first visit fills each browser's cache
            for name, way in ways.items():
                began = time.perf_counter()
                way(address)
                if not warm:
                    spent[name].append(time.perf_counter() - began)
    alone = median(spent["load alone"])
    return [[name, median(each), median(each) - alone] for name, each in spent.items()]
