"""tilgaengelig driven from Python, in a process of its own: `python bench/ours.py SETTINGS.json` prints JSON.

`rules` restricts axe to those rules, and leaves phone, pictures, probes and QualWeb out: the work that pa11y-ci does.
Without it, this is what `scan` does. Judging and keeping are timed from outside.
"""

from __future__ import annotations

import asyncio
import functools
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()

from tilgaengelig.gather.browser import pool as pool_module  # noqa: E402
from tilgaengelig.gather.browser import visit as visit_module  # noqa: E402
from tilgaengelig.gather.browser.pool import BrowserPool  # noqa: E402
from tilgaengelig.gather.browser.session import DESKTOP  # noqa: E402
from tilgaengelig.gather.browser.visit import PageTask  # noqa: E402
from tilgaengelig.model.finding import Outcome  # noqa: E402
from tilgaengelig.model.subject import PageFacts  # noqa: E402
from tilgaengelig.settings import Settings  # noqa: E402
from tilgaengelig.store.store import Store  # noqa: E402
from tilgaengelig.work import attend  # noqa: E402
from tilgaengelig.work.audit import begin_or_resume, make_order  # noqa: E402
from tilgaengelig.work.gathering import Tools  # noqa: E402
from tilgaengelig.workshop import Workshop  # noqa: E402
from tilgaengelig.workshop.gathering import USUAL_VIEWPORTS  # noqa: E402

_STORE = ("keep", "next_visits", "progress", "read_count", "add_addresses")


class AxeAlone:
    """A pool whose pages are neither pictured nor driven by probes, and in which axe alone runs."""

    def __init__(self, pool: BrowserPool) -> None:
        self._pool = pool
        self.size = pool.size

    def begin(self, most: int) -> None:
        """As the pool's own."""
        self._pool.begin(most)

    async def page(self, address: str, task: PageTask, admit: Callable[..., None]) -> PageFacts:
        """As the pool's own."""
        return await self._pool.page(address, replace(task, **_LESS), admit)


def _none(_facts: PageFacts) -> tuple[str, ...]:
    return ()


_LESS: dict[str, Any] = {"wants_pictures": _none, "wants_probes": _none, "monitored": ()}


def _without_our_own_looks() -> None:
    """pa11y-ci notes no element for rules of its own, reads no picture and measures no contrast in pixels."""
    for name, nothing in (("_elements", ()), ("measured", {})):
        setattr(visit_module, name, lambda *_, nothing=nothing, **__: nothing)


class Timers:
    """Seconds spent in functions, by name; a function in several threads counts in each."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def around(self, owner: Any, attribute: str, name: str) -> None:
        """Replaces a function by itself with a clock."""
        inner = getattr(owner, attribute)

        @functools.wraps(inner)
        def timed(*args: Any, **settings: Any) -> Any:
            began = time.perf_counter()
            try:
                return inner(*args, **settings)
            finally:
                self.seconds[name] += time.perf_counter() - began

        setattr(owner, attribute, timed)


def main(settings: Mapping[str, Any]) -> dict[str, Any]:
    """One audit of the pages, and where its time went."""
    timers = Timers()
    timers.around(attend, "judge", "judge")
    timers.around(pool_module, "Session", "browser start")
    for name in _STORE:
        timers.around(Store, name, "store")
    timers.seconds["import"] = time.perf_counter() - BEGAN
    rules = frozenset(settings["rules"]) if settings.get("rules") else None
    found = Settings(database=settings["database"], qualweb=rules is None)
    if rules:  # two browsers, as pa11y-ci and the floor have
        found = found.model_copy(update={"browsers": 2})
    with Workshop(found) as workshop:
        order = make_order(settings["start"], max_pages=settings["pages"], depth=1)
        audit = asyncio.run(_audit(workshop, order, rules, timers))
        return _result(workshop.store, audit, timers, workshop.rulebook.engine_rules("axe"))


async def _audit(workshop: Workshop, order: Any, rules: frozenset[str] | None, timers: Timers) -> str:
    record, _ = begin_or_resume(workshop.store, order, workshop.rulebook.digest, workshop.versions())
    viewports = (DESKTOP,) if rules else USUAL_VIEWPORTS
    async with workshop.tools(opened=[order.start], viewports=viewports) as tools:
        run = workshop.run(record, _restricted(tools, rules), None)
        began = time.perf_counter()
        await run()
        timers.seconds["audit"] = time.perf_counter() - began
    return record.id


def _restricted(tools: Tools, rules: frozenset[str] | None) -> Tools:
    if rules is None:
        return tools
    _without_our_own_looks()
    return replace(tools, rules=rules, browsers=AxeAlone(tools.browsers))  # type: ignore[arg-type]


def _result(store: Store, audit: str, timers: Timers, known: frozenset[str]) -> dict[str, Any]:
    overview = store.overview(audit, occurrences=None)
    failed: dict[str, Counter[str]] = {}
    for component in overview.components:
        if component.engine == "axe" and component.outcome is Outcome.FAILED:
            for occurrence in component.occurrences:
                failed.setdefault(occurrence.address, Counter())[component.engine_rule] += 1
    return {
        "read": overview.coverage.read,
        "known": sorted(known),
        "failed": failed,
        "seconds": dict(timers.seconds),
        "pages": page_seconds(overview),
    }


def page_seconds(overview: Any) -> dict[str, float]:
    """Seconds by what they went to, summed over the pages read."""
    total: dict[str, float] = defaultdict(float)
    for row in overview.subjects:
        if row.state == "read":
            for name, seconds in row.seconds.items():
                total[name] += seconds
    return dict(total)


if __name__ == "__main__":
    json.dump(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), sys.stdout)
