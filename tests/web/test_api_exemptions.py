"""The register of what the act exempts, through the API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from api_things import is_as_described, is_problem, served, workshop_in

EXEMPT = {
    "site": "www.ministerium.dk",
    "pattern": "/arkiv/",
    "basis": "gammelt-dokument",
    "reason": "Referaterne bruges ikke i sager mere.",
    "by": "Anna Holm",
    "decided": "2026-01-02",
    "review": "2099-01-02",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with workshop_in(tmp_path_factory.mktemp("api")) as workshop, served(workshop) as client:
        yield client


def test_a_decision_is_put_in_listed_and_taken_out(client: httpx.Client) -> None:
    made = is_as_described(client, client.post("/exemptions", json=EXEMPT), "exempt")
    assert {key: made[key] for key in EXEMPT} == EXEMPT
    listed = client.get("/exemptions", params={"site": "www.ministerium.dk"})
    assert is_as_described(client, listed, "listExemptions")["items"] == [made]
    assert client.get("/exemptions", params={"site": "www.andet.dk"}).json()["items"] == []
    assert client.delete(f"/exemptions/{made['id']}").status_code == 204
    is_problem(client.delete(f"/exemptions/{made['id']}"), 404, "unknown-thing")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"pattern": "arkiv"}, "invalid-input"),
        ({"reason": "gammelt"}, "invalid-input"),
        ({"basis": "fordi"}, "invalid-input"),
        ({"by": " "}, "wrong-use"),
        ({"review": "2026-01-03"}, "wrong-use"),
    ],
)
def test_what_nobody_could_judge_is_refused(client: httpx.Client, changes: dict[str, str], name: str) -> None:
    is_problem(client.post("/exemptions", json=EXEMPT | changes), 422, name)
