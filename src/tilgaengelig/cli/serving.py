"""`serve`, `doctor` and `database`: the API, and what this machine has."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from tilgaengelig import __version__, logs
from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.browser.driver import installed, server_says
from tilgaengelig.gather.browser.reading import languages
from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.supervision import ENGINE
from tilgaengelig.workshop import Workshop

_MISSING = "ikke fundet; Selenium henter selv en browser, hvis den må"

database_app = App(help="Databasen.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(serve)
    app.command()(doctor)
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

    På denne maskine er alt åbent. Fra andre maskiner skal man have en adgangsnøgle (se access), eller logge ind med en
    konto, hvis det er sat op.
    """
    import uvicorn

    from tilgaengelig.web.api import make_app
    from tilgaengelig.web.guard import LOOPBACK

    with Workshop(settings(database=database, rules=rules)) as workshop:
        oidc = workshop.settings.oidc
        # A name that others know us by means that something passes their calls on to us.
        names = [*(name or ()), *([urlsplit(oidc.address).hostname or ""] if oidc else ())]
        elsewhere = host not in LOOPBACK or bool(names)
        if elsewhere and not oidc and not workshop.store.tokens():
            raise WrongUse(
                "Andre maskiner kan kun bruge programmet med en adgangsnøgle, og der er ingen endnu. "
                "Lav en med tilgaengelig access add NAVN --role administrator, og prøv igen."
            )
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


def doctor(*, database: Database = None, rules: Rules = None) -> None:
    """Se, hvad der er sat op på denne maskine, og hvad der mangler."""
    say(f"tilgaengelig {__version__}")
    sound = True
    with Workshop(settings(database=database, rules=rules)) as workshop:
        looks = [*_browsers(workshop), ("Regelbog og axe", _rulebook), ("QualWeb", _qualweb)]
        looks.append(("Tesseract", _tesseract))
        looks.append(("Database", _database))
        if workshop.settings.queued:
            looks.append(("Kø", _queue))
        if workshop.settings.oidc:
            looks.append(("Log ind", _signing_in))
        for name, look in looks:
            try:
                say(f"{name}: {look(workshop)}")
            except TilgaengeligError as error:
                sound = False
                say(f"{name}: mangler. {error}")
    raise typer.Exit(0 if sound else 2)


def _browsers(workshop: Workshop) -> list[tuple[str, Callable[[Workshop], str]]]:
    if workshop.settings.webdriver:
        return [("Browsere", _elsewhere)]
    return [
        ("Chromium", lambda _: installed() or _MISSING),
        ("chromedriver", lambda _: shutil.which("chromedriver") or _MISSING),
    ]


def _elsewhere(workshop: Workshop) -> str:
    address = workshop.settings.webdriver
    return f"på {address}, som er {server_says(address)}"


def _queue(workshop: Workshop) -> str:
    counts = workshop.queue_counts()
    return f"{counts.waiting} kontroller venter, {counts.working} er i gang"


def _signing_in(workshop: Workshop) -> str:
    oidc, signing_in = workshop.settings.oidc, workshop.signing_in()
    if oidc is None or signing_in is None:
        return "slået fra"
    asyncio.run(signing_in.begin())
    return f"hos {oidc.issuer}, som svarer"


def _rulebook(workshop: Workshop) -> str:
    return f"{len(workshop.rulebook.rules)} regler, udgave {workshop.rulebook.digest}"


def _qualweb(workshop: Workshop) -> str:
    version = workshop.versions().get(ENGINE)
    return f"reglerne i udgave {version}" if version else "slået fra"


def _tesseract(_workshop: Workshop) -> str:
    return languages() or "ikke fundet; tekst i billeder bliver ikke læst, kun spurgt til"


def _database(workshop: Workshop) -> str:
    return f"i orden, {len(workshop.store.audits(limit=1000))} kontrolkørsler"


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
        workshop.store.backup(to)
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
        workshop.store.restore(source)
    say(f"Databasen er som i {source}.")
