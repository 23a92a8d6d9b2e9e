"""How long audits are kept."""

from __future__ import annotations

import datetime as dt

from tilgaengelig.work.keeping import outlived

NOW = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)


def test_every_night_of_a_fortnight_and_one_a_week_until_the_last_day() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(60)]
    gone = set(outlived(nights, NOW, 40))
    assert [int(name) for name, _ in nights if name not in gone] == [*range(15), 15, 22, 29, 36]


def test_a_short_keeping_cuts_the_fortnight_too() -> None:
    nights = [(f"{days}", NOW - dt.timedelta(days=days)) for days in range(1, 10)]
    assert set(outlived(nights, NOW, 5)) == {"6", "7", "8", "9"}
