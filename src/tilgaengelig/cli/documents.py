"""What `check` says of a PDF: whether it can be published, what shuts readers out, and what is a formality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tilgaengelig.judge.document.maker import steps_for
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Duty
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.work.check import Checked


def document_lines(checked: Checked, findings: Sequence[Finding], rulebook: Rulebook) -> Iterator[str]:
    """The verdict first, then the findings in three groups: barriers, questions, formalities.

    A barrier is a fault in what the act on web accessibility demands; a formality is one in PDF/UA or good practice.
    """
    failed = [item for item in findings if item.outcome is Outcome.FAILED]
    barriers = [item for item in failed if rulebook.rule(item.rule).duty is Duty.LOVKRAV]
    formalities = [item for item in failed if rulebook.rule(item.rule).duty is not Duty.LOVKRAV]
    questions = [item for item in findings if item.outcome is Outcome.CANT_TELL]
    untested = [item for item in findings if item.outcome is Outcome.UNTESTED]
    lost = checked.lost or any(item.matterhorn for item in untested)
    yield f"  {_verdict(len(barriers), len(questions), lost=lost)}"
    made = f" Lavet med {checked.producer}." if checked.producer else ""
    yield f"  {_standard(checked, failed, lost=lost)}{made}"
    for heading, group in (
        ("Spærrer for læsere", barriers),
        ("Kræver dine øjne", questions),
        ("Formaliteter og god praksis", formalities),
    ):
        if group:
            yield f"  {heading}:"
            yield from _group(group, rulebook, checked.producer)
    if untested:
        yield "  Ikke prøvet:"
        for message, several in Counter(item.message for item in untested).items():
            yield f"    {message}" + (f" Det gælder {several} regler." if several > 1 else "")
        yield "      → Gem filen igen fra det program, som den er lavet i, og prøv den nye fil."


def _standard(checked: Checked, failed: Sequence[Finding], *, lost: bool) -> str:
    if lost and not any(item.matterhorn for item in failed):
        return "Vi kan ikke sige, om filen følger standarden PDF/UA-1, for vi kunne ikke læse det hele."
    return f"Filen {'følger' if checked.conformant else 'følger ikke'} standarden PDF/UA-1."


def _verdict(barriers: int, questions: int, *, lost: bool) -> str:
    if barriers:
        noun = "fejl spærrer" if barriers > 1 else "fejl, som spærrer"
        return f"Kan ikke offentliggøres endnu: {barriers} {noun} for læsere."
    if lost:
        return "Vi kan ikke sige, om filen kan offentliggøres, for vi kunne ikke læse det hele."
    if questions:
        which = f"{questions} spørgsmål" if questions > 1 else "et spørgsmål"
        return f"Kan offentliggøres, når du har svaret på {which}."
    return "Kan offentliggøres, så vidt en maskine kan se."


def _group(findings: Sequence[Finding], rulebook: Rulebook, producer: str) -> Iterator[str]:
    """A rule's title once, with each of its findings and the way to mend them."""
    by_rule: dict[str, list[Finding]] = {}
    for item in sorted(findings, key=lambda item: item.impact.rank):
        by_rule.setdefault(item.rule, []).append(item)
    for rule_id, found in by_rule.items():
        rule = rulebook.rule(rule_id)
        yield f"    {rule.title['da']} ({found[0].responsibility.value})"
        for item in found:
            where = (
                f" [side {item.place.page}: {item.place.target}]"
                if item.place.target and item.place.page
                else ""
            )
            yield f"      {item.message}{where}"
        for step in steps_for(rule.steps, producer):
            yield f"      → {step}"
