"""`statement`: the draft of an accessibility statement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.evaluation import read_evaluation
from tilgaengelig.model.errors import WrongUse, reason
from tilgaengelig.report.draft import LANGUAGES, draft_text, make_draft
from tilgaengelig.report.evaluation import anchors
from tilgaengelig.report.files import write_whole
from tilgaengelig.workshop import Workshop

commands = App(help="Tilgængelighedserklæringen.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="statement")


@commands.callback()
def top() -> None:
    """Holds what concerns every command."""


top.__doc__ = "Tilgængelighedserklæringen."


@commands.command()
def draft(
    site: Annotated[str, typer.Argument(metavar="WEBSTED", help="Webstedets navn eller adresse.")],
    *,
    output: Annotated[Path | None, typer.Option(metavar="FIL", help="Skriv udkastet i denne fil.")] = None,
    evaluation: Annotated[
        Path | None,
        typer.Option(metavar="FIL", help="En kontrol, som er gjort færdig i W3C's værktøj (se ”sample”)."),
    ] = None,
    lang: Annotated[str, typer.Option(metavar="SPROG", help="da eller en.")] = "da",
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Skriv et udkast til webstedets tilgængelighedserklæring.

    Teksten passer til felterne i WAS-Tool. Den bygger på den nyeste kontrol og på registret over det, som loven
    undtager. Det, et menneske skal afgøre, står i kantede parenteser.
    """
    if lang not in LANGUAGES:
        raise WrongUse(f"Sproget ”{lang}” kendes ikke; vælg mellem {', '.join(LANGUAGES)}.")
    with Workshop(settings(database=database, rules=rules)) as workshop:
        record = workshop.store.audit_of_site(site)
        finished = None
        if evaluation is not None:
            finished = read_evaluation(evaluation, anchors(workshop.rulebook.criteria.values()))
        text = draft_text(make_draft(workshop.report(record.id, occurrences=None), finished), lang)
    if output is None:
        for line in text.splitlines():
            say(line)
        return
    try:
        write_whole(output, [text])
    except OSError as error:
        raise WrongUse(
            f"Der kan ikke skrives i {output} ({reason(error)}). Vælg en anden fil med --output."
        ) from error
    say(f"Skrevet: {output}")
