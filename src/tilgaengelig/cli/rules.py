"""`rules`: the rulebook, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.everywhere import Language
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.model.rule import Rule
from tilgaengelig.workshop import Workshop

commands = App(help="Regelbogen: det, vi kontrollerer, og hvordan det rettes.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    app.add_typer(commands, name="rules")


LanguageOption = Annotated[
    Language,
    typer.Option("--lang", metavar="SPROG", help="da eller en. Det, der ikke er på engelsk, vises på dansk."),
]


@commands.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Regelbogen: det, vi kontrollerer, og hvordan det rettes."""
    if context.invoked_subcommand is None:
        list_(rules=None)


@commands.command("list")
def list_(*, rules: Rules = None, lang: LanguageOption = Language.DANISH) -> None:
    """Vis alle regler, én på hver linje."""
    with Workshop(settings(rules=rules)) as workshop:
        for rule in sorted(workshop.rulebook.rules.values(), key=lambda item: item.id):
            references = f" [{', '.join(rule.wcag)}]" if rule.wcag else ""
            say(f"{rule.id}: {_in(rule.title, lang)}{references}{_standing(rule)}")


def _standing(rule: Rule) -> str:
    if rule.active:
        return " (jeres egen)" if rule.own else " (ændret hos jer)" if rule.changed else ""
    return " (slået fra)" if rule.status != "deprecated" else " (udgået)"


@commands.command()
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID")],
    *,
    rules: Rules = None,
    lang: LanguageOption = Language.DANISH,
) -> None:
    """Vis én regel: hvorfor den er der, hvordan man retter, og hvad den bygger på."""
    with Workshop(settings(rules=rules)) as workshop:
        book = workshop.rulebook
        rule = book.rule(rule_id)
    say(_in(rule.title, lang) + _standing(rule))
    if lang is Language.ENGLISH:
        say("English where the rulebook has it. The rest is in Danish.")
    say(f"Retter: {rule.responsibility.value}. Hjælper: {', '.join(rule.helps)}. Status: {rule.duty.value}.")
    for sc in rule.wcag:
        criterion = book.criteria[sc]
        clause = criterion.document_clause if rule.check.startswith("document.") else criterion.clause
        draft = ", navnet er et udkast" if criterion.draft else ""
        say(
            f"WCAG {sc} {_in(criterion.name, lang)} (niveau {criterion.level}{draft}), EN 301 549 {clause or '–'}"
        )
    for name, ids in (("Teknik", rule.techniques), ("ACT-regel", rule.act), ("Matterhorn", rule.matterhorn)):
        if ids:
            say(f"{name}: {', '.join(ids)}")
    say()
    say(_in(rule.why, lang))
    say()
    say(_in(rule.fix, lang))
    for number, step in enumerate(rule.steps, 1):
        say(f"{number}. {step}")


def _in(words: Mapping[str, str], language: Language) -> str:
    return words.get(language) or words["da"]


@commands.command()
def handbook(
    *,
    output: Annotated[Path, typer.Option("--output", metavar="MAPPE", help="Skriv håndbogen i denne mappe.")],
    audit: Annotated[
        str | None,
        typer.Option("--audit", metavar="KØRSEL", help="Vis jeres egne fejl fra denne kontrolkørsel."),
    ] = None,
    database: Database = None,
    rules: Rules = None,
    lang: LanguageOption = Language.DANISH,
) -> None:
    """Lav regelbogen om til en håndbog, der kan læses i en browser."""
    with Workshop(settings(rules=rules, database=database)) as workshop:
        written = workshop.write_handbook(output, lang.value, audit)
    say(f"Håndbogen har {len(written)} filer. Begynd i {written[0]}.")


@commands.command()
def validate(*, rules: Rules = None) -> None:
    """Efterse regelbogen. Fejl vises med fil, linje og det, du kan gøre."""
    with Workshop(settings(rules=rules)) as workshop:
        book = workshop.rulebook
    changed = sum(bool(rule.changed) for rule in book.rules.values())
    own = sum(rule.own for rule in book.rules.values())
    off = sum(not rule.active for rule in book.rules.values())
    for note in book.notes:
        say(f"Kan blive bedre: {note}")
    say(f"Regelbogen er i orden: {len(book.rules)} regler (udgave {book.digest}).")
    say(f"Slået fra eller udgået: {off}. Ændret hos jer: {changed}. Jeres egne: {own}.")
