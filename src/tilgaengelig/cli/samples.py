"""`sample`: the pages of an in-depth evaluation, for the W3C's report tool and back from it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.evaluation import read_evaluation
from tilgaengelig.model.errors import WrongUse, reason
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import Evaluation
from tilgaengelig.report.evaluation import anchors, sample_lines, write_evaluation
from tilgaengelig.work.sample import take
from tilgaengelig.workshop import Workshop

_SAID = {
    Outcome.PASSED: "opfyldt",
    Outcome.FAILED: "ikke opfyldt",
    Outcome.CANT_TELL: "kan ikke afgøres",
    Outcome.INAPPLICABLE: "ikke relevant",
    Outcome.UNTESTED: "ikke testet",
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(sample)


def sample(
    site: Annotated[str, typer.Argument(metavar="WEBSTED", help="Webstedets navn eller adresse.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FIL", help="Hvor filen lægges. Ellers stikproeve-<vært>.json."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Tallet bag de tilfældige sider. Det samme tal giver de samme sider."),
    ] = None,
    read: Annotated[
        Path | None,
        typer.Option(
            "--read", metavar="FIL", help="Læs en kontrol tilbage, som er gjort færdig i værktøjet."
        ),
    ] = None,
    database: Database = None,
    rules: Rules = None,
) -> None:
    """Vælg siderne til en dybdegående kontrol.

    Siderne er dem, som Kommissionens afgørelse 2018/1524 kræver, fra den nyeste kontrol af webstedet. Filen åbnes i
    W3C's WCAG-EM Report Tool, og maskinens udfald er fyldt ud. Det, maskinen ikke har fundet, er ikke testet.
    """
    with Workshop(settings(database=database, rules=rules)) as workshop:
        record = workshop.store.audit_of_site(site)
        if read is not None:
            for line in _read_lines(read_evaluation(read, anchors(workshop.rulebook.criteria.values()))):
                say(line)
            return
        # Short enough to be typed again.
        number = secrets.randbelow(1_000_000) if seed is None else seed
        path = output or Path(f"stikproeve-{urlsplit(record.order.start).hostname}.json")
        made, judgements = take(workshop.store, workshop.rulebook, record, number)
        try:
            write_evaluation(path, record, made, judgements, list(workshop.rulebook.criteria.values()))
        except OSError as error:
            raise WrongUse(
                f"Der kan ikke skrives i {path} ({reason(error)}). Vælg en anden fil med --output."
            ) from error
        for line in sample_lines(made):
            say(line)
        say(f"Skrevet: {path}. Åbn filen i W3C's WCAG-EM Report Tool, og læs den tilbage med --read.")


def _read_lines(evaluation: Evaluation) -> Iterator[str]:
    yield evaluation.title or "En kontrol uden titel"
    by = f"Af {evaluation.evaluator}" if evaluation.evaluator else "Uden navn på den, der har testet"
    when = f", {evaluation.day:%d.%m.%Y}" if evaluation.day else ""
    yield f"{by}{when}. {len(evaluation.pages)} sider."
    people = [one for one in evaluation.judgements if not one.by_machine]
    counts = Counter(one.outcome for one in evaluation.judgements)
    yield f"{len(people)} udfald er fra et menneske, {len(evaluation.judgements) - len(people)} fra maskinen."
    for outcome in Outcome:
        if counts[outcome]:
            yield f"  {_SAID[outcome]}: {counts[outcome]}"
    failed = [one for one in evaluation.judgements if one.outcome is Outcome.FAILED]
    for one in sorted(failed, key=lambda each: ([int(part) for part in each.sc.split(".")], each.address)):
        said = " ".join(one.description.split())[:200]
        yield f"  {one.sc}  {one.address or 'hele webstedet'}  {said}".rstrip()
