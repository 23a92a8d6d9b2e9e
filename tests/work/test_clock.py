"""When a site's turn comes: by Danish clocks, also where they change, and what was missed is caught up once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tilgaengelig.model.audit import Order
from tilgaengelig.model.denmark import DENMARK
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.website import Website, Window
from tilgaengelig.work.clock import check_schedule, due, next_time, window_left


def website(schedule: str, window: str = "", jitter: int = 0, name: str = "ministeriet") -> Website:
    order = Order("https://www.ministerium.example/")
    return Website(name, order, "", schedule, Window.parse(window) if window else None, jitter)


def at(text: str) -> dt.datetime:
    """A moment by Danish clocks; with Z, by UTC."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=DENMARK)


def turns(site: Website, first: str, last: str) -> list[str]:
    """Every time that it is due, looking each ten minutes, as UTC."""
    now, end = at(first).astimezone(dt.UTC), at(last).astimezone(dt.UTC)
    handled = now
    found = []
    while now <= end:
        slot = due(site, handled, now)
        if slot is not None:
            found.append(f"{now:%d.%m. %H.%M}")
            handled = slot
        now += dt.timedelta(minutes=10)
    return found


def test_it_is_due_once_each_night() -> None:
    assert turns(website("0 2 * * *"), "2026-11-02T00:00", "2026-11-05T00:00") == [
        "02.11. 01.00", "03.11. 01.00", "04.11. 01.00",
    ]  # fmt: skip


def test_a_time_that_the_spring_leaves_out_comes_after_the_gap_and_the_day_after_as_usual() -> None:
    assert turns(website("30 2 * * *"), "2027-03-27T12:00", "2027-03-29T12:00") == [
        "28.03. 01.00",
        "29.03. 00.30",
    ]


def test_a_time_that_the_autumn_has_twice_comes_once() -> None:
    assert turns(website("30 2 * * *"), "2026-10-24T12:00", "2026-10-26T12:00") == [
        "25.10. 00.30",
        "26.10. 01.30",
    ]


def test_of_several_that_were_missed_one_is_caught_up() -> None:
    site = website("0 2 * * *")
    handled, now = at("2026-11-02T02:00"), at("2026-11-09T08:00")
    slot = due(site, handled, now)
    assert slot == at("2026-11-09T02:00")
    assert due(site, slot, now) is None


def test_it_is_due_at_the_very_moment() -> None:
    site = website("0 2 * * *")
    handled = at("2026-11-02T12:00")
    assert due(site, handled, at("2026-11-03T01:59:59")) is None
    assert due(site, handled, at("2026-11-03T02:00:00")) == at("2026-11-03T02:00")


def test_a_clock_that_is_set_back_does_nothing_twice_and_one_that_was_years_ahead_nothing_too_late() -> None:
    site = website("0 2 * * *")
    handled = at("2026-11-03T02:00")
    assert due(site, handled, at("2026-11-03T01:30")) is None
    assert due(site, handled, at("2026-11-02T12:00")) is None
    assert due(site, handled, at("2026-11-04T02:00")) == at("2026-11-04T02:00")
    assert due(site, at("2036-01-01T02:00"), at("2026-11-03T08:00")) == at("2026-11-03T02:00")


def test_what_was_missed_waits_for_the_window() -> None:
    site = website("0 2 * * *", window="22:00-06:00")
    handled = at("2026-11-02T02:00")
    assert due(site, handled, at("2026-11-03T08:00")) is None
    assert due(site, handled, at("2026-11-03T22:00")) == at("2026-11-03T02:00")


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2026-11-03T23:00", 7), ("2026-11-03T05:00", 1), ("2026-10-24T23:00", 8), ("2027-03-27T23:00", 6)],
)
def test_the_window_ends_by_danish_clocks(now: str, hours: int) -> None:
    assert window_left(
        website("0 2 * * *", window="22:00-06:00"), at(now).astimezone(dt.UTC)
    ) == dt.timedelta(hours=hours)


def test_jitter_spreads_the_starts_and_every_process_reckons_the_same() -> None:
    starts = [
        next_time(website("0 2 * * *", jitter=60, name=f"nr. {n}"), at("2026-11-02T12:00")) for n in range(50)
    ]
    assert starts == [
        next_time(website("0 2 * * *", jitter=60, name=f"nr. {n}"), at("2026-11-02T12:00")) for n in range(50)
    ]
    assert len(set(starts)) > 40
    assert all(at("2026-11-03T02:00") <= start < at("2026-11-03T03:00") for start in starts if start)
    first = website("0 2 * * *", jitter=60)
    assert due(first, at("2026-11-02T12:00"), at("2026-11-03T02:00")) is None
    assert due(first, at("2026-11-02T12:00"), at("2026-11-03T03:00")) == at("2026-11-03T02:00")


