"""The register of what the act exempts: by site, so that it holds for every audit of it, and goes with none."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.model.addresses import twins
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.store.audits import on_site
from tilgaengelig.store.schema import audit, exemption

_LONGEST_PATTERN = 500
_MOST_STARS = 10
#: A word or two is no reason that anybody can judge.
_LEAST_REASON = 15


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided: that the content whose path fits `pattern` is exempted, and until when at most."""

    pattern: str
    basis: Basis
    reason: str
    by: str
    decided: dt.date
    review: dt.date


def exempt(connection: Connection, site: str, decision: Decision, now: dt.datetime) -> Exemption:
    """Put it into the register. Raises WrongUse for what lacks or cannot be."""
    _check(decision, site, day_of(now))
    if not _looks_like_a_site(connection, site):
        raise WrongUse(
            f"”{site}” er hverken navnet på et websted eller en adresse; skriv fx www.ministerium.dk."
        )
    made = Exemption(
        id=secrets.token_hex(6),
        site=site,
        pattern=decision.pattern.strip(),
        basis=decision.basis,
        reason=without_cpr(decision.reason.strip()),
        by=decision.by.strip(),
        decided=decision.decided,
        review=decision.review,
        made=now,
    )
    names = ("id", "site", "pattern", "basis", "reason", "decided", "review", "made")
    row = {name: getattr(made, name) for name in names} | {"decided_by": made.by}
    connection.execute(insert(exemption).values(**row))
    return made


def _looks_like_a_site(connection: Connection, site: str) -> bool:
    """A host without a dot is one of a closed network, which was audited, or else a name that nothing answers to."""
    audited = select(audit.c.number).where(on_site(site)).limit(1)
    return "." in site or connection.scalar(audited) is not None


def exemptions(connection: Connection, site: str | None) -> list[Exemption]:
    """All of a site (host and port, with or without www), or of all sites; first what is to be looked at first."""
    query = select(exemption).order_by(exemption.c.review, exemption.c.site, exemption.c.number)
    if site is not None:
        query = query.where(exemption.c.site.in_(twins(site)))
    return [_made(row) for row in connection.execute(query)]


def unexempt(connection: Connection, exemption_id: str) -> Exemption:
    """Take one out by its id. Raises UnknownThing."""
    row = connection.execute(select(exemption).where(exemption.c.id == exemption_id)).one_or_none()
    if row is None:
        raise UnknownThing(
            f"Registret har intet med id ”{exemption_id}”; se det, der er, med tilgaengelig exemption list."
        )
    connection.execute(delete(exemption).where(exemption.c.number == row.number))
    return _made(row)


def _check(decision: Decision, site: str, today: dt.date) -> None:
    pattern = decision.pattern.strip()
    if not site.strip():
        raise WrongUse("Skriv, hvilket websted det gælder, fx www.ministerium.dk.")
    if not pattern.startswith("/") or len(pattern) > _LONGEST_PATTERN or pattern.count("*") > _MOST_STARS:
        raise WrongUse(
            f"”{pattern[:100]}” kan ikke bruges; skriv begyndelsen af en sti, fx /arkiv/ eller /*/referat."
        )
    if not decision.by.strip():
        raise WrongUse("Skriv navnet på den, der har besluttet, at indholdet er undtaget.")
    if len(decision.reason.strip()) < _LEAST_REASON:
        raise WrongUse("Skriv en begrundelse, som andre kan forstå. Den skal kunne stå i erklæringen.")
    if decision.decided > today:
        raise WrongUse(
            f"Beslutningen kan ikke være fra den {decision.decided:%d.%m.%Y}, som ikke er kommet endnu."
        )
    if decision.review <= today:
        raise WrongUse(f"Datoen {decision.review:%d.%m.%Y} er forbi; vælg en dag, hvor I ser på det igen.")


def _made(row: Row[Any]) -> Exemption:
    return Exemption(
        id=row.id,
        site=row.site,
        pattern=row.pattern,
        basis=row.basis,
        reason=row.reason,
        by=row.decided_by,
        decided=row.decided,
        review=row.review,
        made=row.made,
    )
