"""`audit accept`, `audit accepted` and `audit unaccept`: faults left as they are until a day."""

from __future__ import annotations

from typing import Annotated

import typer

from tilgaengelig.cli.options import Database, OfAudit, day_typed, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.denmark import today
from tilgaengelig.store import Ground
from tilgaengelig.workshop import Workshop


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(accept)
    app.command()(accepted)
    app.command()(unaccept)


def accept(
    thing: Annotated[
        str,
        typer.Argument(metavar="ID", help="Fejlens id (komponent eller fund) fra rapportens JSON eller CSV."),
    ],
    *,
    reason: Annotated[Reason, typer.Option(metavar="GRUND", help=f"{', '.join(Reason)}.")],
    by: Annotated[str, typer.Option(metavar="NAVN", help="Den, der accepterer fejlen.")],
    until: Annotated[str, typer.Option(metavar="DATO", help="Sidste dag, fx 2027-05-01.")],
    note: Annotated[str, typer.Option(metavar="TEKST", help="Begrundelsen med jeres egne ord.")] = "",
    audit: OfAudit = None,
    database: Database = None,
) -> None:
    """Acceptér en fejl til en bestemt dag.

    Den gælder hele webstedet, også i de næste kontroller. Fejlen står stadig i rapporten og tæller med i alt, men
    ikke for --fail-on. Den er åben igen, når dagen er gået, eller når indholdet bliver et andet.
    """
    with Workshop(settings(database=database)) as workshop:
        say(_line(workshop.store.accept(thing, Ground(reason, by, day_typed(until), note), audit_id=audit)))


def accepted(
    *,
    site: Annotated[
        str | None, typer.Option(metavar="WEBSTED", help="Kun dette websted, fx www.ministerium.dk.")
    ] = None,
    database: Database = None,
) -> None:
    """Vis, hvad der er accepteret, og til hvornår."""
    with Workshop(settings(database=database)) as workshop:
        every = workshop.store.accepted(site=site or None)
    day = today()
    for each in every:
        say(_line(each) + ("" if each.holds(day) else "  (udløbet)"))
    if not every:
        say("Ingen fejl er accepteret.")


def unaccept(
    acceptance: Annotated[str, typer.Argument(metavar="ID", help="Dens id fra ”audit accepted”.")],
    *,
    database: Database = None,
) -> None:
    """Tag en accept tilbage, så fejlen er åben igen."""
    with Workshop(settings(database=database)) as workshop:
        gone = workshop.store.withdraw(acceptance)
    say(f"Fejlen mod {gone.rule} på {gone.site} er åben igen.")


def _line(each: Acceptance) -> str:
    what = "ét sted" if each.finding else "alle steder"
    words = " ".join(filter(None, (each.reason.sentence, each.note)))
    return f"{each.id}  til {each.until:%d.%m.%Y}  {each.site}  {each.rule} ({what})  {each.by}: {words}"
