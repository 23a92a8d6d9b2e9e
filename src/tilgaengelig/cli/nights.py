"""`audit run` and `schedule`: a site audited as it was ordered, now or when it is its time."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from tilgaengelig.cli.options import (
    AllowNetwork,
    Database,
    Formats,
    Fresh,
    Output,
    Rules,
    Storage,
    formats,
    networks,
    settings,
    storage_state,
)
from tilgaengelig.cli.scans import Choices, audit_now, folder_of, stop_on_signals
from tilgaengelig.cli.sites import SiteArgument, find
from tilgaengelig.cli.telling import say, tell_error
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.website import Website
from tilgaengelig.report.content import Report
from tilgaengelig.report.since import overrun_lines
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.keeping import thin_out
from tilgaengelig.work.messages import Addressed, on_audit, on_failure, recipients_of
from tilgaengelig.work.nightly import Night, Watchman
from tilgaengelig.workshop import Workshop


def run(
    site: SiteArgument,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Åbn alle sider, også dem, der ikke er ændret.")
    ] = False,
    output: Output = None,
    format_: Formats = None,
    fail_on: Annotated[
        Impact | None, typer.Option(help="Afslut med 1, hvis der er en fejl så alvorlig eller værre.")
    ] = None,
    allow_network: AllowNetwork = None,
    database: Database = None,
    storage: Storage = None,
    rules: Rules = None,
    fresh: Fresh = False,
) -> None:
    """Kontrollér et websted nu. Det, der ikke er ændret siden sidst, åbnes ikke igen.

    Slutter med kode 0, når der er læst noget; 1 med --fail-on, og når en af webstedets grænser er overskredet; 2 ved
    forkert brug; 3, når intet kunne læses.
    """
    with Workshop(settings(database=database, rules=rules)) as workshop:
        website = _website(workshop, site)
        choices = Choices(
            output or Path("rapport") / folder_of(website.order),
            formats(format_),
            fail_on,
            None,
            networks(allow_network),
            storage_state(storage),
            fresh,
            website.opened,
        )
        every = 0 if full else website.every_days
        audit, code = asyncio.run(audit_now(workshop, website.order, choices, every))
        over = workshop.report(audit, occurrences=1).overruns
        thin_out(workshop.store, website, dt.datetime.now(dt.UTC))
    raise typer.Exit(code or (1 if over else 0))


def _website(workshop: Workshop, name: str) -> Website:
    """The site, or an address as it was typed."""
    try:
        return find(workshop.store, name).website
    except UnknownThing:
        if "://" not in name:
            raise
    return Website(name, make_order(name), opened=True)


def schedule(
    *,
    output: Annotated[
        Path | None,
        typer.Option(metavar="MAPPE", help="Læg rapporterne her, i en mappe for hvert websted."),
    ] = None,
    format_: Formats = None,
    allow_network: AllowNetwork = None,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Kontrollér webstederne, når det er deres tid. Kører, til det stoppes med Ctrl-C eller SIGTERM.

    Tiderne er danske. En kontrol, der ikke blev til noget, fordi maskinen var slukket, indhentes én gang.
    """
    wanted = formats(format_)
    opened = networks(allow_network)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with Workshop(settings(database=database, rules=rules)) as workshop:
        asyncio.run(_watch(workshop, output, wanted, opened))
    say("Uret er stoppet.")


async def _watch(workshop: Workshop, output: Path | None, wanted: list[str], opened: list[str]) -> None:
    async def tell(night: Night) -> None:
        report = await asyncio.to_thread(_told, workshop, night, output, wanted)
        found = await asyncio.to_thread(_addressed, workshop, night, report)
        for mishap in await workshop.send(found, allow_network=opened):
            tell_error(mishap)

    watchman = Watchman(workshop.store, workshop.audits.nightly(allow_network=opened), tell)
    stop_on_signals(watchman.stop)
    say(f"Uret går. {len(workshop.store.websites())} websteder er på listen.")
    await watchman()


def _told(workshop: Workshop, night: Night, output: Path | None, wanted: list[str]) -> Report | None:
    """Says what came of a night, and writes its reports; the report, where there is one."""
    if night.mishap:
        tell_error(f"{night.website.name}: {night.mishap}")
        return None
    where = ""
    if output is not None:
        folder = output / folder_of(night.website.order)
        where = str(workshop.write_reports(night.audit, folder, wanted)[0])
    if night.state is AuditState.STOPPED:
        say(f"{night.website.name}: kontrollen blev stoppet og fortsætter næste gang.")
    report = workshop.report(night.audit)
    for line in summary_lines(report, where):
        say(line)
    thin_out(workshop.store, night.website, dt.datetime.now(dt.UTC))
    return report


def _addressed(workshop: Workshop, night: Night, report: Report | None) -> list[Addressed]:
    """The messages that a night gives rise to; one that was stopped gives none until it is done."""
    recipients = recipients_of(workshop.settings)
    if report is None:
        return on_failure(recipients, urlsplit(night.website.order.start).netloc, night.mishap)
    if night.state is AuditState.STOPPED or not recipients:
        return []
    overruns = overrun_lines(report.overruns)
    return on_audit(workshop.store, workshop.titles, recipients, night.audit, overruns=overruns)
