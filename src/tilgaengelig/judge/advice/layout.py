"""How a text is parted: its paragraphs, headings and lists, and the references to acts in its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.paragraphs import lists_in_line, paragraphs
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.references import disturbing
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule


def long_paragraph(prose: Prose, rule: Rule, *, most: int) -> Iterator[Advice]:
    """Paragraphs of more than `most` words."""
    for paragraph in paragraphs(prose):
        if paragraph.words > most and paragraph.last - paragraph.first > 1:
            message = (
                f"Afsnittet har {paragraph.words} ord. Del det i flere, ét for hver tanke. "
                f"Et afsnit bør højst have {most} ord, det vil sige seks linjer."
            )
            yield advice(rule, paragraph.start, paragraph.end, message)


def missing_heading(prose: Prose, rule: Rule, *, most: int) -> Iterator[Advice]:
    """More than `most` words in several paragraphs without a heading between them; told once for each such stretch.

    Items of lists don't count: they are seen at a glance.
    """
    words = several = 0
    told = False
    for paragraph in paragraphs(prose):
        if paragraph.heading:
            words = several = 0
            told = False
            continue
        if paragraph.item:
            continue
        words += paragraph.words
        several += 1
        if words > most and several > 2 and not told:
            told = True
            message = (
                f"Her er over {most} ord uden en overskrift. "
                "Sæt en overskrift, der siger, hvad afsnittet handler om."
            )
            yield advice(rule, paragraph.start, prose.sentences[paragraph.first].end, message)


def list_in_line(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """Points numbered within a sentence."""
    for start, end in lists_in_line(prose):
        yield advice(
            rule, start, end, "Skriv punkterne under hinanden som en liste, så er de til at få øje på."
        )


def law_reference(prose: Prose, rule: Rule) -> Iterator[Advice]:
    """References to acts that one has to read past."""
    for found in disturbing(prose):
        if found.count > 1:
            message = (
                f"Sætningen har {found.count} henvisninger til lov. Skriv først, hvad der gælder, "
                "og saml henvisningerne til sidst."
            )
        else:
            message = (
                "Henvisningen til loven afbryder sætningen. Sæt den til sidst, eller skriv den for sig selv."
            )
        yield advice(rule, found.start, found.end, message)
