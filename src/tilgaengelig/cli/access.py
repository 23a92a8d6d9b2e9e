"""`access`: the tokens of those who use this program from elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.access import Role
from tilgaengelig.model.denmark import local
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.workshop import Workshop

access_app = App(
    help="Adgangsnøgler til dem, der bruger programmet fra andre maskiner.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(access_app, name="access")


@access_app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAVN", help="Hvem nøglen er til.")],
    *,
    role: Annotated[Role, typer.Option(metavar="ROLLE", help=f"{', '.join(Role)}.")] = Role.LAESER,
    until: Annotated[str, typer.Option(metavar="DATO", help="Sidste dag, fx 2027-05-01.")] = "",
    database: Database = None,
) -> None:
    """Lav en adgangsnøgle. Den vises kun denne ene gang.

    En læser ser alt. En redaktør må også starte kontroller, acceptere fejl og svare. En administrator må også slette.
    """
    try:
        day = dt.date.fromisoformat(until) if until else None
    except ValueError as error:
        raise WrongUse("--until skal være en dato, fx 2027-05-01.") from error
    with Workshop(settings(database=database)) as workshop:
        made, secret = workshop.store.issue_token(name, role, day)
    say(f"Adgangsnøgle til {made.name} ({made.role}), id {made.id}. Gem den nu, den vises ikke igen:")
    say(secret)


@access_app.command("list")
def list_(*, database: Database = None) -> None:
    """Vis, hvem der har en adgangsnøgle, og hvem der har logget ind med en konto."""
    with Workshop(settings(database=database)) as workshop:
        every, accounts = workshop.store.tokens(), workshop.store.accounts()
    if not every:
        say("Der er ingen adgangsnøgler. Lav en med tilgaengelig access add.")
    for each in every:
        say(f"{each.id}  {each.role}  {each.name}{f'  til og med {each.until}' if each.until else ''}")
    for account in accounts:
        say(
            f"{account.id}  {account.role}  {account.signature}  konto, sidst her {local(account.seen):%d.%m.%Y}"
        )


@access_app.command()
def log(
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="ANTAL", help="Højst så mange.")] = 100,
    database: Database = None,
) -> None:
    """Vis, hvem der ændrede hvad på siderne og gennem API'et, det nyeste først."""
    with Workshop(settings(database=database)) as workshop:
        every = workshop.store.deeds(kept=workshop.settings.deeds_kept, limit=limit)
    if not every:
        say("Ingen har ændret noget endnu.")
    for each in every:
        when = local(each.made)
        say(f"{when:%d.%m.%Y %H:%M}  {each.by or 'denne maskine'}  {each.method} {each.path}")


@access_app.command()
def forget(
    name: Annotated[str, typer.Argument(metavar="NAVN", help="Navnet, præcis som det står.")],
    *,
    database: Database = None,
) -> None:
    """Slet en persons navn. Nøglerne tages tilbage, og kontoen fjernes. Det, der blev gjort, står der stadig."""
    with Workshop(settings(database=database)) as workshop:
        gone = workshop.store.forget_person(name)
    say(
        f"Steder, hvor navnet er slettet: {gone.deeds + gone.decisions + gone.tasks}. "
        f"Adgangsnøgler, der er taget tilbage: {gone.tokens}. Konti, der er fjernet: {gone.accounts}. "
        "Noter i fri tekst retter du selv."
    )


@access_app.command()
def remove(
    token: Annotated[str, typer.Argument(metavar="ID", help="Nøglens id fra access list.")],
    *,
    database: Database = None,
) -> None:
    """Tag en adgangsnøgle tilbage. Den virker ikke mere fra nu af."""
    with Workshop(settings(database=database)) as workshop:
        say(f"Nøglen til {workshop.store.revoke_token(token).name} virker ikke mere.")
