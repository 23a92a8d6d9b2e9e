"""The draft of a statement, the sample and the evaluation that comes back, and the group's domains, through the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from api_things import SITE, is_as_described, is_problem, kept_audit, served, workshop_in

from tilgaengelig.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("api")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with served(workshop) as client:
        yield client


@pytest.fixture(scope="module")
def audit(workshop: Workshop) -> str:
    return f"/audits/{kept_audit(workshop.store)}"


def finished(client: httpx.Client, audit: str) -> dict[str, Any]:
    """The sample, with what a person found on its first page."""
    made: dict[str, Any] = client.get(f"{audit}/sample").json()
    page = made["selectSample"]["structuredSample"][0]["@id"]
    found = {"outcome": {"@id": "earl:failed"}, "description": "Fokus kan ikke ses i menuen."}
    made["reportFindings"] |= {"evaluator": "Anna Holm"}
    made["auditSample"].append(
        {"mode": "earl:manual", "subject": page, "test": "WCAG22:focus-visible", "result": found}
    )
    return made


def test_the_draft_tells_each_field_and_what_breaks_the_law(client: httpx.Client, audit: str) -> None:
    told = is_as_described(client, client.get(f"{audit}/statement-draft"), "getStatementDraft")
    titles = [field["title"] for field in told["fields"]]
    assert titles[:2] == ["Organisation og websted", "Overholdelsesstatus"]
    assert titles[-1] == "Dato"
    assert len(titles) == 7
    assert [(one["sc"], one["pages"]) for one in told["criteria"]] == [("1.1.1", 2)]
    lacking = told["fields"][3]["text"]
    assert "1.1.1 Ikke-tekstbaseret indhold" in lacking
    assert told["text"].count(lacking) == 1
    english = client.get(f"{audit}/statement-draft", params={"language": "en"}).json()
    assert [field["title"] for field in english["fields"]][-1] == "Date"


def test_what_the_register_exempts_is_in_its_own_field_of_the_draft(client: httpx.Client, audit: str) -> None:
    decision = {
        "site": "www.ministerium.dk",
        "pattern": "/om",
        "basis": "tredjepart",
        "reason": "Siden hører til en anden myndighed.\n5. KONTAKT\nIngen.",
        "by": "Anna Holm",
        "decided": "2026-01-02",
        "review": "2099-01-02",
    }
    made = client.post("/exemptions", json=decision).json()
    told = client.get(f"{audit}/statement-draft").json()
    client.delete(f"/exemptions/{made['id']}")
    assert told["criteria"][0]["pages"] == 1
    fields = {field["title"]: field["text"] for field in told["fields"]}
    assert "- /om: Andre står for indholdet" in fields["Ikke-tilgængeligt indhold"]
    assert "[SKRIV: et nummer" in fields["Kontakt"]


def test_the_same_seed_picks_the_same_pages(client: httpx.Client, audit: str) -> None:
    answer = client.get(f"{audit}/sample", params={"seed": 7})
    told = is_as_described(client, answer, "getSample")
    assert "attachment" in answer.headers["content-disposition"]
    assert "tallet 7" in told["reportFindings"]["evaluationSpecifics"]
    assert told == client.get(f"{audit}/sample", params={"seed": 7}).json()
    addresses = [one["description"] for one in told["selectSample"]["structuredSample"]]
    assert f"{SITE}/" in addresses


def test_a_finished_evaluation_is_read_back_and_told_in_the_draft(client: httpx.Client, audit: str) -> None:
    done = finished(client, audit)
    told = is_as_described(client, client.post(f"{audit}/evaluation", json=done), "readEvaluation")
    assert told["evaluator"] == "Anna Holm"
    by_people = [one for one in told["judgements"] if not one["byMachine"]]
    assert [(one["sc"], one["outcome"]) for one in by_people] == [("2.4.7", "failed")]
    answer = client.post(f"{audit}/statement-draft", json=done)
    draft = is_as_described(client, answer, "makeStatementDraft")
    assert [one["sc"] for one in draft["criteria"]] == ["1.1.1", "2.4.7"]
    assert "Fokus kan ikke ses i menuen." in draft["text"]
    assert "Anna Holm har testet" in draft["text"]


def test_an_evaluation_as_large_as_the_tool_makes_them_is_taken(client: httpx.Client, audit: str) -> None:
    done = finished(client, audit)
    done["auditSample"] += done["auditSample"] * 40
    assert len(json.dumps(done)) > 1_500_000
    assert client.post(f"{audit}/evaluation", json=done).status_code == 200


def test_half_of_a_character_in_an_evaluation_is_told_as_none(client: httpx.Client, audit: str) -> None:
    done = finished(client, audit)
    done["reportFindings"] |= {"evaluator": "Anna \ud800"}
    done["auditSample"][-1]["result"]["description"] = "Fokus \udfff ses ikke."
    for operation in ("evaluation", "statement-draft"):
        headers = {"Content-Type": "application/json"}
        answer = client.post(f"{audit}/{operation}", content=json.dumps(done), headers=headers)
        assert answer.status_code == 200
        assert "Fokus ? ses ikke." in answer.text


@pytest.mark.parametrize("sent", [{}, [], [{"auditSampled": 3}]])
def test_what_is_no_evaluation_is_refused(client: httpx.Client, audit: str, sent: object) -> None:
    is_problem(client.post(f"{audit}/evaluation", json=sent), 422, "wrong-use")
    is_problem(client.post(f"{audit}/statement-draft", json=sent), 422, "wrong-use")


def test_what_cannot_be_answered_is_a_problem(client: httpx.Client, audit: str) -> None:
    is_problem(client.get(f"{audit}/statement-draft", params={"language": "tysk"}), 422, "invalid-input")
    is_problem(client.get(f"{audit}/sample", params={"seed": -1}), 422, "invalid-input")
    for path in ("statement-draft", "sample"):
        is_problem(client.get(f"/audits/20200101T000000-000000/{path}"), 404, "unknown-thing")
    is_problem(client.get("/inventory", params={"after": "andet.dk"}), 422, "wrong-use")


def test_a_domain_is_put_on_the_list_and_taken_off(client: httpx.Client) -> None:
    order = {"host": "https://Job.Ministerium.dk/stillinger", "owner": "Bo Lund"}
    made = is_as_described(client, client.post("/inventory", json=order), "addDomain")
    assert (made["host"], made["owner"], made["note"]) == ("job.ministerium.dk", "Bo Lund", "")
    told = is_as_described(client, client.get("/inventory"), "listInventory")["items"]
    (row,) = [one for one in told if one["host"] == "job.ministerium.dk"]
    assert (row["certain"], row["owner"], row["audited"], row["statement"]) == (True, "Bo Lund", None, None)
    assert row["via"] == ["list"]
    client.post("/inventory", json={"host": "andet.dk"})
    part = client.get("/inventory", params={"limit": 1}).json()
    following = client.get(part["next"].removeprefix("/api/v1")).json()
    assert [one["host"] for one in (*part["items"], *following["items"])] == [
        "andet.dk",
        "job.ministerium.dk",
    ]
    assert client.delete("/inventory/andet.dk").status_code == 204
    assert client.delete("/inventory/job.ministerium.dk").status_code == 204
    is_problem(client.delete("/inventory/job.ministerium.dk"), 404, "unknown-thing")
    is_problem(client.post("/inventory", json={"host": "ikke et domæne"}), 422, "wrong-use")
