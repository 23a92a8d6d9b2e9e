"""Who has access and who did what: for administrators."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from tilgaengelig.model.access import Role
from tilgaengelig.web import examples
from tilgaengelig.web.answers import refused, told
from tilgaengelig.web.paging import part
from tilgaengelig.web.parts import LimitQuery, PartsDep
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import FOREIGN_ORIGIN, INVALID, SETUP_LACKS, UNKNOWN_THING, WRONG_MEDIA_TYPE
from tilgaengelig.web.shapes import DATED, WRITABLE, Given, Listed, Taken

router = APIRouter(tags=["drift"])

TokenPath = Annotated[str, Path(description="Nøglens id", examples=[examples.TOKEN_ID])]
AccountPath = Annotated[str, Path(description="Kontoens id", examples=[examples.ACCOUNT_ID])]
After = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Id på den sidste, du har fået", examples=[4711])
]
Person = Annotated[str, Field(min_length=1, max_length=200, description="Personens navn"), WRITABLE]


class TokenOrder(Taken):
    """Whom a token is for."""

    name: Person
    role: Annotated[Role, Field(description="Hvad nøglen giver lov til")]
    until: Annotated[dt.date | None, Field(description="Sidste dag, den virker"), DATED] = None


class TokenShape(Given):
    """A token without its secret."""

    id: str
    name: str
    role: Role
    made: dt.datetime
    until: dt.date | None


class IssuedShape(TokenShape):
    """A token with its secret, which is told this once."""

    secret: str


class AccountShape(Given):
    """Somebody who logs in with an account of her own house."""

    id: str
    name: str
    email: str
    role: Role
    made: dt.datetime
    seen: dt.datetime


class DeedShape(Given):
    """Something that was changed; an empty `by` is whoever sat at the machine itself."""

    id: int
    made: dt.datetime
    by: str
    method: str
    path: str


class PersonOrder(Taken):
    """Whose name is to be taken away."""

    name: Person


class ForgottenShape(Given):
    """How often the name was taken away, how many tokens were taken back, and how many accounts are gone."""

    deeds: int
    decisions: int
    tasks: int
    tokens: int
    accounts: int


@router.get(
    "/tokens",
    operation_id="listTokens",
    summary="Vis, hvem der har en adgangsnøgle",
    description="Også dem, der er løbet ud. Nøglerne selv kender ingen.",
    responses={**told("Adgangsnøgler", "TOKENS"), **refused(SETUP_LACKS)},
)
def tokens(parts: PartsDep) -> Listed[TokenShape]:
    """All of them; those who have access are counted in tens."""
    every = parts.workshop.store.tokens()
    return Listed[TokenShape](items=[TokenShape.model_validate(each) for each in every])


@router.post(
    "/tokens",
    status_code=201,
    operation_id="issueToken",
    summary="Lav en adgangsnøgle",
    description="”secret” er nøglen. Den vises kun i dette svar.",
    responses={
        **told("Nøglen er lavet", "ISSUED", status=201),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def issue(parts: PartsDep, order: Annotated[TokenOrder, Body(examples=[examples.ISSUING])]) -> IssuedShape:
    """A new one."""
    made, secret = parts.workshop.store.issue_token(order.name, order.role, order.until)
    return IssuedShape(**TokenShape.model_validate(made).model_dump(), secret=secret)


@router.delete(
    "/tokens/{token_id}",
    status_code=204,
    operation_id="revokeToken",
    summary="Tag en adgangsnøgle tilbage",
    description="Den virker ikke mere fra nu af.",
    responses={
        **told("Nøglen er taget tilbage", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def revoke(parts: PartsDep, token_id: TokenPath) -> None:
    """Takes it back."""
    parts.workshop.store.revoke_token(token_id)


@router.get(
    "/accounts",
    operation_id="listAccounts",
    summary="Vis, hvem der har logget ind med en konto",
    description="Den, der sidst var her, står først. Rollen er den, som kontoen gav ved sidste log ind.",
    responses={**told("Konti", "ACCOUNTS"), **refused(SETUP_LACKS)},
)
def accounts(parts: PartsDep) -> Listed[AccountShape]:
    """All of them; as many as the editors of a house."""
    every = parts.workshop.store.accounts()
    return Listed[AccountShape](items=[AccountShape.model_validate(each) for each in every])


@router.delete(
    "/accounts/{account_id}",
    status_code=204,
    operation_id="removeAccount",
    summary="Fjern en konto",
    description=(
        "Personen er straks logget ud. Skal personen ikke kunne logge ind igen, skal rollen tages fra "
        "personen der, hvor kontoen hører til."
    ),
    responses={
        **told("Kontoen er fjernet", status=204),
        **refused(FOREIGN_ORIGIN, UNKNOWN_THING, INVALID, SETUP_LACKS),
    },
)
def remove_account(parts: PartsDep, account_id: AccountPath) -> None:
    """Takes it away."""
    parts.workshop.store.remove_account(account_id)


@router.get(
    "/deeds",
    operation_id="listDeeds",
    summary="Vis, hvem der ændrede hvad",
    description="Det nyeste først. Det, der blev sendt, gemmes ikke, og det gamle slettes af sig selv.",
    responses={**told("Ændringer", "DEEDS"), **refused(INVALID, SETUP_LACKS)},
)
def deeds(parts: PartsDep, limit: LimitQuery = 100, after: After = None) -> Listed[DeedShape]:
    """What was done, as long as it is kept."""
    kept = parts.workshop.settings.deeds_kept
    rows: Any = parts.workshop.store.deeds(kept=kept, limit=limit + 1, before=after)
    return part(f"{API}/deeds", rows, DeedShape.model_validate, lambda each: str(each.id), limit=limit)


@router.post(
    "/deeds/forget",
    operation_id="forgetPerson",
    summary="Slet en persons navn",
    description=(
        "Navnet tages ud af det, der er gemt om, hvem der gjorde hvad. Personens adgangsnøgler tages tilbage, og "
        "kontoen fjernes. Har personen en konto, kan det også være kontoens mailadresse. Noter i fri tekst rettes ikke."
    ),
    responses={
        **told("Så mange steder stod navnet", "FORGOTTEN"),
        **refused(FOREIGN_ORIGIN, WRONG_MEDIA_TYPE, INVALID, SETUP_LACKS),
    },
)
def forget(
    parts: PartsDep, order: Annotated[PersonOrder, Body(examples=[examples.PERSON])]
) -> ForgottenShape:
    """Takes the name away."""
    return ForgottenShape.model_validate(parts.workshop.store.forget_person(order.name))
