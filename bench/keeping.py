"""How fast the store keeps findings: 1,000 pages of 20 each, of 800 components, a transaction a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import table

from tilgaengelig.model.audit import Attended, Order, SubjectKind, Visit, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.store.store import Store

PAGES, EACH, COMPONENTS = 1000, 20, 800


def show(folder: Path) -> None:
    """Findings a second and megabytes, on SQLite."""
    file = folder / "keeping.db"
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
        order = Order("http://127.0.0.1/", max_pages=PAGES)
        record = store.begin(order, rulebook="bench", versions={}, first=[])
        store.add_addresses(
            record.id, [(f"http://127.0.0.1/side-{page}.html", 1, 0) for page in range(PAGES)]
        )
        kept = [attended(visit, at) for at, visit in enumerate(store.next_visits(record.id, limit=PAGES))]
        keeping, worked = _seconds(lambda: _keep_all(store, record.id, kept))
        telling, _ = _seconds(lambda: store.overview(record.id))
    size = sum(path.stat().st_size for path in folder.glob("keeping.db*")) / 1e6
    findings = PAGES * EACH
    rows: list[list[object]] = [
        ["findings kept a second", findings / keeping],
        ["findings kept a second of processor", findings / worked],
        ["milliseconds to keep a page", 1000 * keeping / PAGES],
        ["megabytes", size],
        ["milliseconds for the overview", 1000 * telling],
    ]
    table.show(f"The store on SQLite: {PAGES:,} pages x {EACH} findings", ["", "figure"], rows)


def _keep_all(store: Store, audit: str, kept: Iterable[Attended]) -> None:
    for attended in kept:
        store.keep(audit, attended)


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    began, before = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - before


def attended(visit: Visit, at: int) -> Attended:
    """A page with its findings."""
    findings = tuple(_finding((at * 7 + number * 41) % COMPONENTS, number) for number in range(EACH))
    return Attended(
        visit,
        VisitState.READ,
        SubjectKind.PAGE,
        "text/html",
        200,
        visit.address,
        findings=findings,
        size=20_000,
    )


def _finding(component: int, number: int) -> Finding:
    place = Place(
        f"main > p:nth-child({number}) > a", '<a href="side.html">læs mere</a>', "main>p>a", Region.MAIN
    )
    return Finding(
        rule=f"regel-{component % 40}",
        outcome=Outcome.FAILED,
        impact=Impact.SERIOUS,
        message="Linket siger ikke, hvor det fører hen.",
        engine="axe",
        engine_rule="link-name",
        wcag=("2.4.4",),
        responsibility=Responsibility.REDAKTOER,
        place=place,
        component=f"main>p>a#{component}",
    )
