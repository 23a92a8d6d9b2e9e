"""A PDF or a web page checked before it is published. It is not kept."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from tilgaengelig.model.errors import TilgaengeligError, WrongUse
from tilgaengelig.model.finding import TOLD, Finding, Outcome
from tilgaengelig.model.maker import origin, steps_for
from tilgaengelig.model.publication import Kind, Publication, kind_of
from tilgaengelig.model.readability import Audience
from tilgaengelig.report.content import RuleWords
from tilgaengelig.report.documents import picture_of
from tilgaengelig.report.page import page_alone
from tilgaengelig.report.ranking import words_of
from tilgaengelig.web.pages.forms import read_form
from tilgaengelig.web.pages.frame import POLICY, language, page
from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.places import FILES_PAGE
from tilgaengelig.web.problems import of_ours
from tilgaengelig.work.check import Checked

router = APIRouter(include_in_schema=False)

LARGEST = 50_000_000
#: What the form asks for where the page for whoever made the file is to be fetched.
_SHEET = "side"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule, and what was found by it in one file, all with the same outcome.

    `kind` is what it is to a PDF's publication, None in a page. `steps` are those for the program that made the file.
    """

    words: RuleWords
    outcome: Outcome
    findings: tuple[Finding, ...]
    kind: Kind | None
    steps: tuple[str, ...]


@router.get(FILES_PAGE)
async def empty(request: Request, parts: PartsDep) -> Response:
    """The empty form."""
    return _shown(request, parts, Audience.BORGERE)


@router.post(FILES_PAGE)
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
    if form.text("svar") == _SHEET and found.conformant is not None and found.verdict:
        book = parts.workshop.rulebook
        name, pieces = page_alone(
            found.address, found.document, found.verdict.findings, book.rules, book.criteria
        )
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HTMLResponse("".join(pieces), headers=headers)
    return _shown(request, parts, audience, found=found)


def by_rule(found: Checked, parts: Parts, language: str) -> list[Broken]:
    """What is to be told, by rule: what stands in the way of a PDF first, else the faults; the worst first."""
    book = parts.workshop.rulebook
    findings = found.verdict.findings if found.verdict else ()
    is_document = found.conformant is not None
    groups: dict[tuple[Outcome, str], list[Finding]] = {}
    for each in findings:
        if each.outcome in TOLD:
            groups.setdefault((each.outcome, each.rule), []).append(each)
    made = [
        Broken(
            words := words_of(rule, book.rules, book.criteria, language),
            outcome,
            tuple(members),
            kind_of(outcome, words.duty) if is_document else None,
            tuple(steps_for(words.steps, found.producer)),
        )
        for (outcome, rule), members in groups.items()
    ]
    kinds = list(Kind)
    return sorted(
        made,
        key=lambda one: (
            kinds.index(one.kind) if one.kind else TOLD.index(one.outcome),
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
    publication = _publication(found, parts) if found else None
    answer = page(
        request,
        "filer.html.j2",
        status,
        audience=audience,
        audiences=parts.workshop.rulebook.audiences,
        found=found,
        groups=by_rule(found, parts, language(request)) if found else [],
        origin=origin(found.producer) if found and not (publication and publication.ready) else "",
        picture_of=picture_of,
        readability=verdict.readability if verdict and verdict.scored else None,
        publication=publication,
        problem=problem,
    )
    if found:
        # Pictures of the places stand in the page itself, since nothing of the file is kept.
        answer.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", "img-src 'self' data:")
    return answer
