"""What may be exempted by its age is asked about, and never what may be younger."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tilgaengelig.judge.exempt import age_of, suggestions
from tilgaengelig.model.audit import SubjectKind, VisitState
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.model.overview import SubjectRow

SITE = "https://www.mad.dk"
DAY = dt.date(2026, 1, 1)


def row(path: str, kind: SubjectKind = SubjectKind.DOCUMENT, **facts: Any) -> SubjectRow:
    return SubjectRow(f"{SITE}{path}", VisitState.READ, kind, 1, facts=facts)


def said(
    *rows: SubjectRow, start: str = SITE, register: tuple[Exemption, ...] = ()
) -> list[tuple[str, Basis]]:
    return [(one.address.removeprefix(SITE), one.basis) for one in suggestions(start, rows, register)]


@pytest.mark.parametrize(
    ("path", "made", "age"),
    [
        ("/media/plan.pdf", "2017-05-02", dt.date(2017, 5, 2)),
        ("/2016/03/plan.pdf", None, dt.date(2016, 3, 31)),
        ("/2016-12/plan.pdf", "2015-01-01", dt.date(2016, 12, 31)),
        ("/plan-2017.pdf", "2016-01-01", dt.date(2017, 12, 31)),
        ("/2016/plan.pdf", "2019-01-01", dt.date(2019, 1, 1)),
        ("/20171301999/plan.pdf", None, None),
        ("/plan.pdf", "ikke en dag", None),
    ],
)
def test_a_file_is_as_young_as_anything_says_of_it(path: str, made: str | None, age: dt.date | None) -> None:
    assert age_of(row(path, created=made or "")) == age


def test_old_files_and_recordings_are_asked_about_and_younger_ones_are_not() -> None:
    page = SubjectKind.PAGE
    assert said(
        row("/a.pdf", created="2018-09-22"),
        row("/b.pdf", created="2018-09-23"),
        row("/c.pdf"),
        row("/film/", page, recording=True, updated="2020-09-22"),
        row("/film2/", page, recording=True, updated="2020-09-23"),
        row("/gammel/", page, updated="2001-01-01"),
    ) == [("/a.pdf", Basis.DOCUMENT), ("/film/", Basis.RECORDED)]


def test_a_day_is_asked_about_with_its_month_in_letters() -> None:
    rows = (
        row("/a.pdf", created="2017-05-02"),
        row("/film/", SubjectKind.PAGE, recording=True, updated="2019-12-01"),
    )
    intranet, file, film = (one.question for one in suggestions("https://intranet.mad.dk", rows, ()))
    assert "fra før den 23. september 2019 og" in intranet
    assert "fra den 2. maj 2017." in file
    assert "opdateret den 1. december 2019." in film
    assert "udgivet før den 23. september 2020?" in film


def test_what_is_in_the_register_is_not_asked_about_again() -> None:
    decided = Exemption(
        "1", "www.mad.dk", "/arkiv/", Basis.DOCUMENT, "", "", DAY, DAY, dt.datetime.now(dt.UTC)
    )
    rows = (row("/arkiv/a.pdf", created="2010-01-01"), row("/a.pdf", created="2010-01-01"))
    assert said(*rows, register=(decided,)) == [("/a.pdf", Basis.DOCUMENT)]


def test_an_intranet_is_asked_about_once() -> None:
    assert said(start="https://intranet.mad.dk/")[0][1] is Basis.INTRANET
    assert said(start="https://www.mad.dk/") == []
