"""Content that the act exempts: what it is, by which clause, why, and who decided so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tilgaengelig.model.addresses import unescaped


class Basis(StrEnum):
    """The clause that exempts the content (act 692/2018); the value is stable, and is what one types.

    DOCUMENT, RECORDED and INTRANET are § 1(5), and BURDEN § 3(2). The others are known to us from the directive's
    article 1(4) alone: that the act has them in the same words is not verified, and is told so.
    """

    DOCUMENT = "gammelt-dokument"
    RECORDED = "gammel-optagelse"
    INTRANET = "gammelt-intranet"
    LIVE = "direkte"
    MAP = "kort"
    THIRD_PARTY = "tredjepart"
    HERITAGE = "kulturarv"
    ARCHIVE = "arkiv"
    BURDEN = "byrde"

    @property
    def clause(self) -> str:
        """Where the act says so."""
        return "§ 3, stk. 2" if self is Basis.BURDEN else "§ 1, stk. 5"

    @property
    def verified(self) -> bool:
        """Whether we have seen the clause in the act itself."""
        return self in (Basis.DOCUMENT, Basis.RECORDED, Basis.INTRANET, Basis.BURDEN)

    @property
    def sentence(self) -> str:
        """What is exempted, in one Danish sentence."""
        return _SENTENCES[self]


_SENTENCES = {
    Basis.DOCUMENT: "Dokumentet er udgivet før den 23. september 2018 og skal ikke bruges i en sag nu.",
    Basis.RECORDED: "Optagelsen er udgivet før den 23. september 2020.",
    Basis.INTRANET: "Intranettet er fra før den 23. september 2019 og er ikke ændret væsentligt siden.",
    Basis.LIVE: "Indholdet bliver sendt direkte.",
    Basis.MAP: "Kortet har sine vigtigste oplysninger som tekst ved siden af.",
    Basis.THIRD_PARTY: "Andre står for indholdet, og I har hverken betalt det, lavet det eller hånd i hanke med det.",
    Basis.HERITAGE: "Det er en gengivelse af kulturarv.",
    Basis.ARCHIVE: "Det er et arkiv, som ikke er ændret efter den 23. september 2019.",
    Basis.BURDEN: "Det er en uforholdsmæssig stor byrde at rette indholdet.",
}
#: Documents (unless a task that goes on needs them), recordings and intranets from before these days may be exempted
#: (Act 692 of 2018, § 1(5)).
DOCUMENTS_BEFORE = dt.date(2018, 9, 23)
RECORDINGS_BEFORE = dt.date(2020, 9, 23)
INTRANETS_BEFORE = dt.date(2019, 9, 23)


@dataclass(frozen=True, slots=True)
class Exemption:
    """What somebody has decided is exempted on a site (host and port).

    `pattern` is the beginning of a path ("/arkiv/"), with * for anything. `by` is a person's name; `review` is the
    day on which somebody must look at it again; it holds until it is taken out.
    """

    id: str
    site: str
    pattern: str
    basis: Basis
    reason: str
    by: str
    decided: dt.date
    review: dt.date
    made: dt.datetime

    def due(self, day: dt.date) -> bool:
        """Whether it must be looked at again."""
        return day >= self.review

    def holds(self, address: str) -> bool:
        """Whether the content at an address of its site is covered."""
        parts = urlsplit(address)
        path = unescaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        first, *pieces = unescaped(self.pattern).split("*")
        at = len(first)
        if not path.startswith(first):
            return False
        for piece in pieces:  # the first place that fits leaves the most for the rest
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Content that may be exempted: a person has to confirm it. `day` is its age as far as we know it."""

    address: str
    basis: Basis
    day: dt.date | None
    question: str
