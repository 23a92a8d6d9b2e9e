"""What made a PDF, and the mending steps that are for that program."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: By the word that stands before the colon of a step in the rulebook.
_PROGRAMS: Mapping[str, re.Pattern[str]] = {
    "InDesign": re.compile("indesign", re.I),
    "LibreOffice": re.compile("libreoffice|openoffice|collabora", re.I),
    "Word": re.compile(r"\bword\b|microsoft 365|pdfmaker", re.I),
}
_SCANNER = re.compile(
    r"\bscan|paperstream|\b(?:canon|ricoh|xerox|konica|kyocera|epson|kodak|toshiba|sharp)\b", re.I
)
#: The one that mends any PDF, and so is of use whatever made it.
_MENDER = "Acrobat"
_HEAD = re.compile(r"[^:]{3,40}:(?= )")


def program_of(producer: str) -> str:
    """The program by the name that the steps have for it; "skanner" for a scanner, "" for one that we do not know."""
    found = next((name for name, words in _PROGRAMS.items() if words.search(producer)), "")
    return found or ("skanner" if _SCANNER.search(producer) else "")


def steps_for(steps: Sequence[str], producer: str) -> list[str]:
    """The steps for the program that made the file, and those for any; all of them where it is not known."""
    program = program_of(producer)
    if program not in _PROGRAMS:
        return list(steps)
    return [step for step in steps if not (heads := _heads(step)) or program in heads or _MENDER in heads]


def _heads(step: str) -> set[str]:
    """The programs that a step begins by naming."""
    head = _HEAD.match(step)
    return {name for name in (*_PROGRAMS, _MENDER) if head and name in head[0]}
