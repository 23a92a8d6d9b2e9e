"""Measures speed and rightness: `make bench`, or `python bench/run.py [PART...] [--pages N]`.

Everything is served on loopback. See docs/performance.md for what the figures mean.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import compare
import keeping
import nights
import pa11y
import probing
import scale
import spent
import table
import text
from pages import help_pages, served
from race import Race

import letters

PARTS = ("race", "spent", "probes", "text", "letters", "store", "nights", "scale")


def main() -> int:
    """The parts that are asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], help="only these")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    parts = given.parts or PARTS
    began = time.monotonic()
    print(table.machine())
    with tempfile.TemporaryDirectory(prefix="tilgaengelig-bench-") as name:
        folder = Path(name)
        if {"race", "spent", "probes"} & set(parts):
            _browsers(folder, parts, given.pages, given.rounds)
        if "text" in parts:
            text.show(_suites())
        if "letters" in parts:
            letters.show(folder)
        if "store" in parts:
            keeping.show(folder)
        if "scale" in parts:
            scale.show(folder)
        if "nights" in parts:
            nights.show_a_year(folder)
            nights.show_two_nights(help_pages(), folder, given.pages)
    print(f"\nMeasured in {time.monotonic() - began:.0f} s.")
    return 0


def _browsers(folder: Path, parts: Sequence[str], pages: int, rounds: int) -> None:
    theirs = pa11y.install() if "race" in parts else None
    with served(pages) as site:
        if "race" in parts:
            race = Race(site, folder, theirs)
            race.measure(rounds)
            race.show()
            if theirs:
                compare.show(race, theirs)
        if "spent" in parts:
            spent.show_default_work(site, folder)
            spent.show_injection(site, folder)
        if "probes" in parts:
            probing.show(site)
            probing.show_scan(site, folder, rounds)


def _suites() -> Path | None:
    given = os.environ.get("SUITES", "")
    return Path(given).expanduser() if given and Path(given).expanduser().is_dir() else None


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started ends with us
    sys.exit(main())
