"""People log in with an account of their house, at a provider that speaks real OpenID Connect."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_things import is_as_described, workshop_in
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from pages_things import browsing, soup, text
from provider_things import ANNA, CLIENT, SECRET, House, come_back
from typer.testing import CliRunner

from tilgaengelig.cli.app import app as program
from tilgaengelig.cli.options import settings
from tilgaengelig.model.access import Role
from tilgaengelig.model.deed import FORGOTTEN
from tilgaengelig.model.errors import NotLetIn, WrongUse
from tilgaengelig.model.signin import Attempt, Person
from tilgaengelig.settings import OidcSettings
from tilgaengelig.store.store import Store
from tilgaengelig.work.signin import LONGEST, SigningIn, role_of
from tilgaengelig.workshop import Workshop

YEAR = dt.timedelta(days=365)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def provider() -> Iterator[House]:
    with House() as provider:
        yield provider


@pytest.fixture
def house(provider: House) -> House:
    provider.start_anew()
    return provider


def oidc(house: House, **other: Any) -> OidcSettings:
    whole = {
        "issuer": house.issuer,
        "address": "http://localhost:9",
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    return OidcSettings.model_validate(whole | other)


@pytest.fixture(scope="module")
def workshop(provider: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("konto"), oidc=oidc(provider)) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def app(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop, demand_access=True) as client:
        yield client


@pytest.fixture
def client(app: httpx.Client, workshop: Workshop) -> httpx.Client:
    """Somebody who was never here."""
    app.cookies.clear()
    for each in workshop.store.accounts():
        workshop.store.remove_account(each.id)
    return app


def said(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert "session" not in answer.cookies
    return text(soup(answer).select_one("#fejlen"))


def test_from_the_button_to_the_provider_and_back_and_out_again(
    house: House, client: httpx.Client, workshop: Workshop
) -> None:
    button = soup(client.get("/log-ind")).select_one("main a.button")
    assert button is not None
    assert button["href"] == "/log-ind/konto"
    begun = come_back(client)
    assert begun.headers["location"] == "/"
    cookie = {part.strip() for part in begun.headers.get_list("set-cookie")[0].split(";")}
    assert {"HttpOnly", "SameSite=lax"} <= cookie
    assert house.asked["scope"] == "openid profile email"
    assert house.asked["response_type"] == "code"
    page = soup(client.get("/"))
    assert "Anna Holm" in text(page.select_one("header"))
    assert client.get("/indstillinger").status_code == 403  # an editor
    (account,) = workshop.store.accounts()
    assert (account.name, account.email, account.role) == ("Anna Holm", ANNA["email"], Role.REDAKTOER)
    assert ("Anna Holm (anna@ministerium.dk)", "/log-ind/retur") in [
        (deed.by, deed.path) for deed in workshop.store.deeds(kept=YEAR)
    ]
    session = client.cookies["session"]
    out = client.get(client.post("/log-ud").headers["location"])
    assert "Du er logget ud her" in out.text
    client.cookies.set("session", session)
    assert client.get("/").headers["location"] == "/log-ind"


def test_the_next_time_it_is_the_same_account_with_what_is_said_then(
    house: House, client: httpx.Client, workshop: Workshop
) -> None:
    come_back(client)
    (first,) = workshop.store.accounts()
    house.claims |= {"name": "Anna Holm Berg", "roles": ["læser", "administrator"]}
    come_back(client)
    (second,) = workshop.store.accounts()
    assert (second.id, second.name, second.role) == (first.id, "Anna Holm Berg", Role.ADMINISTRATOR)
    page = soup(client.get("/indstillinger"))
    assert "Anna Holm Berg anna@ministerium.dk administrator" in text(page.select_one("#konti ~ div tbody"))
    client.post("/indstillinger/konti/fjern", data={"id": second.id})
    assert client.get("/").headers["location"] == "/log-ind"  # it was her own


def test_what_the_token_leaves_out_is_asked_for_beside_it(
    house: House, client: httpx.Client, workshop: Workshop
) -> None:
    house.claims = {"sub": ANNA["sub"]}
    house.besides = {"name": "Anna fra opslag", "roles": "administrator"}
    assert come_back(client).headers["location"] == "/"
    assert [(each.name, each.role) for each in workshop.store.accounts()] == [
        ("Anna fra opslag", Role.ADMINISTRATOR)
    ]
    house.besides |= {"sub": "en anden"}
    client.cookies.clear()
    assert "kunne ikke godkendes" in said(come_back(client), 403)


def test_nobody_comes_in_with_a_state_that_is_not_hers_or_used(house: House, client: httpx.Client) -> None:
    assert "et andet vindue" in said(come_back(client, state="gættet"), 403)
    assert "et andet vindue" in said(come_back(client, state=""), 403)
    assert "et andet vindue" in said(come_back(client, iss="https://andet.hus"), 403)
    assert "et andet vindue" in said(client.get("/log-ind/retur?code=x&state=y"), 403)
    # Whoever stole the way back has not the cookie of the browser that left.
    left = client.get("/log-ind/konto")
    back = httpx.get(left.headers["location"], trust_env=False).headers["location"]
    client.cookies.clear()
    assert "et andet vindue" in said(client.get(back.replace("http://localhost:9", "")), 403)
    come_back(client)
    assert client.get("/").status_code == 200


def test_a_code_that_another_asked_for_is_refused_by_the_provider(house: House, client: httpx.Client) -> None:
    other = client.get("/log-ind/konto").headers["location"]
    code = httpx.get(other, trust_env=False).headers["location"].partition("code=")[2].partition("&")[0]
    assert "kunne ikke godkendes" in said(come_back(client, code=code), 403)


def with_shared_secret(token: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, token, OctKey.import_key(SECRET * 3), algorithms=["HS256"])


def unsigned(token: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, token)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(each).encode()).decode().strip("=") for each in parts)
        + "."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"token": {"nonce": "en anden"}}, id="nonce"),
        pytest.param({"token": {"nonce": None}}, id="no nonce"),
        pytest.param({"token": {"exp": int(time.time()) - 120}}, id="expired"),
        pytest.param({"token": {"exp": None}}, id="never expires"),
        pytest.param({"token": {"aud": "et andet program"}}, id="audience"),
        pytest.param({"token": {"aud": "et andet program", "azp": CLIENT}}, id="audience, asked for by us"),
        pytest.param({"token": {"aud": [CLIENT, "x"], "azp": "x"}}, id="asked for by another"),
        pytest.param({"token": {"iss": "https://andet.hus"}}, id="issuer"),
        pytest.param({"token": {"sub": ""}}, id="nobody"),
        pytest.param({"signer": ECKey.generate_key("P-256")}, id="signature"),
        pytest.param({"sign": unsigned}, id="unsigned"),
        pytest.param({"sign": with_shared_secret}, id="shared secret"),
        pytest.param({"sign": lambda _: "a.b.c"}, id="no token"),
        pytest.param({"sign": lambda _: None}, id="null"),
    ],
)
def test_a_token_that_proves_nothing_lets_nobody_in(
    house: House, client: httpx.Client, workshop: Workshop, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(house, name, value)
    assert "kunne ikke godkendes" in said(come_back(client), 403)
    assert workshop.store.accounts() == []


def test_who_is_refused_there_or_has_no_role_is_told_so(house: House, client: httpx.Client) -> None:
    assert "Du blev ikke logget ind" in said(come_back(client, code="", error="access_denied"), 403)
    house.claims["roles"] = ["kantine"]
    assert "Bed den, der passer programmet" in said(come_back(client), 403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": 500},
        {"status": 302},
        {"about": {"issuer": "https://andet.hus"}},
        {"about": {"authorization_endpoint": "javascript:alert(1)"}},
        {"about": {"jwks_uri": None}},
    ],
)
def test_a_provider_that_fails_is_told_of_and_the_way_by_token_stays(
    house: House, client: httpx.Client, workshop: Workshop, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(house, name, value)
    answer = client.get("/log-ind/konto")
    answer = come_back(client) if answer.status_code == 303 else answer
    assert "Tjenesten, du logger ind hos, svarer ikke" in said(answer, 503)
    secret = workshop.store.issue_token("Bo", Role.LAESER)[1]
    assert client.post("/log-ind", data={"noegle": secret}).headers["location"] == "/"


def test_nothing_closed_is_open_but_the_provider_s_own_port(house: House, client: httpx.Client) -> None:
    with House() as another:
        house.about = {"token_endpoint": f"{another.issuer}/token"}
        assert "svarer ikke" in said(come_back(client), 503)


def test_people_may_be_held_to_their_account(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = oidc(house, tokens=False, account="din <b>AD-konto</b>", address="https://kontrol.ministerium.dk/")
    with (
        workshop_in(tmp_path_factory.mktemp("kun"), oidc=own) as workshop,
        browsing(workshop, demand_access=True) as client,
    ):
        page = soup(client.get("/log-ind"))
        assert page.select("main input") == []
        assert text(page.select_one("main a.button")) == "Log ind med din <b>AD-konto</b>"
        secret = workshop.store.issue_token("robot", Role.LAESER)[1]
        assert client.post("/log-ind", data={"noegle": secret}).status_code == 403
        assert client.get("/api/v1/audits", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
        left = client.get("/log-ind/konto")
        assert "Secure" in left.headers["set-cookie"]
        assert (
            "redirect_uri=https%3A%2F%2Fkontrol.ministerium.dk%2Flog-ind%2Fretur" in left.headers["location"]
        )


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"groups": ["tilg-adm", "tilg-red"]}, Role.ADMINISTRATOR),
        ({"groups": "tilg-red"}, Role.REDAKTOER),
        ({"groups": "alle tilg-red,andre"}, Role.REDAKTOER),
        ({"groups": ["TILG-ADM", 7, None]}, None),
        ({"groups": {"tilg-adm": True}}, None),
        ({}, None),
    ],
)
def test_the_highest_role_that_is_claimed_counts(
    house: House, claims: dict[str, Any], role: Role | None
) -> None:
    given = {"tilg-adm": "administrator", "tilg-red": "redaktør"}
    assert role_of(claims, oidc(house, role_claim="groups", roles=given)) is role
    usual = oidc(house, role_claim="groups", roles=given, default_role="læser")
    assert role_of(claims, usual) is (role or Role.LAESER)


def test_a_role_may_lie_within_or_have_a_dotted_name(house: House) -> None:
    within = oidc(house, role_claim="realm_access.roles")
    assert role_of({"realm_access": {"roles": ["læser"]}}, within) is Role.LAESER
    assert role_of({"realm_access": ["læser"]}, within) is None
    named = oidc(house, role_claim="https://hus.dk/roller")
    assert role_of({"https://hus.dk/roller": ["læser"]}, named) is Role.LAESER


def test_whoever_is_away_too_long_begins_anew(house: House, workshop: Workshop) -> None:
    now = [0.0]

    class There:
        async def begin(self) -> Attempt:
            return Attempt("https://hus.dk", "s", "n", "v")

        async def finish(self, attempt: Attempt, code: str, claims: frozenset[str]) -> Person:
            raise AssertionError("nobody is asked for")

    signing_in = SigningIn(lambda: nullcontext(There()), workshop.store, oidc(house), lambda: now[0])
    name, _ = asyncio.run(signing_in.begin())
    now[0] += LONGEST + 1
    with pytest.raises(NotLetIn, match="for lang tid"):
        asyncio.run(signing_in.finish(name, {"state": "s", "code": "c"}, kept=YEAR))


def person(subject: str, name: str, email: str = "") -> Person:
    return Person("https://hus.dk", subject, name, email, {})


def test_an_account_that_nobody_uses_goes_and_who_it_is_at_the_provider_is_not_kept(store: Store) -> None:
    first = store.arrived(person("0102031234", "Anna"), Role.LAESER, kept=YEAR, now=NOW)
    assert store.account(first.id) == first
    store.arrived(person("b", ""), Role.LAESER, kept=YEAR, now=NOW + YEAR)
    assert [each.name for each in store.accounts()] == ["Uden navn", "Anna"]
    store.arrived(person("b", "Bo"), Role.LAESER, kept=YEAR, now=NOW + YEAR + dt.timedelta(days=1))
    assert [each.name for each in store.accounts()] == ["Bo"]
    assert store.account(first.id) is None


@pytest.mark.parametrize("written", ["Anna Holm", "anna@hus.dk", "Anna Holm (anna@hus.dk)"])
def test_whoever_is_forgotten_is_so_by_name_address_and_account(store: Store, written: str) -> None:
    anna = store.arrived(person("a", "Anna Holm", "anna@hus.dk"), Role.LAESER, kept=YEAR)
    bo = store.arrived(person("b", "Bo", "bo@hus.dk"), Role.LAESER, kept=YEAR)
    for each in (anna.signature, "Anna Holm", "anna@hus.dk", bo.signature):
        store.record_deed(each, "POST", "/kontroller/ny", kept=YEAR)
    gone = store.forget_person(written)
    assert (gone.deeds, gone.accounts) == (3, 1)
    assert {each.by for each in store.deeds(kept=YEAR)} == {FORGOTTEN, "Bo (bo@hus.dk)"}
    assert store.accounts() == [bo]


def test_a_program_lists_accounts_and_takes_one_away(workshop: Workshop, client: httpx.Client) -> None:
    account = workshop.store.arrived(person("p", "Per"), Role.LAESER, kept=YEAR)
    headers = {"Authorization": f"Bearer {workshop.store.issue_token('Chefen', Role.ADMINISTRATOR)[1]}"}
    with httpx.Client(base_url=client.base_url.join("/api/v1"), headers=headers) as api:
        listed = is_as_described(api, api.get("/accounts"), "listAccounts")
        assert [each["name"] for each in listed["items"]] == ["Per"]
        assert api.delete(f"/accounts/{account.id}").status_code == 204
        assert api.delete(f"/accounts/{account.id}").status_code == 404
        assert api.get("/accounts").json()["items"] == []


def test_it_is_set_up_by_the_environment_with_the_secret_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tilgaengelig_oidc__client_secret").write_text("hemmeligt\n", encoding="utf-8")
    monkeypatch.setenv("TILGAENGELIG_SECRETS", str(tmp_path))
    for name, value in {
        "ISSUER": "https://login.hus.dk/x",
        "ADDRESS": "https://k.hus.dk",
        "CLIENT_ID": "t",
    }.items():
        monkeypatch.setenv(f"TILGAENGELIG_OIDC__{name}", value)
    monkeypatch.setenv("TILGAENGELIG_OIDC__ROLES", '{"red": "redaktør"}')
    found = settings().oidc
    assert found is not None
    assert found.client_secret.get_secret_value() == "hemmeligt"
    assert found.roles == {"red": Role.REDAKTOER}
    assert "hemmeligt" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "http://login.hus.dk"),
        ("address", "http://kontrol.hus.dk"),
        ("address", "https://hus.dk/kontrol"),
        ("client_id", ""),
        ("roles", {"red": "chef"}),
    ],
)
def test_what_would_not_be_safe_is_refused_at_the_start(house: House, name: str, value: object) -> None:
    with pytest.raises(WrongUse, match=name):
        settings(oidc=oidc(house).model_dump() | {name: value})


def test_serve_needs_no_token_then_and_asks_all_who_they_are(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[Any] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **_: started.append(app))
    for name, value in oidc(house, client_secret="").model_dump(mode="json").items():
        if name in {"issuer", "client_id"}:
            monkeypatch.setenv(f"TILGAENGELIG_OIDC__{name.upper()}", value)
    monkeypatch.setenv("TILGAENGELIG_OIDC__ADDRESS", "https://kontrol.hus.dk")
    database = ["--database", f"sqlite:///{tmp_path / 'x.db'}"]
    assert CliRunner().invoke(program, ["serve", "--port", "0", *database]).exit_code == 0
    ((guard, *_), access) = started[0].user_middleware, started[0].user_middleware[2]
    assert "kontrol.hus.dk" in guard.kwargs["hosts"]
    assert access.kwargs["demanded"]
    told = CliRunner().invoke(program, ["doctor", *database]).output
    assert f"Log ind: hos {house.issuer}, som svarer" in told
    house.status = 500
    assert "Log ind: virker ikke. Tjenesten" in CliRunner().invoke(program, ["doctor", *database]).output
