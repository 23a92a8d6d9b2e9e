"""Sites, what became of them, and the work on their faults, by the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from api_things import is_problem, served, workshop_in

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.web import examples
from tilgaengelig.workshop import Workshop

START = "https://www.ministerium.dk/"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workshop, httpx.Client]]:
    with workshop_in(tmp_path_factory.mktemp("api")) as workshop, served(workshop) as client:
        yield workshop, client


def night(workshop: Workshop, *components: str) -> str:
    store = workshop.store
    audit = store.begin(Order(START), rulebook="1f2e", versions={}, first=[START]).id
    (visit,) = store.next_visits(audit, limit=1)
    findings = tuple(
        Finding(
            "billede-uden-alternativ-tekst", Outcome.FAILED, Impact.CRITICAL, "", "axe", "image-alt", ("1.1.1",),
            Responsibility.REDAKTOER, Place(snippet=f"<img src={each}>"), each,
        )
        for each in components
    )  # fmt: skip
    store.keep(audit, Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, findings=findings))
    store.finish(audit, AuditState.DONE)
    return audit


def body(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_site_is_added_shown_and_removed(parts: tuple[Workshop, httpx.Client]) -> None:
    _, client = parts
    made = body(client.post("/sites", json=examples.SITE_ORDER), 201)
    assert made["next"].endswith(("+01:00", "+02:00"))
    assert {**made, "added": 0, "next": 0} == {**examples.SITE, "added": 0, "next": 0}
    assert body(client.get("/sites"))["items"] == [made]
    assert body(client.get("/sites/ministeriet")) == made
    assert "findes i forvejen" in body(client.post("/sites", json=examples.SITE_ORDER), 422)["detail"]
    assert client.delete("/sites/ministeriet").status_code == 204
    assert body(client.get("/sites/ministeriet"), 404)["detail"].startswith("Der er intet websted")


def test_many_sites_come_in_parts_and_are_found_by_words(parts: tuple[Workshop, httpx.Client]) -> None:
    _, client = parts
    for number in range(5):
        site = {"name": f"m{number}", "address": f"https://m{number}.example/", "house": f"Hus {number % 2}"}
        body(client.post("/sites", json=site), 201)

    def names(path: str) -> tuple[list[str], str | None]:
        told = body(client.get(path.removeprefix("/api/v1")))
        return [each["name"] for each in told["items"]], told["next"]

    first, following = names("/sites?limit=2&words=hus+0")
    assert (first, following) == (["m0", "m2"], "/api/v1/sites?words=hus+0&limit=2&after=m2")
    assert names(str(following)) == (["m4"], None)
    assert names("/sites?words=m3.example") == (["m3"], None)
    assert "after" in body(client.get("/sites?after=intet"), 422)["detail"]
    for number in range(5):
        client.delete(f"/sites/m{number}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schedule": "hver nat"}, "0 2"),
        ({"window": "nat"}, "22:00-06:00"),
        ({"address": "ikke en adresse"}, "webadresse"),
    ],
)
def test_what_cannot_be_used_is_told(
    parts: tuple[Workshop, httpx.Client], change: dict[str, Any], said: str
) -> None:
    _, client = parts
    assert said in body(client.post("/sites", json={**examples.SITE_ORDER, **change}), 422)["detail"]


def test_a_site_that_came_by_the_api_opens_nothing(parts: tuple[Workshop, httpx.Client]) -> None:
    workshop, client = parts
    body(client.post("/sites", json={"name": "hjemme", "address": "http://127.0.0.1:9/"}), 201)
    assert not workshop.store.website("hjemme").website.opened


def test_the_difference_and_the_work_on_a_fault(parts: tuple[Workshop, httpx.Client]) -> None:
    workshop, client = parts
    first = night(workshop, "gammel", "rettet")
    assert "første kontrol" in body(client.get(f"/audits/{first}/difference"), 404)["detail"]
    second = night(workshop, "gammel", "ny")
    told = body(client.get(f"/audits/{second}/difference"))
    assert (told["before"], told["failed"]) == (
        first,
        {"new": 1, "back": 0, "still": 1, "mended": 1, "not-reached": 0},
    )
    assert [(each["change"], each["snippet"]) for each in told["changes"]] == [
        ("new", "<img src=ny>"),
        ("mended", "<img src=rettet>"),
    ]
    order = {"id": told["changes"][0]["component"], "by": "Anna", "assignee": "Bo", "text": "Kan du?"}
    task = body(client.post("/tasks", json=order))
    assert (task["assignee"], task["state"], task["comments"][0]["text"]) == ("Bo", "åben", "Kan du?")
    assert (
        body(client.post("/tasks", json={"id": order["id"], "by": "Bo", "mended": True}))["state"]
        == "meldt-rettet"
    )
    assert [each["component"] for each in body(client.get("/tasks?assignee=Bo"))["items"]] == [order["id"]]
    assert body(client.get("/tasks?assignee=Ingen"))["items"] == []
    assert body(client.post("/tasks", json={**order, "audit": second}))["site"] == "www.ministerium.dk"
    is_problem(client.post("/tasks", json={**order, "audit": first}), 422, "wrong-use")
    is_problem(client.post("/tasks", json={**order, "id": "0" * 20}), 422, "wrong-use")


def test_a_page_that_stands_is_told_of_where_its_faults_changed(parts: tuple[Workshop, httpx.Client]) -> None:
    workshop, client = parts
    night(workshop, "gammel")
    told = body(client.get(f"/audits/{night(workshop, 'gammel', 'ny')}/difference"))
    assert [(page["address"], page["change"], page["new"]) for page in told["pages"]] == [(START, "still", 1)]
    assert body(client.get(f"/audits/{night(workshop, 'gammel', 'ny')}/difference"))["pages"] == []


def test_the_group_s_report_is_sent_as_page_pdf_and_feed(parts: tuple[Workshop, httpx.Client]) -> None:
    workshop, client = parts
    night(workshop, "en-fejl")
    page = client.get("/group/report")
    assert page.status_code == 200
    assert "Løbende kommunikationsmålinger" in page.text
    assert "www.ministerium.dk" in page.text
    assert "sandbox" in page.headers["content-security-policy"]
    feed = client.get("/group/report", params={"format": "rss"})
    assert feed.headers["content-type"] == "application/rss+xml"
    (first, *_) = ElementTree.fromstring(feed.content).iter("item")
    assert str(first.findtext("title")).startswith("www.ministerium.dk: 100,0 fejl pr. 100 sider i ")
    assert client.get("/group/report", params={"format": "pdf"}).content.startswith(b"%PDF-")
    past = client.get("/group/report", params={"quarter": "2020-1"})
    assert "Vi har ingen kontroller fra perioden" in past.text
    is_problem(client.get("/group/report", params={"quarter": "2026-5"}), 422, "wrong-use")
