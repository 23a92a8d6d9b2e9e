"""`site`: the sites that are audited by the clock, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Database, OtherAudience, sections_of, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.addresses import readable
from tilgaengelig.model.website import Budget, Kept, Website, Window
from tilgaengelig.store.store import Store
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.clock import check_schedule, next_time
from tilgaengelig.workshop import Workshop

commands = App(help="Websteder, der kontrolleres jævnligt.", no_args_is_help=True)

SiteArgument = Annotated[str, typer.Argument(metavar="WEBSTED", help="Dets navn eller adresse.")]
AsJson = Annotated[bool, typer.Option("--json", help="Skriv JSON.")]


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="site")


def find(store: Store, name: str) -> Kept:
    """The site of that name or address. Raises UnknownThing, and Unread for an address that is none."""
    if "://" in name:
        return store.website(make_order(name).place)
    return store.website(name)


@commands.command()
def add(
    address: Annotated[str, typer.Argument(metavar="ADRESSE", help="Fx https://www.ministerium.dk.")],
    *,
    name: Annotated[str, typer.Option(metavar="NAVN", help="Ellers adressens vært.")] = "",
    house: Annotated[
        str | None, typer.Option("--house", metavar="HUS", help="Den organisation, der ejer webstedet.")
    ] = None,
    schedule: Annotated[
        str | None, typer.Option(metavar="CRON", help="Hvornår, fx ”0 2 * * *” (hver nat kl. 2, dansk tid).")
    ] = None,
    window: Annotated[
        str | None, typer.Option(metavar="TIDSRUM", help="Kun i dette tidsrum, fx 22:00-06:00.")
    ] = None,
    jitter: Annotated[
        int | None, typer.Option(min=0, max=720, help="Spred starten over så mange minutter.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Slet kontroller, der er ældre end så mange dage. Ellers 90. "
            "Den sidste i hver måned gemmes lidt længere, så kvartalets rapport kan laves.",
        ),
    ] = None,
    every: Annotated[
        int | None,
        typer.Option(min=1, help="Åbn hver side igen mindst med så mange dages mellemrum. Ellers 28."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MÅL=TAL", help="En grænse, fx nye-kritiske=0 eller lix-borgere=45. Kan gentages."
        ),
    ] = None,
    max_pages: Annotated[
        int | None, typer.Option(min=1, help="Højst så mange sider og PDF-filer. Ellers 500.")
    ] = None,
    depth: Annotated[
        int | None, typer.Option(min=0, help="Højst så mange klik fra starten. Ellers 10.")
    ] = None,
    prefix: Annotated[str | None, typer.Option(metavar="STI", help="Kun sider under denne sti.")] = None,
    audience: OtherAudience = None,
    section: Annotated[
        list[str] | None,
        typer.Option(metavar="STI=MÅLGRUPPE", help="En del til andre, fx /kommuner/=kommuner. Kan gentages."),
    ] = None,
    thorough: Annotated[
        bool | None, typer.Option("--thorough/--no-thorough", help="Prøv også en tablets bredde.")
    ] = None,
    change: Annotated[
        bool, typer.Option("--change", help="Giv et websted, der findes, de her indstillinger.")
    ] = False,
    database: Database = None,
) -> None:
    """Tilføj et websted, eller giv det andre indstillinger med --change.

    Adressen kan være en del af et websted, fx https://www.ministerium.dk/da/. Med --change bliver det, du ikke skriver,
    som det er. Skriv en tom tekst for at fjerne noget, fx --window "".
    """
    check_schedule(schedule or "")
    order = make_order(address, prefix=prefix, sections=sections_of(filter(None, section or ())))
    called = name or urlsplit(order.start).netloc
    asked: dict[str, Any] = {"max_pages": max_pages, "depth": depth}
    asked |= {"audience": audience, "thorough": thorough}
    wanted: dict[str, Any] = {"house": house, "schedule": schedule, "jitter": jitter}
    wanted |= {"keep_days": keep, "every_days": every}
    if section:
        asked["sections"] = order.sections
    if limit:
        wanted["budgets"] = tuple(map(Budget.parse, filter(None, limit)))
    between = Window.parse(window) if window else None
    with Workshop(settings(database=database)) as workshop:
        kept = workshop.store.website(called).website if change else Website(called, order)
        if prefix is not None or order.start != kept.order.start:
            asked |= {"start": order.start, "prefix": order.prefix}
        website = replace(
            kept,
            order=replace(kept.order, **_typed(asked)),
            window=kept.window if window is None else between,
            opened=True,
            **_typed(wanted),
        )
        if change:
            workshop.store.change_website(website)
        else:
            workshop.store.add_website(website)
        say(_line(workshop.store.website(website.name)))


def _typed(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the options that somebody typed."""
    return {name: value for name, value in options.items() if value is not None}


