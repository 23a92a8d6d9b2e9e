"""Who may use it from elsewhere: nobody without a token, and nobody beyond her role."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_things import is_problem, kept_audit, workshop_in
from pages_things import browsing, soup, text
from starlette.types import ASGIApp, Message
from typer.testing import CliRunner

from tilgaengelig.cli.app import app as program
from tilgaengelig.model.access import Role
from tilgaengelig.model.denmark import today
from tilgaengelig.model.errors import DatabaseFails, UnknownThing, WrongUse
from tilgaengelig.store import Store
from tilgaengelig.web.access import IDLE_SESSION, LONGEST_SESSION, Proof, Sessions, needed
from tilgaengelig.web.api import make_app
from tilgaengelig.workshop import Workshop

SOON = today() + dt.timedelta(days=30)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("adgang")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop, demand_access=True) as client:
        yield client


def bearer(workshop: Workshop, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {workshop.store.issue_token('Anna', role)[1]}"}


def test_a_token_is_kept_as_a_digest_and_ends_when_it_is_taken_back_or_runs_out(store: Store) -> None:
    made, secret = store.issue_token("Anna", Role.REDAKTOER, SOON)
    assert store.token_of(secret, SOON) == made
    assert store.token_of(secret, SOON + dt.timedelta(days=1)) is None
    assert store.token_of(secret + "x", SOON) is None
    assert store.tokens() == [made]
    assert store.revoke_token(made.id) == made
    assert store.token_of(secret, SOON) is None
    with pytest.raises(UnknownThing):
        store.revoke_token(made.id)
    for name, until in ((" ", None), ("x" * 201, None), ("Bo", today() - dt.timedelta(days=2))):
        with pytest.raises(WrongUse):
            store.issue_token(name, Role.LAESER, until)


def test_the_secret_is_nowhere_in_the_database(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop:
        secret = workshop.store.issue_token("Anna", Role.LAESER)[1]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Anna" in kept
    assert secret.encode() not in kept
    assert secret.removeprefix("tilgaengelig_").encode() not in kept


def test_what_is_open_to_this_machine_is_not_open_to_whoever_a_server_before_it_lets_in(
    workshop: Workshop,
) -> None:
    with browsing(workshop) as client:
        assert client.get("/api/v1/tokens").status_code == 200
        for name, value in (
            ("X-Forwarded-For", "203.0.113.9"),
            ("Forwarded", "for=203.0.113.9"),
            ("X-Real-IP", "203.0.113.9"),
            ("Via", "1.1 proxy"),
        ):
            is_problem(client.get("/api/v1/tokens", headers={name: value}), 403, "not-allowed")
            page = client.get("/indstillinger", headers={name: value})
            assert page.status_code == 403
            assert "--name" in page.text


def test_without_a_token_a_person_is_led_to_log_in_and_a_program_is_refused(client: httpx.Client) -> None:
    for path in ("/", "/breve", "/kontroller", "/regler", "/kontroller/ny"):
        assert client.get(path).headers["location"] == "/log-ind"
    for path in ("/api/v1/audits", "/api/v1/openapi.json", "/api/v1/docs"):
        answer = client.get(path)
        is_problem(answer, 401, "unknown-caller")
        assert answer.headers["www-authenticate"] == "Bearer"
    is_problem(client.post("/api/v1/letters", json={"text": "Hej"}), 401, "unknown-caller")
    assert client.post("/breve", data={"tekst": "Hej"}).status_code == 401
    for path in ("/log-ind", "/api/v1/health", "/api/v1/ready", "/statisk/egen/site.css"):
        assert client.get(path).status_code == 200
    wrong = {"Authorization": "Bearer tilgaengelig_x"}
    is_problem(client.get("/api/v1/audits", headers=wrong), 401, "unknown-caller")


def test_a_stranger_is_not_told_where_the_database_is_when_it_fails(
    client: httpx.Client,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    words = "Databasen på 10.0.3.7 kan ikke bruges."

    def fails(*_: object) -> None:
        raise DatabaseFails(words)

    monkeypatch.setattr(workshop.store, "token_of", fails)
    for path in ("/api/v1/audits", "/"):
        answer = client.get(path, headers={"Authorization": "Bearer x"})
        assert answer.status_code == 503
        assert "10.0.3.7" not in answer.text
    assert caplog.text.count("10.0.3.7") == 2


def test_whoever_is_logged_out_meanwhile_is_told_so_and_led_to_log_in(client: httpx.Client) -> None:
    answer = client.post("/kontroller/ny", data={"adresse": "x.dk"})
    assert answer.status_code == 401
    page = soup(answer)
    assert "Du er logget ud. Log ind, og send igen." in text(page.select_one("main"))
    assert page.select_one('main a[href="/log-ind"]')
    live = client.post("/breve", data={"tekst": "Hej"}, headers={"HX-Request": "true"})
    assert live.status_code == 200, "htmx shows nothing else"
    assert "<html" not in live.text
    beside = soup(live).select_one('[role=alert] a[href="/log-ind"]')
    assert beside is not None
    assert beside["target"] == "_blank", "what is typed stays where it is"


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_it_may_and_no_more(client: httpx.Client, workshop: Workshop, role: Role) -> None:
    headers = bearer(workshop, role)
    audit = kept_audit(workshop.store)
    assert client.get("/api/v1/audits", headers=headers).status_code == 200
    assert client.get(f"/kontroller/{audit}", headers=headers).status_code == 200
    assert client.post("/api/v1/letters", json={"text": "Hej Anna."}, headers=headers).status_code == 200
    changed = client.post(f"/api/v1/audits/{audit}/cancel", headers=headers)
    deleted = client.delete(f"/api/v1/audits/{audit}", headers=headers)
    assert (changed.status_code == 403) == (role is Role.LAESER)
    assert (deleted.status_code == 403) == (role is not Role.ADMINISTRATOR)
    if role is Role.LAESER:
        is_problem(changed, 403, "not-allowed")
        page = client.post("/kontroller/ny", data={"adresse": "x.dk"}, headers=headers)
        assert "Det har du ikke adgang til" in text(soup(page).select_one("h1"))


def test_a_person_logs_in_once_and_out_again(client: httpx.Client, workshop: Workshop) -> None:
    made, secret = workshop.store.issue_token("Anna Holm", Role.REDAKTOER)
    refused = client.post("/log-ind", data={"noegle": "forkert"})
    assert refused.status_code == 403
    assert "virker ikke" in text(soup(refused).select_one("#fejlen"))
    begun = client.post("/log-ind", data={"noegle": secret})
    cookie = begun.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert secret not in cookie
    page = soup(client.get("/"))
    assert "Anna Holm" in text(page.select_one("header"))
    name = client.cookies["session"]
    assert client.post("/log-ud").headers["location"] == "/log-ind"
    client.cookies.set("session", name)
    assert client.get("/").headers["location"] == "/log-ind"
    client.cookies.clear()
    client.post("/log-ind", data={"noegle": secret})
    assert client.get("/").status_code == 200
    workshop.store.revoke_token(made.id)
    assert client.get("/").headers["location"] == "/log-ind"
    client.cookies.clear()


def test_where_the_house_has_no_log_in_there_is_no_way_to_it(client: httpx.Client) -> None:
    assert soup(client.get("/log-ind")).select("main a.button") == []
    assert client.get("/log-ind/konto").status_code == 404
    assert client.get("/log-ind/retur?code=x&state=y").status_code == 404


def test_a_session_ends_by_itself() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    name = sessions.begin(Proof("nøgle"))
    now[0] += IDLE_SESSION - 1
    assert sessions.proof(name) == Proof("nøgle")
    now[0] += IDLE_SESSION + 1
    assert sessions.proof(name) is None
    name = sessions.begin(Proof("nøgle"))
    while now[0] < 2 * LONGEST_SESSION and sessions.proof(name):
        now[0] += IDLE_SESSION / 2
    assert now[0] < 2 * LONGEST_SESSION


def test_what_changes_takes_an_editor_and_what_deletes_an_administrator() -> None:
    assert needed("GET", "/kontroller") is Role.LAESER
    assert needed("POST", "/breve/hent") is Role.LAESER
    assert needed("POST", "/brevet") is Role.REDAKTOER
    assert needed("POST", "/kontroller/x/stop") is Role.REDAKTOER
    assert needed("DELETE", "/api/v1/acceptances/x") is Role.REDAKTOER
    assert needed("DELETE", "/api/v1/audits/x") is Role.ADMINISTRATOR
    assert needed("DELETE", "/api/v1/sites/x") is Role.ADMINISTRATOR


def test_a_site_is_put_on_the_list_by_an_administrator_by_the_api_as_on_the_page(
    client: httpx.Client, workshop: Workshop
) -> None:
    site = {"name": "ministeriet", "address": "https://www.ministerium.dk/", "keepDays": 1}
    editor = bearer(workshop, Role.REDAKTOER)
    is_problem(client.post("/api/v1/sites", json=site, headers=editor), 403, "not-allowed")
    form = {"navn": "ministeriet", "adresse": site["address"]}
    assert client.post("/indstillinger/websteder", data=form, headers=editor).status_code == 403
    assert client.get("/api/v1/sites", headers=editor).json()["items"] == []
    administrator = bearer(workshop, Role.ADMINISTRATOR)
    assert client.post("/api/v1/sites", json=site, headers=administrator).status_code == 201
    assert client.delete("/api/v1/sites/ministeriet", headers=administrator).status_code == 204


@pytest.mark.parametrize(
    "path", ["/filer", "/api/v1/letters", "/kontroller/x/erklaering", "/x/erklaering", "/breve"]
)
def test_nothing_that_a_stranger_sends_is_read(workshop: Workshop, path: str) -> None:
    sent, answers = _sending(make_app(workshop, demand_access=True), path, pieces=50)
    assert (sent, answers[0]["status"]) == (0, 401)


def test_a_stranger_may_send_what_it_takes_to_log_in_and_no_more(workshop: Workshop) -> None:
    sent, answers = _sending(make_app(workshop, demand_access=True), "/log-ind", pieces=50)
    assert (sent, answers[0]["status"]) == (2, 413)


def test_an_evaluation_is_large_and_what_only_ends_like_it_is_not(workshop: Workshop) -> None:
    app = make_app(workshop)
    assert _sending(app, "/x/erklaering", pieces=3)[1][0]["status"] == 413
    assert _sending(app, "/kontroller/x/erklaering", pieces=3)[1][0]["status"] == 404


def _sending(app: ASGIApp, path: str, pieces: int) -> tuple[int, list[Message]]:
    """How many pieces of a megabyte were asked for, and what was answered."""
    sent, answers = 0, []

    async def receive() -> Message:
        nonlocal sent
        sent += 1
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": sent < pieces}

    async def send(message: Message) -> None:
        answers.append(message)

    headers = {"host": "127.0.0.1", "origin": "http://127.0.0.1", "content-type": "application/json"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def asked() -> None:
        await app(scope, receive, send)

    asyncio.run(asked())
    return sent, answers


def test_letters_are_open_where_the_house_says_so(tmp_path: Path) -> None:
    with (
        workshop_in(tmp_path, open_letters=True) as workshop,
        browsing(workshop, demand_access=True) as client,
    ):
        assert client.get("/breve").status_code == 200
        assert client.post("/breve", data={"tekst": "Kære Anna."}).status_code == 200
        assert client.post("/api/v1/letters", json={"text": "Hej."}).status_code == 200
        assert client.get("/brevet").headers["location"] == "/log-ind"
        assert client.get("/kontroller").headers["location"] == "/log-ind"


@pytest.mark.parametrize("how", [["--host", "0.0.0.0"], ["--name", "kontrol.ministerium.dk"]])
def test_it_does_not_start_for_others_before_there_is_a_token(tmp_path: Path, how: list[str]) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'x.db'}"]
    answer = CliRunner().invoke(program, ["serve", *how, *database])
    assert isinstance(answer.exception, WrongUse)
    assert "access add" in str(answer.exception)


def test_a_port_that_is_taken_is_told_before_anybody_is_sent_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(
            program, ["serve", "--port", port, "--database", f"sqlite:///{tmp_path / 'x.db'}"]
        )
    assert isinstance(answer.exception, WrongUse)
    assert f"port {port} (den er optaget af et andet program)" in str(answer.exception)
    assert "http://" not in answer.output


def test_tokens_are_made_listed_and_taken_back_on_the_command_line(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'x.db'}"]
    run = CliRunner().invoke
    made = run(
        program, ["access", "add", "Bo Berg", "--role", "redaktør", "--until", "2099-01-01", *database]
    )
    assert re.search(r"^tilgaengelig_\S{40,}$", made.output, re.MULTILINE)
    listed = run(program, ["access", "list", *database]).output
    assert "Bo Berg" in listed
    assert "2099-01-01" in listed
    assert "tilgaengelig_" not in listed
    assert run(program, ["access", "remove", listed.split()[0], *database]).exit_code == 0
    assert "ingen adgangsnøgler" in run(program, ["access", "list", *database]).output
