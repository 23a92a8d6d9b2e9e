"""`group`: the group's sites taken together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.denmark import today
from tilgaengelig.work.group import quarter_of
from tilgaengelig.workshop import Workshop

commands = App(help="Koncernens websteder under ét.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="group")


@commands.callback()
def top() -> None:
    """Koncernens websteder under ét."""


@commands.command()
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
    begins, ends = quarter_of(quarter, today())
    with Workshop(settings(database=database, rules=rules)) as workshop:
        for path in workshop.write_group(begins, ends, output, ["html", "rss", *["pdf"] * pdf]):
            say(f"Skrevet: {path}")
