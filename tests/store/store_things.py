"""Believable things to keep, with just what a test is about spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, make_url

from tilgaengelig.model.audit import Attended, AuditRecord, Order, SubjectKind, Visit, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.subject import Link
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import NewAddress, Store

SITE = "https://www.ministerium.dk"
ORDER = Order(start=f"{SITE}/")


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """The database itself, in one transaction."""
    parsed = make_url(url)
    engine = create_engine(
        parsed if parsed.drivername == "sqlite" else parsed.set(drivername="postgresql+psycopg")
    )
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def begun(store: Store, *first: str, order: Order = ORDER) -> AuditRecord:
    return store.begin(order, rulebook="1f2e", versions={"axe": "4.14.1"}, first=first or (order.start,))


def finding(fingerprint: str = "logo", ordinal: int = 0, **other: Any) -> Finding:
    place = other.pop("place", None) or Place(
        target="header > img.logo",
        snippet='<img class="logo" src="/logo.svg">',
        region=Region.HEADER,
        viewports=("desktop", "phone"),
    )
    settled: dict[str, Any] = {
        "rule": "billede-uden-alternativ-tekst",
        "outcome": Outcome.FAILED,
        "impact": Impact.CRITICAL,
        "message": "Billedet har ingen alternativ tekst.",
        "engine": "axe",
        "engine_rule": "image-alt",
        "wcag": ("1.1.1",),
        "responsibility": Responsibility.REDAKTOER,
    }
    return Finding(**settled | other, place=place, component=fingerprint, ordinal=ordinal)


def read(visit: Visit, *findings: Finding, **other: Any) -> Attended:
    settled: dict[str, Any] = {"kind": SubjectKind.PAGE, "media_type": "text/html", "status": 200}
    return Attended(visit, VisitState.READ, findings=findings, **settled | other)


def troubled(visit: Visit, kind: TroubleKind = TroubleKind.NOT_FOUND) -> Attended:
    return Attended(visit, VisitState.TROUBLED, status=404, trouble=Trouble(kind, "404", 404))


def redirected(visit: Visit, forward: str) -> Attended:
    return Attended(visit, VisitState.REDIRECTED, status=301, forward=forward)


def links(*targets: str) -> tuple[Link, ...]:
    return tuple(Link(target, f"Læs om {target.rpartition('/')[2]}") for target in targets)


def visits(store: Store, audit_id: str) -> list[Visit]:
    """All that may be visited now."""
    return store.next_visits(audit_id, limit=10_000, exclude=())


def crawl(store: Store, audit_id: str, site: dict[str, list[str]], limit: int | None = None) -> int:
    """Visit pages that link to pages, with a fault of their own and one in common; tell how many were kept."""
    kept = 0
    while (limit is None or kept < limit) and (found := store.next_visits(audit_id, limit=1, exclude=())):
        visit = found[0]
        targets = site[visit.address]
        attended = read(visit, finding(), finding(f"own {visit.address}"), links=links(*targets))
        store.keep(audit_id, attended, new=[NewAddress(target, visit.depth + 1) for target in targets])
        kept += 1
    return kept
