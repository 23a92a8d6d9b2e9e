"""`audit assign`, `comment`, `mended` and `tasks`: who works on which fault, and how far that has come."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from tilgaengelig.cli.options import Database, OfAudit, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.task import Task, TaskState
from tilgaengelig.workshop import Workshop

Thing = Annotated[
    str, typer.Argument(metavar="ID", help="Fejlens id (komponent eller fund) fra rapportens JSON eller CSV.")
]
By = Annotated[str, typer.Option(metavar="NAVN", help="Dig selv.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    for command in (assign, comment, mended, tasks):
        app.command()(command)


def assign(
    thing: Thing,
    *,
    to: Annotated[str, typer.Option(metavar="NAVN", help="Den, der skal rette fejlen.")],
    by: By,
    note: Annotated[str, typer.Option(metavar="TEKST", help="En besked med.")] = "",
    audit: OfAudit = None,
    database: Database = None,
) -> None:
    """Giv en fejl til den, der skal rette den."""
    with Workshop(settings(database=database)) as workshop:
        say(_line(workshop.store.work_on(thing, audit_id=audit, by=by, assignee=to, text=note)))


def comment(
    thing: Thing,
    text: Annotated[str, typer.Argument(metavar="TEKST", help="Det, du vil sige om fejlen.")],
    *,
    by: By,
    audit: OfAudit = None,
    database: Database = None,
) -> None:
    """Skriv noget om en fejl."""
    with Workshop(settings(database=database)) as workshop:
        say(_line(workshop.store.work_on(thing, audit_id=audit, by=by, text=text)))


def mended(
    thing: Thing,
    *,
    by: By,
    note: Annotated[str, typer.Option(metavar="TEKST", help="Hvad du har gjort.")] = "",
    audit: OfAudit = None,
    database: Database = None,
) -> None:
    """Meld en fejl rettet. Næste kontrol ser efter og åbner den igen, hvis den ikke er."""
    with Workshop(settings(database=database)) as workshop:
        made = workshop.store.work_on(
            thing, audit_id=audit, by=by, state=TaskState.CLAIMED, text=note or "Rettet."
        )
        say(_line(made))


def tasks(
    *,
    site: Annotated[
        str | None, typer.Option(metavar="WEBSTED", help="Kun dette websted, fx www.ministerium.dk.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="NAVN", help="Kun det, der er givet til denne.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv JSON.")] = False,
    database: Database = None,
) -> None:
    """Vis, hvem der arbejder på hvilke fejl."""
    with Workshop(settings(database=database)) as workshop:
        every = workshop.store.tasks(site=site or None, assignee=to)
    if as_json:
        say(json.dumps([_as_json(each) for each in every], ensure_ascii=False))
        return
    for each in every:
        say(_line(each))
        for one in each.comments:
            say(f"    {day_of(one.made):%d.%m.%Y}  {one.by or 'tilgaengelig'}: {one.text}")
    if not every:
        say("Ingen arbejder på nogen fejl endnu.")


def _line(task: Task) -> str:
    who = task.assignee or "ingen endnu"
    return f"{task.component}  {task.state.replace('-', ' ')}  {task.site}  {task.rule}  rettes af: {who}"


def _as_json(task: Task) -> dict[str, Any]:
    return {
        "component": task.component,
        "site": task.site,
        "rule": task.rule,
        "assignee": task.assignee or None,
        "state": task.state,
        "changed": task.changed.isoformat(),
        "comments": [
            {"made": one.made.isoformat(), "by": one.by or None, "text": one.text} for one in task.comments
        ],
    }
