"""Reads the sentences that were segmented by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("gold_administrative.txt")
_BLANK_LINE = re.compile(r"\n\s*\n")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=ansøg)-\n(?=ning)")


@dataclass(frozen=True)
class Case:
    """A text, and its sentences with single spaces, the words that a line's end had cut made whole."""

    text: str
    sentences: list[str]


def cases() -> list[Case]:
    """Return every case of `gold_administrative.txt`, whose first lines say how it is written."""
    _, *marked = _FILE.read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
    return [_case(each) for each in marked]


def _case(marked: str) -> Case:
    parts = [part for block in _BLANK_LINE.split(marked) for part in block.split("‖")]
    whole = [" ".join(_HYPHEN_AT_LINE_END.sub("", part.strip()).split()) for part in parts]
    return Case(re.sub(" ?‖", "", marked), whole)
