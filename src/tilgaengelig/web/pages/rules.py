"""The rulebook as pages: searched, by topic, and each rule with why, how and examples."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tilgaengelig import __version__
from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.model.rule import Criterion, Responsibility, Rule, Topic
from tilgaengelig.report.handbook import Handbook
from tilgaengelig.web.pages.frame import language, page
from tilgaengelig.web.parts import Parts, PartsDep

router = APIRouter(include_in_schema=False)

RULES = "/regler"


class PagedHandbook(Handbook):
    """The handbook with the addresses that its pages have here."""

    @cached_property
    def searched(self) -> dict[str, str]:
        """What is searched of each rule in use, by its id."""
        return {
            rule.id: " ".join(
                (
                    rule.id,
                    *rule.title.values(),
                    *rule.why.values(),
                    *rule.wcag,
                    *rule.helps,
                    rule.responsibility,
                )
            ).casefold()
            for rule in self.used
        }

    def rule_path(self, rule: Rule) -> str:
        """After RULES."""
        return f"/{quote(rule.id)}"

    def topic_path(self, topic: Topic) -> str:
        """After RULES."""
        return f"?emne={quote(topic.id)}"

    def role_path(self, role: Responsibility) -> str:
        """After RULES."""
        return f"?rolle={quote(role.value)}"

    def criterion_path(self, criterion: Criterion) -> str:
        """After RULES."""
        return f"?krav={quote(criterion.sc)}"


@router.get(RULES)
def every(
    request: Request,
    parts: PartsDep,
    ord_: str = Query("", alias="ord", max_length=200),
    emne: str = Query("", max_length=100),
    rolle: str = Query("", max_length=100),
    krav: str = Query("", max_length=20),
) -> Response:
    """The rules in use that the address chooses, by topic."""
    book = _book(request, parts)
    words = ord_.casefold().split()
    chosen = [
        rule
        for rule in book.used
        if all(word in book.searched[rule.id] for word in words)
        and emne in ("", rule.topic)
        and (not krav or krav in rule.wcag)
        and (not rolle or (rolle in list(Responsibility) and rule in book.of_role(Responsibility(rolle))))
    ]
    criterion = book.criteria.get(krav)
    return page(
        request, "regler.html.j2", h=book, rules=chosen, ord=ord_, emne=emne, rolle=rolle, criterion=criterion
    )


@router.get(RULES + "/{rule_id}")
def one(request: Request, parts: PartsDep, rule_id: str) -> Response:
    """One rule."""
    book = _book(request, parts)
    if rule_id not in book.rules:
        raise UnknownThing("Der er ingen regel med det navn.")
    return page(request, "regel.html.j2", h=book, rule=book.rules[rule_id])


def _book(request: Request, parts: Parts) -> PagedHandbook:
    rulebook = parts.workshop.rulebook
    return PagedHandbook(
        rules=rulebook.rules,
        criteria=rulebook.criteria,
        topics=rulebook.topics,
        language=language(request),
        digest=rulebook.digest,
        version=__version__,
    )
