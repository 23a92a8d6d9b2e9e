"""The group's report for its board, as a page and as PDF/UA, and its feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tilgaengelig.model.group import Group, Standing
from tilgaengelig.report.charts import Bars, Line, bars, line
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.page import policy
from tilgaengelig.report.pdf import html_to_pdf
from tilgaengelig.report.words import environment, own_text

#: A change of less than this many faults per hundred pages is none that a board should hear of.
_STILL = 0.5
#: What the report has room for.
_ROOM = {"better": 5, "act": 5, "twins": 20, "addresses": 5, "bars": 20}


@dataclass(frozen=True, slots=True)
class GroupReport:
    """The group with what the report says of it: `better` most first, `act` where most is to be gained.

    `home` is where people reach our web pages, "" where that is not known.
    """

    group: Group
    made: dt.datetime
    program_version: str
    better: tuple[Standing, ...]
    act: tuple[Standing, ...]
    ranking: Bars
    trend: Line
    home: str = ""


def make_group_report(
    group: Group, *, made: dt.datetime, program_version: str, home: str = ""
) -> GroupReport:
    """What got better, and where to act: first the sites that got worse, then those with most severe faults."""
    better = sorted((each for each in group.sites if (each.change or 0) <= -_STILL), key=_change)
    worse = {each.name for each in group.sites if (each.change or 0) >= _STILL}
    act = sorted(
        (each for each in group.sites if each.name in worse or (each.now.worst or 0) > 0),
        key=lambda each: (each.name not in worse, -(each.now.worst or 0), each.name),
    )
    houses = [(each.name or "Uden hus", each.now.faults or 0.0) for each in group.houses]
    months = [(_month(month), rate.faults or 0.0) for month, rate in group.whole.months.items()]
    return GroupReport(
        group=group,
        made=made,
        program_version=program_version,
        better=tuple(better[: _ROOM["better"]]),
        act=tuple(act[: _ROOM["act"]]),
        ranking=bars(houses[: _ROOM["bars"]]),
        trend=line(months),
        home=home.rstrip("/"),
    )


def write_group_html(report: GroupReport, path: Path) -> None:
    """The report as one page that needs nothing else."""
    style = own_text("rapport.css") + own_text("koncern.css")
    write_whole(path, [_page(report, style, policy(style, ""))])


def write_group_pdf(report: GroupReport, path: Path) -> None:
    """The report as PDF/UA-1. Raises SetupLacks where this machine cannot make PDFs."""
    html_to_pdf(_page(report, own_text("pdf.css") + own_text("koncern.css"), ""), path)


def write_group_feed(report: GroupReport, path: Path) -> None:
    """The sites as a feed (RSS 2.0), an item for each site and month."""

    def as_of(month: dt.date) -> dt.datetime:
        """The month's last day, or now while it lasts: what it came to is said anew until then."""
        after = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return min(report.made, dt.datetime.combine(after, dt.time(), dt.UTC) - dt.timedelta(seconds=1))

    template = environment().get_template("koncern.rss.xml.j2")
    write_whole(path, template.generate(report=report, as_of=as_of, posted=format_datetime))


@dataclass(frozen=True, slots=True)
class GroupWriter:
    """One format: the file's name, its media type and what writes it. `twins` says whether it shows the texts that
    stand twice, for which the texts of all sites are held against each other.
    """

    file_name: str
    media_type: str
    write: Callable[[GroupReport, Path], None]
    twins: bool = True


GROUP_FORMATS: Mapping[str, GroupWriter] = MappingProxyType(
    {
        "html": GroupWriter("koncern.html", "text/html; charset=utf-8", write_group_html),
        "rss": GroupWriter("koncern.rss.xml", "application/rss+xml", write_group_feed, twins=False),
        "pdf": GroupWriter("koncern.pdf", "application/pdf", write_group_pdf),
    }
)


def _page(report: GroupReport, style: str, policy_: str) -> str:
    words: Mapping[str, Any] = {"report": report, "room": _ROOM, "style": style, "policy": policy_}
    return environment().get_template("koncern.html.j2").render(**words)


def _change(each: Standing) -> tuple[float, str]:
    return each.change or 0.0, each.name


def _month(month: dt.date) -> str:
    return f"{month:%m.%Y}"
