"""The rulebook."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from tilgaengelig.model.errors import UnknownThing
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.letter_shapes import RuleShape, RuleWhole
from tilgaengelig.web.parts import PartsDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import INVALID, UNKNOWN_THING
from tilgaengelig.web.shapes import Listed

router = APIRouter(prefix="/rules", tags=["regler"])

RulePath = Annotated[str, Path(description="Reglens id", examples=[examples.RULE_ID])]


@router.get(
    "",
    operation_id="listRules",
    summary="Vis alle regler",
    description="Det, vi kontrollerer, i alfabetisk orden. Listen kommer hel, så ”next” er altid null.",
    responses=told("Regler", "RULES"),
)
async def list_(parts: PartsDep) -> Listed[RuleShape]:
    """All rules by id."""
    rules = sorted(parts.workshop.rulebook.rules.values(), key=lambda rule: rule.id)
    return Listed(items=[RuleShape.of(rule) for rule in rules])


@router.get(
    "/{rule_id}",
    operation_id="getRule",
    summary="Vis én regel med alle dens ord",
    description="Hvorfor reglen er der, hvordan man retter, og eksempler på rigtigt og forkert.",
    responses={**told("Reglen", "RULE"), **refused(UNKNOWN_THING, INVALID)},
)
async def get(parts: PartsDep, rule_id: RulePath) -> RuleWhole:
    """One rule."""
    book = parts.workshop.rulebook
    if rule_id not in book.rules:
        raise UnknownThing(f"Der er ingen regel med det id. Se dem, der er, på {API}/rules.")
    rule = book.rules[rule_id]
    return RuleWhole.whole(rule, [book.criteria[sc] for sc in rule.wcag])
