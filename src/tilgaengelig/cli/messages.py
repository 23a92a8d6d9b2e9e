"""`audit tell` and `audit digest`: messages to those whom an audit concerns."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

import typer

from tilgaengelig.cli.options import AllowNetwork, Database, Rules, networks, settings
from tilgaengelig.cli.telling import say, tell_error
from tilgaengelig.report.message import letter
from tilgaengelig.report.since import overrun_lines
from tilgaengelig.work.messages import (
    Addressed,
    came_through,
    last_told,
    note_told,
    note_week,
    on_audit,
    on_week,
    recipients_of,
)
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
        against = last_told(workshop.store, audit)
        report = workshop.report(audit, occurrences=1, against=against) if recipients else None
        overruns = overrun_lines(report.overruns) if report else ()
        found = on_audit(workshop.store, workshop.titles, recipients, audit, overruns=overruns)
        mishaps = _handed_over(workshop, found, networks(allow_network), show=show)
        if not show and came_through(found, mishaps):
            note_told(workshop.store, audit)
    raise typer.Exit(NOT_SENT if mishaps else 0)


def digest(
    *,
    days: Annotated[
        int | None, typer.Option(min=1, help="Så mange dage tilbage; ellers siden den forrige.")
    ] = None,
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
        now = dt.datetime.now(dt.UTC)
        found = on_week(workshop.store, workshop.titles, recipients, days, now=now)
        mishaps = _handed_over(workshop, found, networks(allow_network), show=show)
        if not show and came_through(found, mishaps):
            note_week(workshop.store, now)
    raise typer.Exit(NOT_SENT if mishaps else 0)


def _handed_over(workshop: Workshop, found: list[Addressed], opened: list[str], *, show: bool) -> list[str]:
    """Shows or sends all; what is said of each that did not get through."""
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
    return mishaps
