"""What each probe costs on a page: seconds of the clock by probe, on the measured pages, in one browser."""

from __future__ import annotations

from collections import defaultdict
from statistics import mean, median

import table
from pages import Site

from tilgaengelig import resources
from tilgaengelig.gather.browser.probes import ALL
from tilgaengelig.gather.browser.session import DESKTOP, BrowserSettings, Session
from tilgaengelig.gather.browser.visit import PageTask, visit
from tilgaengelig.gather.maintext import main_text

PAGES = 12


def show(site: Site) -> None:
    """Drives some of the pages with every probe; axe with one rule only, as it is measured elsewhere."""
    task = PageTask((DESKTOP,), ["document-title"], main_text, wants_probes=lambda _facts: ALL)
    took: dict[str, list[float]] = defaultdict(list)
    broken = 0
    session = Session(BrowserSettings(axe=resources.AXE / "axe.min.js", locale={}))
    try:
        for address in site.addresses[:PAGES]:
            probed = visit(session, address, task, lambda _shown: None).probed
            if probed is None:
                continue
            for name, seconds in probed.seconds.items():
                took[name].append(seconds)
                broken += getattr(probed, name) is None
            took["all probes"].append(sum(probed.seconds.values()))
    finally:
        session.close()
    rows: list[list[object]] = [[name, mean(each), median(each), max(each)] for name, each in took.items()]
    table.show(
        f"Probes: seconds per page over {len(took['all probes'])} pages",
        ["", "mean", "median", "worst"],
        rows,
    )
    print(f"\nProbes that broke down: {broken}.")
