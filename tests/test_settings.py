"""What holds where nothing is set, and where it stands what may be."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tilgaengelig.settings import Settings


@pytest.mark.parametrize(("processors", "browsers"), [(1, 2), (2, 3), (3, 4), (64, 4)])
def test_there_is_a_browser_more_than_processors_up_to_what_one_site_keeps_busy(
    monkeypatch: pytest.MonkeyPatch, processors: int, browsers: int
) -> None:
    monkeypatch.delenv("TILGAENGELIG_BROWSERS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)))
    found = Settings()
    assert found.browsers == browsers <= found.host_concurrency


def test_every_setting_is_told_to_those_who_run_it() -> None:
    root = Path(__file__).parent.parent
    told = "".join(path.read_text("utf-8") for path in [*root.glob("docs/*.md"), *root.glob("*.md")])
    words = set(re.findall(r"\w+", told.lower().replace("tilgaengelig_", "")))
    assert set(Settings.model_fields) - words == set()
