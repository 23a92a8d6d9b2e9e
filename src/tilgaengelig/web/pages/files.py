"""A PDF or a web page checked before it is published. It is not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.publication import Publication, kind_of
from tilgaengelig.model.readability import Audience
from tilgaengelig.report.content import RuleWords
from tilgaengelig.report.ranking import words_of
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import language, page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.problems import of_ours
from tilgaengelig.work.check import Checked

router = APIRouter(include_in_schema=False)

FILES = "/filer"
LARGEST = 50_000_000
_TOLD = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule, and what was found by it in one file, all with the same outcome."""

    words: RuleWords
    outcome: Outcome
    findings: tuple[Finding, ...]


@router.get(FILES)
async def empty(request: Request, parts: PartsDep) -> Response:
    """The empty form."""
    return _shown(request, parts, Audience.BORGERE)


@router.post(FILES)
async def checked(request: Request, parts: PartsDep) -> Response:
    """The file, checked while its sender waits."""
    audience = Audience.BORGERE
    try:
        form = await read_form(request)
        audience = form.chosen("maalgruppe", Audience, audience)
        sent = form.file("fil")
        if sent is None or not sent[1]:
            raise WrongUse("Vælg en fil, og prøv igen.")
        found = await parts.checking.file(*sent, audience)
    except TilgaengeligError as error:
        problem = of_ours(error)
        return _shown(request, parts, audience, problem=problem.detail, status=problem.kind.status)
    return _shown(request, parts, audience, found=found)


def by_rule(findings: Iterable[Finding], parts: Parts, language: str) -> list[Broken]:
    """What is to be told, faults first, by rule; the worst first."""
    book = parts.workshop.rulebook
    groups: dict[tuple[Outcome, str], list[Finding]] = {}
    for each in findings:
        if each.outcome in _TOLD:
            groups.setdefault((each.outcome, each.rule), []).append(each)
    made = [
        Broken(words_of(rule, book.rules, book.criteria, language), outcome, tuple(found))
        for (outcome, rule), found in groups.items()
    ]
    return sorted(
        made,
        key=lambda one: (
            _TOLD.index(one.outcome),
            min(each.impact.rank for each in one.findings),
            one.words.title,
        ),
    )


def _publication(found: Checked, parts: Parts) -> Publication | None:
    """Whether a PDF can be published; None for what is none."""
    if found.conformant is None or found.verdict is None:
        return None
    rules = parts.workshop.rulebook.rules
    kinds = (kind_of(one.outcome, rules[one.rule].duty) for one in found.verdict.findings)
    return Publication.of(kinds, lost=found.lost)


def _shown(
    request: Request,
    parts: Parts,
    audience: Audience,
    *,
    found: Checked | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    verdict = found.verdict if found else None
    return page(
        request,
        "filer.html.j2",
        status,
        audience=audience,
        audiences=parts.workshop.rulebook.audiences,
        found=found,
        groups=by_rule(verdict.findings, parts, language(request)) if verdict else [],
        readability=verdict.readability if verdict and verdict.scored else None,
        publication=_publication(found, parts) if found else None,
        problem=problem,
    )
