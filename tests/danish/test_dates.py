"""Dates in every Danish form, deadlines among other dates, and what says that a page was updated."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.dates import dates, deadlines, updated, written

FIRST = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    "form",
    [
        "1. marts 2021",
        "den 1. marts 2021",
        "d. 1. mar. 2021",
        "1 marts 2021",
        "1/3 2021",
        "1/3-2021",
        "01.03.2021",
        "1.3.2021",
        "01-03-2021",
        "1/3-21",
        "2021-03-01",
        "mandag den 1. MARTS 2021 kl. 12",
    ],
)
def test_a_date_is_read_in_every_form(form: str) -> None:
    (found,) = dates(f"Det sker {form}.")
    assert found.day == FIRST


@pytest.mark.parametrize(
    "text",
    [
        "31. februar 2021",
        "1. marts",
        "§ 12.3.2",
        "tlf. 33 92 93 00",
        "13/13 2021",
        "version 1.2.21.4",
        "0.3.2021",
    ],
)
def test_what_is_no_day_of_a_year_is_no_date(text: str) -> None:
    assert list(dates(text)) == []


def test_a_month_without_a_day_is_over_with_its_last_day() -> None:
    assert [found.day for found in dates("i februar 2024")] == [dt.date(2024, 2, 29)]


@pytest.mark.parametrize(
    "text",
    [
        "Fristen er den 1. marts 2021.",
        "Ansøgningsfrist: 1. marts 2021",
        "Tilmelding senest 1/3-2021 kl. 12.",
        "Tilmeld dig fra 1. februar 2021 til 1. marts 2021.",
        "Du skal svare inden den 1. marts 2021.",
        "Mødet bliver holdt den 1. marts 2021 i Odense.",
        "Loven træder i kraft den 1. marts 2021.",
    ],
)
def test_a_deadline_is_told_with_its_sentence(text: str) -> None:
    assert list(deadlines(f"Her er lidt om det. {text}")) == [(FIRST, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Fristen var den 1. marts 2021.",
        "Loven er senest ændret den 1. marts 2021.",
        "Bekendtgørelse nr. 12 af 1. marts 2021 gælder.",
        "Rapporten er fra 1. marts 2021.",
        "Fristen er fire uger.",
    ],
)
def test_what_is_told_of_the_past_or_has_no_day_sets_no_deadline(text: str) -> None:
    assert list(deadlines(text)) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sidst opdateret 1. marts 2021", FIRST),
        ("Senest ændret: 01-03-2021 kl. 10.12", FIRST),
        ("Opdateret den 1. marts 2021 af Mette Holm", FIRST),
        ("Siden er gennemgået i marts 2021", dt.date(2021, 3, 31)),
        ("Sidst opdateret", None),
    ],
)
def test_the_day_of_an_update_is_read(text: str, day: dt.date | None) -> None:
    assert updated(text) == (True, day)


def test_a_date_of_publishing_is_no_update() -> None:
    assert updated("Offentliggjort 1. marts 2021") == (False, None)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_day_that_is_written_is_read_again(day: dt.date) -> None:
    assert [found.day for found in dates(written(day))] == [day]


@given(st.text(alphabet="0123456789./- martsfebruar\n,", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for found in dates(text):
        assert 0 <= found.start < found.end <= len(text)
    list(deadlines(f"Fristen er {text}"))
