"""Overviews made by hand, from believable to hostile."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tilgaengelig.judge.estimate import estimate
from tilgaengelig.model.audit import AuditRecord, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.overview import (
    BrokenLink,
    Component,
    Coverage,
    DocumentFinding,
    Occurrence,
    Overview,
    SubjectRow,
)
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.rule import Criterion, Duty, Impact, NameSource, Responsibility, Rule, Sameness
from tilgaengelig.model.supervision import Breach, Breaches
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.writing import Wording
from tilgaengelig.report import LixGoal, Report, make_report

SITE = "https://www.ministeriet.dk"
STARTED = dt.datetime(2026, 11, 23, 15, 5, tzinfo=dt.UTC)
GOAL = LixGoal(35, 40)


def criterion(
    sc: str, name: str = "Kontrast (minimum)", level: str = "AA", decided_by: tuple[str, ...] = ()
) -> Criterion:
    return Criterion(
        sc=sc,
        level=level,
        name={"da": name, "en": name},
        name_source=NameSource.DIGST,
        clause=f"9.{sc}",
        document_clause=f"10.{sc}",
        duty=Duty.LOVKRAV,
        simplified=True,
        decided_by=decided_by,
        ask={"da": "Er teksten let at se på alle baggrunde?", "en": "Is the text easy to see?"},
    )


CRITERIA = (
    criterion("1.1.1", "Ikke-tekstbaseret indhold", level="A"),
    criterion("1.4.3"),
    criterion("2.4.4", "Formål med links (i kontekst)", level="A"),
    criterion("2.5.1", "Pegerbevægelser", "A"),
    criterion("3.1.1", "Sprog på siden", "A", ("sprog",)),
    criterion("4.1.3", "Statusbeskeder"),
)


def rule(id_: str, title: str, **changes: Any) -> Rule:
    values: dict[str, Any] = {
        "title": {"da": title},
        "check": "page.engine",
        "settings": {},
        "impact": Impact.SERIOUS,
        "responsibility": Responsibility.REDAKTOER,
        "duty": Duty.LOVKRAV,
        "wcag": ("1.1.1",),
        "clauses": ("9.1.1.1",),
        "act": (),
        "matterhorn": (),
        "helps": ("uden syn", "nedsat syn", "kognition"),
        "sameness": Sameness.ELEMENT,
        "why": {"da": "Blinde kan ikke se billedet. En skærmlæser læser teksten op i stedet."},
        "fix": {"da": 'Skriv en kort tekst om det, billedet viser, eller skriv `alt=""`, hvis det er pynt.'},
        "steps": ("Åbn billedet i dit CMS.", "Skriv med få ord, hvad billedet viser.", "Gem siden."),
    }
    return Rule(id=id_, **(values | changes))


RULES = {
    made.id: made
    for made in (
        rule(
            "billede-uden-alternativ-tekst", "Billeder skal have en alternativ tekst", impact=Impact.CRITICAL
        ),
        rule(
            "kontrast-for-lav",
            "Tekst skal have god kontrast til baggrunden",
            wcag=("1.4.3",),
            clauses=("9.1.4.3",),
            responsibility=Responsibility.DESIGNER,
        ),
        rule("link-uden-tekst", "Links skal have en tekst", wcag=("2.4.4",), clauses=("9.2.4.4",)),
        rule("flere-h1", "Siden skal have én overskrift øverst", wcag=(), clauses=(), duty=Duty.GOD_PRAKSIS),
        rule(
            "pdf-uden-maerker", "PDF-filer skal have mærker", check="document.tagged", matterhorn=("01-005",)
        ),
        rule("ramme-utestet", "Rammer skal kunne testes", wcag=(), clauses=(), duty=Duty.GOD_PRAKSIS),
    )
}


def webp(width: int = 320, height: int = 120) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, width - 20, height - 20), fill="#eeeeee", outline="#cc0000", width=3)
    draw.text((40, 50), "Fristen er den 1. maj", fill="#bbbbbb")
    buffer = io.BytesIO()
    image.save(buffer, "WEBP")
    return buffer.getvalue()


def component(number: int, rule_id: str, addresses: tuple[str, ...], **changes: Any) -> Component:
    known = RULES.get(rule_id)
    snippet = changes.pop("snippet", f'<img src="/media/billede-{number}.jpg" class="figure-img img-fluid">')
    message = changes.pop("message", "Elementet har ingen alt-attribut, og intet navn fra aria-label.")
    values: dict[str, Any] = {
        "engine": "axe",
        "engine_rule": "image-alt",
        "outcome": Outcome.FAILED,
        "impact": known.impact if known else Impact.MINOR,
        "responsibility": known.responsibility if known else Responsibility.UDVIKLER,
        "region": Region.MAIN,
        "wcag": known.wcag if known else (),
        "matterhorn": known.matterhorn if known else (),
        "message": message,
        "snippet": snippet,
        "pages": len(addresses),
        "places": len(addresses) + number % 3,
        "occurrences": tuple(
            Occurrence(
                f"{number:06d}{place:014d}",
                address,
                "main > p:nth-child(2) > img",
                snippet,
                message,
                ("desktop",),
            )
            for place, address in enumerate(addresses)
        ),
    }
    return Component(id=f"{number:040d}", rule=rule_id, **(values | changes))


def page(path: str, **changes: Any) -> SubjectRow:
    values: dict[str, Any] = {
        "state": VisitState.READ,
        "kind": SubjectKind.PAGE,
        "depth": 2,
        "status": 200,
        "media_type": "text/html",
        "title": f"Om {path.strip('/').rpartition('/')[2] or 'ministeriet'} - Ministeriet",
        "language": "da",
        "text_language": "da",
        "readability": Readability(400, 24, 96, 180),
    }
    return SubjectRow(address=SITE + path, **(values | changes))


def troubled(path: str, kind: TroubleKind, detail: str = "", status: int | None = None) -> SubjectRow:
    trouble = Trouble(kind, detail, status)
    changes = {"state": VisitState.TROUBLED, "kind": SubjectKind.UNKNOWN, "readability": None, "title": ""}
    return page(path, trouble=trouble, status=status, **changes)


def coverage_of(subjects: tuple[SubjectRow, ...]) -> Coverage:
    states = Counter(row.state for row in subjects)
    read = [row for row in subjects if row.state is VisitState.READ]
    return Coverage(
        found=len(subjects),
        pages=sum(row.kind is SubjectKind.PAGE for row in read),
        documents=sum(row.kind is SubjectKind.DOCUMENT for row in read),
        redirected=states[VisitState.REDIRECTED],
        waiting=states[VisitState.QUEUED],
        troubled=Counter(row.trouble.kind for row in subjects if row.trouble),
        left_out=Counter(row.left_out for row in subjects if row.left_out),
    )


def overview(
    subjects: tuple[SubjectRow, ...] = (),
    components: tuple[Component, ...] = (),
    broken: tuple[BrokenLink, ...] = (),
    wording: tuple[Wording, ...] = (),
    linked: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
    in_documents: Mapping[str, tuple[DocumentFinding, ...]] | None = None,
    **audit: Any,
) -> Overview:
    values: dict[str, Any] = {
        "id": "5b1c0f9e-7a52-4a51-8a27-4f4f6f0a8a11",
        "order": Order(SITE + "/"),
        "state": AuditState.DONE,
        "started": STARTED,
        "finished": STARTED + dt.timedelta(minutes=14),
        "rulebook": "sha256:7c0d2f5a91be",
        "versions": {"axe-core": "4.14.1", "chromium": "156.0.8078.79"},
    }
    record = AuditRecord(**(values | audit))
    return Overview(
        record, coverage_of(subjects), components, subjects, broken, wording, linked or {}, in_documents or {}
    )


def report_of(whole: Overview, rules: dict[str, Rule] | None = None, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "goals": dict.fromkeys(Audience, GOAL),
        "audience": Audience.BORGERE,
        "made": STARTED + dt.timedelta(minutes=15),
        "program_version": "0.1.0",
    }
    used = RULES if rules is None else rules
    values["estimate"] = estimate(breaches_of(whole), used, CRITERIA)
    return make_report(whole, used, CRITERIA, **(values | changes))


def breaches_of(whole: Overview) -> Breaches:
    """What the store would tell of these components."""
    pages = {
        row.address: number
        for number, row in enumerate(whole.subjects)
        if row.state is VisitState.READ and row.kind is SubjectKind.PAGE
    }
    found = (
        Breach(
            each.id,
            each.rule,
            each.outcome,
            each.wcag,
            each.responsibility,
            True,
            sorted({pages[place.address] for place in each.occurrences if place.address in pages}),
        )
        for each in whole.components
        if each.outcome in (Outcome.FAILED, Outcome.CANT_TELL)
    )
    return Breaches(len(pages), tuple(each for each in found if each.pages))


def document(path: str, **facts: Any) -> SubjectRow:
    return page(
        path, kind=SubjectKind.DOCUMENT, media_type="application/pdf", failed=2, language="", facts=facts
    )
