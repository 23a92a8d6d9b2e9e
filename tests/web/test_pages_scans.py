"""A site audited from its form: begun once, followed to its end, stopped and taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest
from api_things import Site, kept_audit, until, workshop_in
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.workshop import Workshop

PAGE = (
    '<!doctype html><html lang="da"><title>Forside</title><main><h1>Hej</h1>'
    '<img src="a.png" width="9" height="9"></main></html>'
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("websted")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    with Site(folder) as site:
        yield site


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("kontroller"), allow_network=["127.0.0.0/8"]) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        yield client


def test_an_audit_is_begun_once_followed_to_its_end_and_shown(client: httpx.Client, site: Site) -> None:
    form = soup(client.get("/kontroller/ny"))
    key = form.select_one("input[name=noegle]")
    assert key is not None
    sent = {"adresse": site.address, "sider": "3", "noegle": str(key["value"])}
    site.open.clear()
    begun = [client.post("/kontroller/ny", data=sent) for _ in range(2)]
    assert [each.status_code for each in begun] == [303, 303]
    here = begun[0].headers["location"]
    assert begun[1].headers["location"] == here
    until(lambda: "/" in site.asked)
    running = soup(client.get(here))
    assert "Kontrollen er i gang" in text(running.select_one(".running"))
    assert running.select_one(f'form[action="{here}/stop"]')
    assert "kunne vi ikke læse" not in text(running)  # what waits is not what failed
    assert "Vi har ikke læst nogen sider endnu." in text(running)
    site.open.set()
    with client.stream("GET", f"{here}/forloeb") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        lines = list(events.iter_lines())
    assert "event: forloeb" in lines
    assert lines[lines.index("event: slut") :] == ["event: slut", "data: ", ""]
    done = soup(client.get(here))
    assert not done.select(".running")
    assert "Billeder skal have en alternativ tekst" in text(done.select_one(".mends"))
    other = client.post("/kontroller/ny", data=sent | {"sider": "4"})
    assert other.status_code == 422
    assert "ny nøgle" in text(soup(other).select_one("#fejlen"))


def test_an_audit_is_stopped_and_taken_up_again(client: httpx.Client, site: Site) -> None:
    site.open.clear()
    here = client.post("/kontroller/ny", data={"adresse": site.address, "sider": "2"}).headers["location"]
    assert client.post(f"{here}/stop").headers["location"] == here
    site.open.set()
    until(lambda: "ikke færdig" in client.get(here).text)
    assert client.post(f"{here}/igen", data={"noegle": "n"}).headers["location"] == here
    until(lambda: "Kontrollér webstedet igen" in client.get(here).text)
    assert client.post(f"{here}/stop").status_code == 303


def test_what_did_not_change_is_opened_again_only_where_one_asks_for_it(
    client: httpx.Client, site: Site
) -> None:
    def asked(**more: str) -> tuple[str, int]:
        site.asked.clear()
        begun = client.post("/kontroller/ny", data={"adresse": site.address, "sider": "5", **more})
        here = begun.headers["location"]
        until(lambda: "Kontrollér webstedet igen" in client.get(here).text)
        assert "Billeder skal have en alternativ tekst" in text(soup(client.get(here)).select_one(".mends"))
        return text(soup(client.get(f"{here}/sider"))), site.asked.count("/")

    shown, times = asked()
    assert "1 adresse er uændret siden en tidligere kontrol" in shown
    assert "Uændret siden" in shown
    assert times == 1, "it was asked whether it changed, and no browser opened it"
    shown, times = asked(alle="ja")
    assert "ændret siden" not in shown
    assert times > 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("adresse", "", "Skriv webstedets adresse"),
        ("adresse", "ftp://x.dk", "adresse"),
        ("sider", "0", "tal fra 1"),
        ("sider", "mange", "tal fra 1"),
        ("sider", "9" * 5000, "tal fra 1"),
        ("sti", "da", "skråstreg"),
        ("adresse", EVIL, ""),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_lost(
    client: httpx.Client, field: str, value: str, said: str
) -> None:
    sent = {"adresse": "www.ministerium.dk", "sider": "5", "sti": "/da/", "maalgruppe": "presse"} | {
        field: value
    }
    answer = client.post("/kontroller/ny", data=sent)
    assert answer.status_code == 422
    page = soup(answer)
    assert said in text(page.select_one("#fejlen"))
    for name in ("adresse", "sider", "sti"):
        shown = page.select_one(f"#{name}")
        assert shown is not None
        assert shown["value"] == sent[name]
    chosen = page.select_one("#maalgruppe option[selected]")
    assert chosen is not None
    assert chosen["value"] == "presse"


def test_an_idempotency_key_begins_one_audit_by_the_api_too(client: httpx.Client, site: Site) -> None:
    order, key = {"address": site.address, "maxPages": 1, "fresh": True}, {"Idempotency-Key": "een"}
    first, second = (client.post("/api/v1/audits", json=order, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert (first.json()["resumed"], second.json()["resumed"]) == (False, True)
    other = client.post("/api/v1/audits", json=order | {"maxPages": 2}, headers=key)
    assert other.json()["type"] == "urn:tilgaengelig:problem:wrong-use"


def test_audits_are_listed_a_part_at_a_time(client: httpx.Client, workshop: Workshop) -> None:
    begun = [kept_audit(workshop.store) for _ in range(21)]
    pages, at = [], "/kontroller"
    for _ in range(2):
        page = soup(client.get(at))
        pages.append([str(link["href"]).rpartition("/")[2] for link in page.select("tbody th a")])
        onward = page.select_one('main a[href*="efter="]')
        at = str(onward["href"]) if onward else ""
    assert pages[0] == begun[:0:-1]
    assert pages[1][0] == begun[0]
    assert not set(pages[0]) & set(pages[1])
    assert client.get("/kontroller?efter=findes-ikke").headers["location"] == "/kontroller"


def test_an_audit_at_work_in_another_program_is_not_said_to_have_stopped(
    client: httpx.Client, workshop: Workshop
) -> None:
    store = workshop.store
    audit = kept_audit(store)
    here, place, other = f"/kontroller/{audit}", store.audit(audit).order.place, "en-anden-maskine 1 - x"
    onward = f'form[action="{here}/igen"]'
    assert store.take_lease(place, other, dt.timedelta(minutes=30))
    try:
        page = soup(client.get(here))
        assert "Kontrollen er i gang i et andet program" in text(page.select_one("main"))
        assert not page.select(onward)
        assert "I gang i et andet program" in text(soup(client.get("/kontroller")).select_one("tbody"))
    finally:
        store.let_go(place, other)
    assert soup(client.get(here)).select(onward)
