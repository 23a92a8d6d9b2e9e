"""What Schemathesis found once (bench/fuzzing.py), and must not find again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from api_things import is_problem, kept_audit, served, workshop_in

from tilgaengelig.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("roget")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with served(workshop) as client:
        yield client


def test_what_may_be_left_out_may_also_be_null(client: httpx.Client) -> None:
    letter = {"text": "Du skal svare.", "file": None, "oldText": None, "kind": None}
    assert client.post("/letters", json=letter).status_code == 200
    order = {"address": "https://ministerium.invalid/", "prefix": None}
    assert client.post("/audits", json=order).status_code == 202


@pytest.mark.parametrize("day", [0, 1.5, "0", "1700000000", True, ["2027-05-01"], "2027-05-01T00:00:00"])
def test_a_day_is_a_date_and_no_number_of_seconds(client: httpx.Client, day: object) -> None:
    answer = client.post("/tokens", json={"name": "Anna", "role": "læser", "until": day})
    told = is_problem(answer, 422, "invalid-input")
    assert told["errors"] == [{"field": "until", "message": "skal være en dato, fx 2027-05-01"}]


@pytest.mark.parametrize("hints", [{}, [], 0, "ja", "true"])
def test_yes_and_no_are_said_in_json(client: httpx.Client, hints: object) -> None:
    answer = client.post("/letters", json={"text": "Du skal svare.", "hints": hints})
    is_problem(answer, 422, "invalid-input")


@pytest.mark.parametrize("limit", [False, True, "45", None, [45]])
def test_a_limit_is_a_number(client: httpx.Client, limit: object) -> None:
    site = {"name": "m", "address": "https://ministerium.invalid/", "limits": {"nye": limit}}
    is_problem(client.post("/sites", json=site), 422, "invalid-input")


def test_a_key_whose_audit_was_deleted_begins_another(client: httpx.Client) -> None:
    order, key = {"address": "https://andet.invalid/", "fresh": True}, {"Idempotency-Key": "een"}
    first = client.post("/audits", json=order, headers=key).json()["id"]
    client.post(f"/audits/{first}/stop")
    while client.delete(f"/audits/{first}").status_code == 409:
        pass
    second = client.post("/audits", json=order, headers=key)
    assert second.status_code == 202
    assert second.json()["id"] != first


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/audits", "GET, POST"), ("/sites/m", "DELETE, GET"), ("/health", "GET"), ("/letters", "POST")],
)
def test_a_wrong_method_is_told_all_the_right_ones(client: httpx.Client, path: str, methods: str) -> None:
    answer = client.request("OPTIONS", path)
    is_problem(answer, 405, "wrong-method")
    assert answer.headers["allow"] == methods


def test_whatever_takes_json_says_that_it_may_be_unreadable(client: httpx.Client) -> None:
    document: dict[str, Any] = client.get("/openapi.json").json()
    taking = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation
    ]
    assert len(taking) > 5
    for path, method, operation in taking:
        assert "400" in operation["responses"], (path, method)
    broken = client.post("/sites", content=b"\xff", headers={"Content-Type": "application/json"})
    is_problem(broken, 400, "unreadable")


def test_a_report_in_json_is_described_as_json(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    content = document["paths"]["/api/v1/audits/{audit_id}/report"]["get"]["responses"]["200"]["content"]
    assert content["text/html"]["schema"] == {"type": "string", "format": "binary"}
    assert "object" in content["application/json"]["schema"]["type"]


def test_what_the_body_names_and_is_not_there_is_the_body_s_fault(
    client: httpx.Client, workshop: Workshop
) -> None:
    audit, nowhere = kept_audit(workshop.store), {"id": "0" * 20, "by": "Anna"}
    accepted = nowhere | {"reason": "planlagt", "until": "2099-01-01"}
    is_problem(client.post(f"/audits/{audit}/acceptances", json=accepted), 422, "wrong-use")
    is_problem(client.post("/audits/20260101T000000-000000/acceptances", json=accepted), 404, "unknown-thing")
    is_problem(client.post("/tasks", json=nowhere | {"text": "Jeg ser på det"}), 422, "wrong-use")
