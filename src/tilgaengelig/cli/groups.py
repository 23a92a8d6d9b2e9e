"""`group`: the group's sites taken together."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.denmark import today
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.workshop import Workshop

app = App(help="Koncernens websteder under ét.", no_args_is_help=True)
_QUARTER = re.compile(r"(20\d\d)-?[kq]?([1-4])", re.IGNORECASE)


@app.callback()
def top() -> None:
    """Koncernens websteder under ét."""


@app.command()
def report(
    *,
    quarter: Annotated[
        str | None, typer.Option(metavar="KVARTAL", help="Fx 2026-4. Ellers det, vi er i nu.")
    ] = None,
    output: Annotated[Path, typer.Option(metavar="MAPPE", help="Hvor rapporten lægges.")] = Path("koncern"),
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Skriv også rapporten som PDF.")] = True,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Skriv kvartalets rapport til ledelsen: det, der er blevet bedre, og hvor der skal gøres noget.

    Den kommer som webside og PDF, med et feed, man kan følge. Tallene er pr. 100 sider.
    """
    begins, ends = _period(quarter)
    with Workshop(settings(database=database, rules=rules)) as workshop:
        for path in workshop.write_group(begins, ends, output, pdf=pdf):
            say(f"Skrevet: {path}")


def _period(quarter: str | None) -> tuple[dt.date, dt.date]:
    """The first and the last day of a quarter."""
    day = today()
    year, number = day.year, (day.month + 2) // 3
    if quarter is not None:
        found = _QUARTER.fullmatch(quarter.strip())
        if found is None:
            raise WrongUse(f"”{quarter}” er ikke et kvartal; skriv fx 2026-4.")
        year, number = int(found[1]), int(found[2])
    begins = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + 1, 1, 1) if number == 4 else dt.date(year, 3 * number + 1, 1)
    return begins, after - dt.timedelta(days=1)
