"""QualWeb by itself held against our run of its rules: `python bench/agreement.py [--pages 100] [FOLDER ...]`.

Without folders: all of the sample site, and 100 pages of the Danish GIMP help (of FOLDER, where one is named). The
same pages are served on loopback to QualWeb's own core, which drives a Chromium of its own, and to ours, where its
rules run after axe in one visit. Compared are the rules that count in the authority's monitoring, page by page.
`--record FILE` keeps what QualWeb by itself failed on the pages of one folder, for a test to go by.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import node
import table
from pages import GIMP_HELP, SAMPLE, Site, served

from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import PageTask, visit
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.model.supervision import FULL_POINTS, MONITORED, QUALWEB
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop
from tilgaengelig.workshop.gathering import USUAL_VIEWPORTS

HERE = Path(__file__).resolve().parent
HOME = node.CACHE / "qualweb"
LIMIT = 600.0
BATCH = 10
TRIES = 3

#: How many elements of a page a rule failed, by the rule's name.
Failed = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the two said of the same pages; None of ours where it came to no verdict."""

    title: str
    alone: Sequence[Failed]
    ours: Sequence[Failed | None]
    seconds: Sequence[Mapping[str, float]]

    def pairs(self) -> Iterator[tuple[Failed, Failed]]:
        """Both verdicts, page by page, where ours came to one."""
        return ((alone, ours) for alone, ours in zip(self.alone, self.ours, strict=True) if ours is not None)


def main() -> int:
    """Runs both on the pages, and shows where they agree. Ends with 1 where they do not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folders", nargs="*", type=Path, help="pages, in place of the sample and the GIMP help"
    )
    parser.add_argument("--pages", type=int, default=100, help="at most so many of each folder")
    parser.add_argument("--record", type=Path, help="keep what QualWeb by itself said of the one folder here")
    given = parser.parse_args()
    lacks = node.install(HERE / "qualweb", HOME)
    if lacks:
        print(f"QualWeb by itself cannot be run: {lacks}.")
        return 2
    print(table.machine())
    if given.record:
        return _record(given.folders[0], given.pages, given.record)
    if not given.folders and not GIMP_HELP.is_dir():
        print("gimp-help-da is not installed: the bundled sample site alone is compared.")
    folders = given.folders or [folder for folder in (SAMPLE, GIMP_HELP) if folder.is_dir()]
    compared = [_compare(folder, given.pages) for folder in folders]
    _show(compared)
    return 0 if all(alone == ours for one in compared for alone, ours in one.pairs()) else 1


def _record(folder: Path, most: int, path: Path) -> int:
    with served(most, folder) as site:
        said = dict(zip(site.names, _alone(site.addresses), strict=True))
    path.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _compare(folder: Path, most: int) -> Compared:
    with served(most, folder) as site:
        ours = list(_ours(site))
        return Compared(
            f"{site.title} ({len(site.names)})",
            _alone(site.addresses),
            [failed for failed, _ in ours],
            [seconds for _, seconds in ours],
        )


def _alone(addresses: Sequence[str]) -> list[Failed]:
    """What QualWeb by itself fails on each page, a few pages a process: its core grows slow, and may lose a page."""
    said: dict[str, Failed] = {}
    for _ in range(TRIES):
        missing = [address for address in addresses if address not in said]
        for start in range(0, len(missing), BATCH):
            said |= _batch(missing[start : start + BATCH])
    return [
        {rule: count for rule, count in said[address].items() if rule in MONITORED} for address in addresses
    ]


def _batch(addresses: Sequence[str]) -> dict[str, Failed]:
    command = ["node", str(HERE / "qualweb" / "run.cjs"), str(HOME), node.CHROMIUM]
    ran = subprocess.run(
        command, input=json.dumps(addresses), stdout=subprocess.PIPE, text=True, timeout=LIMIT, check=False
    )
    return dict(json.loads(ran.stdout)) if ran.returncode == 0 else {}


def _ours(site: Site) -> Iterator[tuple[Failed | None, Mapping[str, float]]]:
    with ExitStack() as stack:
        workshop = stack.enter_context(Workshop(Settings()))
        session = Session(workshop.browser_settings())
        stack.callback(session.close)
        task = PageTask(
            USUAL_VIEWPORTS, workshop.rulebook.engine_rules("axe"), main_text, monitored=MONITORED
        )
        for address in site.addresses:
            facts = visit(session, address, task, lambda _shown: None)
            failed = Counter(hit.rule for hit in facts.hits if hit.engine == QUALWEB)
            yield (dict(failed) if QUALWEB in facts.engines else None), facts.seconds


def _show(compared: Sequence[Compared]) -> None:
    rows = [_row(one) for one in compared]
    table.show(
        "QualWeb by itself and our run of its rules",
        ["pages", "no verdict of ours", "same rules fail", "same elements fail", "rules failed, both", "only alone",
         "only ours", "points alone", "points ours"],
        rows,
    )  # fmt: skip
    spent = [
        [one.title, *(f"{_mean(one, name):.3f}" for name in ("load", "settle", "run", QUALWEB))]
        for one in compared
    ]
    table.show("Seconds a page", ["pages", "load", "settle", "axe, two widths", "QualWeb"], spent)
    for one in compared:
        for number, (alone, ours) in enumerate(one.pairs()):
            if alone != ours:
                print(f"{one.title}, page {number}: alone {dict(alone)}, ours {dict(ours)}")


def _row(one: Compared) -> list[str]:
    pairs = list(one.pairs())
    rules = [({*alone}, {*ours}) for alone, ours in pairs]
    return [
        one.title,
        str(len(one.alone) - len(pairs)),
        str(sum(alone == ours for alone, ours in rules)),
        str(sum(alone == ours for alone, ours in pairs)),
        str(sum(len(alone & ours) for alone, ours in rules)),
        str(sum(len(alone - ours) for alone, ours in rules)),
        str(sum(len(ours - alone) for alone, ours in rules)),
        str(_points([alone for alone, _ in pairs])),
        str(_points([ours for _, ours in pairs])),
    ]


def _points(pages: Sequence[Failed]) -> int:
    """The points of these pages by the formula of judge/estimate.py, reckoned again."""
    width = len({sc for criteria in MONITORED.values() for sc in criteria})
    lost = sum(len({sc for rule in failed for sc in MONITORED[rule]}) for failed in pages)
    cells = len(pages) * width
    return FULL_POINTS * (cells - lost) // cells


def _mean(one: Compared, name: str) -> float:
    return sum(seconds.get(name, 0.0) for seconds in one.seconds) / len(one.seconds)


if __name__ == "__main__":
    sys.exit(main())
