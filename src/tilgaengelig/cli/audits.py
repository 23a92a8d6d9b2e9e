"""`audit`: audits in the store, looked at again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli import accepting, messages, nights, tasks
from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Formats, Rules, formats, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.addresses import readable
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.denmark import local
from tilgaengelig.report.since import difference_as_json, since_lines
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.workshop import Workshop

commands = App(help="Kontrolkørsler, der er gemt.", no_args_is_help=True)
accepting.register(commands)
messages.register(commands)
tasks.register(commands)

_STATES = {AuditState.RUNNING: "i gang", AuditState.DONE: "færdig", AuditState.STOPPED: "stoppet"}


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="audit")


@commands.command("list")
def list_(
    *, database: Database = None, limit: Annotated[int, typer.Option(min=1, help="Højst så mange.")] = 20
) -> None:
    """Vis de seneste kontrolkørsler."""
    with Workshop(settings(database=database)) as workshop:
        records = workshop.store.audits(limit=limit)
    for record in records:
        began = local(record.started)
        say(
            f"{record.id}  {_STATES[record.state]:8}  {began:%d.%m.%Y kl. %H.%M}  {readable(record.order.start)}"
        )
    if not records:
        say("Der er ingen kontroller endnu. Begynd med tilgaengelig scan ADRESSE.")


@commands.command()
def show(
    audit: Annotated[str, typer.Argument(metavar="KØRSEL", help="Dens nummer fra listen.")],
    *,
    database: Database = None,
    output: Annotated[
        Path | None, typer.Option(metavar="MAPPE", help="Skriv rapporten igen i denne mappe.")
    ] = None,
    format_: Formats = None,
) -> None:
    """Vis en kontrolkørsel, og skriv dens rapport igen."""
    wanted = formats(format_)
    with Workshop(settings(database=database)) as workshop:
        written = workshop.write_reports(audit, output, wanted) if output else []
        for line in summary_lines(workshop.report(audit), str(written[0]) if written else ""):
            say(line)


@commands.command()
def diff(
    audit: Annotated[str, typer.Argument(metavar="KØRSEL", help="Dens nummer fra listen.")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="KØRSEL2", help="Den senere kørsel. Ellers holdes KØRSEL op mod den før."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv JSON.")] = False,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Vis, hvad der er nyt, rettet og stadig galt siden sidst."""
    with Workshop(settings(database=database, rules=rules)) as workshop:
        since = workshop.since(other or audit, audit if other else None)
    if as_json:
        say(json.dumps(difference_as_json(since.difference) if since else None, ensure_ascii=False))
    elif since is None:
        say("Det er den første kontrol af webstedet, så der er intet at holde den op mod.")
    else:
        for line in since_lines(since):
            say(line)


commands.command("run")(nights.run)
