"""A word list of the rulebook: words and phrases with what may stand instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase in its dictionary form.

    `instead` is what to write, or "" where only `note` helps; a stroke between spaces parts several ways, the best
    first. `hint` is what to say in other words where the sentence must be made anew: it is told and never put in.
    `forms` has its other forms, each with what to write for just that form, or "" where no such word is
    given. In the phrases of `unless` the word is right. All are written as in running text, in small
    letters but for names.

    `before` has phrases, as in `danish.phrases`, of which one must follow for `instead` to hold. Elsewhere `note` is
    told, or nothing where there is none. Commas in the text do not count. Terms and abbreviations have no such phrases.
    """

    word: str
    instead: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    note: str = ""
    hint: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class WordList:
    """The entries of one file, by their words. Compared by identity, so that what is made of it can be remembered."""

    name: str
    entries: Mapping[str, Entry]
