"""When a page is opened though it did not change."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from tilgaengelig.work.carrying import is_due

CHECKED = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
PAGES = [f"https://www.ministerium.example/side-{n}" for n in range(1000)]


@pytest.mark.parametrize("days", [1, 7, 28])
def test_every_page_is_opened_again_at_the_latest_after_so_many_days(days: int) -> None:
    assert all(is_due(page, CHECKED, CHECKED + dt.timedelta(days=days), days) for page in PAGES)


def test_not_all_come_due_in_the_same_night() -> None:
    due = [
        sum(is_due(page, CHECKED, CHECKED + dt.timedelta(days=day), 28) for page in PAGES)
        for day in range(29)
    ]
    assert due[:14] == [0] * 14
    assert due[28] == len(PAGES)
    assert max(after - before for before, after in pairwise(due)) < 120


def test_asked_for_all_of_them_all_are_due() -> None:
    assert all(is_due(page, CHECKED, CHECKED, 0) for page in PAGES)
