"""`rules`: the rulebook, read and checked."""

from __future__ import annotations

from typing import Annotated

import typer

from tilgaengelig.cli.danish import App
from tilgaengelig.cli.options import Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.workshop import Workshop

app = App(help="Regelbogen: det, vi kontrollerer, og hvordan det rettes.", invoke_without_command=True)


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Regelbogen: det, vi kontrollerer, og hvordan det rettes."""
    if context.invoked_subcommand is None:
        list_(rules=None)


@app.command("list")
def list_(*, rules: Rules = None) -> None:
    """Vis alle regler, én på hver linje."""
    with Workshop(settings(rules=rules)) as workshop:
        for rule in sorted(workshop.rulebook.rules.values(), key=lambda item: item.id):
            references = f" [{', '.join(rule.wcag)}]" if rule.wcag else ""
            say(f"{rule.id}: {rule.title['da']}{references}")


@app.command()
def show(rule_id: Annotated[str, typer.Argument(metavar="ID")], *, rules: Rules = None) -> None:
    """Vis én regel: hvorfor den er der, og hvordan man retter."""
    with Workshop(settings(rules=rules)) as workshop:
        rule = workshop.rulebook.rule(rule_id)
        criteria = workshop.rulebook.criteria
    say(rule.title["da"])
    say(f"Retter: {rule.responsibility.value}. Hjælper: {', '.join(rule.helps)}. Status: {rule.duty.value}.")
    for sc in rule.wcag:
        say(
            f"WCAG {sc} {criteria[sc].name['da']} ({criteria[sc].level}), EN 301 549 {criteria[sc].clause or '–'}"
        )
    say()
    say(rule.why["da"])
    say()
    say(rule.fix["da"])
    for number, step in enumerate(rule.steps, 1):
        say(f"{number}. {step}")


@app.command()
def validate(*, rules: Rules = None) -> None:
    """Efterse regelbogen. Fejl vises med fil og linje."""
    with Workshop(settings(rules=rules)) as workshop:
        say(
            f"Regelbogen er i orden: {len(workshop.rulebook.rules)} regler (udgave {workshop.rulebook.digest})."
        )
