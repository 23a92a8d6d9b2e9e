"""What each probe costs on a page, in one browser; and what they cost a scan, which drives one page of a template."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

import table
from pages import Site
from processes import Ran, run
from race import LIMIT, PROGRAM, fresh

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


def show_scan(site: Site, folder: Path, rounds: int) -> None:
    """The default scan beside the same without probes, both without the authority's engine, in alternating order."""
    ways = {"axe alone": {"TILGAENGELIG_PROBE_SECONDS": "0"}, "axe and the probes": {}}
    ran: dict[str, list[Ran]] = defaultdict(list)
    driven = 0
    for number in range(rounds):
        for name in list(ways) if number % 2 == 0 else reversed(ways):
            took, report = _scan(site, folder, ways[name])
            ran[name].append(took)
            driven = max(driven, sum(len(group["driven"]) for group in report["templates"]))
    pages = len(site.names)
    base = median(each.seconds for each in ran["axe alone"])
    rows: list[list[object]] = [
        [
            name,
            median(each.seconds for each in runs) / pages,
            median(sum(each.processor.values()) for each in runs) / pages,
            median(each.seconds for each in runs) / base,
        ]
        for name, runs in ran.items()
    ]
    table.show(
        f"A scan of {pages} pages of {site.title}, of which {driven} were driven",
        ["", "seconds/page", "processor s/page", "x axe alone"],
        rows,
    )


def _scan(
    site: Site, folder: Path, environment: dict[str, str]
) -> tuple[Ran, dict[str, list[dict[str, list[str]]]]]:
    output = folder / "rapport"
    command = [str(PROGRAM), "scan", site.addresses[0], "--max-pages", str(len(site.names)), "--depth", "1"]
    command += ["--database", fresh(folder), "--output", str(output)]
    took = run(command, limit=LIMIT, env={"TILGAENGELIG_QUALWEB": "false", **environment})
    if took.code:
        raise RuntimeError(f"scan ended with {took.code}: {took.errors[-500:]}")
    return took, json.loads((output / "rapport.json").read_text(encoding="utf-8"))
