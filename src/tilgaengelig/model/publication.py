"""Whether a PDF can be published: said in the same sentence by terminal and report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Duty


class Kind(StrEnum):
    """What a finding in a PDF is to whoever decides whether to publish it.

    A barrier is a fault in what the act on web accessibility demands; a formality is one in PDF/UA or good practice.
    """

    BARRIER = "barrier"
    QUESTION = "question"
    FORMALITY = "formality"
    UNTESTED = "untested"


def kind_of(outcome: Outcome, duty: Duty) -> Kind | None:
    """The kind of a finding by its outcome and its rule's duty; None for what is no finding."""
    if outcome is Outcome.FAILED:
        return Kind.BARRIER if duty is Duty.LOVKRAV else Kind.FORMALITY
    return {Outcome.CANT_TELL: Kind.QUESTION, Outcome.UNTESTED: Kind.UNTESTED}.get(outcome)


@dataclass(frozen=True, slots=True)
class Publication:
    """What speaks against publishing a PDF. `lost` says that a part of it could not be read."""

    barriers: int
    questions: int
    lost: bool = False

    @classmethod
    def of(cls, kinds: Iterable[Kind | None], *, lost: bool) -> Publication:
        """By the kinds of its findings."""
        told = list(kinds)
        return cls(told.count(Kind.BARRIER), told.count(Kind.QUESTION), lost)

    @property
    def ready(self) -> bool | None:
        """Whether it can be published as far as a machine sees; None where nobody can say."""
        if self.barriers:
            return False
        return None if self.lost else True

    @property
    def sentence(self) -> str:
        """The verdict in Danish."""
        if self.barriers:
            noun = "fejl spærrer" if self.barriers > 1 else "fejl, som spærrer"
            return f"Kan ikke offentliggøres endnu: {self.barriers} {noun} for læsere."
        if self.lost:
            return "Vi kan ikke sige, om filen kan offentliggøres, for vi kunne ikke læse det hele."
        if self.questions:
            which = f"{self.questions} spørgsmål" if self.questions > 1 else "et spørgsmål"
            return f"Kan offentliggøres, når du har svaret på {which}."
        return "Kan offentliggøres, så vidt en maskine kan se."
