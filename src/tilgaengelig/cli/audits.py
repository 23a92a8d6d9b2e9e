"""`audit`: audits in the store, looked at again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli import accepting
from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.audit import AuditState
from tilgaengelig.report.formats import FORMATS
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.workshop import Workshop

app = App(help="Kontrolkørsler, der er gemt.", no_args_is_help=True)
accepting.register(app)

_STATES = {AuditState.RUNNING: "i gang", AuditState.DONE: "færdig", AuditState.STOPPED: "stoppet"}


@app.command("list")
def list_(
    *, database: Database = None, limit: Annotated[int, typer.Option(min=1, help="Højst så mange.")] = 20
) -> None:
    """Vis de seneste kontrolkørsler."""
    with Workshop(settings(database=database)) as workshop:
        for record in workshop.store.audits(limit=limit):
            say(
                f"{record.id}  {_STATES[record.state]:8}  {record.started:%d.%m.%Y kl. %H.%M}  {record.order.start}"
            )


@app.command()
def show(
    audit: Annotated[str, typer.Argument(metavar="KØRSEL", help="Dens nummer fra listen.")],
    *,
    database: Database = None,
    output: Annotated[
        Path | None, typer.Option(metavar="MAPPE", help="Skriv rapporten igen i denne mappe.")
    ] = None,
) -> None:
    """Vis en kontrolkørsel, og skriv dens rapport igen."""
    with Workshop(settings(database=database)) as workshop:
        written = workshop.write_reports(audit, output, FORMATS) if output else []
        for line in summary_lines(workshop.report(audit), str(written[0]) if written else ""):
            say(line)
