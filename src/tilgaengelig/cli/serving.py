"""`serve` and `database`: the web pages with the API, and what they keep."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from tilgaengelig import logs
from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.errors import WrongUse, reason
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

database_app = App(help="Databasen.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(serve)
    app.add_typer(database_app, name="database")


def serve(
    *,
    host: Annotated[
        str, typer.Option(help="Adressen, der lyttes på. Ellers kun denne maskine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Porten.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAVN", help="Et navn, som andre når denne maskine på. Kan gentages."),
    ] = None,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Start websiderne og API'et, som er beskrevet på /api/v1/docs.

    På denne maskine er alt åbent. Fra andre maskiner skal man have en adgangsnøgle (se access),
    eller logge ind med en konto, hvis det er sat op.
    Står der en anden server foran, så skriv med --name det navn, som andre bruger.
    """
    import uvicorn

    from tilgaengelig.web.api import make_app
    from tilgaengelig.web.guard import LOOPBACK

    with Workshop(settings(database=database, rules=rules)) as workshop:
        names = [*(name or ()), *_names(workshop.settings)]
        # A name that others know us by means that something passes their calls on to us.
        elsewhere = any(each not in LOOPBACK for each in (host, *names))
        if elsewhere and not workshop.settings.oidc and not workshop.store.tokens():
            raise WrongUse(
                "Andre maskiner kan kun bruge programmet med en adgangsnøgle, og der er ingen endnu. "
                "Lav en med tilgaengelig access add NAVN --role administrator, og prøv igen."
            )
        _try(host, port)
        logs.set_up(as_json=workshop.settings.log_json)
        say(f"Siderne er på http://{host}:{port}/ og API'et på /api/v1/docs. Stop med Ctrl-C.")
        if elsewhere:
            say("Stil en server med https foran: ellers kan andre på nettet læse med.")
        uvicorn.run(
            make_app(workshop, hosts=[host, *names], demand_access=elsewhere),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
        )


def _try(host: str, port: int) -> None:
    """Better now than after somebody was told where the pages are. Raises WrongUse."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise WrongUse(
            f"Der kan ikke lyttes på {host}, port {port} ({reason(error)}). Stop det, der bruger porten, "
            "eller vælg en anden med --port."
        ) from error


def _names(chosen: Settings) -> list[str]:
    """The hosts by which people reach us, as the settings say."""
    return [host for address in chosen.addresses if (host := urlsplit(address).hostname)]


@database_app.command()
def upgrade(*, database: Database = None) -> None:
    """Bring databasen op til denne udgave af programmet."""
    with Workshop(settings(database=database)) as workshop:
        workshop.upgrade()
    say("Databasen er opdateret.")


@database_app.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FIL", help="Hvor kopien lægges.")],
    *,
    database: Database = None,
) -> None:
    """Tag en sikkerhedskopi af databasen, også mens den er i brug."""
    with Workshop(settings(database=database)) as workshop:
        workshop.back_up(to)
    say(f"Kopien ligger i {to}.")


@database_app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FIL", help="Kopien.")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ja, det, der ligger i databasen nu, skal erstattes.")
    ] = False,
    database: Database = None,
) -> None:
    """Læg en sikkerhedskopi tilbage. Det, der ligger i databasen nu, går tabt."""
    if not yes:
        raise WrongUse("Det, der ligger i databasen nu, går tabt. Skriv --yes, hvis du er sikker.")
    with Workshop(settings(database=database)) as workshop:
        aside = workshop.restore(source)
    say(f"Databasen er som i {source}.")
    if aside is not None:
        say(f"Den, der lå der, var beskadiget. Den er flyttet til {aside}.")
