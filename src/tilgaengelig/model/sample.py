"""The sample of an in-depth evaluation (Decision 2018/1524, Annex I, 3), and what came of evaluating it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Outcome


class Part(StrEnum):
    """Why a page is in the sample. The value is stable, and what a reader sees."""

    HOME = "forside"
    LOGIN = "log ind"
    SITEMAP = "oversigt over webstedet"
    CONTACT = "kontakt"
    HELP = "hjælp"
    LEGAL = "juridiske oplysninger"
    SERVICE = "en slags indhold eller selvbetjening"
    PROCESS = "trin i en selvbetjening"
    SEARCH = "søgning"
    STATEMENT = "tilgængelighedserklæring"
    FEEDBACK = "tilbagemelding"
    LAYOUT = "eget udseende eller indhold"
    DOCUMENT = "dokument"
    RANDOM = "tilfældigt valgt"


@dataclass(frozen=True, slots=True)
class Sampled:
    """A page or document of the sample, and the parts that it stands for. `read`: the audit could read it."""

    address: str
    title: str
    kind: SubjectKind
    parts: tuple[Part, ...]
    read: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """The pages that the decision prescribes, and those that `seed` picked; `lacking` are parts that were not found."""

    structured: tuple[Sampled, ...]
    random: tuple[Sampled, ...]
    seed: int
    lacking: tuple[Part, ...]

    @property
    def all(self) -> tuple[Sampled, ...]:
        """Both."""
        return (*self.structured, *self.random)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a criterion on one page, or on the site as a whole (`address` is "").

    `by_machine`: no person has looked at it.
    """

    address: str
    sc: str
    outcome: Outcome
    description: str = ""
    by_machine: bool = False


#: Who asserts what we fill in.
MACHINE = "tilgaengelig"


def mark(outcome: Outcome, description: str) -> str:
    """What tells a machine's judgement from one that a person has changed since."""
    return hashlib.sha256(
        f"{outcome}\n{' '.join(description.split())}".encode("utf-8", "replace")
    ).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished or unfinished evaluation, as read back from the W3C's tool. `day` is when it was made."""

    title: str
    evaluator: str
    day: dt.date | None
    pages: tuple[str, ...]
    judgements: tuple[Judgement, ...]
