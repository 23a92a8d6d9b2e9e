"""`tilgaengelig scan` and pa11y-ci side by side on the same pages, in alternating order."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import floor
import pa11y
import table
from pages import Site
from processes import Ran, run

HERE = Path(__file__).resolve().parent
PROGRAM = Path(sys.executable).parent / "tilgaengelig"
LIMIT = 600.0

SAME, DEFAULT, THEIRS = "tilgaengelig, same work", "tilgaengelig scan, default work", "pa11y-ci"
FLOOR = "floor: load and axe's run, over 2"


@dataclass(slots=True)
class Race:
    """All rounds. `read`, `findings` and `asked` are the last round's."""

    site: Site
    folder: Path
    theirs: pa11y.Pa11y | None
    ran: dict[str, list[Ran]] = field(default_factory=lambda: defaultdict(list))
    floors: list[floor.Floor] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    findings: dict[str, Any] = field(default_factory=dict)
    audits: list[float] = field(default_factory=list)

    def measure(self, rounds: int) -> None:
        """Runs everything `rounds` times, the second time in reverse, and so on."""
        for number in range(rounds):
            ran, found = floor.measure(self.site.addresses, self.folder, limit=LIMIT)
            self.ran[FLOOR].append(ran)
            self.floors.append(found)
            runners: list[tuple[str, Callable[[], Ran]]] = [(SAME, self._same), (DEFAULT, self._default)]
            if self.theirs:
                runners.insert(0, (THEIRS, self._theirs))
            for name, runner in runners if number % 2 == 0 else reversed(runners):
                self.site.requests.clear()
                self.ran[name].append(runner())
                self.asked[name] = len(self.site.requests)

    def _theirs(self) -> Ran:
        ran, results = pa11y.check(self.site.addresses, self.folder, limit=LIMIT)
        self.findings[THEIRS] = results
        self.read[THEIRS] = sum(not _lost(issues) for issues in results.values())
        return ran

    def _same(self) -> Ran:
        ran, result = drive(self.site, self.folder, rules=sorted(self.floors[0].rules))
        self.findings[SAME] = result
        self._was_read(SAME, result["read"])
        self.audits.append(result["seconds"]["audit"])
        return ran

    def _default(self) -> Ran:
        database, output = fresh(self.folder), self.folder / "rapport"
        command = [str(PROGRAM), "scan", self.site.addresses[0], "--max-pages", str(len(self.site.names))]
        # Beyond the pages themselves, their links lead to what was not copied: depth 1 leaves those out.
        command += ["--depth", "1", "--database", database, "--output", str(output)]
        ran = run(command, limit=LIMIT)
        if ran.code:
            raise RuntimeError(f"scan ended with {ran.code}: {ran.errors[-500:]}")
        report = json.loads((output / "rapport.json").read_text(encoding="utf-8"))
        self.findings[DEFAULT] = report
        self._was_read(DEFAULT, report["coverage"]["pages"])
        return ran

    def _was_read(self, name: str, pages: int) -> None:
        """Notes it. Raises RuntimeError where some were not read: those cost nothing, and all figures would lie."""
        if pages < len(self.site.names):
            raise RuntimeError(f"{name}: {pages} of {len(self.site.names)} pages were read")
        self.read[name] = pages

    def show(self) -> None:
        """The figures."""
        pace = {name: self._pace(name) for name in (THEIRS, SAME, DEFAULT) if name in self.ran}
        theirs = pace.get(THEIRS)
        floor_pace = 1 / self._floor()
        rows: list[list[object]] = [
            [
                name,
                each,
                each / theirs if theirs else "-",
                each / floor_pace,
                sum(self._processor(name).values()),
                self.asked[name] / len(self.site.names),
                f"{self.read[name]}/{len(self.site.names)}",
                " ".join(f"{ran.seconds:.1f}" for ran in self.ran[name]),
            ]
            for name, each in pace.items()
        ]
        clocks = " ".join(f"{each.clock:.1f}" for each in self.floors)
        rows.insert(-1, self._audit_alone(theirs, floor_pace))
        beside = floor_pace / theirs if theirs else "-"
        worked = sum(self._processor(FLOOR).values())
        rows.append([FLOOR, floor_pace, beside, 1.0, worked, "-", "-", clocks])
        heads = [
            "",
            "pages/s",
            "x pa11y-ci",
            "x floor",
            "processor s/page",
            "requests/page",
            "read",
            "seconds",
        ]
        table.show(f"Pages a second, {len(self.site.names)} pages of {self.site.title}", heads, rows)
        self._show_processor([*pace, FLOOR])

    def _audit_alone(self, theirs: float | None, floor_pace: float) -> list[object]:
        """The same work without the start of Python and the reading of its modules, which a longer audit forgets."""
        each = len(self.site.names) / median(self.audits)
        seconds = " ".join(f"{audit:.1f}" for audit in self.audits)
        beside = each / theirs if theirs else "-"
        return [f"{SAME}, without its start", each, beside, each / floor_pace, "-", "-", "-", seconds]

    def _show_processor(self, names: Sequence[str]) -> None:
        kinds = sorted({kind for name in names for kind in self._processor(name)})
        rows = [[kind, *(self._processor(name).get(kind, 0.0) for name in names)] for kind in kinds]
        rows = [row for row in rows if max(row[1:]) >= 0.002]  # type: ignore[type-var, operator]
        rows.sort(key=lambda row: -max(row[1:]))  # type: ignore[type-var, operator]
        table.show("Seconds of processor per page, by process", ["", *names], rows)

    def _pace(self, name: str) -> float:
        return len(self.site.names) / median(ran.seconds for ran in self.ran[name])

    def _floor(self) -> float:
        return median(each.per_page for each in self.floors)

    def _processor(self, name: str) -> Mapping[str, float]:
        kinds = {kind for ran in self.ran[name] for kind in ran.processor}
        pages = len(self.site.names)
        return {
            kind: median(ran.processor.get(kind, 0.0) for ran in self.ran[name]) / pages for kind in kinds
        }


def drive(
    site: Site, folder: Path, *, rules: Sequence[str] = (), pages: int = 0
) -> tuple[Ran, dict[str, Any]]:
    """Our audit in a Python of its own (ours.py)."""
    settings = folder / "ours.json"
    order = {
        "start": site.addresses[0],
        "pages": pages or len(site.names),
        "rules": list(rules),
        "database": fresh(folder),
    }
    settings.write_text(json.dumps(order), encoding="utf-8")
    ran = run([sys.executable, str(HERE / "ours.py"), str(settings)], limit=LIMIT)
    if ran.code:
        raise RuntimeError(f"ours.py ended with {ran.code}: {ran.errors[-500:]}")
    return ran, json.loads(ran.output)


def fresh(folder: Path) -> str:
    """The URL of a database that is not there yet."""
    for file in folder.glob("bench.db*"):
        file.unlink()
    return f"sqlite:///{folder / 'bench.db'}"


def _lost(issues: Sequence[Mapping[str, Any]]) -> bool:
    """Where pa11y-ci could not read a page, an error without a code stands for it."""
    return any("code" not in issue for issue in issues)
