"""`inventory`: the group's domains, and which of them have a statement, an audit and an owner."""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import AllowNetwork, Database, networks, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.judge.inventory import inventory
from tilgaengelig.model.addresses import readable
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.inventory import Entry, Holding
from tilgaengelig.report.words import all_words
from tilgaengelig.work.statement import has_statement
from tilgaengelig.workshop import Workshop

commands = App(help="Koncernens domæner og underdomæner.", no_args_is_help=True)

_MOST_LINES = 50_000


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="inventory")


@commands.command("list")
def list_(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Et JSON-objekt pr. linje.")] = False,
    look: Annotated[
        bool, typer.Option("--look", help="Led efter erklæringen for de domæner, der ikke er kontrolleret.")
    ] = False,
    allow_network: AllowNetwork = None,
    database: Database = None,
) -> None:
    """Vis domænerne, og hvad hvert af dem mangler.

    De er fundet i jeres liste og i de kontroller, der er gemt: links, sitemaps og viderestillinger.
    """
    with Workshop(settings(database=database)) as workshop:
        rows = inventory(workshop.store.domains(), workshop.store.audited())
        if look:
            rows = asyncio.run(_looked(workshop, rows, networks(allow_network)))
    for row in rows:
        say(json.dumps(_data(row), ensure_ascii=False) if json_ else _line(row))
    if not json_:
        say(_summary(rows))


@commands.command()
def add(
    host: Annotated[str, typer.Argument(metavar="DOMÆNE", help="Fx www.ministerium.dk.")],
    *,
    owner: Annotated[str | None, typer.Option(metavar="NAVN", help="Den, der har ansvaret.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEKST", help="Det, I ellers vil huske.")] = None,
    database: Database = None,
) -> None:
    """Skriv et domæne på jeres liste, eller ret det, der står om det."""
    with Workshop(settings(database=database)) as workshop:
        workshop.store.add_domain(Entry(host, owner, note))
    say("Det står på listen.")


@commands.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FIL", help="Et domæne på hver linje: domæne;ejer;note. Ejer og note må mangle."
        ),
    ],
    *,
    database: Database = None,
) -> None:
    """Læs jeres liste over domæner fra en fil, fx fra den, der køber certifikaterne."""
    with Workshop(settings(database=database)) as workshop:
        count = workshop.store.add_domains(_read(file))
    say(f"{count} {'domæne' if count == 1 else 'domæner'} står på listen.")


@commands.command()
def remove(
    host: Annotated[str, typer.Argument(metavar="DOMÆNE", help="Som det står på listen.")],
    *,
    database: Database = None,
) -> None:
    """Tag et domæne af jeres liste."""
    with Workshop(settings(database=database)) as workshop:
        workshop.store.remove_domain(host)
    say("Det er taget af listen.")


async def _looked(workshop: Workshop, rows: list[Holding], allowed: list[str]) -> list[Holding]:
    """The rows, with what stands in the WAS tool for those that nobody knows of; one host after another."""
    was = workshop.settings.was
    told = []
    async with workshop.tools(allow_network=allowed, browsers=1) as tools:
        for row in rows:
            if row.certain and row.statement is None:
                there, updated = await has_statement(row.host, tools, was)
                told.append(replace(row, statement=there, updated=updated))
            else:
                told.append(row)
    return told


def _read(path: Path) -> list[Entry]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()[:_MOST_LINES]
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"Filen {path} kan ikke læses som tekst.") from error
    found = []
    for cells in csv.reader(lines, delimiter=";" if any(";" in line for line in lines) else ","):
        host, owner, note, *_ = [*(cell.strip() for cell in cells), "", "", ""]
        if host and not host.startswith("#") and "." in host:
            found.append(Entry(host, owner[:200] or None, note[:500] or None))
    if not found:
        raise WrongUse(
            f"Filen {path} har ingen domæner; skriv et på hver linje, fx www.ministerium.dk;Anna Holm."
        )
    return found


def _line(row: Holding) -> str:
    found = ", ".join(all_words()["found_in"][via] for via in row.via) or "en kontrol"
    told = [] if row.certain else ["er det jeres?"]
    told.append(f"kontrolleret {row.audited:%d.%m.%Y}" if row.audited else "ikke kontrolleret")
    if row.statement:
        told.append(f"erklæring fra {row.updated:%d.%m.%Y}" if row.updated else "erklæring uden dato")
    else:
        told.append("ingen erklæring fundet" if row.statement is False else "erklæring: ved ikke")
    told.append(f"ejer: {row.owner}" if row.owner else "ingen ejer")
    return f"{readable(row.host)}  {' · '.join(told)}  (fundet i {found})"


def _summary(rows: list[Holding]) -> str:
    sure = [row for row in rows if row.certain]
    without = sum(row.statement is False for row in sure)
    return (
        f"{len(sure)} {'domæne' if len(sure) == 1 else 'domæner'}. {sum(row.audited is None for row in sure)} er ikke kontrolleret, "
        f"{without} har ingen erklæring, som vi kunne finde, og {sum(not row.owner for row in sure)} har ingen ejer. "
        f"{len(rows) - len(sure)} er måske jeres."
    )


def _data(row: Holding) -> dict[str, Any]:
    return {
        "host": row.host,
        "certain": row.certain,
        "via": list(row.via),
        "sources": list(row.sources),
        "owner": row.owner,
        "audited": row.audited.isoformat() if row.audited else None,
        "statement": row.statement,
        "updated": row.updated.isoformat() if row.updated else None,
    }