def test_a_site_without_a_schedule_has_no_turn() -> None:
    assert next_time(website(""), at("2026-11-02T12:00")) is None
    assert due(website(""), at("2026-11-02T12:00"), at("2027-11-02T12:00")) is None


@pytest.mark.parametrize(
    "text", ["hver nat", "61 2 * * *", "0 2 * *", "0 0 2 * * *", "0 2 31 2 *", "0 " * 90]
)
def test_what_is_no_schedule_is_told(text: str) -> None:
    with pytest.raises(WrongUse, match="0 2"):
        check_schedule(text)


def test_a_schedule_may_name_days() -> None:
    check_schedule("30 22 * * MON-FRI")
    check_schedule("")


# Whatever the schedule, in the weeks where clocks change

CHANGES = {"spring": dt.date(2027, 3, 28), "autumn": dt.date(2026, 10, 25)}
STEP = dt.timedelta(minutes=30)


@st.composite
def sites(draw: st.DrawFn) -> Website:
    """A site that is audited once a day or less often, with any window of an hour or more and any jitter."""
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    days = draw(st.sampled_from(["*", "1-5", "0", "MON,THU"]))
    window = None
    if draw(st.booleans()):
        begins, long = draw(st.integers(0, 95)), draw(st.integers(4, 92))
        window = Window(*(dt.time(each // 4 % 24, 15 * (each % 4)) for each in (begins, begins + long)))
    order = Order("https://www.ministerium.example/")
    return Website(
        "m", order, schedule=f"{minute} {hour} * * {days}", window=window, jitter=draw(st.integers(0, 180))
    )


def looked_at(site: Website, first: dt.datetime, days: int, down: range = range(0)) -> list[dt.datetime]:
    """The moments at which it was begun, looking each half an hour but for the hours of `down`."""
    handled, now, begun = first, first, []
    while now < first + dt.timedelta(days=days):
        away = (now - first) // dt.timedelta(hours=1) in down
        slot = None if away else due(site, handled, now)
        if slot is not None:
            assert handled < slot <= now
            handled = slot
            begun.append(now)
        now += STEP
    return begun


@pytest.mark.parametrize("day", CHANGES.values(), ids=CHANGES)
@given(site=sites())
@settings(max_examples=20, deadline=None)
def test_around_the_change_of_clocks_it_runs_within_its_window_and_never_twice_a_day(
    day: dt.date, site: Website
) -> None:
    first = dt.datetime.combine(day - dt.timedelta(days=2), dt.time(12), DENMARK).astimezone(dt.UTC)
    begun = [each.astimezone(DENMARK) for each in looked_at(site, first, 4)]
    assert all(site.window is None or site.window.holds(each.time()) for each in begun)
    assert len(begun) <= 5
    if site.schedule.endswith("* * *"):
        assert len(begun) >= 2, "a night was left out"
    if site.window is None and not site.jitter:
        assert len({each.date() for each in begun}) == len(begun)


@pytest.mark.parametrize("day", CHANGES.values(), ids=CHANGES)
@given(site=sites(), begins=st.integers(0, 50), long=st.integers(1, 50))
@settings(max_examples=15, deadline=None)
def test_what_was_missed_while_the_machine_was_off_is_caught_up_once(
    day: dt.date, site: Website, begins: int, long: int
) -> None:
    first = dt.datetime.combine(day - dt.timedelta(days=2), dt.time(12), DENMARK).astimezone(dt.UTC)
    down = range(begins, begins + long)
    usual, begun = looked_at(site, first, 5), looked_at(site, first, 5, down)
    back = first + dt.timedelta(hours=down.stop)
    missed = [each for each in usual if first + dt.timedelta(hours=begins) <= each < back]
    caught_up = [each for each in begun if each not in usual]
    assert len(caught_up) <= bool(missed)
    assert all(each >= back for each in caught_up)
    assert [each for each in usual if each not in missed and each not in begun] == []


@pytest.mark.parametrize("day", CHANGES.values(), ids=CHANGES)
@given(site=sites(), minutes=st.integers(45 * 60, 56 * 60))
@example(site=website("0 22 * * *", window="22:00-02:30"), minutes=51 * 60 + 10)
@settings(max_examples=50, deadline=None)
def test_the_window_that_is_left_ends_when_danish_clocks_show_its_end(
    day: dt.date, site: Website, minutes: int
) -> None:
    first = dt.datetime.combine(day - dt.timedelta(days=2), dt.time(0), DENMARK).astimezone(dt.UTC)
    now = first + dt.timedelta(minutes=minutes)
    left = window_left(site, now)
    if site.window is None:
        assert left is None
        return
    assert left is not None
    assert dt.timedelta() < left <= dt.timedelta(hours=25)
    ends = site.window.ends
    if not (CHANGES["spring"] in (now.date(), (now + left).date()) and ends.hour == 2):
        assert (now + left).astimezone(DENMARK).time() == ends  # 02.00-03.00 there is none of that night
