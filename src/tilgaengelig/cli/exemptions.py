"""`exemption`: the register of what the act exempts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, day_typed, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.judge.exempt import suggestions
from tilgaengelig.model.denmark import today
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.store import Decision
from tilgaengelig.workshop import Workshop

commands = App(help="Registret over det, som loven undtager.", no_args_is_help=True)

_YEAR = dt.timedelta(days=365)


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="exemption")


@commands.command()
def add(
    site: Annotated[str, typer.Argument(metavar="WEBSTED", help="Webstedets navn eller adresse.")],
    pattern: Annotated[
        str,
        typer.Argument(metavar="STI", help="Begyndelsen af stien, fx /arkiv/. En * står for hvad som helst."),
    ],
    *,
    basis: Annotated[Basis, typer.Option(metavar="GRUNDLAG", help=f"{', '.join(Basis)}.")],
    reason: Annotated[
        str, typer.Option(metavar="TEKST", help="Begrundelsen, som den skal stå i erklæringen.")
    ],
    by: Annotated[str, typer.Option(metavar="NAVN", help="Den, der har besluttet det.")],
    decided: Annotated[
        str | None, typer.Option(metavar="DATO", help="Dagen for beslutningen. Ellers i dag.")
    ] = None,
    review: Annotated[
        str | None, typer.Option(metavar="DATO", help="Dagen, hvor I ser på det igen. Ellers om et år.")
    ] = None,
    database: Database = None,
) -> None:
    """Skriv i registret, at noget er undtaget.

    Det gælder for alle kontroller af webstedet. Fejlene står stadig i rapporten, og registret er en hjælp til
    erklæringen. Om loven undtager indholdet, er jeres beslutning.
    """
    day = today()
    decision = Decision(
        pattern,
        basis,
        reason,
        by,
        day_typed(decided) if decided else day,
        day_typed(review) if review else day + _YEAR,
    )
    with Workshop(settings(database=database)) as workshop:
        say(_line(workshop.store.exempt(site, decision), day))


@commands.command("list")
def list_(
    *,
    site: Annotated[str | None, typer.Option(metavar="WEBSTED", help="Kun dette websted.")] = None,
    database: Database = None,
) -> None:
    """Vis registret."""
    day = today()
    with Workshop(settings(database=database)) as workshop:
        every = workshop.store.exemptions(site=site or None)
    for each in every:
        say(_line(each, day))
    if not every:
        say("Registret er tomt.")


@commands.command()
def remove(
    exemption: Annotated[str, typer.Argument(metavar="ID", help="Dens id fra ”exemption list”.")],
    *,
    database: Database = None,
) -> None:
    """Tag noget ud af registret."""
    with Workshop(settings(database=database)) as workshop:
        gone = workshop.store.unexempt(exemption)
    say(f"{gone.pattern} på {gone.site} er ikke længere i registret.")


@commands.command()
def suggest(
    site: Annotated[str, typer.Argument(metavar="WEBSTED", help="Webstedets navn eller adresse.")],
    *,
    database: Database = None,
) -> None:
    """Vis, hvad der kan være undtaget på grund af sin alder.

    Det er kun forslag. Intet er undtaget, før et menneske har skrevet det i registret.
    """
    with Workshop(settings(database=database)) as workshop:
        record = workshop.store.audit_of_site(site)
        order, subjects = record.order, workshop.store.subjects(record.id)
        found = list(suggestions(order.start, subjects, workshop.store.exemptions(site=order.site)))
    for one in found:
        say(f"{one.address}  [{one.basis}]  {one.question}")
    if not found:
        say("Vi fandt intet, der kan være undtaget på grund af sin alder.")


def _line(each: Exemption, day: dt.date) -> str:
    unseen = "" if each.basis.verified else ", ikke efterprøvet i lovens tekst"
    due = "  (se på det igen nu)" if each.due(day) else ""
    return (
        f"{each.id}  {each.site}{each.pattern}  {each.basis} ({each.basis.clause}{unseen})  {each.by}, "
        f"{each.decided:%d.%m.%Y}: {each.reason}  Se på det igen {each.review:%d.%m.%Y}{due}"
    )
