"""`worker`: takes audits from the queue on PostgreSQL."""

from __future__ import annotations

import asyncio
import signal

import typer

from tilgaengelig import logs
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.workshop import Workshop


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(worker)


def worker(*, database: Database = None, rules: Rules = None) -> None:
    """Udfør kontroller, som andre har bestilt på samme PostgreSQL.

    Kør så mange, du vil, på så mange maskiner, du vil. Et websted er kun hos én ad gangen.
    Dør en worker, tager en anden kontrollen op. Stop med Ctrl-C: siderne i gang bliver gjort færdige.

    Hvor mange kontroller den udfører på én gang, står i TILGAENGELIG_WORKER_AUDITS (ellers 1).
    """
    with Workshop(settings(database=database, rules=rules)) as workshop:
        if not workshop.settings.queued:
            raise WrongUse(
                "En worker kræver PostgreSQL; skriv adressen som --database postgresql://vært/navn. "
                "Uden PostgreSQL udfører ”serve” og ”scan” selv kontrollerne."
            )
        logs.set_up(as_json=workshop.settings.log_json)
        asyncio.run(_work(workshop))


async def _work(workshop: Workshop) -> None:
    async with workshop.worker() as at_work:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, at_work.stop.set)
        say("Klar til at udføre kontroller. Stop med Ctrl-C.")
        await at_work()
    say("Stoppet.")
