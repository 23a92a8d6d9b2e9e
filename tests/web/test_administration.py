"""What an administrator looks after, who did what, and a person's name taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest
from api_things import SITE, is_as_described, is_problem, kept_audit, workshop_in
from pages_things import EVIL, browsing, soup, text
from typer.testing import CliRunner

from tilgaengelig.cli.app import app as program
from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.access import Role
from tilgaengelig.model.audit import AuditState
from tilgaengelig.model.deed import FORGOTTEN
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.exemption import Basis
from tilgaengelig.store import Decision, Ground, Store
from tilgaengelig.web.access import needed
from tilgaengelig.workshop import Workshop

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)
SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)


@pytest.fixture
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("passer")) as workshop:
        yield workshop


@pytest.fixture
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop, demand_access=True) as client:
        yield client


def bearer(workshop: Workshop, role: Role, name: str = "Anna") -> dict[str, str]:
    return {"Authorization": f"Bearer {workshop.store.issue_token(name, role)[1]}"}


def done(store: Store) -> list[tuple[str, str, str]]:
    every = store.deeds(kept=YEAR)
    return [(each.by, each.method, each.path) for each in every]


def test_deeds_come_the_last_first_and_go_when_they_have_been_kept_long_enough(store: Store) -> None:
    for days in (0, 300, 366):
        store.record_deed("Anna", "POST", f"/{days}", kept=YEAR, now=NOW + dt.timedelta(days=days))
    every = store.deeds(kept=YEAR, now=NOW)
    assert [each.path for each in every] == ["/366", "/300"]
    assert [each.path for each in store.deeds(kept=YEAR, now=NOW, limit=1, before=every[0].id)] == ["/300"]
    later = NOW + dt.timedelta(days=301) + YEAR
    assert [each.path for each in store.deeds(kept=YEAR, now=later)] == ["/366"]


def test_a_name_is_taken_out_of_all_that_is_kept_and_what_was_done_stays(store: Store) -> None:
    audit = kept_audit(store)
    first, second, *_ = store.overview(audit).components
    store.accept(first.id, Ground(Reason.PLANNED, "Anna Holm", SOON))
    store.accept(second.id, Ground(Reason.PLANNED, "Anna Holmgaard", SOON))
    store.work_on(first.id, by="Anna Holm", assignee="Anna Holm", text="Jeg gør det")
    store.issue_token("Anna Holm", Role.REDAKTOER)
    kept = store.issue_token("Bo", Role.LAESER)[0]
    store.record_deed("Anna Holm", "POST", "/kontroller/ny", kept=YEAR)
    gone = store.forget_person(" Anna Holm ")
    assert (gone.deeds, gone.decisions, gone.tasks, gone.tokens) == (1, 1, 2, 1)
    assert done(store) == [(FORGOTTEN, "POST", "/kontroller/ny")]
    assert sorted(each.by for each in store.accepted()) == [FORGOTTEN, "Anna Holmgaard"]
    assert [each.assignee for each in store.tasks()] == [FORGOTTEN]
    assert store.tokens() == [kept]
    assert store.forget_person("Anna Holm").count == 0
    for nobody in ("", "  ", FORGOTTEN):
        with pytest.raises(WrongUse):
            store.forget_person(nobody)


def test_a_name_is_gone_at_once_from_what_was_shown_before(workshop: Workshop) -> None:
    with browsing(workshop) as client:
        audit = kept_audit(workshop.store)
        workshop.store.finish(audit, AuditState.DONE)
        first = workshop.store.overview(audit).components[0].id
        workshop.store.accept(first, Ground(Reason.PLANNED, "Anna Holm", SOON))
        decision = Decision("/sag/*", Basis.BURDEN, "Det koster for meget.", "Anna Holm", NOW.date(), SOON)
        workshop.store.exempt("www.ministerium.dk", decision)
        shown = (
            f"/kontroller/{audit}/fejl/{first}",
            f"/kontroller/{audit}/erklaering",
            f"/api/v1/audits/{audit}/components",
        )
        assert ["Anna Holm" in client.get(path).text for path in shown] == [True] * 3
        workshop.store.forget_person("Anna Holm")
        assert ["Anna Holm" in client.get(path).text for path in shown] == [False] * 3


def test_a_place_among_the_deeds_that_no_deed_can_have_is_refused(
    workshop: Workshop, client: httpx.Client
) -> None:
    headers = bearer(workshop, Role.ADMINISTRATOR)
    for place, status in ((2**31 - 1, 200), (2**63 - 1, 422)):
        assert client.get(f"/indstillinger?foer={place}", headers=headers).status_code == status


def test_cpr_numbers_that_people_write_into_notes_are_not_kept(store: Store) -> None:
    component = store.overview(kept_audit(store)).components[0].id
    note = "Det er 010203-1234, der har klaget over sag 2026-1234."
    accepted = store.accept(component, Ground(Reason.PLANNED, "Anna", SOON, note))
    assert accepted.note == "Det er xxxxxx-xxxx, der har klaget over sag 2026-1234."
    assert [each.note for each in store.accepted()] == [accepted.note]
    (said,) = store.work_on(component, by="Anna", text=note).comments
    assert said.text == accepted.note
    decision = Decision("/sag/*", Basis.BURDEN, note, "Anna", NOW.date(), SOON)
    assert store.exempt("www.ministerium.dk", decision).reason == accepted.note


def test_what_is_changed_is_kept_with_whose_token_it_was_and_what_is_read_or_refused_is_not(
    workshop: Workshop, client: httpx.Client
) -> None:
    editor = bearer(workshop, Role.REDAKTOER)
    client.get("/kontroller", headers=editor)
    client.post("/api/v1/letters", json={"text": "Du skal svare."}, headers=editor)
    client.post("/sprog", data={"sprog": "da", "tilbage": "/"}, headers=editor)
    client.post("/kontroller/ny", data={"adresse": ""}, headers=editor)
    client.post("/api/v1/sites", json={"name": "m", "address": "http://127.0.0.1:9/"})
    assert done(workshop.store) == []
    administrator = bearer(workshop, Role.ADMINISTRATOR)
    client.post("/api/v1/sites", json={"name": "m", "address": f"{SITE}/"}, headers=administrator)
    assert done(workshop.store) == [("Anna", "POST", "/api/v1/sites")]


def test_who_logs_in_is_kept(workshop: Workshop, client: httpx.Client) -> None:
    secret = workshop.store.issue_token("Anna", Role.LAESER)[1]
    client.post("/log-ind", data={"noegle": "forkert"})
    assert done(workshop.store) == []
    client.post("/log-ind", data={"noegle": secret})
    assert done(workshop.store) == [("Anna", "POST", "/log-ind")]


@pytest.mark.parametrize(
    "place", ["/indstillinger", "/indstillinger/glem", "/api/v1/tokens", "/api/v1/deeds"]
)
def test_only_an_administrator_comes_in(workshop: Workshop, client: httpx.Client, place: str) -> None:
    assert needed("GET", place) is needed("POST", place) is Role.ADMINISTRATOR
    editor = bearer(workshop, Role.REDAKTOER)
    assert client.get(place, headers=editor).status_code == 403
    assert "/indstillinger" not in client.get("/", headers=editor).text
    assert "/indstillinger" in client.get("/", headers=bearer(workshop, Role.ADMINISTRATOR)).text


def test_a_token_is_made_shown_once_and_taken_back(workshop: Workshop, client: httpx.Client) -> None:
    admin = bearer(workshop, Role.ADMINISTRATOR, "Chefen")
    shown = client.post("/indstillinger/noegler", data={"navn": EVIL, "rolle": "redaktør"}, headers=admin)
    secret = text(soup(shown).select_one(".alert code"))
    used = client.get("/api/v1/audits", headers={"Authorization": f"Bearer {secret}"})
    assert used.status_code == 200
    again = soup(client.get("/indstillinger", headers=admin))
    assert secret not in str(again)
    row = next(each for each in again.select("#adgang ~ div tbody tr") if "<script>" in text(each))
    taken = row.select_one('input[name="id"]')
    assert taken is not None
    client.post("/indstillinger/noegler/fjern", data={"id": str(taken["value"])}, headers=admin)
    assert client.get("/api/v1/audits", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_sites_are_added_and_removed_and_what_cannot_be_is_told(
    workshop: Workshop, client: httpx.Client
) -> None:
    admin = bearer(workshop, Role.ADMINISTRATOR)
    site = {"navn": "m", "adresse": "www.ministerium.dk", "hus": "Kulturhuset", "tidsplan": "0 2 * * *"}
    assert client.post("/indstillinger/websteder", data=site, headers=admin).status_code == 303
    (kept,) = workshop.store.websites()
    assert (kept.website.order.start, kept.website.house) == ("https://www.ministerium.dk/", "Kulturhuset")
    for wrong in ({"navn": ""}, {"adresse": "javascript:1"}, {"tidsplan": "hver nat"}, {}):
        refused = client.post("/indstillinger/websteder", data=site | wrong, headers=admin)
        assert refused.status_code == 422, wrong
        assert soup(refused).select_one("#fejlen")
    client.post("/indstillinger/websteder/fjern", data={"navn": "m"}, headers=admin)
    assert workshop.store.websites() == []


def test_the_page_tells_who_did_what_and_takes_a_name_away(workshop: Workshop, client: httpx.Client) -> None:
    admin = bearer(workshop, Role.ADMINISTRATOR, "Chefen")
    workshop.store.record_deed("Anna", "POST", "/kontroller/ny", kept=YEAR)
    for number in range(60):
        workshop.store.record_deed("Bo", "PATCH", f"/ukendt/{number}", kept=YEAR)
    page = soup(client.get("/indstillinger", headers=admin))
    rows = page.select("#log ~ div tbody tr")
    assert len(rows) == 50
    assert "Bo PATCH /ukendt/59" in text(rows[0])
    older = page.select_one('a[href*="foer="]')
    assert older is not None
    more = soup(client.get(str(older["href"]).partition("#")[0], headers=admin)).select("#log ~ div tbody tr")
    assert "Anna Startede en kontrol /kontroller/ny" in text(more[-1])
    gone = soup(client.post("/indstillinger/glem", data={"navn": "Anna"}, headers=admin))
    assert text(gone.select_one(".alert-heading")) == "Navnet er slettet"
    assert ("Chefen", "POST", "/indstillinger/glem") in done(workshop.store)


def test_a_program_does_the_same(workshop: Workshop, client: httpx.Client) -> None:
    admin = bearer(workshop, Role.ADMINISTRATOR, "Chefen")
    with httpx.Client(base_url=client.base_url.join("/api/v1"), headers=admin) as api:
        order = {"name": "Anna", "role": "læser", "until": str(SOON)}
        issued = is_as_described(api, api.post("/tokens", json=order), "issueToken")
        assert workshop.store.token_of(issued["secret"], SOON) is not None
        listed = is_as_described(api, api.get("/tokens"), "listTokens")
        assert {each["name"] for each in listed["items"]} == {"Anna", "Chefen"}
        assert "secret" not in listed["items"][0]
        assert api.delete(f"/tokens/{issued['id']}").status_code == 204
        is_problem(api.delete(f"/tokens/{issued['id']}"), 404, "unknown-thing")
        first = is_as_described(api, api.get("/deeds?limit=1"), "listDeeds")
        assert first["items"][0]["method"] == "DELETE"
        rest = api.get(first["next"].removeprefix("/api/v1")).json()
        assert [each["path"] for each in rest["items"]] == ["/api/v1/tokens"]
        gone = is_as_described(api, api.post("/deeds/forget", json={"name": "Chefen"}), "forgetPerson")
        assert gone == {"deeds": 2, "decisions": 0, "tasks": 0, "tokens": 1, "accounts": 0}
        assert api.get("/tokens").status_code == 401


def test_the_commands_tell_and_forget(workshop: Workshop) -> None:
    workshop.store.record_deed("Anna", "POST", "/kontroller/ny", kept=YEAR)
    where = ["--database", workshop.settings.database]
    told = CliRunner().invoke(program, ["access", "log", *where])
    assert "Anna  POST /kontroller/ny" in told.output
    gone = CliRunner().invoke(program, ["access", "forget", "Anna", *where])
    assert gone.exit_code == 0
    assert "navnet er slettet: 1. " in gone.output
    assert "Anna" not in CliRunner().invoke(program, ["access", "log", *where]).output