@commands.command("list")
def list_(*, as_json: AsJson = False, database: Database = None) -> None:
    """Vis alle websteder."""
    with Workshop(settings(database=database)) as workshop:
        every = workshop.store.websites()
    if as_json:
        say(json.dumps([website_as_json(each) for each in every], ensure_ascii=False))
        return
    for each in every:
        say(_line(each))
    if not every:
        say("Der er ingen websteder endnu. Tilføj et med tilgaengelig site add.")


@commands.command()
def show(site: SiteArgument, *, as_json: AsJson = False, database: Database = None) -> None:
    """Vis et websted med dets indstillinger."""
    with Workshop(settings(database=database)) as workshop:
        kept = find(workshop.store, site)
    if as_json:
        say(json.dumps(website_as_json(kept), ensure_ascii=False))
        return
    say(_line(kept))
    website = kept.website
    say(
        f"  Omfang: alt under {readable(website.order.prefix)}, højst {website.order.max_pages} sider, til {website.order.audience}"
    )
    if website.window:
        say(f"  Tidsrum: {website.window}")
    say(
        f"  Hver side åbnes igen mindst hver {website.every_days}. dag; kontroller gemmes i {website.keep_days} dage"
    )
    for budget in website.budgets:
        say(f"  Grænse: {budget.measure} højst {budget.limit:g}")


@commands.command()
def move(
    site: SiteArgument,
    house: Annotated[str, typer.Argument(metavar="HUS", help="Den organisation, der ejer det nu.")],
    *,
    database: Database = None,
) -> None:
    """Flyt et websted til et andet hus. Dets kontroller og historik følger med.

    Flytter kun en del af et websted, så tilføj delen med ”site add” og dens hus.
    """
    with Workshop(settings(database=database)) as workshop:
        website = find(workshop.store, site).website
        workshop.store.change_website(replace(website, house=house))
        say(_line(workshop.store.website(website.name)))


@commands.command()
def remove(site: SiteArgument, *, database: Database = None) -> None:
    """Fjern et websted. Dets kontroller bliver liggende."""
    with Workshop(settings(database=database)) as workshop:
        name = find(workshop.store, site).website.name
        workshop.store.remove_website(name)
    say(f"Webstedet {name} kontrolleres ikke mere. Dets kontroller er gemt.")


def website_as_json(kept: Kept) -> dict[str, Any]:
    """Plain values for json."""
    website = kept.website
    order: dict[str, Any] = {_KEYS.get(key, key): value for key, value in asdict(website.order).items()}
    order["sections"] = [{"prefix": prefix, "audience": who} for prefix, who in website.order.sections]
    following = next_time(website, kept.handled)
    return {
        "name": website.name,
        "house": website.house,
        **order,
        "schedule": website.schedule,
        "window": str(website.window) if website.window else None,
        "jitter": website.jitter,
        "keepDays": website.keep_days,
        "everyDays": website.every_days,
        "limits": {str(each.measure): each.limit for each in website.budgets},
        "next": following.isoformat() if following else None,
    }


_KEYS = {"max_pages": "maxPages"}


def _line(kept: Kept) -> str:
    website = kept.website
    following = next_time(website, kept.handled)
    when = f"næste gang {following:%d.%m.%Y kl. %H.%M}" if following else "kun, når du beder om det"
    house = f"  ({website.house})" if website.house else ""
    return f"{website.name}{house}  {readable(website.order.start)}  {when}"
