"""`audit tell` and `audit digest`: messages to those whom an audit concerns."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from tilgaengelig.cli.options import AllowNetwork, Database, Rules, networks, settings
from tilgaengelig.cli.telling import say, tell_error
from tilgaengelig.report.message import letter
from tilgaengelig.report.since import overrun_lines
from tilgaengelig.work.messages import Addressed, on_audit, on_week, recipients_of
from tilgaengelig.workshop import Workshop

NOT_SENT = 3
Show = Annotated[bool, typer.Option("--show", help="Vis beskederne, og send dem ikke.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(tell)
    app.command()(digest)


def tell(
    audit: Annotated[str, typer.Argument(metavar="KØRSEL", help="Dens nummer fra listen.")],
    *,
    show: Show = False,
    allow_network: AllowNetwork = None,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Send besked om en kontrol til dem, den angår.

    Hver modtager får kun det, der er nyt og deres, højst ti ting, de værste først. Er intet nyt, sendes intet.
    Modtagerne står i indstillingerne (recipients).

    Slutter med kode 3, når en besked ikke kom frem.
    """
    with Workshop(settings(database=database, rules=rules)) as workshop:
        recipients = recipients_of(workshop.settings, workshop.store)
        overruns = overrun_lines(workshop.report(audit, occurrences=1).overruns) if recipients else ()
        found = on_audit(workshop.store, workshop.titles, recipients, audit, overruns=overruns)
        raise typer.Exit(_handed_over(workshop, found, networks(allow_network), show=show))


def digest(
    *,
    days: Annotated[int, typer.Option(min=1, help="Så mange dage tilbage.")] = 7,
    show: Show = False,
    allow_network: AllowNetwork = None,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Send ugens samlede besked om hvert websted til dem, der har bedt om den (weekly).

    Slutter med kode 3, når en besked ikke kom frem.
    """
    with Workshop(settings(database=database, rules=rules)) as workshop:
        recipients = recipients_of(workshop.settings, workshop.store)
        found = on_week(workshop.store, workshop.titles, recipients, days)
        raise typer.Exit(_handed_over(workshop, found, networks(allow_network), show=show))


def _handed_over(workshop: Workshop, found: list[Addressed], opened: list[str], *, show: bool) -> int:
    if show:
        for each in found:
            say(f"Til {each.recipient.name}:\n\n{letter(each.message, workshop.settings.address).text}")
        mishaps: list[str] = []
    else:
        mishaps = asyncio.run(workshop.send(found, allow_network=opened))
        for mishap in mishaps:
            tell_error(mishap)
        say(f"Beskeder sendt: {len(found) - len(mishaps)}.")
    if show and not found:
        say("Der er intet nyt at fortælle nogen.")
    return NOT_SENT if mishaps else 0
