"""`scan`: a site audited now."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from tilgaengelig import resources
from tilgaengelig.cli.options import (
    AllowForms,
    AllowNetwork,
    AudienceOption,
    Database,
    Formats,
    Fresh,
    Output,
    Rules,
    Storage,
    formats,
    networks,
    sections_of,
    settings,
    storage_state,
)
from tilgaengelig.cli.telling import Watch, say, tell_error
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.addresses import readable
from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.denmark import local
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.baseline import Baseline, read_baseline
from tilgaengelig.report.content import Fault, Report
from tilgaengelig.report.summary import summary_lines
from tilgaengelig.report.words import all_words
from tilgaengelig.work.audit import make_order
from tilgaengelig.workshop import SHOWN_PLACES, Workshop, make_writable

NOTHING_READ = 3
SAMPLE_PORT = 8765
#: So many of the faults that are new are named in the terminal; all are in the report.
MOST_NEW = 10


@dataclass(frozen=True, slots=True)
class Choices:
    """What was asked for around the order itself. `opened`: somebody typed the address on this machine."""

    output: Path
    formats: list[str]
    fail_on: Impact | None
    baseline: Baseline | None
    allow_network: list[str]
    storage: dict[str, object]
    fresh: bool
    opened: bool = True
    allow_forms: bool = False


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(scan)


def scan(
    url: Annotated[
        str | None, typer.Argument(help="Webstedets adresse, fx https://www.ministerium.dk.")
    ] = None,
    *,
    sample: Annotated[
        bool, typer.Option("--sample", help="Scan det ministerium, der følger med som eksempel.")
    ] = False,
    max_pages: Annotated[int, typer.Option(min=1, help="Højst så mange sider og PDF-filer.")] = 500,
    depth: Annotated[int, typer.Option(min=0, help="Højst så mange klik fra starten.")] = 10,
    prefix: Annotated[
        str | None,
        typer.Option(metavar="STI", help="Kun sider under denne sti, fx /da/. Ellers startadressens mappe."),
    ] = None,
    audience: AudienceOption = Audience.BORGERE,
    section: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STI=MÅLGRUPPE",
            help="En del af webstedet til andre, fx /kommuner/=kommuner. Kan gentages.",
        ),
    ] = None,
    output: Output = None,
    format_: Formats = None,
    fail_on: Annotated[
        Impact | None,
        typer.Option(
            help="Afslut med 1, hvis der er en fejl så alvorlig eller værre. Accepterede fejl tæller ikke."
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FIL", help="En tidligere rapport.json. Kun fejl, der er nye siden da, giver kode 1."
        ),
    ] = None,
    allow_network: AllowNetwork = None,
    allow_forms: AllowForms = False,
    database: Database = None,
    storage: Storage = None,
    rules: Rules = None,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Prøv også siderne i en tablets bredde.")
    ] = False,
    fresh: Fresh = False,
) -> None:
    """Kontrollér et helt websted, og skriv en rapport.

    Siderne åbnes i en rigtig browser og prøves mod WCAG 2.2 A og AA. PDF-filer og læsbarhed er med.
    Afbryder du (Ctrl-C), får du en rapport over det, der er nået. Samme kommando tager kontrollen op igen.
    Alle sider åbnes hver gang. ”audit run” åbner kun dem, der er ændret siden sidst.

    Slutter med kode 0, når der er læst noget; 1 med --fail-on eller --baseline, når der er fejl; 2 ved forkert brug; 3, når intet kunne læses.
    """  # fmt: skip
    wanted = formats(format_)
    with _start(url, sample=sample) as start:
        order = make_order(
            start,
            max_pages=max_pages,
            depth=depth,
            audience=audience,
            thorough=thorough,
            prefix=prefix,
            sections=sections_of(section or ()),
        )
        choices = Choices(
            output or Path("rapport") / folder_of(order),
            wanted,
            fail_on,
            read_baseline(baseline) if baseline else None,
            networks(allow_network),
            storage_state(storage),
            fresh,
            allow_forms=allow_forms,
        )
        with Workshop(settings(database=database, rules=rules)) as workshop:
            _, code = asyncio.run(audit_now(workshop, order, choices))
            raise typer.Exit(code)


@contextmanager
def _start(url: str | None, *, sample: bool) -> Iterator[str]:
    if url is not None and sample:
        raise WrongUse("Skriv enten en adresse eller --sample, ikke begge dele.")
    if url is not None:
        yield url
    elif sample:
        # A fixed port where it is free, so that a scan of the sample can be taken up again.
        with FolderServer(resources.SAMPLE / "site", port=SAMPLE_PORT) as server:
            yield server.address()
    else:
        raise WrongUse("Skriv adressen på det websted, der skal kontrolleres, eller brug --sample.")


def folder_of(order: Order) -> str:
    """The name of the folder for the site's reports."""
    parts = urlsplit(order.start)
    return f"{parts.hostname}-{parts.port}" if parts.port else str(parts.hostname)


