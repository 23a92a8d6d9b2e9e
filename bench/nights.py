"""What a second night costs when two pages in a hundred changed, and what a year of nights weighs."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import time
from pathlib import Path

import keeping
import table

from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.carrying import Carried
from tilgaengelig.model.difference import Change
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.settings import Settings
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.keeping import outlived
from tilgaengelig.workshop import Workshop

#: Of so many pages one changes from the first night to the second.
ONE_IN = 50
SPOILT = "<p>Se <a href=''></a></p>"


def show_two_nights(help_folder: Path, folder: Path, pages: int) -> None:
    """A whole site read once, and again with 2 percent of its pages changed, against a full second night."""
    site = folder / "site"
    shutil.copytree(help_folder, site)
    rows: list[list[object]] = []
    with FolderServer(site) as server:
        first = _night(server.address(), folder, pages, every_days=28)
        changed = _spoil(site, pages)
        second = _night(server.address(), folder, pages, every_days=28)
    new = sum(len(each.new) for each in second.difference.of(Change.NEW)) if second.difference else 0
    for name, night in (("first night", first), ("second night", second)):
        rows.append([name, night.read, night.seconds, night.findings])
    rows.append(["a part of the first", "", second.seconds / first.seconds, ""])
    title = f"Two nights, {first.read} pages of which {changed} changed; {new} places of new faults told"
    table.show(title, ["", "read", "seconds", "findings"], rows)


class _Night:
    def __init__(self, workshop: Workshop, audit: str, seconds: float) -> None:
        progress = workshop.store.progress(audit)
        self.seconds, self.read, self.findings = seconds, progress.read, progress.findings
        since = workshop.since(audit)
        self.difference = since.difference if since else None


def _night(address: str, folder: Path, pages: int, every_days: int) -> _Night:
    with Workshop(Settings(database=f"sqlite:///{folder / 'nights.db'}")) as workshop:
        order = make_order(address, max_pages=pages)

        async def run() -> str:
            opening = workshop.audits.of(order, None, every_days=every_days, opened=[order.start])
            async with opening as (work, _):
                await work()
                return work.record.id

        began = time.perf_counter()
        audit = asyncio.run(run())
        return _Night(workshop, audit, time.perf_counter() - began)


def _spoil(site: Path, pages: int) -> int:
    """Puts a fault into the main text of every fiftieth page."""
    chosen = sorted(site.rglob("*.html"))[:pages][::ONE_IN]
    for file in chosen:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("</body>", f"{SPOILT}</body>"), encoding="utf-8")
    return len(chosen)


def show_a_year(folder: Path) -> None:
    """A year of nights on 1,000 pages of 20 findings, kept as a site keeps them by default."""
    file = folder / "year.db"
    order = Order("http://127.0.0.1/", max_pages=keeping.PAGES)
    rows: list[list[object]] = []
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
        nights: list[tuple[str, dt.datetime]] = []
        took = []
        now = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)
        for _ in range(365):
            began = time.perf_counter()
            audit = _carried_night(store, order, nights[0][0] if nights else None)
            took.append(time.perf_counter() - began)
            nights.insert(0, (audit, now))
            gone = set(outlived(nights[1:], now, 90))
            store.delete_audits([night for night, _ in nights if night in gone])
            nights = [each for each in nights if each[0] not in gone]
            now += dt.timedelta(days=1)
        kept = len(nights)
    size = sum(path.stat().st_size for path in folder.glob("year.db*")) / 1e6
    rows += [
        ["nights kept of 365", kept],
        ["megabytes", size],
        ["megabytes a night kept", size / kept],
        ["seconds to carry a night over", sorted(took[1:])[len(took) // 2]],
    ]
    table.show(f"A year of nights: {keeping.PAGES:,} pages x {keeping.EACH} findings", ["", "figure"], rows)


def _carried_night(store: Store, order: Order, before: str | None) -> str:
    audit = store.begin(order, rulebook="bench", versions={}, first=[]).id
    store.add_addresses(
        audit, [(f"http://127.0.0.1/side-{page}.html", 1, 0) for page in range(keeping.PAGES)]
    )
    visits = store.next_visits(audit, limit=keeping.PAGES)
    known = store.known(before) if before else {}
    if known:
        for start in range(0, len(visits), 64):
            some = visits[start : start + 64]
            store.carry(audit, [Carried(visit, known[visit.address].visit, ()) for visit in some])
    else:
        for at, visit in enumerate(visits):
            made: Attended = keeping.attended(visit, at)
            store.keep(audit, Attended(
                visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, visit.address,
                findings=made.findings, size=made.size, imprint=Imprint(f"{at:032x}", f'"{at}"', "", {}),
            ))  # fmt: skip
    store.finish(audit, AuditState.DONE)
    return audit
