"""Checks of a PDF: the first set (issue 8 deepens them). All are decided on the facts of the file alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

_FILE_NAME = re.compile(
    r"^(microsoft (word|powerpoint|excel) - |untitled|skabelon|dokument\d*$|.*\.(docx?|pptx?|xlsx?|indd|pdf|odt)$)",
    re.I,
)


def tagged(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A document without tags has no structure to read by (ISO 14289-1, 7.1; Matterhorn 01-005)."""
    if not facts.tagged:
        yield _failed(rule, "Dokumentet har ingen koder (tags), så en skærmlæser kan ikke se dets opbygning.")


def title(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A title that is there and shown (ISO 14289-1, 7.1; Matterhorn 06-003, 07-001, 07-002)."""
    if not facts.title:
        yield _failed(rule, "Dokumentet har ingen titel.")
    elif not facts.shows_title:
        yield _failed(rule, f"Dokumentet har titlen ”{facts.title}”, men viser filens navn i stedet.")


def title_is_filename(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A title that looks like the name of a file or a template (WCAG technique PDF18)."""
    name = unquote(PurePosixPath(urlsplit(facts.address).path).name)
    if facts.title and (_FILE_NAME.match(facts.title.strip()) or facts.title.strip() in (name, name[:-4])):
        yield finding(rule, Outcome.CANT_TELL, f"Er ”{facts.title}” dokumentets rigtige titel?")


def language(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A language for all of the text (ISO 14289-1, 7.2; Matterhorn 11-006)."""
    if not facts.language:
        yield _failed(rule, "Dokumentet siger ikke, hvilket sprog det er skrevet på.")


def text_layer(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Pages that are pictures of text (WCAG 1.1.1 and 1.4.5; technique PDF7): one finding for them all."""
    pages = facts.pages_without_text
    if pages:
        which = f"Side {_numbers(pages)}" if len(pages) < facts.pages else "Alle sider"
        what = "et billede" if len(pages) == 1 else "billeder"
        message = f"{which} er {what} af tekst, så ordene kan hverken læses op eller søges i."
        yield _failed(rule, message, pages[0])


def assistive_access(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Permissions that shut assistive technology out (ISO 14289-1, 7.16; Matterhorn 26-002)."""
    if not facts.assistive_access:
        yield _failed(rule, "Filens beskyttelse spærrer for hjælpemidler som skærmlæsere.")


def _numbers(pages: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, pages[:8]))
    if len(pages) > 8:
        return f"{shown} og {len(pages) - 8} til"
    return " og ".join(shown.rsplit(", ", 1))


def _failed(rule: Rule, message: str, page: int | None = None) -> Finding:
    return finding(rule, Outcome.FAILED, message, page=page)
