"""`letter` and `sentences`: a text scored while its writer waits."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tilgaengelig.cli.letter_lines import comparison_lines, letter_lines, whole_message
from tilgaengelig.cli.options import AudienceOption, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.letters.reading import LARGEST, read_letter
from tilgaengelig.judge.difficulty import NOT_WRITING
from tilgaengelig.model.errors import TilgaengeligError, WrongUse, reason
from tilgaengelig.model.letter import Draft, LetterKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.work.letters import ScoredLetter, compared, score, split
from tilgaengelig.work.shapes import comparison_as_data, letter_as_data
from tilgaengelig.workshop import Workshop

File = Annotated[str, typer.Argument(metavar="FIL|-", help="En fil, eller - for standard ind.")]
#: Seconds between two looks at a file that is watched.
LOOK_EVERY = 0.3


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(letter)
    app.command()(sentences)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every scoring needs."""

    workshop: Workshop
    audience: Audience
    kind: LetterKind | None
    hints: bool

    def score(self, draft: Draft) -> ScoredLetter:
        """The draft, scored."""
        book = self.workshop.rulebook
        longest = self.workshop.settings.letter_characters
        return score(draft, self.audience, book, longest, self.kind, hints=self.hints)

    def lines(self, scored: ScoredLetter) -> Iterator[str]:
        """What is shown of it."""
        return letter_lines(scored, self.workshop.rulebook)


def letter(
    file: File,
    *,
    audience: AudienceOption = Audience.BORGERE,
    kind: Annotated[
        LetterKind | None,
        typer.Option(
            metavar="SLAGS",
            help="Brevets slags: afgørelse, høring, orientering, indkaldelse eller kvittering. Så spørger vi om det, "
            "der mangler. Uden den gætter vi.",
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="GAMMEL", help="En ældre udgave af brevet: Hvad er blevet bedre og værre?"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FIL.docx", help="Skriv brevet som .docx med en kommentar ved hvert råd, til Word."
        ),
    ] = None,
    hints: Annotated[
        bool, typer.Option("--hints", help="Vis også de råd, der oftere tager fejl. De tæller ikke med.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Mål igen, hver gang du gemmer filen. Slut med Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Svar med JSON og intet andet.")] = False,
    rules: Rules = None,
) -> None:
    """Hvor svært er et brev, hvilke sætninger er tunge, og hvad kan der stå i stedet? Intet gemmes.

    Brevet må være .docx, .odt, .pdf, .html, .md, .txt eller .eml.

    \b
    letter brev.docx                         dom, tal og råd
    letter brev.docx --kind afgørelse        og hvad en afgørelse mangler
    letter brev.docx --output retter.docx    råd som kommentarer i Word
    letter nyt.docx --compare gammelt.docx   hvad blev bedre?
    letter brev.docx --watch                 mål igen, hver gang du gemmer
    """  # fmt: skip
    configured = settings(rules=rules)
    _refuse(file, compare, output, watch=watch, as_json=as_json)
    with Workshop(configured) as workshop:
        desk = _Desk(workshop, audience, kind, hints)
        if watch:
            _watch(Path(file), desk)
            return
        body = _body(file)
        scored = desk.score(_read(file, body))
        comparison = compared(scored, desk.score(_read(compare, _body(compare)))) if compare else None
        if output:
            left_out = _write(output, scored, body if _is_word(file, body) else None)
        if as_json:
            data = letter_as_data(scored)
            say(json.dumps(data | ({"comparison": comparison_as_data(comparison)} if comparison else {})))
            return
        if comparison:
            for line in (*comparison_lines(comparison), ""):
                say(line)
        for line in desk.lines(scored):
            say(line)
        if output:
            say(f"\nBrevet med kommentarer ligger i {output}.")
            if left_out:
                room = len(scored.advice) - left_out
                say(f"Der er kun plads til {room} kommentarer. {left_out} råd er ikke med.")


def sentences(file: File = "-") -> None:
    """Del en tekst i sætninger, én på hver linje: de samme, som alle mål tæller."""
    for sentence in split(_read(file, _body(file)).text):
        say(sentence)


def _refuse(file: str, compare: str | None, output: Path | None, *, watch: bool, as_json: bool) -> None:
    """Raises WrongUse for options that do not go together."""
    if watch and (file == "-" or as_json or output or compare):
        raise WrongUse("--watch følger en fil og viser dommen; den kan ikke bruges sammen med de andre valg.")
    if output and output.suffix.lower() != ".docx":
        raise WrongUse("--output skal være en fil, der ender på .docx.")
    if output and file != "-" and output.resolve() == Path(file).resolve():
        raise WrongUse("--output må ikke være brevet selv; vælg et andet navn.")
    if file == "-" and compare == "-":
        raise WrongUse("Kun det ene af de to breve kan komme fra standard ind.")


def _body(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise WrongUse(
            f"Filen {file} kan ikke læses ({reason(error)}); se efter, om navnet er rigtigt."
        ) from error


def _read(file: str, body: bytes) -> Draft:
    return asyncio.run(read_letter("" if file == "-" else Path(file).name, body))


def _is_word(file: str, body: bytes) -> bool:
    is_named = file.lower().endswith(".docx")
    return is_named or (file == "-" and body.startswith(b"PK") and b"opendocument.text" not in body[:200])


def _write(output: Path, scored: ScoredLetter, original: bytes | None) -> int:
    """Writes the letter with comments; how many pieces of advice found no room. Raises WrongUse."""
    # Not at every start: what writes Word's files takes long to load.
    from tilgaengelig.gather.letters.comments import MOST, Remark, commented

    # What a letter lacks and what it must not hold come first; the rest as it stands in the letter.
    advice = sorted(scored.advice, key=lambda one: one.kind not in NOT_WRITING)
    remarks = [Remark(one.start, one.end, whole_message(one, "\n")) for one in advice]
    body = commented(scored.draft, remarks, original)
    # Beside it first: what lay there is not lost where the disk is full.
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(body)
        beside.replace(output)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise WrongUse(f"{output} kan ikke skrives ({reason(error)}); vælg et andet sted.") from error
    return max(0, len(remarks) - MOST)


def _watch(path: Path, desk: _Desk) -> None:
    """Scores the file at every save until Ctrl-C. A file that cannot be read just now is told, and waited for."""
    last: ScoredLetter | None = None
    seen: tuple[int, int] | None = None
    _body(str(path))  # a name that is wrong is told at once
    try:
        while True:
            stamp = _stamp(path)
            if stamp is not None and stamp != seen:
                seen = stamp
                last = _show(path, desk, last) or last
            time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        say()


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when the file is saved; None while it is not there, as when Word puts a new one in its place."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _show(path: Path, desk: _Desk, last: ScoredLetter | None) -> ScoredLetter | None:
    try:
        scored = desk.score(_read(path.name, _body(str(path))))
    except TilgaengeligError as error:
        say(str(error))
        return None
    if sys.stdout.isatty():
        Console().clear()
    say(f"{path} kl. {dt.datetime.now().astimezone():%H.%M.%S}. Slut med Ctrl-C.")
    say()
    if last is not None:
        for line in (*comparison_lines(compared(scored, last)), ""):
            say(line)
    for line in desk.lines(scored):
        say(line)
    return scored
