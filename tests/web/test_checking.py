"""A fault looked at again: it is gone only where its rule was tested, and on the page as the audit saw it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from api_things import SITE, workshop_in

from tilgaengelig.gather.browser.session import Viewport
from tilgaengelig.gather.browser.visit import PageTask, Shown
from tilgaengelig.gather.net.fetch import Fetched
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.overview import Component
from tilgaengelig.model.probes import Probed
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.web.checking import Checking, Rechecked
from tilgaengelig.work.gathering import Tools

PAGE = f"{SITE}/"


class Browser:
    """Shows a page with that text and without a fault, on which no probe comes to its end."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.widths: list[str] = []

    async def get(self, address: str) -> Fetched:
        return Fetched(address, 200, {}, "text/html", "utf-8", b"<!doctype html><title>x", None, 0.1, 23)

    async def page(self, address: str, task: PageTask, admit: Callable[[Shown], None]) -> PageFacts:
        self.widths = [viewport.name for viewport in task.viewports]
        admit(Shown(address, 200, "Side", self.words, self.words, 0))
        facts = PageFacts(address, "Side", "da", (), ())
        return replace(facts, probed=Probed(asked=tuple(task.wants_probes(facts))))


def again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, engine: str = "axe", words: str = "Hej"
) -> tuple[Rechecked, Browser]:
    shown: Any = Browser(words)

    @asynccontextmanager
    async def tools(*, viewports: Sequence[Viewport], alone: bool, **_: object) -> AsyncIterator[Tools]:
        yield Tools(shown, shown, shown, Politeness(), frozenset(), viewports, alone)

    workshop = workshop_in(tmp_path)
    monkeypatch.setattr(workshop, "tools", tools)
    order, began = Order(PAGE, thorough=True), dt.datetime.now(dt.UTC)
    record = AuditRecord("20261127T000000-aaaaaa", order, AuditState.DONE, began, None, "r", {})
    fault = Component(
        *("ab12", rule, engine, "x", Outcome.FAILED, Impact.CRITICAL, Responsibility.UDVIKLER, Region.MAIN),
        *((), (), "Fejl", "", 1, 1, ()),
    )
    return asyncio.run(Checking(workshop).again(PAGE, record, fault)), shown


def test_a_page_is_looked_at_again_at_all_the_widths_of_its_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, browser = again(tmp_path, monkeypatch, "billede-uden-alternativ-tekst")
    assert came.still is False
    assert browser.widths == ["desktop", "phone", "tablet"]


@pytest.mark.parametrize(
    ("rule", "engine", "words"),
    [
        ("fejl-i-skema-uden-ord", "tilgaengelig", "Hej"),
        ("kun-med-mus", "tilgaengelig", "Hej"),
        ("billede-uden-alternativ-tekst", "qualweb", "Hej"),
        ("en-regel-som-ikke-findes-mere", "axe", "Hej"),
        ("billede-uden-alternativ-tekst", "axe", ""),
    ],
    ids=[
        "its probe was not asked",
        "its probe broke down",
        "its engine did not run",
        "no rule",
        "empty page",
    ],
)
def test_what_nobody_tested_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, engine: str, words: str
) -> None:
    assert again(tmp_path, monkeypatch, rule, engine, words)[0].still is None
