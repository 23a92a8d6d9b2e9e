"""`letter` and `sentences`: a text scored while its writer waits."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from tilgaengelig.cli.options import AudienceOption, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.letters.reading import LARGEST, read_letter
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import Draft
from tilgaengelig.model.readability import Audience
from tilgaengelig.work.letters import ScoredLetter, score, split
from tilgaengelig.work.shapes import letter_as_data
from tilgaengelig.workshop import Workshop

File = Annotated[str, typer.Argument(metavar="FIL|-", help="En fil, eller - for standard ind.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(letter)
    app.command()(sentences)


def letter(
    file: File,
    *,
    audience: AudienceOption = Audience.BORGERE,
    as_json: Annotated[bool, typer.Option("--json", help="Svar med JSON.")] = False,
    rules: Rules = None,
) -> None:
    """Hvor svært er et brev, og hvilke sætninger er de lange? Intet gemmes."""
    configured = settings(rules=rules)
    text = _draft(file).text
    with Workshop(configured) as workshop:
        scored = score(text, audience, workshop.rulebook, configured.letter_characters)
    if as_json:
        say(json.dumps(letter_as_data(scored)))
        return
    for line in _lines(scored):
        say(line)


def sentences(file: File = "-") -> None:
    """Del en tekst i sætninger, én på hver linje: de samme, som alle mål tæller."""
    for sentence in split(_draft(file).text):
        say(sentence)


def _draft(file: str) -> Draft:
    if file == "-":
        return asyncio.run(read_letter("", sys.stdin.buffer.read(LARGEST + 1)))
    path = Path(file)
    try:
        with path.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise WrongUse(f"Filen {file} kan ikke læses; se efter, om navnet er rigtigt.") from error
    return asyncio.run(read_letter(path.name, body))


def _lines(scored: ScoredLetter) -> list[str]:
    counts = scored.readability
    lines = [
        scored.verdict,
        f"{counts.words} ord, {counts.sentences} sætninger, {counts.long_words} lange ord (syv bogstaver eller flere).",
    ]
    for advice in scored.advice:
        start = " ".join(scored.text[advice.start : advice.end].split())
        lines.append(f"- ”{start[:70]}{'…' if len(start) > 70 else ''}”")
        lines.append(f"  {advice.message}")
    return lines
