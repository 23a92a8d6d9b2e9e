"""`audit run` and `schedule`: a site audited as it was ordered, now or when it is its time."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig import logs
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
from tilgaengelig.cli.scans import Choices, audit_now, folder_among, folder_of, stop_on_signals
from tilgaengelig.cli.sites import SiteArgument, find
from tilgaengelig.cli.telling import say, tell_error
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.errors import Busy, SetupLacks, UnknownThing
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.website import Website
from tilgaengelig.report.content import Report
from tilgaengelig.report.since import overrun_lines
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.clock import check_schedule
from tilgaengelig.work.keeping import thin_out
from tilgaengelig.work.lease import CLOCK, Lease
from tilgaengelig.work.messages import (
    Addressed,
    came_through,
    last_told,
    note_told,
    note_week,
    on_audit,
    on_failure,
    on_week,
    recipients_of,
    unmet,
)
from tilgaengelig.work.nightly import Auditing, Chore, Night, Watchman, patiently, pause
from tilgaengelig.work.pulse import beating
from tilgaengelig.workshop import Workshop

log = logging.getLogger(__name__)

#: Seconds between two looks at whether the other clock has stopped, and between two signs of life.
_TURN = 10.0
#: The workers' queue has room for all sites of a night.
_MANY = 10_000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(schedule)


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
        thin_out(workshop.store, website.order.place, dt.datetime.now(dt.UTC))
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
    Også ugens samlede besked sendes, når det er dens tid (digest i indstillingerne).

    På PostgreSQL er det workerne, der udfører kontrollerne. Går der flere ure, venter de andre på, at det ene stopper.
    """
    wanted = formats(format_)
    opened = networks(allow_network)
    with Workshop(settings(database=database, rules=rules)) as workshop:
        logs.set_up(as_json=workshop.settings.log_json, level=logging.WARNING)
        check_schedule(workshop.settings.digest)
        for said in unmet(workshop.settings, workshop.store):
            tell_error(said)
        if opened and workshop.settings.queued:
            say(
                "Det er workerne, der udfører kontrollerne, så --allow-network gælder kun for beskederne. "
                "Sæt TILGAENGELIG_ALLOW_NETWORK hos workerne."
            )
        asyncio.run(_watch(workshop, output, wanted, opened))
    say("Uret er stoppet.")


async def _watch(workshop: Workshop, output: Path | None, wanted: list[str], opened: list[str]) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)

    async def send(found: list[Addressed]) -> bool:
        """Whether it is told."""
        mishaps = await workshop.send(found, allow_network=opened)
        for mishap in mishaps:
            tell_error(mishap)
        return came_through(found, mishaps)

    async def tell(night: Night) -> None:
        report = await patiently(workshop.store, partial(_told, workshop, night, output, wanted), stop)
        found = await patiently(workshop.store, partial(_addressed, workshop, night, report), stop)
        if await send(found) and night.audit:
            await patiently(workshop.store, partial(note_told, workshop.store, night.audit), stop)

    async def digest() -> None:
        now = dt.datetime.now(dt.UTC)
        week = partial(_digest, workshop, now)
        if await send(await patiently(workshop.store, week, stop)):
            await patiently(workshop.store, partial(note_week, workshop.store, now), stop)

    chores = [Chore("ugens besked", workshop.settings.digest, digest)] if workshop.settings.digest else []
    async with beating(workshop.settings.pulse, _TURN):
        while not stop.is_set():
            async with (
                _alone(workshop.store, stop) as over,
                _auditing(workshop, over, opened) as (audit, at_once),
            ):
                if stop.is_set():
                    return
                say(f"Uret går. Websteder på listen: {len(workshop.store.websites())}.")
                await Watchman(workshop.store, audit, tell, stop=over, at_once=at_once, chores=chores)()


@asynccontextmanager
async def _alone(store: Store, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Waits until no other clock is at work on the database, or `stop` is set. The event says when our turn is over:
    `stop` is set, or another clock takes over.
    """
    waits = False
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        while not stop.is_set():
            lease = Lease(store, CLOCK, "Et andet ur er i gang.")
            lease.lost = lambda: loop.call_soon_threadsafe(over.set)
            try:
                await asyncio.to_thread(stack.enter_context, lease)
                break
            except Busy as error:
                if not waits:
                    say(f"{error} Det her venter, til det andet stopper.")
                waits = True
            except SetupLacks as error:
                log.warning("it cannot be told whether another clock is at work: %s", error)
            await pause(stop, _TURN)
        ending = asyncio.create_task(_pass_on(stop, over))
        try:
            yield over
        finally:
            ending.cancel()


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    """Sets the one when the other is set."""
    await stop.wait()
    over.set()


@asynccontextmanager
async def _auditing(
    workshop: Workshop, stop: asyncio.Event, opened: list[str]
) -> AsyncIterator[tuple[Auditing, int]]:
    """How sites are audited, and how many side by side: by this process one, by the workers as many as there are."""
    if not workshop.settings.queued:
        yield workshop.audits.nightly(allow_network=opened), 1
        return
    with closing(await asyncio.to_thread(workshop.queue, scheduled=True)) as queue:
        yield queue.nightly(stop), _MANY


def _digest(workshop: Workshop, now: dt.datetime) -> list[Addressed]:
    """The messages of the week up to `now`."""
    recipients = recipients_of(workshop.settings, workshop.store)
    return on_week(workshop.store, workshop.titles, recipients, now=now)


def _told(workshop: Workshop, night: Night, output: Path | None, wanted: list[str]) -> Report | None:
    """Says what came of a night, and writes its reports; the report, where there is one."""
    if night.mishap:
        tell_error(f"{night.website.name}: {night.mishap}")
        return None
    where = ""
    against = last_told(workshop.store, night.audit)
    if output is not None:
        folder = output / folder_among(night.website.order)
        where = str(workshop.write_reports(night.audit, folder, wanted, against=against)[0])
    if night.state is AuditState.STOPPED:
        say(f"{night.website.name}: kontrollen blev stoppet og fortsætter næste gang.")
    report = workshop.report(night.audit, against=against)
    for line in summary_lines(report, where):
        say(line)
    thin_out(workshop.store, night.website.order.place, dt.datetime.now(dt.UTC))
    return report


def _addressed(workshop: Workshop, night: Night, report: Report | None) -> list[Addressed]:
    """The messages that a night gives rise to; one that was stopped gives none until it is done."""
    recipients = recipients_of(workshop.settings, workshop.store)
    if report is None:
        return on_failure(recipients, night.website.order.site, night.mishap)
    if night.state is AuditState.STOPPED or not recipients:
        return []
    overruns = overrun_lines(report.overruns)
    return on_audit(workshop.store, workshop.titles, recipients, night.audit, overruns=overruns)
