"""What `check` says of a PDF: whether it can be published, what shuts readers out, and what is a formality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.maker import origin, steps_for
from tilgaengelig.model.publication import Kind, Publication, kind_of
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.page import page_alone
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.work.check import Checked
from tilgaengelig.workshop import make_writable


class Pages:
    """The folder for the pages on the PDFs that are checked. Raises WrongUse where it cannot be written to."""

    def __init__(self, folder: Path) -> None:
        make_writable(folder)
        self._folder = folder
        self._written = 0

    def write(self, checked: Checked, rulebook: Rulebook) -> None:
        """The page on one."""
        findings = checked.verdict.findings if checked.verdict else ()
        name, pieces = page_alone(
            checked.address, checked.document, findings, rulebook.rules, rulebook.criteria
        )
        self._written += 1
        write_whole(self._folder / f"{self._written:03d}-{name}", pieces)


def document_lines(checked: Checked, findings: Sequence[Finding], rulebook: Rulebook) -> Iterator[str]:
    """The verdict first, then the findings in three groups: barriers, questions, formalities."""
    by_kind: dict[Kind | None, list[Finding]] = {kind: [] for kind in Kind}
    for item in findings:
        by_kind.setdefault(kind_of(item.outcome, rulebook.rule(item.rule).duty), []).append(item)
    failed = [item for item in findings if item.outcome is Outcome.FAILED]
    untested = by_kind[Kind.UNTESTED]
    lost = checked.lost or any(item.matterhorn for item in untested)
    barriers, questions = by_kind[Kind.BARRIER], by_kind[Kind.QUESTION]
    yield f"  {Publication(len(barriers), len(questions), lost).sentence}"
    made = f" Lavet med {checked.producer}." if checked.producer else ""
    yield f"  {_standard(checked, failed, lost=lost)}{made}"
    if findings and (where := origin(checked.producer)):
        yield f"  {where}"
    for heading, group in (
        ("Spærrer for læsere", barriers),
        ("Kræver dine øjne", questions),
        ("Formaliteter og god praksis", by_kind[Kind.FORMALITY]),
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
