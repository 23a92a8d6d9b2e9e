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
#: What makes files by itself from a template or a style sheet: nobody opens it to mend a single file.
_SYSTEM = re.compile(
    r"weasyprint|princexml|\bprince\b|typst|tex\b|xdvipdfmx|headlesschrome|wkhtmlto|^qt \d|"
    r"\bitext|openpdf|apache fop|antenna house|fpdf|tcpdf|dompdf|\bmpdf|reportlab|pdfsharp|aspose|jasperreports|"
    r"crystal reports|pdfkit|pdfmake|jspdf|docraptor|windward|fast report|telerik",
    re.I,
)
_SCANNED = "skanner"
_BY_SYSTEM = "system"
#: The one that mends any PDF, and so is of use whatever made it.
_MENDER = "Acrobat"
_HEAD = re.compile(r"[^:]{3,40}:(?= )")


def program_of(producer: str) -> str:
    """The program by the name that the steps have for it; "skanner" for a scanner, "system" for what makes files by
    itself, "" for one that we do not know.
    """
    found = next((name for name, words in _PROGRAMS.items() if words.search(producer)), "")
    if found:
        return found
    return _SCANNED if _SCANNER.search(producer) else _BY_SYSTEM if _SYSTEM.search(producer) else ""


def origin(producer: str) -> str:
    """Where a file is mended, in Danish, where that is elsewhere than in a document; "" where it is not."""
    return {
        _SCANNED: "Filen ser ud til at være skannet. Ret den ikke: Find det dokument, der blev skannet, og gem det "
        "som PDF med koder.",
        _BY_SYSTEM: "Filen er lavet af et program, der danner filer ud fra en skabelon, og ikke i Word eller InDesign. "
        "Send listen til den, der står for programmet: Fejlene skal rettes i skabelonen.",
    }.get(program_of(producer), "")


def steps_for(steps: Sequence[str], producer: str) -> list[str]:
    """The steps for the program that made the file, and those for any; all of them where it is not known.

    Of what a system made, the steps for programs that people write in are left out.
    """
    program = program_of(producer)
    if program not in (*_PROGRAMS, _BY_SYSTEM):
        return list(steps)
    return [step for step in steps if not (heads := _heads(step)) or program in heads or _MENDER in heads]


def _heads(step: str) -> set[str]:
    """The programs that a step begins by naming."""
    head = _HEAD.match(step)
    return {name for name in (*_PROGRAMS, _MENDER) if head and name in head[0]}