def folder_among(order: Order) -> str:
    """The same among the folders of other sites: several may be parts of one host."""
    return "_".join(filter(None, (folder_of(order), *order.prefix.split("/"))))


async def audit_now(
    workshop: Workshop, order: Order, choices: Choices, every_days: int | None = None
) -> tuple[str, int]:
    """The audit with its reports and lines for the terminal; its id and the exit code.

    With `every_days` only what changed since the audit before is opened, and what was last opened so long ago.
    """
    make_writable(choices.output)
    with Watch(order.max_pages) as watch:
        async with workshop.audits.of(
            order,
            watch,
            fresh=choices.fresh,
            every_days=every_days,
            opened=[order.start] if choices.opened else [],
            allow_network=choices.allow_network,
            storage_state=choices.storage,
            forms=[order.start] if choices.allow_forms else [],
        ) as (run, again):
            record = run.record
            if again:
                began = local(record.started)
                say(f"Kontrollen fra {began:%d.%m.%Y kl. %H.%M} blev afbrudt og tages op, hvor den slap.")
            say(
                f"Kontrollerer {readable(order.start)} (alt under {readable(order.prefix)}, højst {order.max_pages} sider)."
            )
            stop_on_signals(run.stop)
            state = await run()
    # What is new is told of every place, and not only of those that a page has room for.
    places = SHOWN_PLACES if choices.baseline is None else None
    report = workshop.report(record.id, occurrences=places)
    written = workshop.write_reports(record.id, choices.output, choices.formats)
    if state is AuditState.STOPPED:
        say("Kontrollen blev stoppet. Rapporten viser det, der er nået. Samme kommando tager den op igen.")
    for line in summary_lines(report, str(written[0])):
        say(line)
    return record.id, _exit_code(report, choices)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM set the event."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


def _exit_code(report: Report, choices: Choices) -> int:
    if not report.coverage.read:
        _tell_why(report)
        return NOTHING_READ
    if choices.baseline is not None:
        return _told_new(list(choices.baseline.new(report)), choices.fail_on or Impact.MINOR)
    wanted = choices.fail_on
    worst = [impact for impact, count in report.tally.open.items() if count]
    return 1 if wanted and any(impact.at_least(wanted) for impact in worst) else 0


def _told_new(new: list[Fault], wanted: Impact) -> int:
    """What is new since the baseline, told; 1 where some of it is at that impact or worse."""
    say(f"Nye fejl siden den gemte rapport: {len(new)}.")
    impacts = all_words()["impacts"]
    for fault in new[:MOST_NEW]:
        where = next((place.address for place in fault.component.occurrences), "")
        say(f"  {fault.words.title} ({impacts[fault.component.impact].lower()}): {readable(where)}")
    return 1 if any(fault.component.impact.at_least(wanted) for fault in new) else 0


def _tell_why(report: Report) -> None:
    found = {row.address for row in report.subjects}
    for row in report.subjects:
        if row.trouble:
            tell_error(f"{readable(row.address)}: {row.trouble.sentence}")
            return
        if row.forward and row.forward not in found:
            tell_error(
                f"{readable(row.address)} sender videre til {readable(row.forward)}, som ligger uden for det, der kontrolleres; scan det i stedet."
            )
            return
    tell_error("Intet kunne læses.")
